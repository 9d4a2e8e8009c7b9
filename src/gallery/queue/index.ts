import type { Exhibit } from '../exhibit.ts';
import { acceptLate } from './accept-late.ts';
import { backlog } from './backlog.ts';
import { life } from './life.ts';
import { abortOnOverflow, overflowAck } from './overflow-ack.ts';
import { lifetime, synAckRexmit } from './synack-rexmit.ts';

/** In the order they are told. */
export const QUEUE: readonly Exhibit[] = [
  life,
  synAckRexmit,
  lifetime,
  backlog,
  acceptLate,
  overflowAck,
  abortOnOverflow,
];
