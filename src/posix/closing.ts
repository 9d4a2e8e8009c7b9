import { close, release } from '../tcp/calls/index.ts';
import { clearReceiveQueue } from '../tcp/queues.ts';
import { SYN_SENT } from '../tcp/state.ts';
import { unbind } from './naming.ts';
import { failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';

/** shutdown: SHUT_RD 0, SHUT_WR 1, SHUT_RDWR 2. */
export function shutdownSocket(f: SocketFile, how: number): Result {
  if (how !== 0 && how !== 1 && how !== 2) return failed('EINVAL');
  const { connection: c } = f;
  const reads = how !== 1;
  const writes = how !== 0;
  if (f.listener !== null) return shutdownListener(f, reads);
  if (c === null || f.isClosed) return failed('ENOTCONN');
  if (f.posix.system === 'linux' && c.state === SYN_SENT) {
    close(c); // inet_shutdown() takes the attempt back: tcp_disconnect()
    f.error = 'ECONNRESET';
    f.phase = 'unconnected';
    f.wake();
    return ok();
  }
  if (reads) {
    f.shutRead = true;
    if (f.posix.system === 'freebsd') clearReceiveQueue(c); // sorflush()
  }
  if (writes && !f.shutWrite) {
    f.shutWrite = true;
    close(c);
  }
  f.wake();
  return ok();
}

/** Linux stops listening when it is told to stop receiving; FreeBSD says that there is no connection. */
function shutdownListener(f: SocketFile, reads: boolean): Result {
  if (f.posix.system === 'freebsd') return failed('ENOTCONN');
  if (!reads) return ok();
  f.listener?.close();
  f.listener = null;
  f.wake();
  return ok();
}

/** The last descriptor is closed. */
export function releaseSocket(f: SocketFile): void {
  unbind(f);
  f.listener?.close();
  f.listener = null;
  f.deferred = null;
  if (f.connection !== null) release(f.connection);
}
