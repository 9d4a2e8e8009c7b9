import { MOST_OCTETS } from './file-system.ts';
import { NodeFile } from './node-file.ts';
import { writeOn } from './octets.ts';
import { done, Pending } from './pending.ts';
import { PipeEnd } from './pipe.ts';
import type { Posix } from './posix.ts';
import { type Call, failed, ok, type Result } from './result.ts';
import { sendOn } from './sending.ts';
import { SocketFile } from './socket-file.ts';
import { givesOctets, intoPipe, moveOn, type OffsetSlot } from './splicing.ts';
import type { IoVec } from './types.ts';

/** sendfile of Linux: do_sendfile() of fs/read_write.c. It gives how many octets were sent. */
export function sendFile(
  posix: Posix,
  outFd: number,
  inFd: number,
  offset: OffsetSlot | null,
  count: number,
): Pending {
  const from = posix.fileOf(inFd);
  const isFile = from instanceof NodeFile;
  if (from === null || !from.mayRead) return done(failed('EBADF'));
  if (offset !== null && !isFile) return done(failed('ESPIPE'));
  const at = isFile ? (offset?.value ?? from.position) : 0;
  if (!(isCount(at) && isCount(count))) return done(failed('EINVAL'));
  const to = posix.fileOf(outFd);
  if (to === null || !to.mayWrite) return done(failed('EBADF'));
  if (at + count > Number.MAX_SAFE_INTEGER) return done(failed('EOVERFLOW'));
  const most = Math.min(count, MOST_OCTETS);
  if (to instanceof PipeEnd) {
    if (!givesOctets(from)) return done(failed('EINVAL'));
    if (most === 0) return done(ok());
    return intoPipe(posix, from, to, {
      fromAt: offset,
      length: most,
      nonBlocking: to.isNonBlocking,
    });
  }
  // splice_direct_to_actor(): what cannot be gone back in might be lost on the way.
  if (!isFile || !givesOctets(from)) return done(failed('EINVAL'));
  if (to instanceof NodeFile && to.appends) return done(failed('EINVAL'));
  const octets = from.piece(at, most);
  if (octets.length === 0) return done(ok());
  const call = writeOn(to, [{ base: octets, length: octets.length }]);
  const tell = (r: Result): void => moveOn(from, offset, Math.max(0, r.value));
  if (call.result !== null) tell(call.result);
  else call.onsettled = () => tell(call.result as Result);
  return call;
}

/** struct sf_hdtr: what goes before the file and after it. */
export interface HeadersAndTrailers {
  readonly headers: readonly IoVec[];
  readonly trailers: readonly IoVec[];
}

/** What FreeBSD's sendfile is told; its descriptors are `fd` and `socket`. */
export interface FileSending {
  readonly fd: number;
  readonly socket: number;
  readonly offset: number;
  /** Octets of the file; 0 for all from `offset` on. */
  readonly count: number;
  /** Null for none. */
  readonly around: HeadersAndTrailers | null;
  /** Where it puts how many octets were sent, those around the file among them; null where nobody asks. */
  readonly sent: OffsetSlot | null;
}

/**
 * sendfile of FreeBSD: sendfile() and vn_sendfile() of sys/kern/kern_sendfile.c. It gives 0 once all is with the
 * socket; one that does not block fails with EAGAIN when some of it is not, and `sent` tells how much is.
 */
export function sendFileAround(posix: Posix, s: FileSending): Call {
  if (!(isCount(s.offset) && isCount(s.count))) return done(failed('EINVAL'));
  const from = posix.fileOf(s.fd);
  if (from === null || !from.mayRead) return done(failed('EBADF'));
  if (!(from instanceof NodeFile) || from.node.kind !== 'regular') return done(failed('EINVAL'));
  const to = posix.fileOf(s.socket);
  if (!(to instanceof SocketFile)) return done(failed(to === null ? 'EBADF' : 'ENOTSOCK'));
  const base = from.piece(s.offset, s.count === 0 ? MOST_OCTETS : s.count);
  const { headers = [], trailers = [] } = s.around ?? {};
  const iov = [...headers, { base, length: base.length }, ...trailers];
  const total = iov.reduce((sum, v) => sum + v.length, 0);
  const p = sendOn(to, iov, 0, null);
  const tell = (r: Result): Result => {
    const n = Math.max(0, r.value);
    if (s.sent !== null) s.sent.value = n;
    if (r.errno !== null) return r;
    if (n === total) return ok();
    return failed(to.isNonBlocking ? 'EAGAIN' : (to.takeError() ?? 'EPIPE'));
  };
  return after(p, tell);
}

/** A call that comes to what `make` makes of the result of `call`. */
function after(call: Pending, make: (r: Result) => Result): Call {
  if (call.result !== null) return done(make(call.result));
  const outer = new Pending(() => null);
  call.onresult = (r) => outer.settle(make(r));
  return outer;
}

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
