import { setFastOpen } from '../tcp/calls/index.ts';
import { LONGEST_MD5_KEY, Md5Keys } from '../tcp/signatures.ts';
import { Address, Prefix } from '../wire/address.ts';
import { Failure, int, type SocketOption } from './option.ts';
import type { SocketFile } from './socket-file.ts';
import type { OptionValue } from './types.ts';

/** Only before there is a connection, and of one that is over; a listener has none. */
const mustBeClosed = (f: SocketFile): string | null =>
  (f.connection === null || f.isClosed) && f.deferred === null ? null : 'EINVAL';

/** TCP_FASTOPEN: Linux's is how many connections a listener may have open early, FreeBSD's on or off for both ends. */
function setQueue(f: SocketFile, value: number): string | null {
  const wrong = mustBeClosed(f);
  if (wrong !== null) return wrong;
  const { profile } = f.settings;
  const off = !profile.fastOpenClient && !profile.fastOpenServer;
  if (f.posix.system === 'freebsd' && off) return 'EPERM';
  if (f.listener !== null) setFastOpen(f.listener, { queue: queueOf(f, value) });
  return null;
}

const queueOf = (f: SocketFile, value: number): number =>
  f.posix.system === 'linux' ? value : value === 0 ? 0 : (f.listener?.backlog ?? 128);

function setConnect(f: SocketFile): string | null {
  if (!f.settings.profile.fastOpenClient) return 'EOPNOTSUPP';
  return f.listener === null ? mustBeClosed(f) : 'EINVAL';
}

/** Keys come as octets, or as a text of which each character is one. */
function setKeys(f: SocketFile, value: OptionValue, length: number): string | null {
  if (length !== 16 && length !== 32) return 'EINVAL';
  const given = octetsOf(value);
  if (given === null || given.length < length) return 'EINVAL';
  const wrong = mustBeClosed(f);
  if (wrong !== null) return wrong;
  const keys = given.slice(0, length);
  if (f.listener !== null) {
    const queue = f.listener.fastOpen?.limit ?? Number(f.settings.kept.get('TCP_FASTOPEN') ?? 0);
    setFastOpen(f.listener, { queue, keys });
  }
  f.settings.kept.set('TCP_FASTOPEN_KEY', keys);
  return null;
}

function octetsOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? Uint8Array.from(value, (c) => c.charCodeAt(0)) : null;
}

/**
 * TCP_MD5SIG: FreeBSD's is an int that has the socket go by the keys of its host, Linux's a structure that gives
 * it a key for a peer; an empty key is forgotten.
 */
function setSignature(f: SocketFile, value: OptionValue): string | null {
  if (f.posix.system === 'freebsd') {
    if (typeof value !== 'number') return 'EINVAL';
    f.change({ md5: value === 0 ? null : f.posix.host.tcp.md5 });
    f.settings.kept.set('TCP_MD5SIG', Number(value !== 0));
    return null;
  }
  if (typeof value !== 'object' || value instanceof Uint8Array) return 'EINVAL';
  const { tcpm_addr, tcpm_prefixlen, tcpm_key } = value as Record<string, unknown>;
  const key = octetsOf(tcpm_key ?? '');
  const peer = typeof tcpm_addr === 'string' ? Address.tryParse(tcpm_addr) : tcpm_addr;
  if (!(peer instanceof Address) || key === null || key.length > LONGEST_MD5_KEY) {
    return 'EINVAL';
  }
  const most = peer.version === 4 ? 32 : 128;
  const bits = typeof tcpm_prefixlen === 'number' ? tcpm_prefixlen : most;
  if (!Number.isInteger(bits) || bits < 0 || bits > most) return 'EINVAL';
  const keys = f.settings.options.md5?.copy() ?? new Md5Keys(f.posix.host.tcp);
  const network = new Prefix(peer, bits);
  if (key.length > 0 && !keys.hasRoomFor(network)) return 'ENOMEM';
  keys.set(network, key.length === 0 ? null : key);
  f.change({ md5: keys.size === 0 ? null : keys });
  return null;
}

/** TCP_REMOTE_UDP_ENCAPS_PORT: only while there is no connection, and a port only where the host has one for it. */
function setTunnel(f: SocketFile, port: number): string | null {
  if (port !== 0 && f.posix.host.tunnel.port === 0) return 'EINVAL';
  return f.listener === null ? mustBeClosed(f) : 'EINVAL';
}

/** The peer's port, which an accepted connection has from its SYN. */
function tunnelOf(f: SocketFile): number {
  const c = f.connection;
  if (c !== null) return c.udpPort;
  return Number(f.settings.kept.get('TCP_REMOTE_UDP_ENCAPS_PORT') ?? 0);
}

/** IPPROTO_TCP: Fast Open, RFC 7413; signatures, RFC 2385; and the tunnel of FreeBSD. */
export const MORE_TCP_OPTIONS: readonly SocketOption[] = [
  int('TCP_FASTOPEN', { least: 0, most: 0x7fffffff, apply: setQueue }),
  int('TCP_FASTOPEN_CONNECT', { only: 'linux', least: 0, most: 1, apply: setConnect }),
  int('TCP_FASTOPEN_NO_COOKIE', { only: 'linux', least: 0, most: 1, apply: setNoCookie }),
  {
    name: 'TCP_FASTOPEN_KEY',
    only: 'linux',
    length: 16,
    get: (f) => f.settings.kept.get('TCP_FASTOPEN_KEY') ?? f.posix.host.tcp.fastOpenKeys.octets,
    set: setKeys,
  },
  {
    name: 'TCP_MD5SIG',
    get: (f) =>
      f.posix.system === 'linux'
        ? new Failure('ENOPROTOOPT')
        : (f.settings.kept.get('TCP_MD5SIG') ?? 0),
    set: setSignature,
  },
  int('TCP_REMOTE_UDP_ENCAPS_PORT', {
    only: 'freebsd',
    least: 0,
    most: 65_535,
    read: tunnelOf,
    apply: setTunnel,
  }),
];

/** Text goes with every SYN of the socket, or is taken from every one of the listener, without a cookie. */
function setNoCookie(f: SocketFile, value: number): string | null {
  const wrong = mustBeClosed(f);
  if (wrong !== null) return wrong;
  const on = value === 1;
  f.override({ fastOpenClientCookieless: on, fastOpenServerCookieless: on });
  return null;
}
