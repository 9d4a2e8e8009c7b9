import { noteUrgentRead } from '../arrive/urgent.ts';
import type { Connection } from '../connection.ts';
import { dropRead } from '../queues.ts';
import { ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 } from '../state.ts';

/**
 * RECEIVE, RFC 9293 section 3.10.3: copies up to `max` octets to dst[at] and returns how many. What
 * was received before the connection ended can be read until all is.
 */
export function receive(
  c: Connection,
  dst: Uint8Array,
  at = 0,
  max: number = dst.length - at,
): number {
  const { receiveQueue, state } = c;
  if (!Number.isInteger(at) || at < 0 || at > dst.length) {
    throw new RangeError(`at is a whole number from 0 to ${dst.length}, not ${at}`);
  }
  const n = Math.min(max, dst.length - at, receiveQueue.length);
  if (!(n > 0)) return 0;
  receiveQueue.peek(0, n, dst, at);
  dropRead(c, n);
  noteUrgentRead(c);
  // The window may have opened enough to tell; after the peer's FIN nobody would want to know.
  if (state === ESTABLISHED || state === FIN_WAIT_1 || state === FIN_WAIT_2) {
    c.ack.hasRead = true;
    c.tcp.touch(c);
  }
  return n;
}
