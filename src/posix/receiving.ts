import { discard, peek, receive } from '../tcp/calls/index.ts';
import type { Connection } from '../tcp/connection.ts';
import { memoryOf } from './memory.ts';
import { patienceOf } from './patience.ts';
import { done, type Pending } from './pending.ts';
import { cannotReceive, lowWater } from './readiness.ts';
import { type Call, failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';
import type { ControlMessage, IoVec, Message } from './types.ts';

/** Where one call puts what it receives, and how much it has. */
interface Wanted {
  readonly iov: readonly IoVec[];
  readonly total: number;
  /** How much must be there unless the end comes first. */
  readonly target: number;
  readonly peek: boolean;
  readonly discard: boolean;
  got: number;
}

/** read, recv and their kin: `flags` are MSG_* numbers. */
export function receiveOn(f: SocketFile, memory: readonly IoVec[], flags: number): Pending {
  const iov = memoryOf(memory);
  if (iov === null) return done(failed('EINVAL'));
  const n = f.posix.numbers as Record<string, number>;
  const has = (name: string): boolean => (flags & (n[name] ?? 0)) !== 0;
  if (has('MSG_ERRQUEUE')) return done(failed('EAGAIN')); // recvmsg alone can tell what is in it
  if (has('MSG_OOB')) return done(failed('EINVAL')); // urgent octets stay where they are in the stream: RFC 6093
  const total = iov.reduce((sum, v) => sum + v.length, 0);
  const wanted: Wanted = {
    iov,
    total,
    target: has('MSG_WAITALL') ? total : Math.min(lowWater(f), total),
    peek: has('MSG_PEEK'),
    discard: has('MSG_TRUNC') && !has('MSG_PEEK'),
    got: 0,
  };
  const nonBlocking = f.isNonBlocking || has('MSG_DONTWAIT');
  const partly = (): Result => take(f, wanted) ?? failed('EAGAIN');
  const most = patienceOf(f, 'SO_RCVTIMEO');
  return f.posix.start(f, nonBlocking, () => attempt(f, wanted), partly, most);
}

/** recvmsg: as recv, and says how much is left when TCP_INQ asks for it. */
export function receiveMessage(f: SocketFile, m: Message, flags: number): Call {
  const { MSG_ERRQUEUE = 0 } = f.posix.numbers as Record<string, number>;
  if ((flags & MSG_ERRQUEUE) !== 0) return done(readErrors(f, m, MSG_ERRQUEUE));
  const call = receiveOn(f, m.iov, flags);
  const tell = (): void => {
    m.name = null; // a stream has no other peer
    m.flags = 0;
    m.control = controlOf(f);
  };
  if (call.result !== null) {
    if (call.result.errno === null) tell();
    return call;
  }
  call.onsettled = tell;
  return call;
}

/** MSG_ERRQUEUE never waits. */
function readErrors(f: SocketFile, m: Message, flag: number): Result {
  const notice = f.zeroCopy?.take(f) ?? null;
  if (notice === null) return failed('EAGAIN');
  m.name = null;
  m.flags = flag;
  m.control = [notice];
  return ok();
}

function controlOf(f: SocketFile): ControlMessage[] {
  const c = f.connection;
  if (c === null || !f.settings.kept.get('TCP_INQ')) return [];
  // tcp_inq_hint(): 1 when nothing is left but the peer's FIN.
  const left = c.receiveQueue.length;
  return [{ level: 'SOL_TCP', type: 'TCP_CM_INQ', data: left === 0 && c.rcv.finKnown ? 1 : left }];
}

function attempt(f: SocketFile, w: Wanted): Result | null {
  const c = f.connection;
  if (c === null) return f.deferred === null ? failed('ENOTCONN') : null;
  if (w.total === 0) return ok();
  const ready = c.receiveQueue.length + (w.peek ? 0 : w.got);
  if (ready >= w.target) return take(f, w);
  const over = ending(f, c);
  if (over === null) {
    if (!w.peek && c.receiveQueue.length > 0 && !f.isNonBlocking) fill(c, w); // makes room for the rest
    return null;
  }
  const taken = take(f, w);
  if (taken !== null) return taken;
  return over === '' ? ok() : failed(over);
}

/**
 * Whether nothing more will come: null when it may, '' at the end of the stream, or the errno, which is told once.
 * tcp_recvmsg_locked(): after the peer's FIN an error is no news to a reader.
 */
function ending(f: SocketFile, c: Connection): string | null {
  if (c.receiveQueue.length > 0 && f.error !== null) return f.error;
  if (f.posix.system === 'linux' && c.rcv.finKnown) return '';
  if (f.error !== null) return c.receiveQueue.length > 0 ? f.error : f.takeError();
  return cannotReceive(f) ? '' : null;
}

/** Takes what is there; null when there is nothing. */
function take(f: SocketFile, w: Wanted): Result | null {
  const c = f.connection;
  if (c === null) return null;
  if (c.receiveQueue.length > 0 && !fill(c, w)) return w.got > 0 ? ok(w.got) : failed('EFAULT');
  return w.got > 0 ? ok(w.got) : null;
}

/** Moves octets into the memory they are wanted in; false when it cannot be written to. */
function fill(c: Connection, w: Wanted): boolean {
  if (w.discard) {
    w.got += discard(c, w.total - w.got);
    return true;
  }
  if (w.peek) return look(c, w);
  let skip = w.got;
  for (const { base, length } of w.iov) {
    if (skip >= length) {
      skip -= length;
      continue;
    }
    if (c.receiveQueue.length === 0) return true;
    if (base === null) return false;
    w.got += receive(c, base, skip, length - skip);
    skip = 0;
  }
  return true;
}

/** MSG_PEEK: what is copied stays. */
function look(c: Connection, w: Wanted): boolean {
  const most = Math.min(w.total, c.receiveQueue.length);
  const seen = new Uint8Array(most);
  peek(c, seen);
  w.got = 0;
  for (const { base, length } of w.iov) {
    const n = Math.min(length, most - w.got);
    if (n === 0) continue;
    if (base === null) return false;
    base.set(seen.subarray(w.got, w.got + n));
    w.got += n;
  }
  return true;
}
