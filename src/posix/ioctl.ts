import { failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';

/** ioctl: what waits in the queues, and FIONBIO. */
export function ioctlOn(f: SocketFile, request: string, slot: { value: number } | null): Result {
  const value = request === 'FIONBIO' ? 0 : look(f, request);
  if (typeof value === 'string') return failed(value);
  if (slot === null) return failed('EFAULT');
  if (request === 'FIONBIO') {
    const { O_NONBLOCK } = f.posix.numbers as Record<'O_NONBLOCK', number>;
    f.flags = (f.flags & ~O_NONBLOCK) | (slot.value === 0 ? 0 : O_NONBLOCK);
  } else slot.value = value;
  return ok();
}

/** Octets, or an errno: tcp_ioctl() of Linux, soo_ioctl() of FreeBSD. */
function look(f: SocketFile, request: string): number | string {
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
