import { urgentRemaining } from '../tcp/arrive/urgent.ts';
import type { Connection } from '../tcp/connection.ts';
import { mayTalkEarly } from '../tcp/fast-open/status.ts';
import { isWritable } from '../tcp/fill-buffers.ts';
import { sendRoom } from '../tcp/queues.ts';
import { CLOSED, ESTABLISHED, TIME_WAIT } from '../tcp/state.ts';
import type { SocketFile } from './socket-file.ts';

/** What poll says of a socket: POLL* numbers. */
export function readyOf(f: SocketFile): number {
  return f.posix.system === 'linux' ? readyOnLinux(f) : readyOnFreeBsd(f);
}

/** Nothing more will come: the peer's FIN, shutdown(SHUT_RD), or the end. */
export function cannotReceive(f: SocketFile): boolean {
  const c = f.connection;
  if (f.shutRead) return true;
  return c !== null && (c.rcv.finKnown || c.state === CLOSED || c.state === TIME_WAIT);
}

/** Nothing more can be sent: shutdown(SHUT_WR), or the end. */
export function cannotSend(f: SocketFile): boolean {
  const c = f.connection;
  return f.shutWrite || (c !== null && (c.state === CLOSED || c.state === TIME_WAIT));
}

/** net/ipv4/tcp.c: tcp_poll(). */
function readyOnLinux(f: SocketFile): number {
  const n = f.posix.numbers as Record<string, number>;
  const c = f.connection;
  if (f.listener !== null)
    return f.listener.acceptQueueLength > 0 ? bits(n, 'POLLIN', 'POLLRDNORM') : 0;
  let mask = 0;
  const waits = f.deferred !== null;
  const over = (c === null && !waits) || c?.state === CLOSED || c?.state === TIME_WAIT;
  const hears = !cannotReceive(f);
  if (over || (!hears && cannotSend(f))) mask |= bits(n, 'POLLHUP');
  if (c !== null && !hears) mask |= bits(n, 'POLLIN', 'POLLRDNORM', 'POLLRDHUP');
  if (c === null || c.state === CLOSED || c.state >= ESTABLISHED || mayTalkEarly(c)) {
    if (c !== null && c.receiveQueue.length >= lowWater(f)) mask |= bits(n, 'POLLIN', 'POLLRDNORM');
    if (c === null || cannotSend(f) || mayWrite(c)) mask |= bits(n, 'POLLOUT', 'POLLWRNORM');
    if (c !== null && urgentRemaining(c) > 0) mask |= bits(n, 'POLLPRI');
  }
  if (waits) mask |= bits(n, 'POLLOUT', 'POLLWRNORM');
  if (f.error !== null || f.zeroCopy?.look(c)) mask |= bits(n, 'POLLERR');
  return mask;
}

/** sys/kern/uipc_socket.c: sopoll_generic(). */
function readyOnFreeBsd(f: SocketFile): number {
  const n = f.posix.numbers as Record<string, number>;
  const c = f.connection;
  if (f.listener !== null)
    return f.listener.acceptQueueLength > 0 ? bits(n, 'POLLIN', 'POLLRDNORM') : 0;
  if (c === null) return f.error === null ? 0 : bits(n, 'POLLIN', 'POLLRDNORM', 'POLLOUT');
  let mask = 0;
  const deaf = cannotReceive(f);
  if (c.receiveQueue.length >= lowWater(f) || deaf || f.error !== null) {
    mask |= bits(n, 'POLLIN', 'POLLRDNORM');
  }
  const room = c.state >= ESTABLISHED && sendRoom(c) >= Math.min(2048, c.options.sendBuffer);
  if (room || cannotSend(f) || f.error !== null) mask |= bits(n, 'POLLOUT');
  else c.wantsWritable = true;
  if (deaf) mask |= bits(n, 'POLLRDHUP');
  if (deaf && cannotSend(f)) mask |= bits(n, 'POLLHUP');
  if (urgentRemaining(c) > 0) mask |= bits(n, 'POLLPRI', 'POLLRDBAND');
  return mask;
}

/** sk_stream_is_writeable(); when it is not, whoever looked is told once it is. */
function mayWrite(c: Connection): boolean {
  if (isWritable(c)) return true;
  c.wantsWritable = true;
  return false;
}

/** SO_RCVLOWAT, octets. */
export function lowWater(f: SocketFile): number {
  return Math.max(1, Number(f.settings.kept.get('SO_RCVLOWAT') ?? 1));
}

function bits(n: Record<string, number>, ...names: string[]): number {
  let mask = 0;
  for (const name of names) mask |= n[name] ?? 0;
  return mask;
}
