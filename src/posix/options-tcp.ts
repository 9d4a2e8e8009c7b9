import { NEVER } from '../base/timer-queue.ts';
import { utf8 } from '../base/utf8.ts';
import { setKeepAlive, setUserTimeout } from '../tcp/calls/index.ts';
import { pushHeld } from '../tcp/fill-buffers.ts';
import { defaultMss } from '../tcp/mss.ts';
import type { ConnectionOptions } from '../tcp/options.ts';
import { takePathMtu } from '../tcp/path-mtu.ts';
import type { Profile } from '../tcp/profile.ts';
import { LONGEST_MD5_KEY, Md5Keys } from '../tcp/signatures.ts';
import { Address, Prefix } from '../wire/address.ts';
import { setKeys, setQueue } from './fast-open.ts';
import { infoOf } from './info.ts';
import { unspecified } from './naming.ts';
import { Failure, fact, flag, int, type SocketOption } from './option.ts';
import type { SocketFile } from './socket-file.ts';
import type { OptionValue } from './types.ts';

const SECOND = 1_000_000;

/** A time or number of keep-alive: what it changes, and in what unit. */
function keepAlive(
  name: string,
  most: number,
  field: 'keepAliveIdle' | 'keepAliveInterval' | 'keepAliveCount',
  unit: number,
): SocketOption {
  return int(name, {
    least: 1,
    most,
    initial: (f) => Math.round(f.settings.options[field] / unit),
    apply: (f, v) => {
      f.change({ [field]: v * unit } as Partial<ConnectionOptions>);
      const c = f.connection;
      if (c !== null) setKeepAlive(c, c.options.keepAlive);
      return null;
    },
  });
}

/** A field of the profile of connections that are still to be opened. */
function field(f: SocketFile, changes: Partial<Profile>): string | null {
  try {
    f.override(changes);
    return null;
  } catch (e) {
    if (e instanceof RangeError) return 'EINVAL';
    throw e;
  }
}

/** TCP_MAXSEG as it is: what the user wants while there is no connection, then what goes in a segment. */
function segmentOf(f: SocketFile): number {
  const wanted = Number(f.settings.kept.get('TCP_MAXSEG') ?? 0);
  const c = f.connection;
  if (c === null || f.isClosed)
    return wanted || defaultMss(unspecified(f.family), f.settings.profile);
  if (f.posix.system === 'linux') return c.snd.mss;
  return c.snd.mss + (c.ts.on ? 12 : 0); // t_maxseg leaves options out
}

function setSegment(f: SocketFile, value: number): string | null {
  if (f.posix.system === 'linux') {
    if (value !== 0 && (value < 88 || value > 32_767)) return 'EINVAL'; // TCP_MIN_MSS, MAX_TCP_WINDOW
    f.change({ maxSegment: value });
    return null;
  }
  // net.inet.tcp.minmss is 216 with headers; it can only be made smaller.
  if (value <= 0 || value > segmentOf(f) || value + 40 < 216) return 'EINVAL';
  f.change({ maxSegment: value });
  if (f.connection !== null) takePathMtu(f.connection);
  return null;
}

function setCork(f: SocketFile, on: boolean): null {
  f.change({ cork: on });
  const c = f.connection;
  if (c !== null && !on) pushHeld(c, c.noDelay);
  return null;
}

function setNoDelay(f: SocketFile, on: boolean): null {
  f.settings.noDelay = on;
  const c = f.connection;
  if (c !== null) {
    c.noDelay = on;
    pushHeld(c, on);
  }
  return null;
}

/** TCP_QUICKACK lasts until the connection becomes interactive again; here until so many segments have come. */
function setQuickAck(f: SocketFile, on: boolean): null {
  const c = f.connection;
  if (c === null) return null;
  c.ack.quick = on ? 16 : 0;
  if (on && c.ack.pending > 0) {
    c.ack.now = true;
    c.tcp.touch(c);
  }
  return null;
}

function setTimeout(f: SocketFile, milliseconds: number): null {
  const timeout = milliseconds === 0 ? NEVER : milliseconds * 1000;
  f.settings.change({ userTimeout: timeout });
  if (f.connection !== null) setUserTimeout(f.connection, timeout);
  return null;
}

/** Only before there is a connection, and of one that is over. */
const mustBeClosed = (f: SocketFile): string | null =>
  f.connection === null || f.isClosed ? null : 'EINVAL';

/** The congestion controls there are: TCP_CONGESTION. */
const CONGESTION: SocketOption = {
  name: 'TCP_CONGESTION',
  length: 16,
  get: (f) => String(f.settings.kept.get('TCP_CONGESTION') ?? f.settings.profile.congestion),
  set: (f, value) => {
    if (typeof value !== 'string' || value === '') return 'EINVAL';
    const known = field(f, { congestion: value as Profile['congestion'] });
    if (known !== null) return 'ENOENT';
    f.settings.kept.set('TCP_CONGESTION', value);
    return null;
  },
};

/** IPPROTO_TCP, but what tunnels, signs or opens fast. */
export const TCP_OPTIONS: readonly SocketOption[] = [
  flag('TCP_NODELAY', { initial: (f) => !f.settings.profile.nagle, apply: setNoDelay }),
  int('TCP_MAXSEG', { read: segmentOf, apply: setSegment }),
  flag('TCP_CORK', { only: 'linux', apply: setCork }),
  flag('TCP_NOPUSH', { only: 'freebsd', apply: setCork }),
  keepAlive('TCP_KEEPIDLE', 32_767, 'keepAliveIdle', SECOND),
  keepAlive('TCP_KEEPINTVL', 32_767, 'keepAliveInterval', SECOND),
  keepAlive('TCP_KEEPCNT', 127, 'keepAliveCount', 1),
  int('TCP_KEEPINIT', {
    only: 'freebsd',
    least: 1,
    most: 86_400,
    initial: (f) => Math.round(f.settings.profile.synTimeout / SECOND),
    apply: (f, v) => field(f, { synTimeout: v * SECOND }),
  }),
  int('TCP_SYNCNT', {
    only: 'linux',
    least: 1,
    most: 127,
    initial: (f) => f.settings.profile.synRetries,
    apply: (f, v) => field(f, { synRetries: v }),
  }),
  int('TCP_LINGER2', {
    only: 'linux',
    initial: (f) => Math.round(f.settings.profile.finWait2 / SECOND),
    keep: (v) => (v < 0 ? -1 : v > 120 ? 0 : v),
    apply: (f, v) => (v < 1 || v > 120 ? null : field(f, { finWait2: v * SECOND })),
  }),
  int('TCP_DEFER_ACCEPT', { only: 'linux' }),
  int('TCP_WINDOW_CLAMP', { only: 'linux', least: 0 }),
  flag('TCP_QUICKACK', { only: 'linux', initial: () => true, apply: setQuickAck }),
  int('TCP_USER_TIMEOUT', { only: 'linux', least: 0, most: 0x7fffffff, apply: setTimeout }),
  int('TCP_NOTSENT_LOWAT', {
    only: 'linux',
    apply: (f, v) => {
      const limit = v >>> 0;
      f.change({ notSent: limit === 0 || limit === 0xffffffff ? NEVER : limit });
      return null;
    },
  }),
  int('TCP_INQ', { only: 'linux', least: 0, most: 1 }),
  int('TCP_THIN_LINEAR_TIMEOUTS', { only: 'linux', least: 0, most: 1 }),
  int('TCP_SAVE_SYN', { only: 'linux', least: 0, most: 2 }),
  flag('TCP_NOOPT', {
    only: 'freebsd',
    apply: (f, on) =>
      on
        ? field(f, { mssOption: false, timestamps: false, sack: false, windowScaling: false })
        : null,
  }),
  CONGESTION,
  fact('TCP_INFO', infoOf, { length: 232 }),
  {
    name: 'TCP_FUNCTION_BLK',
    only: 'freebsd',
    length: 36,
    get: () => ({ function_set_name: 'freebsd', pcbcnt: 0 }),
    set: (_f, value) => {
      if (typeof value !== 'object' || !('function_set_name' in value)) return 'EINVAL';
      return value['function_set_name'] === 'freebsd' ? null : 'ENOENT';
    },
  },
];

/** IPPROTO_TCP: Fast Open, RFC 7413; signatures, RFC 2385; and tunnels. */
export const OTHER_TCP_OPTIONS: readonly SocketOption[] = [
  int('TCP_FASTOPEN', { least: 0, apply: setQueue }),
  int('TCP_FASTOPEN_CONNECT', {
    only: 'linux',
    least: 0,
    most: 1,
    apply: (f) => (f.settings.profile.fastOpenClient ? mustBeClosed(f) : 'EOPNOTSUPP'),
  }),
  int('TCP_FASTOPEN_NO_COOKIE', { only: 'linux', least: 0, most: 1, apply: mustBeClosed }),
  {
    name: 'TCP_FASTOPEN_KEY',
    only: 'linux',
    length: 16,
    get: (f) => f.settings.kept.get('TCP_FASTOPEN_KEY') ?? '',
    set: (f, value, length) => {
      if (length !== 16 && length !== 32) return 'EINVAL';
      if (typeof value !== 'string' || value.length < length) return 'EINVAL';
      setKeys(f, value.slice(0, length));
      return null;
    },
  },
  {
    name: 'TCP_MD5SIG',
    get: (f) =>
      f.posix.system === 'freebsd'
        ? Number(f.settings.options.md5 !== null)
        : new Failure('ENOPROTOOPT'),
    set: (f, value) => (f.posix.system === 'freebsd' ? useHostKeys(f, value) : setKey(f, value)),
  },
  int('TCP_REMOTE_UDP_ENCAPS_PORT', {
    only: 'freebsd',
    least: 0,
    most: 65_535,
    read: (f) =>
      f.connection?.udpPort ?? Number(f.settings.kept.get('TCP_REMOTE_UDP_ENCAPS_PORT') ?? 0),
    apply: (f, v) => {
      // Only a socket that is TCPS_CLOSED takes it, and only a host with a port of its own has any use for it.
      if (f.listener !== null || f.connection !== null) return 'EINVAL';
      return v !== 0 && f.posix.host.tunnel.port === 0 ? 'EINVAL' : null;
    },
  }),
];

/** FreeBSD: the socket signs, with the keys that setkey(8) gave the host. */
function useHostKeys(f: SocketFile, value: OptionValue): string | null {
  if (typeof value !== 'number') return 'EINVAL';
  f.change({ md5: value === 0 ? null : f.posix.host.tcp.md5 });
  return null;
}

/** Linux: struct tcp_md5sig, a key for one peer or, with TCP_MD5SIG_EXT, a network of peers; no key forgets it. */
function setKey(f: SocketFile, value: OptionValue): string | null {
  if (typeof value !== 'object' || value instanceof Uint8Array) return 'EINVAL';
  const {
    tcpm_addr: address,
    tcpm_key: key,
    tcpm_prefixlen: length,
  } = value as Record<string, unknown>;
  const peer = typeof address === 'string' ? Address.tryParse(address) : null;
  if (peer === null || typeof key !== 'string') return 'EINVAL';
  const octets = utf8(key);
  if (octets.length > LONGEST_MD5_KEY) return 'EINVAL';
  const bits = typeof length === 'number' ? length : peer.version === 4 ? 32 : 128;
  if (bits < 0 || bits > (peer.version === 4 ? 32 : 128)) return 'EINVAL';
  const keys = f.settings.options.md5 ?? new Md5Keys(f.posix.host.tcp);
  keys.set(new Prefix(peer, bits), octets.length === 0 ? null : octets);
  f.change({ md5: keys.size === 0 ? null : keys });
  return null;
}
