import type { Exhibit } from '../exhibit.ts';
import { closeWait, closeWaitFixed, closeWaitKeepAlive } from './close-wait.ts';
import { alivePeer, anySegment, deadClient, offByDefault } from './dead-client.ts';
import { killed, nodeDefault, poweredOffSending, reboot, unplug } from './four-deaths.ts';

/** In the order they are told. */
export const ALIVE: readonly Exhibit[] = [
  deadClient,
  offByDefault,
  anySegment,
  alivePeer,
  reboot,
  killed,
  unplug,
  poweredOffSending,
  nodeDefault,
  closeWait,
  closeWaitFixed,
  closeWaitKeepAlive,
];
