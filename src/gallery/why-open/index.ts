import type { Exhibit } from '../exhibit.ts';
import { noRetransmit, nWay, splitSynAck } from './segments.ts';
import { staleSyn, staleSynTimeWait, synDataDelivered } from './stale-syn.ts';
import { ghostClient, twoWay, twoWayLostSynAck } from './two-way.ts';

/** In the order they are told. */
export const WHY_OPEN: readonly Exhibit[] = [
  twoWay,
  twoWayLostSynAck,
  ghostClient,
  staleSyn,
  staleSynTimeWait,
  synDataDelivered,
  nWay,
  splitSynAck,
  noRetransmit,
];
