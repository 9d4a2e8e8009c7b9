import { NEVER } from '../base/timer-queue.ts';
import { urgentRemaining } from '../tcp/arrive/urgent.ts';
import { receive } from '../tcp/calls/index.ts';
import { NodeFile } from './node-file.ts';
import { writeOn } from './octets.ts';
import type { OpenFile } from './open-file.ts';
import { patienceOf } from './patience.ts';
import { done, type Pending } from './pending.ts';
import { type PipeBuffer, PipeEnd } from './pipe.ts';
import type { Posix } from './posix.ts';
import { cannotReceive } from './readiness.ts';
import { failed, ok, type Result } from './result.ts';
import { SocketFile } from './socket-file.ts';

/** Where in a file a call begins; it puts there where it ended. A null pointer means the file's own position. */
export interface OffsetSlot {
  value: number;
}

/** The arguments of splice(), descriptors resolved. */
interface Splice {
  readonly from: OpenFile;
  readonly to: OpenFile;
  readonly fromAt: OffsetSlot | null;
  readonly toAt: OffsetSlot | null;
  /** Octets, at most. */
  readonly length: number;
  /** SPLICE_F_NONBLOCK: pipes make nobody wait. */
  readonly nonBlocking: boolean;
  /** SPLICE_F_MORE: a socket may hold back what fills no segment. */
  readonly more: boolean;
}

/** splice, as SYSCALL_DEFINE6(splice) and do_splice() of Linux's fs/splice.c have it. `flags` are SPLICE_F_ numbers. */
export function spliceOn(
  posix: Posix,
  [inFd, fromAt]: readonly [number, OffsetSlot | null],
  [outFd, toAt]: readonly [number, OffsetSlot | null],
  length: number,
  flags: number,
): Pending {
  if (posix.system !== 'linux') return done(failed('ENOSYS'));
  if (length === 0) return done(ok());
  const n = posix.numbers as Record<string, number>;
  const known = ['MOVE', 'NONBLOCK', 'MORE', 'GIFT'].map((f) => n[`SPLICE_F_${f}`] ?? 0);
  if ((flags & ~known.reduce((a, b) => a | b)) !== 0) return done(failed('EINVAL'));
  const [from, to] = [posix.fileOf(inFd), posix.fileOf(outFd)];
  if (from === null || to === null) return done(failed('EBADF'));
  const has = (f: string): boolean => (flags & (n[`SPLICE_F_${f}`] ?? 0)) !== 0;
  const s = { from, to, fromAt, toAt, length, nonBlocking: has('NONBLOCK'), more: has('MORE') };
  const wrong = whyNot(s);
  if (wrong !== null) return done(failed(wrong));
  if (!(to instanceof PipeEnd)) return fromPipe(posix, s);
  if (from instanceof PipeEnd) return pipeToPipe(posix, s);
  return intoPipe(posix, from, to, { ...s, nonBlocking: s.nonBlocking || to.isNonBlocking });
}

/** The errno of one whose descriptors do not go together, or null. */
function whyNot(s: Splice): string | null {
  const { from, to, fromAt, toAt } = s;
  if (from instanceof PipeEnd && fromAt !== null) return 'ESPIPE';
  if (to instanceof PipeEnd && toAt !== null) return 'ESPIPE';
  if (!from.mayRead || !to.mayWrite) return 'EBADF';
  if (!(Number.isSafeInteger(s.length) && s.length > 0)) return 'EINVAL';
  if (!(isPlace(fromAt, from) && isPlace(toAt, to))) return 'EINVAL';
  if (from instanceof PipeEnd && to instanceof PipeEnd)
    return from.source === to.sink ? 'EINVAL' : null;
  if (from instanceof PipeEnd) return takesOctets(to) ? null : 'EINVAL';
  return to instanceof PipeEnd && givesOctets(from) ? null : 'EINVAL';
}

/** An offset is one in a file that has places: a socket has none. */
function isPlace(at: OffsetSlot | null, f: OpenFile): boolean {
  if (at === null) return true;
  return f instanceof NodeFile && Number.isSafeInteger(at.value) && at.value >= 0;
}

function takesOctets(f: OpenFile): boolean {
  return f instanceof SocketFile || (f instanceof NodeFile && !f.appends);
}

/** Whether octets can be had of it without copying them to memory: it has a `splice_read`. */
export function givesOctets(f: OpenFile): boolean {
  return f instanceof SocketFile || (f instanceof NodeFile && f.node.kind !== 'directory');
}

/** What splice and sendfile have to know to fill a pipe. */
interface Filling {
  readonly fromAt: OffsetSlot | null;
  readonly length: number;
  readonly nonBlocking: boolean;
}

/** From a file or a socket to a pipe: splice_file_to_pipe(). It waits for room there, and for what a socket receives. */
export function intoPipe(posix: Posix, from: OpenFile, to: PipeEnd, s: Filling): Pending {
  const sink = to.sink as PipeBuffer;
  const attempt = (): Result | null => {
    if (sink.readers.size === 0) return failed('EPIPE');
    if (sink.room === 0) return s.nonBlocking ? failed('EAGAIN') : null;
    const most = Math.min(s.length, sink.room);
    const got = from instanceof NodeFile ? fromFile(from, s.fromAt, most) : fromSocket(from, most);
    if (!(got instanceof Uint8Array)) return got;
    sink.push(got);
    return ok(got.length);
  };
  const most = from instanceof SocketFile ? patienceOf(from, 'SO_RCVTIMEO') : NEVER;
  const p = posix.start(to, false, attempt, undefined, most);
  if (p.result === null) from.wait(p);
  return p;
}

function fromFile(f: NodeFile, at: OffsetSlot | null, most: number): Uint8Array {
  const octets = f.piece(at?.value ?? f.position, most);
  moveOn(f, at, octets.length);
  return octets;
}

/** A call has dealt with `n` octets at the offset it was given, or at the file's position. */
export function moveOn(f: NodeFile, at: OffsetSlot | null, n: number): void {
  if (at !== null) at.value += n;
  else f.position += n;
}

/**
 * tcp_splice_read(): the octets, how it ended, or null when they have yet to come. The urgent octet is no part of what
 * can be spliced, so that it ends before it: tcp_read_sock(). Once it is the next, a call gets nothing; and since the
 * receive queue is not empty, it does not wait for more, which would be for ever, but says 0. To get on, the urgent
 * octet has to be read.
 */
function fromSocket(from: OpenFile, most: number): Uint8Array | Result | null {
  const f = from as SocketFile;
  const c = f.connection;
  if (f.listener !== null || (c === null && f.deferred === null)) return failed('ENOTCONN');
  const there = c?.receiveQueue.length ?? 0;
  if (c !== null && there > 0) {
    const urgent = urgentRemaining(c);
    const n = Math.min(most, there, urgent > 0 ? urgent - 1 : there);
    if (n > 0) {
      const octets = new Uint8Array(n);
      receive(c, octets);
      return octets;
    }
  }
  if (c?.rcv.finKnown) return ok(0);
  if (f.error !== null) return failed(f.takeError() as string);
  if (cannotReceive(f)) return ok(0);
  if (f.isNonBlocking) return failed('EAGAIN');
  return there > 0 ? ok(0) : null;
}

/** From a pipe to a socket or a file: splice_to_socket(), iter_file_splice_write(). What is sent leaves the pipe. */
function fromPipe(posix: Posix, s: Splice): Pending {
  const from = s.from as PipeEnd;
  const source = from.source as PipeBuffer;
  const nonBlocking = s.nonBlocking || from.isNonBlocking;
  let isSending = false;
  const finish = (r: Result): Result => {
    source.drop(r.value); // none of it when it failed
    isSending = false;
    source.letGo();
    return r;
  };
  const attempt = (): Result | null => {
    if (isSending) return null;
    if (source.isHeld) return nonBlocking ? failed('EAGAIN') : null;
    if (source.length === 0) {
      if (source.writers.size === 0) return ok();
      return nonBlocking ? failed('EAGAIN') : null;
    }
    const octets = source.look(s.length);
    if (s.to instanceof NodeFile) return kept(s.to, octets, s.toAt, source);
    source.isHeld = true;
    isSending = true;
    const { MSG_MORE = 0 } = posix.numbers;
    const base = { base: octets, length: octets.length };
    const call = writeOn(s.to, [base], s.more ? MSG_MORE : 0);
    if (call.result !== null) return finish(call.result);
    call.onresult = (r) => p.settle(finish(r));
    return null;
  };
  const p = posix.start(from, false, attempt);
  return p;
}

/** Writes to a file what comes next in a pipe. */
function kept(f: NodeFile, octets: Uint8Array, at: OffsetSlot | null, source: PipeBuffer): Result {
  const r = f.put(octets, at?.value ?? null);
  if (r.errno !== null) return r;
  if (at !== null) at.value += r.value;
  source.drop(r.value);
  return r;
}

/** splice_pipe_to_pipe() */
function pipeToPipe(posix: Posix, s: Splice): Pending {
  const [from, to] = [s.from as PipeEnd, s.to as PipeEnd];
  const [source, sink] = [from.source as PipeBuffer, to.sink as PipeBuffer];
  const nonBlocking = s.nonBlocking || from.isNonBlocking || to.isNonBlocking;
  const later = (): Result | null => (nonBlocking ? failed('EAGAIN') : null);
  const attempt = (): Result | null => {
    if (sink.readers.size === 0) return failed('EPIPE');
    if (source.isHeld) return later();
    if (source.length === 0) return source.writers.size === 0 ? ok() : later();
    if (sink.room === 0) return later();
    const octets = source.look(Math.min(s.length, sink.room));
    source.drop(octets.length);
    sink.push(octets);
    return ok(octets.length);
  };
  const p = posix.start(from, false, attempt);
  if (p.result === null) to.wait(p);
  return p;
}
