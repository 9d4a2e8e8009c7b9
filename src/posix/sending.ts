import { expectAnswers } from '../tcp/ack-policy.ts';
import type { Connection } from '../tcp/connection.ts';
import { sendRoom, unsent } from '../tcp/queues.ts';
import { sendAndOpen, sendWithSyn } from './fast-open.ts';
import { Gift, type How } from './gift.ts';
import { openListening, turnsActive } from './listen-open.ts';
import { memoryOf } from './memory.ts';
import { errnoOf } from './naming.ts';
import { outcome } from './opening.ts';
import { patienceOf } from './patience.ts';
import { done, type Pending } from './pending.ts';
import { cannotSend } from './readiness.ts';
import { failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';
import type { IoVec, SocketAddress } from './types.ts';
import { ZeroCopy } from './zero-copy.ts';

/** write, send and their kin: `flags` are MSG_* numbers, `to` the address of sendto and sendmsg. */
export function sendOn(
  f: SocketFile,
  iov: readonly IoVec[],
  flags: number,
  to: SocketAddress | null,
): Pending {
  const memory = memoryOf(iov);
  if (memory === null) return done(failed('EINVAL'));
  const n = f.posix.numbers as Record<string, number>;
  const has = (name: string): boolean => (flags & (n[name] ?? 0)) !== 0;
  const gift = new Gift(memory);
  const how = { urgent: has('MSG_OOB'), more: has('MSG_MORE'), ends: has('MSG_EOR') };
  if (has('MSG_ZEROCOPY') && f.settings.kept.get('SO_ZEROCOPY') === 1) gift.isZeroCopy = true;
  const nonBlocking = f.isNonBlocking || has('MSG_DONTWAIT');
  const opened = openFirst(f, gift, to, has('MSG_FASTOPEN'), nonBlocking);
  if (opened !== null) {
    tellLater(f, gift);
    return done(opened);
  }
  if (f.connection !== null) setMore(f, f.connection, how.more);
  return f.posix.start(
    f,
    nonBlocking,
    () => told(f, gift, attempt(f, gift, how)),
    () => told(f, gift, partly(gift)) as Result,
    patienceOf(f, 'SO_SNDTIMEO'),
  );
}

/** Opens the connection where the call does that too; a result when nothing is left to be done. */
function openFirst(
  f: SocketFile,
  gift: Gift,
  to: SocketAddress | null,
  fast: boolean,
  nonBlocking: boolean,
): Result | null {
  if (to !== null && turnsActive(f)) {
    const errno = openListening(f, to, gift);
    return errno === null ? null : failed(errno);
  }
  if (f.posix.system === 'linux') {
    // Without MSG_FASTOPEN it looks at no address of a stream.
    return fast || f.deferred !== null ? sendWithSyn(f, gift, to, nonBlocking) : null;
  }
  return to !== null && f.phase === 'unconnected' ? sendAndOpen(f, gift, to) : null;
}

/** Passes on the result of a call, once it is known how much it has sent. */
function told(f: SocketFile, gift: Gift, result: Result | null): Result | null {
  if (result !== null) tellLater(f, gift);
  return result;
}

function tellLater(f: SocketFile, gift: Gift): void {
  if (!gift.isZeroCopy || gift.sent === 0 || f.connection === null) return;
  f.zeroCopy ??= new ZeroCopy();
  f.zeroCopy.sent(f.connection);
}

/** MSG_MORE holds what fills no segment until a call comes without it. */
function setMore(f: SocketFile, c: Connection, more: boolean): void {
  const holds = more && !c.profile.sendsBuffers; // which takes the hint with the text
  const cork = holds || Boolean(f.settings.kept.get('TCP_CORK'));
  if (c.options.cork === cork) return;
  f.change({ cork });
  if (!cork) c.tcp.touch(c);
}

/** What was taken already counts; the rest would have to wait. */
function partly(gift: Gift): Result {
  return gift.sent > 0 ? ok(gift.sent) : failed('EAGAIN');
}

function attempt(f: SocketFile, gift: Gift, how: How): Result | null {
  if (gift.onSyn > 0 && f.phase === 'connecting' && !f.isOpening) {
    const opened = outcome(f);
    if (opened.errno !== null) return opened;
  }
  const wrong = whyNot(f);
  if (wrong !== null) {
    if (gift.sent > 0) return ok(gift.sent);
    return failed(wrong === f.error ? (f.takeError() as string) : wrong);
  }
  const c = f.connection as Connection;
  if (f.isOpening && !gift.mayQueue) {
    gift.waited = true;
    return null;
  }
  // tcp_rcv_synsent_state_process(): text that waits to be sent carries the ACK.
  if (gift.waited && gift.sent === gift.onSyn && !gift.isEmpty) expectAnswers(c);
  try {
    while (!gift.isEmpty) {
      if (gift.isBad) return gift.sent > 0 ? ok(gift.sent) : failed('EFAULT');
      const room = roomFor(c);
      if (room <= 0) {
        c.wantsWritable = true;
        return null;
      }
      if (gift.give(c, room, how) === 0) return null; // send() has seen that there is no room
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

/** Octets to give now: with TCP_NOTSENT_LOWAT until that much waits, as Linux's tcp_stream_memory_free(). */
function roomFor(c: Connection): number {
  if (c.profile.sendsBuffers) return Number.POSITIVE_INFINITY; // send() takes what there is memory for
  return Math.min(sendRoom(c), c.options.notSent - unsent(c));
}
