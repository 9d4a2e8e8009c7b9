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
  const n = peek(c, dst, at, max);
  if (n > 0) taken(c, n);
  return n;
}

/** As {@link receive}, but what is copied stays to be read. */
export function peek(
  c: Connection,
  dst: Uint8Array,
  at = 0,
  max: number = dst.length - at,
): number {
  checkAt(dst, at);
  const n = Math.min(max, dst.length - at, c.receiveQueue.length);
  if (!(n > 0)) return 0;
  c.receiveQueue.peek(0, n, dst, at);
  return n;
}

/** As {@link receive}, but up to `max` octets are thrown away. */
export function discard(c: Connection, max: number): number {
  const n = Math.min(max, c.receiveQueue.length);
  if (!(n > 0)) return 0;
  taken(c, n);
  return n;
}

function checkAt(dst: Uint8Array, at: number): void {
  if (Number.isInteger(at) && at >= 0 && at <= dst.length) return;
  throw new RangeError(`at is a whole number from 0 to ${dst.length}, not ${at}`);
}

/** The first `n` octets have been read. */
function taken(c: Connection, n: number): void {
  const { state } = c;
  dropRead(c, n);
  noteUrgentRead(c);
  // The window may have opened enough to tell; after the peer's FIN nobody would want to know.
  if (state === ESTABLISHED || state === FIN_WAIT_1 || state === FIN_WAIT_2) {
    c.ack.hasRead = true;
    c.tcp.touch(c);
  }
}
