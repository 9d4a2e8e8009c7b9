import type { Connection } from '../connection.ts';
import { TcpError } from '../errors.ts';
import { fill, type SendHints } from '../fill-buffers.ts';
import { ownSendQueue, sendRoom } from '../queues.ts';
import { CLOSED, LISTEN, TIME_WAIT } from '../state.ts';
import { queueUrgent } from '../urgent-pointer.ts';
import { activate } from './open.ts';

/**
 * SEND, RFC 9293 section 3.10.2: queues bytes[from, to) and returns how many octets were taken; when
 * fewer than given, the user is told `writable` once half the queue is free again. What several SENDs
 * queue in a turn is sent as one. [MAY-16]
 *
 * With `urgent` the last octet taken is the last of the urgent ones, RFC 9293 section 3.8.5 [MUST-30]; RFC 6093
 * says that new programs should not use it. [SHLD-13]
 *
 * `hints` count where the profile sends buffers.
 *
 * Throws a TcpError: EPIPE once the user has closed; ENOTCONN without a connection, or the error that
 * ended it.
 */
export function send(
  c: Connection,
  bytes: Uint8Array,
  from = 0,
  to = bytes.length,
  urgent = false,
  hints: SendHints = NO_HINTS,
): number {
  if (!(from >= 0 && from <= to && to <= bytes.length)) {
    throw new RangeError(
      `from and to lie in order between 0 and ${bytes.length}, not ${from} and ${to}`,
    );
  }
  if (c.snd.finQueued) throw new TcpError('EPIPE');
  if (c.state === CLOSED || c.state === TIME_WAIT) throw new TcpError(c.error ?? 'ENOTCONN');
  if (c.state === LISTEN) activate(c, null, 0); // the RFC's SEND turns a passive OPEN active
  const n = take(c, bytes, from, to, hints);
  if (urgent && n > 0) queueUrgent(c);
  if (n < to - from) c.wantsWritable = true;
  if (n > 0 && c.meter !== null) c.meter.begins(c.tcp.env.clock.now);
  c.tcp.touch(c);
  return n;
}

function take(
  c: Connection,
  bytes: Uint8Array,
  from: number,
  to: number,
  hints: SendHints,
): number {
  if (from === to) return 0;
  if (c.profile.sendsBuffers) return fill(c, bytes, from, to, hints);
  const n = Math.min(to - from, sendRoom(c));
  if (n > 0) ownSendQueue(c).push(bytes, from, from + n);
  return n;
}

const NO_HINTS: SendHints = {};
