import type { Connection } from '../connection.ts';

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
  const { receiveQueue } = c;
  const n = Math.min(max, dst.length - at, receiveQueue.length);
  if (n <= 0) return 0;
  receiveQueue.peek(0, n, dst, at);
  receiveQueue.drop(n);
  c.ack.hasRead = true;
  c.tcp.touch(c); // the window may have opened enough to tell
  return n;
}
