import { close, hasDelivered, release } from '../tcp/calls/index.ts';
import type { Connection, ConnectionUser } from '../tcp/connection.ts';
import { clearReceiveQueue } from '../tcp/queues.ts';
import { SYN_SENT } from '../tcp/state.ts';
import { unbind } from './naming.ts';
import { lingerOf } from './options-socket.ts';
import { done, Pending } from './pending.ts';
import { type Call, failed, ok, type Result } from './result.ts';
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

/**
 * The rest of close, once the socket is let go of: with a time to linger it waits until the peer has everything.
 * Linux: __tcp_close() waits whatever O_NONBLOCK says, and says 0 in any case. FreeBSD: soclose() does not wait
 * then, and gives what its sleep does, EWOULDBLOCK, when the time is over.
 */
export function awaitDelivery(f: SocketFile): Call {
  const { connection: c, posix } = f;
  const { onoff, linger } = lingerOf(f);
  const most = onoff === 0 ? 0 : linger * 1e6;
  if (c === null || most === 0 || hasDelivered(c)) return done(ok());
  const freebsd = posix.system === 'freebsd';
  if (freebsd && f.isNonBlocking) return done(ok());
  const p = new Pending(() => (hasDelivered(c) ? ok() : null));
  c.user = new Lingering(p);
  posix.limit(p, most, () => (freebsd ? failed('EAGAIN') : ok()));
  p.onsettled = () => {
    c.user = null;
  };
  return p;
}

/** A process that waits in close: it hears of nothing but the end. */
class Lingering implements ConnectionUser {
  readonly #call: Pending;

  constructor(call: Pending) {
    this.#call = call;
  }

  onConnected(): void {}

  onReadable(): void {}

  /** Told when our FIN is acknowledged. */
  onWritable(): void {
    this.#call.retry();
  }

  onEnded(): void {}

  onClosed(_c: Connection): void {
    this.#call.retry();
  }
}
