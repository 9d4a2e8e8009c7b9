import { FastOpenKeys } from '../../tcp/fast-open/keys.ts';
import {
  ABSENT,
  act,
  fields,
  fixed,
  flag,
  inert,
  octets,
  oneOf,
  type Sysctl,
  type Sysctls,
  seconds,
  three,
  whole,
} from './sysctl.ts';

const V4 = 'net.ipv4.';
const CUBIC = 'the congestion control is that of the profile: ';

/** Linux's by the end of their names, as ip-sysctl documents them, with their values at boot. */
const TCP: Readonly<Record<string, Sysctl>> = {
  tcp_abort_on_overflow: fields(0, (v) => ({ acceptOverflow: oneOf(v, ['drop', 'reset']) })),
  tcp_base_mss: inert(1024, 'where tcp_mtu_probing would begin'),
  tcp_congestion_control: inert('cubic', `${CUBIC}Reno, until there are others`),
  tcp_dsack: fixed(1, 'duplicates are told, RFC 2883'),
  tcp_early_retrans: inert(3, 'there are no tail loss probes, RFC 8985 section 7, to turn off'),
  tcp_ecn: fields(2, (v) => ({ ecn: oneOf(v, ['never', 'request', 'accept']) })),
  tcp_ecn_option: inert(2, 'of Accurate ECN, which no connection negotiates'),
  tcp_fack: inert(0, 'Linux has not looked at it since 4.15'),
  tcp_fastopen: fields(1, (v) => {
    const bits = whole(v);
    return {
      fastOpenClient: (bits & 0x1) !== 0,
      fastOpenServer: (bits & 0x2) !== 0,
      fastOpenClientCookieless: (bits & 0x4) !== 0, // TFO_CLIENT_NO_COOKIE
      fastOpenServerCookieless: (bits & 0x200) !== 0, // TFO_SERVER_COOKIE_NOT_REQD
      fastOpenAllListeners: (bits & 0x400) !== 0, // TFO_SERVER_WO_SOCKOPT1
    };
  }),
  tcp_fastopen_blackhole_timeout_sec: fields(0, (v) => ({ fastOpenBlackhole: seconds(v, 0) })),
  tcp_fastopen_cookies: ABSENT, // of google's kernels before TCP_FASTOPEN_CONNECT
  tcp_fastopen_key: act('', (v, { host }) => {
    host.tcp.fastOpenKeys = new FastOpenKeys(keyOctets(v));
  }),
  tcp_fin_timeout: fields(60, (v) => ({ finWait2: seconds(v) })),
  tcp_frto: inert(2, 'a timeout is taken for a loss: there is no F-RTO, RFC 5682'),
  tcp_keepalive_intvl: fields(75, (v) => ({ keepAliveInterval: seconds(v) })),
  tcp_keepalive_probes: fields(9, (v) => ({ keepAliveCount: whole(v, 1, 255) })),
  tcp_keepalive_time: fields(7200, (v) => ({ keepAliveIdle: seconds(v) })),
  tcp_max_orphans: fields(131_072, (v) => ({ orphanLimit: whole(v, 0, 2 ** 24) })),
  tcp_max_syn_backlog: fields(4096, (v) => ({ synQueue: whole(v, 0, 2 ** 24) })),
  tcp_max_tw_buckets: fields(131_072, (v) => ({ timeWaitLimit: whole(v, 1, 2 ** 24) })),
  tcp_min_tso_segs: fields(2, (v) => ({ burstSegments: whole(v, 1, 65_535) })),
  tcp_mtu_probing: inert(0, 'no segment probes for a larger path MTU, RFC 4821'),
  tcp_notsent_lowat: fields(0xffff_ffff, (v) => {
    const limit = whole(v, 1);
    return { notSent: limit === 0xffff_ffff ? Number.POSITIVE_INFINITY : octets(limit) };
  }),
  tcp_orphan_retries: fields(0, (v) => ({ orphanRetries: whole(v, 0, 255) || 8 })),
  tcp_pacing_ca_ratio: fields(120, (v) => ({ pacingAvoidance: whole(v, 1, 1000) })),
  tcp_pacing_ss_ratio: fields(200, (v) => ({ pacingSlowStart: whole(v, 1, 1000) })),
  tcp_recovery: inert(1, 'losses are told by duplicate ACKs and SACK, not by time: RFC 8985'),
  tcp_reordering: fields(3, (v) => ({ duplicateThreshold: whole(v, 1, 255) })),
  tcp_retries1: fields(3, (v) => ({ r1: whole(v, 0, 255) })),
  tcp_rfc1337: fields(0, (v) => ({ timeWaitReset: oneOf(v, ['close', 'ignore']) })),
  tcp_rmem: fields('4096 131072 6291456', (v) => {
    const [, initial, most] = three(v);
    return { receiveBuffer: windowOf(octets(initial)), windowScaleFor: octets(most) };
  }),
  tcp_sack: fields(1, (v) => ({ sack: flag(v) })),
  tcp_slow_start_after_idle: fields(1, (v) => ({ idleRestart: flag(v) })),
  tcp_syn_linear_timeouts: fields(4, (v, read) => ({
    synLinearTimeouts: whole(v, 0, 127),
    synRetries: synRetries(read),
  })),
  tcp_syn_retries: fields(6, (_v, read) => ({ synRetries: synRetries(read) })),
  tcp_synack_retries: fields(5, (v) => ({ synAckRetries: whole(v, 0, 20) })),
  tcp_syncookies: fields(1, (v) => ({ synCookies: oneOf(v, ['never', 'full', 'always']) })),
  tcp_timestamps: fields(1, (v) => ({ timestamps: flag(v) })),
  tcp_tso_win_divisor: fields(3, (v) => ({ burstDivisor: whole(v, 0, 65_535) })),
  tcp_window_scaling: fields(1, (v) => ({ windowScaling: flag(v) })),
  tcp_wmem: fields('4096 16384 4194304', (v) => ({
    sendBuffer: octets(three(v)[1]),
    sendBufferMost: octets(three(v)[2]),
  })),
};

/** Linux's settings by name. */
export const LINUX_SYSCTLS: Sysctls = {
  ...Object.fromEntries(Object.entries(TCP).map(([name, sysctl]) => [V4 + name, sysctl])),
  // /sys/module/tcp_cubic/parameters/hystart_detect
  'module.tcp_cubic.hystart_detect': inert(3, `${CUBIC}it has no HyStart, RFC 9406, to tune`),
};

/** tcp_write_timeout: the linear timeouts come on top of those that double. */
function synRetries(read: (name: string) => string): number {
  const doubling = whole(read(`${V4}tcp_syn_retries`), 1, 127);
  return doubling + whole(read(`${V4}tcp_syn_linear_timeouts`), 0, 127);
}

/** tcp_win_from_space, before a packet has come: half of the memory is for what they take beside their text. */
function windowOf(space: number): number {
  return Math.max(1, space >> 1);
}

/** `a0bf63f7-...-cebc4a90`, one key or two: four words, each stored with its least octet first. */
function keyOctets(text: string): Uint8Array {
  const words = text.split(/[-,]/);
  if (!words.every((word) => /^[\da-f]{8}$/i.test(word))) throw new RangeError(`no key: ${text}`);
  const octets = new Uint8Array(4 * words.length);
  const view = new DataView(octets.buffer);
  words.forEach((word, i) => {
    view.setUint32(4 * i, Number.parseInt(word, 16), true);
  });
  return octets;
}
