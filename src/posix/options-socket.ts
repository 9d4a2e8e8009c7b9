import { setKeepAlive } from '../tcp/calls/index.ts';
import { fact, flag, int, isInt, type SocketOption } from './option.ts';
import { timeOption } from './patience.ts';
import type { SocketFile } from './socket-file.ts';
import type { Linger, OptionValue } from './types.ts';

/** net.core.rmem_max and wmem_max of Linux, octets; and the least a buffer is, SOCK_MIN_RCVBUF and SOCK_MIN_SNDBUF. */
const LINUX_MOST = 212_992;
const LINUX_LEAST_RECEIVE = 2304;
const LINUX_LEAST_SEND = 4608;

function isLinux(f: SocketFile): boolean {
  return f.posix.system === 'linux';
}

/** Linux keeps twice what is asked for, for what it spends on bookkeeping. */
function doubled(value: number, least: number): number {
  return Math.max(least, 2 * Math.min(value < 0 ? LINUX_MOST : value, LINUX_MOST));
}

function setReceiveBuffer(f: SocketFile, value: number): string | null {
  const size = isLinux(f) ? doubled(value, LINUX_LEAST_RECEIVE) / 2 : value; // tcp_adv_win_scale 1
  if (size <= 0) return 'EINVAL';
  if (size > f.posix.maxSocketBuffer) return 'ENOBUFS';
  f.override({ receiveBuffer: size });
  const c = f.connection;
  if (c !== null) {
    const promised = c.receiveQueue.length + Math.max(0, (c.rcv.edge - c.rcv.nxt) | 0);
    c.rcv.buff = Math.max(size, promised); // the right edge never moves left
    c.ack.hasRead = true;
    c.tcp.touch(c);
  }
  return null;
}

/** What it is now: FreeBSD's grows to whole segments. */
function receiveBufferOf(f: SocketFile): number {
  const kept = f.settings.kept.get('SO_RCVBUF');
  const c = f.connection;
  if (!isLinux(f) && c !== null) return c.rcv.buff;
  return typeof kept === 'number' ? kept : f.settings.profile.receiveBuffer;
}

function setSendBuffer(f: SocketFile, value: number): string | null {
  const kept = isLinux(f) ? doubled(value, LINUX_LEAST_SEND) : value;
  if (kept <= 0) return 'EINVAL';
  if (kept > f.posix.maxSocketBuffer) return 'ENOBUFS';
  // Of Linux's about a third goes into bookkeeping: skb->truesize of full segments.
  const counts = f.settings.profile.sendsBuffers; // the engine knows what memory they take
  const octets = isLinux(f) && !counts ? Math.floor((kept * 2) / 3) : kept;
  const least = counts ? 0 : (f.connection?.sendQueue.length ?? 0);
  f.change({ sendBuffer: Math.max(octets, least) });
  return null;
}

function setLinger(f: SocketFile, value: OptionValue): string | null {
  if (typeof value !== 'object' || !('onoff' in value)) return 'EINVAL';
  const { onoff, linger } = value as Linger;
  if (!isInt(onoff) || !isInt(linger)) return 'EINVAL'; // a time that is no number would never end
  // With 0 close aborts. More is how long it waits; what is given up then is the profile's to say: tcp_close() and
  // soclose() let it go on.
  f.change({ linger: onoff !== 0 && linger >= 0 ? linger * 1e6 : null });
  f.settings.kept.set('SO_LINGER', { onoff: Number(onoff !== 0), linger });
  return null;
}

/** sk_setsockopt(): what the whole network would feel is for those who may rule it. */
const isTrusted = (f: SocketFile): boolean =>
  f.posix.may('CAP_NET_ADMIN') || f.posix.may('CAP_NET_RAW');

/** SO_LINGER as it was set; the time is seconds. */
export function lingerOf(f: SocketFile): Linger {
  return (f.settings.kept.get('SO_LINGER') as Linger | undefined) ?? { onoff: 0, linger: 0 };
}

/** SOL_SOCKET */
export const SOCKET_OPTIONS: readonly SocketOption[] = [
  fact('SO_ERROR', (f) => f.takeError() ?? 0),
  fact('SO_TYPE', (f) => f.posix.numbers['SOCK_STREAM'] as number),
  fact('SO_PROTOCOL', () => 6),
  fact('SO_DOMAIN', (f) => f.posix.numbers[f.family === 4 ? 'AF_INET' : 'AF_INET6'] as number),
  fact('SO_ACCEPTCONN', (f) => Number(f.listener !== null)),
  flag('SO_REUSEADDR'),
  flag('SO_REUSEPORT'),
  flag('SO_KEEPALIVE', {
    initial: (f) => f.settings.profile.keepAlive,
    apply: (f, on) => {
      f.change({ keepAlive: on });
      if (f.connection !== null) setKeepAlive(f.connection, on);
      return null;
    },
  }),
  {
    name: 'SO_LINGER',
    length: 8,
    get: lingerOf,
    set: setLinger,
  },
  int('SO_RCVBUF', {
    read: receiveBufferOf,
    apply: setReceiveBuffer,
    keep: (v, f) => (isLinux(f) ? doubled(v, LINUX_LEAST_RECEIVE) : v),
  }),
  int('SO_SNDBUF', {
    initial: (f) => f.settings.profile.sendBuffer,
    apply: setSendBuffer,
    keep: (v, f) => (isLinux(f) ? doubled(v, LINUX_LEAST_SEND) : v),
  }),
  int('SO_RCVLOWAT', {
    initial: 1,
    keep: (v) => Math.max(1, v < 0 ? 0x7fffffff : v),
  }),
  int('SO_SNDLOWAT', { only: 'freebsd', initial: 2048, least: 1 }),
  timeOption('SO_RCVTIMEO'),
  timeOption('SO_SNDTIMEO'),
  flag('SO_OOBINLINE'),
  flag('SO_BROADCAST'),
  flag('SO_DONTROUTE'),
  flag('SO_DEBUG'),
  flag('SO_NOSIGPIPE', { only: 'freebsd' }),
  flag('SO_TIMESTAMP'),
  flag('SO_TIMESTAMPNS', { only: 'linux' }),
  int('SO_TIMESTAMPING', { only: 'linux', least: 0 }),
  int('SO_ZEROCOPY', { only: 'linux', least: 0, most: 1 }),
  int('SO_MARK', { only: 'linux', apply: (f) => (isTrusted(f) ? null : 'EPERM') }),
  int('SO_PRIORITY', {
    only: 'linux',
    least: 0,
    apply: (f, v) => (v <= 6 || isTrusted(f) ? null : 'EPERM'),
  }),
  int('SO_BUSY_POLL', { only: 'linux', least: 0 }),
  int('SO_MAX_PACING_RATE', { initial: 0xffffffff }),
];
