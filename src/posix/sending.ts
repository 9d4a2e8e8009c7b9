import { NEVER } from '../base/timer-queue.ts';
import { send } from '../tcp/calls/index.ts';
import type { Connection } from '../tcp/connection.ts';
import { sendRoom, unsent } from '../tcp/queues.ts';
import { type FirstText, openAndWrite, openWith } from './fast-open.ts';
import { errnoOf } from './naming.ts';
import { open } from './opening.ts';
import { done } from './pending.ts';
import { cannotSend } from './readiness.ts';
import { type Call, failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';
import type { IoVec, SocketAddress } from './types.ts';

/** What one call has to send, and how much of it was taken. */
class Gift implements FirstText {
  readonly #iov: readonly IoVec[];
  readonly total: number;
  sent = 0;
  /** Octets of these that went with the SYN. */
  onSyn = 0;
  /** MSG_MORE and MSG_EOR. */
  readonly more: boolean;
  readonly ends: boolean;
  #piece = 0;
  #at = 0;

  constructor(iov: readonly IoVec[], more: boolean, ends: boolean) {
    this.more = more;
    this.ends = ends;
    this.#iov = iov.filter((v) => v.length > 0);
    this.total = this.#iov.reduce((n, v) => n + v.length, 0);
  }

  octets(): Uint8Array {
    const all = new Uint8Array(this.total);
    let at = 0;
    for (const { base, length } of this.#iov) {
      if (base !== null) all.set(base.subarray(0, length), at);
      at += length;
    }
    return all;
  }

  /** So many octets went with the SYN: they count when it is acknowledged. */
  skip(n: number): void {
    this.sent += n;
    this.onSyn = n;
    while (n > 0) {
      const left = (this.#iov[this.#piece] as IoVec).length - this.#at;
      if (n < left) {
        this.#at += n;
        return;
      }
      n -= left;
      this.#piece++;
      this.#at = 0;
    }
  }

  get isEmpty(): boolean {
    return this.sent === this.total;
  }

  /** The memory that comes next cannot be read. */
  get isBad(): boolean {
    return !this.isEmpty && this.#iov[this.#piece]?.base === null;
  }

  /** Gives `c` up to `most` octets of the next piece; returns how many it took. */
  give(c: Connection, most: number, urgent: boolean): number {
    const v = this.#iov[this.#piece] as IoVec;
    const base = v.base as Uint8Array;
    const end = Math.min(v.length, base.length);
    const n = Math.min(most, end - this.#at);
    const last = this.sent + n === this.total;
    const hints = { more: !last || this.more, ends: last && this.ends };
    const taken = n === 0 ? 0 : send(c, base, this.#at, this.#at + n, urgent && last, hints);
    this.sent += taken;
    this.#at += taken;
    if (this.#at === end) {
      this.#piece++;
      this.#at = 0;
    }
    return taken;
  }
}

/** write, send and their kin: `flags` are MSG_* numbers, `to` the address of sendto and sendmsg. */
export function sendOn(
  f: SocketFile,
  iov: readonly IoVec[],
  flags: number,
  to: SocketAddress | null,
): Call {
  const n = f.posix.numbers as Record<string, number>;
  const has = (name: string): boolean => (flags & (n[name] ?? 0)) !== 0;
  const gift = new Gift(iov, has('MSG_MORE'), has('MSG_EOR'));
  const nonBlocking = f.isNonBlocking || has('MSG_DONTWAIT');
  if (has('MSG_FASTOPEN') || f.deferred !== null) {
    const opened = openAndWrite(f, gift, to);
    if (opened !== null) return done(opened);
    // __inet_stream_connect(): what went with the SYN is written, or nothing is yet.
    if (nonBlocking && f.isOpening)
      return done(gift.sent > 0 ? ok(gift.sent) : failed('EINPROGRESS'));
  } else {
    const implied = impliedOpening(f, gift, to);
    if (implied !== null) return done(implied);
  }
  if (f.connection !== null) setMore(f, f.connection, has('MSG_MORE'));
  return f.posix.start(
    f,
    nonBlocking,
    () => attempt(f, gift, has('MSG_OOB')),
    () => partly(gift),
  );
}

/** FreeBSD's sendto connects a socket that is not: tcp_usr_send(). Linux looks at no address of a stream. */
function impliedOpening(f: SocketFile, gift: Gift, to: SocketAddress | null): Result | null {
  if (f.posix.system === 'linux' || to === null || f.phase !== 'unconnected') return null;
  if (f.listener !== null) return failed('EOPNOTSUPP');
  if (f.settings.kept.get('TCP_FASTOPEN')) {
    const wrong = openWith(f, to, gift);
    if (wrong !== null) return wrong;
  } else {
    const errno = open(f, to);
    if (errno !== null) return failed(errno);
  }
  return queueRest(f, gift);
}

/** It is not waited for: what finds room goes once there is a connection. */
function queueRest(f: SocketFile, gift: Gift): Result | null {
  const c = f.connection as Connection;
  while (!gift.isEmpty && !gift.isBad) {
    const room = roomFor(c);
    if (room <= 0) break;
    gift.give(c, room, false);
  }
  return gift.isEmpty || f.isNonBlocking ? partly(gift) : null;
}

/** MSG_MORE holds what fills no segment until a call comes without it. */
function setMore(f: SocketFile, c: Connection, more: boolean): void {
  const cork = more || Boolean(f.settings.kept.get('TCP_CORK'));
  if (c.profile.sendsBuffers || c.options.cork === cork) return;
  f.change({ cork });
  if (!cork) c.tcp.touch(c);
}

/** What was taken already counts; the rest would have to wait. */
function partly(gift: Gift): Result {
  return gift.sent > 0 ? ok(gift.sent) : failed('EAGAIN');
}

function attempt(f: SocketFile, gift: Gift, urgent: boolean): Result | null {
  const wrong = whyNot(f);
  if (wrong !== null) {
    if (gift.sent > gift.onSyn) return ok(gift.sent);
    return failed(wrong === f.error ? (f.takeError() as string) : wrong);
  }
  const c = f.connection as Connection;
  if (f.isOpening) return null;
  try {
    while (!gift.isEmpty) {
      if (gift.isBad) return gift.sent > 0 ? ok(gift.sent) : failed('EFAULT');
      const room = roomFor(c);
      if (room <= 0) {
        c.wantsWritable = true;
        return null;
      }
      if (gift.give(c, room, urgent) === 0) {
        c.wantsWritable = true;
        return null;
      }
    }
  } catch (e) {
    return failed(errnoOf(e));
  }
  return ok(gift.sent);
}

/** The errno of one who cannot send, or null. */
function whyNot(f: SocketFile): string | null {
  const linux = f.posix.system === 'linux';
  if (f.connection === null) return linux ? 'EPIPE' : (f.error ?? 'ENOTCONN');
  // FreeBSD looks at what may be sent before it looks for an error: sosend_generic().
  if (!linux && cannotSend(f)) return 'EPIPE';
  if (f.error !== null) return f.error;
  return cannotSend(f) ? 'EPIPE' : null;
}

/**
 * Octets to give now. Below TCP_NOTSENT_LOWAT another buffer's worth is taken, and Linux's buffers are as long as
 * what goes in one piece: tcp_sendmsg_locked(), tcp_bound_to_half_wnd().
 */
function roomFor(c: Connection): number {
  if (c.profile.sendsBuffers) return Number.POSITIVE_INFINITY; // SEND looks itself: fill-buffers.ts
  const room = sendRoom(c);
  const { notSent } = c.options;
  if (notSent === NEVER) return room;
  const waiting = unsent(c);
  if (waiting >= notSent) return 0;
  const { mss, una, nxt, wnd, maxWnd } = c.snd;
  const goal = Math.max(mss, Math.floor(Math.min(65_536, maxWnd / 2) / mss) * mss);
  const atOnce = Math.min(c.congestion.cwnd, wnd) - Math.max(c.sendQueue.length, (nxt - una) | 0);
  return Math.min(room, atOnce > 0 ? Math.min(goal, atOnce) : goal);
}
