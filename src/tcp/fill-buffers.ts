import { later } from '../wire/seq.ts';
import { type Buffer, UNSENT } from './buffer.ts';
import type { Connection } from './connection.ts';
import { mayTalkEarly } from './fast-open/status.ts';
import { ownOptions } from './options.ts';
import { buffersOf, hasHalf, ownSendQueue } from './queues.ts';
import { OPEN } from './recovery/index.ts';
import type { SendBuffers } from './send-buffers.ts';
import { bufferGoal, nextCut } from './send-cut.ts';

/*
 * What Linux takes from a SEND: net/ipv4/tcp.c, tcp_sendmsg_locked(). A buffer that is begun is filled however much
 * memory the queue takes by then, and what the windows allow goes while the rest is still being copied.
 */

/** What a SEND says of its text. */
export interface SendHints {
  /** More will follow soon: what fills no segment waits, and nothing is pushed. MSG_MORE */
  readonly more?: boolean | undefined;
  /** A record ends here: nothing that follows goes in one segment with it. MSG_EOR */
  readonly ends?: boolean | undefined;
}

/** Queues as much of bytes[from, to) as there is room for; returns how much. */
export function fill(
  c: Connection,
  bytes: Uint8Array,
  from: number,
  to: number,
  hints: SendHints,
): number {
  const q = ownSendQueue(c) as SendBuffers;
  const goal = bufferGoal(c);
  let at = from;
  while (at < to) {
    const b = open(c, q, goal);
    if (b === null) break;
    const n = Math.min(to - at, goal - q.tailLength);
    q.push(bytes, at, at + n);
    b.push = false;
    at += n;
    if (at < to && q.tailLength >= goal) pushOut(c, q, b);
  }
  const all = at === to;
  const b = q.tail;
  if (b === null || (at === from && !all)) return 0;
  const more = all && hints.more === true;
  if (!more || isForced(c, q)) mark(q, b);
  if (all && hints.ends === true) b.closed = true;
  q.more = more;
  return at - from;
}

/** The buffer to fill: the last, unless that is full, or sent, or closed; null when there is no memory for another. */
function open(c: Connection, q: SendBuffers, goal: number): Buffer | null {
  const { tail } = q;
  const isOpen = tail !== null && !tail.closed && tail.sentAt === UNSENT && tail.end > q.planned;
  if (isOpen && q.tailLength < goal) return tail;
  if (!hasMemory(c, q)) return null;
  q.pushes = false;
  return q.begin();
}

/** Whether another buffer may be begun: sk_stream_memory_free(), tcp_stream_memory_free(). */
function hasMemory(c: Connection, q: SendBuffers): boolean {
  return q.memory < sendMemory(c) && notSent(c, q) < lowWater(c);
}

/** Whether the user is to be told that there is room. Linux: sk_stream_is_writeable(), a third of the memory. */
export function isWritable(c: Connection): boolean {
  if (!c.profile.sendsBuffers) return hasHalf(c);
  const q = buffersOf(c);
  if (q === null) return true;
  return q.memory * 3 <= sendMemory(c) * 2 && notSent(c, q) * 2 < lowWater(c);
}

/** Octets that were not sent, nor are to be in this turn. */
function notSent(c: Connection, q: SendBuffers): number {
  return q.end - Math.max(sentTo(c, q), q.planned);
}

/** TCP_NOTSENT_LOWAT, or what the host says. */
function lowWater(c: Connection): number {
  return Math.min(c.options.notSent, c.profile.notSent);
}

/** The position of SND.NXT: behind all that was sent. */
export function sentTo(c: Connection, q: SendBuffers): number {
  const { snd } = c;
  const begins = later(snd.una, (snd.iss + 1) | 0);
  return Math.min(q.front + ((snd.nxt - begins) | 0), q.end); // a FIN takes no octet
}

/** A buffer is full and there is more: what the windows allow goes, all of it when much was not pushed. */
function pushOut(c: Connection, q: SendBuffers, b: Buffer): void {
  if (isForced(c, q)) {
    mark(q, b);
    while (plan(c, q)) {}
  } else if (Math.max(sentTo(c, q), q.planned) >= q.end - q.tailLength) {
    plan(c, q); // tcp_push_one()
  }
}

/** Has one piece go at the end of this turn; false when none may. */
function plan(c: Connection, q: SendBuffers): boolean {
  if ((!c.synAcked && !mayTalkEarly(c)) || c.recovery.phase !== OPEN) return false;
  const sent = sentTo(c, q);
  const at = Math.max(sent, q.planned);
  if (at >= q.end) return false;
  const { recovery, congestion } = c;
  const room = congestion.cwnd + recovery.bonus(c) - recovery.pipe(c) - (at - sent);
  const n = nextCut(c, q, at, room, c.snd.mss, true);
  if (n <= 0) return false;
  q.cut(at + n);
  q.planned = at + n;
  return true;
}

/** PSH goes with the last octet there is. */
function mark(q: SendBuffers, b: Buffer): void {
  b.push = true;
  q.pushed = q.end;
}

/** Half the peer's window has been queued without a push: forced_push(). */
function isForced(c: Connection, q: SendBuffers): boolean {
  return q.end - q.pushed > c.snd.maxWnd >> 1;
}

/** Octets of memory that the send queue may take: sk_sndbuf. */
export function sendMemory(c: Connection): number {
  const { options, profile } = c;
  if (isFixed(c)) return options.sendBuffer;
  const grown = Math.min(profile.sendBufferMost, Math.max(options.grownBuffer, memoryFor(c, 0)));
  return Math.max(options.sendBuffer, grown);
}

/** The user has said how large it is: it does not grow. SOCK_SNDBUF_LOCK */
function isFixed(c: Connection): boolean {
  return c.profile.sendBufferMost === 0 || c.options.sendBuffer !== c.profile.sendBuffer;
}

/** Somebody waits for room while cwnd is not used up: the memory grows with cwnd. tcp_should_expand_sndbuf() */
export function growMemory(c: Connection): void {
  if (isFixed(c) || c.recovery.pipe(c) >= c.congestion.cwnd) return;
  const wanted = memoryFor(c, c.congestion.cwnd);
  if (wanted > sendMemory(c)) {
    ownOptions(c).grownBuffer = Math.min(wanted, c.profile.sendBufferMost);
  }
}

/** Twice what `cwnd` takes, ten segments at least: tcp_sndbuf_expand(). */
function memoryFor(c: Connection, cwnd: number): number {
  const { mss, peerMss } = c.snd;
  const largest = Math.max(mss, peerMss) + HEADERS;
  const segment = 2 ** (32 - Math.clz32(largest - 1)) + BUFFER; // kmalloc() rounds up
  return 2 * Math.max(10, Math.floor(cwnd / mss)) * segment;
}

/** MAX_TCP_HEADER and struct skb_shared_info, octets. */
const HEADERS = 320 + 320;
/** struct sk_buff, octets. */
const BUFFER = 256;

/** What is held back goes, all of it when `now`: TCP_NODELAY was set, or the cork was taken out. TCP_NAGLE_PUSH */
export function pushHeld(c: Connection, now: boolean): void {
  const q = buffersOf(c);
  if (q !== null && now) q.pushes = true;
  c.tcp.touch(c);
}
