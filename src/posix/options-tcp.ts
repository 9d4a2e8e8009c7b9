import { NEVER } from '../base/timer-queue.ts';
import {
  setDeferAccept,
  setKeepAlive,
  setUserTimeout,
  waitedIn,
  waitsFor,
} from '../tcp/calls/index.ts';
import { pushHeld } from '../tcp/fill-buffers.ts';
import { defaultMss } from '../tcp/mss.ts';
import { type ConnectionOptions, MOST_WINDOW, NO_FIN_WAIT_2 } from '../tcp/options.ts';
import { takePathMtu } from '../tcp/path-mtu.ts';
import type { Profile } from '../tcp/profile.ts';
import { infoOf } from './info.ts';
import { unspecified } from './naming.ts';
import { fact, flag, int, type SocketOption } from './option.ts';
import { synRetriesOf } from './retries.ts';
import type { SocketFile } from './socket-file.ts';

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

/** As Linux keeps it: half of SOCK_MIN_RCVBUF at least, and 0 for none. tcp_set_window_clamp() */
const clampOf = (value: number): number => (value === 0 ? 0 : Math.max(1152, value));

/**
 * A connection cannot be without one any more. What tcp(7) says holds here for good; Linux 6.18 forgets the clamp
 * when it learns how much memory the peer's segments take (measured).
 */
function setClamp(f: SocketFile, value: number): string | null {
  if (value === 0 && ((f.connection !== null && !f.isClosed) || f.listener !== null)) {
    return 'EINVAL';
  }
  f.change({ windowClamp: value === 0 ? MOST_WINDOW : Math.min(MOST_WINDOW, clampOf(value)) });
  return null;
}

/** TCP_LINGER2 in seconds: -1 for none, the most an int says for no end. */
function finWait2Of(f: SocketFile): number {
  const { finWait2 } = f.settings.options;
  return finWait2 < 0 ? -1 : Math.min(0x7fffffff, Math.round(finWait2 / SECOND));
}

/** TCP_DEFER_ACCEPT, kept as Linux does: in waits of the SYN-ACK's timer, and told in the seconds these make. */
function deferralOf(f: SocketFile): number {
  const waits = Number(f.settings.kept.get('TCP_DEFER_ACCEPT') ?? 0);
  return Math.round(waitedIn(f.settings.profile, waits) / SECOND);
}

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
    initial: (f) => f.settings.profile.synRetries - f.settings.profile.synLinearTimeouts,
    apply: (f, v) => {
      f.change({ synRetries: synRetriesOf(v, f.settings.profile) });
      return null;
    },
  }),
  int('TCP_LINGER2', {
    only: 'linux',
    read: finWait2Of,
    apply: (f, v) => {
      const seconds = Math.min(v, 120); // TCP_FIN_TIMEOUT_MAX
      const fromSysctl = f.settings.profile.finWait2;
      f.change({ finWait2: v === 0 ? fromSysctl : v < 0 ? NO_FIN_WAIT_2 : seconds * SECOND });
      return null;
    },
  }),
  int('TCP_DEFER_ACCEPT', {
    only: 'linux',
    read: deferralOf,
    keep: (v, f) => waitsFor(f.settings.profile, Math.max(0, v) * SECOND),
    apply: (f, v) => {
      if (f.listener !== null) setDeferAccept(f.listener, Math.max(0, v) * SECOND);
      return null;
    },
  }),
  int('TCP_WINDOW_CLAMP', { only: 'linux', least: 0, apply: setClamp, keep: clampOf }),
  flag('TCP_QUICKACK', { only: 'linux', initial: () => true, apply: setQuickAck }),
  int('TCP_USER_TIMEOUT', { only: 'linux', least: 0, most: 0x7fffffff, apply: setTimeout }),
  int('TCP_NOTSENT_LOWAT', {
    only: 'linux',
    apply: (f, v) => {
      const limit = v >>> 0;
      const notSent = limit === 0 ? f.settings.profile.notSent : limit;
      f.change({ notSent: limit === 0xffffffff ? NEVER : notSent });
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
