import type { OpenFile } from './open-file.ts';
import type { Process } from './process.ts';
import { failed, ok, type Result } from './result.ts';
import { SocketFile } from './socket-file.ts';

/** ioctl: what waits in the queues, and FIONBIO. */
export function ioctlOn(
  process: Process,
  f: OpenFile,
  request: string,
  slot: { value: number } | null,
): Result {
  const look = f instanceof SocketFile ? lookAtSocket(f, request) : lookAtFile(f, request);
  const value = request === 'FIONBIO' ? 0 : look;
  if (typeof value === 'string') return failed(value);
  if (slot === null) return failed('EFAULT');
  if (request === 'FIONBIO') {
    const { O_NONBLOCK } = process.numbers as Record<'O_NONBLOCK', number>;
    f.flags = (f.flags & ~O_NONBLOCK) | (slot.value === 0 ? 0 : O_NONBLOCK);
  } else slot.value = value;
  return ok();
}

/** Pipes and files know FIONREAD alone: pipe_ioctl(), do_vfs_ioctl(). */
function lookAtFile(f: OpenFile, request: string): number | string {
  return (request === 'FIONREAD' ? f.waiting : null) ?? 'ENOTTY';
}

/** Octets, or an errno: tcp_ioctl() of Linux, soo_ioctl() of FreeBSD. */
function lookAtSocket(f: SocketFile, request: string): number | string {
  const c = f.connection;
  const linux = f.posix.system === 'linux';
  const read = c?.receiveQueue.length ?? 0;
  const written = c?.sendQueue.length ?? 0;
  const flight = c === null ? 0 : (c.snd.nxt - c.snd.una) | 0;
  switch (request) {
    case 'FIONREAD':
    case 'SIOCINQ':
      if (f.listener !== null) return linux ? 'EINVAL' : 0;
      return read;
    case 'SIOCOUTQ':
      if (!linux) return 'ENOTTY';
      return f.listener !== null ? 'EINVAL' : Math.max(written, f.isOpening ? 0 : flight);
    case 'SIOCOUTQNSD':
      if (!linux) return 'ENOTTY';
      return f.listener !== null ? 'EINVAL' : Math.max(0, written - flight);
    case 'FIONWRITE':
      return linux ? 'ENOTTY' : written;
    case 'FIONSPACE':
      return linux ? 'ENOTTY' : Math.max(0, (c?.options.sendBuffer ?? 0) - written);
    default:
      return 'ENOTTY';
  }
}
