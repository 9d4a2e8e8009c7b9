import { type Segment, SYN } from '../../wire/tcp.ts';
import { challenge } from '../challenge.ts';
import type { Connection } from '../connection.ts';
import { SYN_RECEIVED } from '../state.ts';
import { backToListen } from './check-reset.ts';

/** Fourth: a SYN inside the window gets a challenge ACK, RFC 5961 section 4.2. */
export function checkSyn(c: Connection, seg: Segment): boolean {
  if ((seg.flags & SYN) === 0) return true;
  if (c.state === SYN_RECEIVED && c.handshake.passive) backToListen(c);
  else challenge(c);
  return false;
}
