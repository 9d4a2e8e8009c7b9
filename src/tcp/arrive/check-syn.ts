import { within } from '../../wire/seq.ts';
import { type Segment, SYN } from '../../wire/tcp.ts';
import { challenge } from '../challenge.ts';
import type { Connection } from '../connection.ts';
import { reset } from '../ending.ts';
import { SYN_RECEIVED } from '../state.ts';
import { receiveWindow } from '../window.ts';
import { backToListen } from './check-reset.ts';

/**
 * Fourth: a SYN inside the window gets a challenge ACK, RFC 5961 section 4.2. Before it a SYN there was an
 * error that ended the connection, and FreeBSD can be told to go on so: net.inet.tcp.insecure_syn.
 */
export function checkSyn(c: Connection, seg: Segment): boolean {
  if ((seg.flags & SYN) === 0) return true;
  if (c.state === SYN_RECEIVED && c.handshake.passive) backToListen(c);
  else if (c.state !== SYN_RECEIVED && isError(c, seg)) reset(c, 'ECONNRESET');
  else challenge(c);
  return false;
}

function isError(c: Connection, seg: Segment): boolean {
  return c.profile.synInWindow === 'reset' && within(seg.seq, c.rcv.nxt, receiveWindow(c));
}
