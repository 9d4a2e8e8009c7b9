import { ABSENT, fields, flag, inert, type Sysctls, seconds, three, whole } from './sysctl.ts';

/** The most that a ring holds, and so a socket buffer. */
const MOST_OCTETS = 2 ** 30;
const V4 = 'net.ipv4.';

/** Linux's, as ip-sysctl documents them, with their values at boot. */
export const LINUX_SYSCTLS: Sysctls = {
  [`${V4}tcp_timestamps`]: fields(1, (v) => ({ timestamps: flag(v) })),
  [`${V4}tcp_sack`]: fields(1, (v) => ({ sack: flag(v) })),
  [`${V4}tcp_window_scaling`]: fields(1, (v) => ({ windowScaling: flag(v) })),
  [`${V4}tcp_syn_retries`]: fields(6, (v, read) => ({
    // tcp_write_timeout: the linear ones come on top
    synRetries: whole(v, 1, 127) + whole(read(`${V4}tcp_syn_linear_timeouts`)),
  })),
  [`${V4}tcp_syn_linear_timeouts`]: fields(4, (v, read) => ({
    synLinearTimeouts: whole(v, 0, 127),
    synRetries: whole(v, 0, 127) + whole(read(`${V4}tcp_syn_retries`)),
  })),
  [`${V4}tcp_synack_retries`]: fields(5, (v) => ({ synAckRetries: whole(v, 0, 20) })),
  [`${V4}tcp_retries1`]: fields(3, (v) => ({ r1: whole(v, 0, 255) })),
  [`${V4}tcp_orphan_retries`]: fields(0, (v) => ({ orphanRetries: whole(v, 0, 255) || 8 })),
  [`${V4}tcp_max_orphans`]: fields(131_072, (v) => ({ orphanLimit: whole(v, 0, 2 ** 24) })),
  [`${V4}tcp_max_syn_backlog`]: fields(4096, (v) => ({ synQueue: whole(v, 0, 2 ** 24) })),
  [`${V4}tcp_max_tw_buckets`]: fields(131_072, (v) => ({ timeWaitLimit: whole(v, 1, 2 ** 24) })),
  [`${V4}tcp_syncookies`]: fields(1, (v) => ({
    synCookies: (['never', 'full', 'always'] as const)[whole(v, 0, 2)] as 'full',
  })),
  [`${V4}tcp_abort_on_overflow`]: fields(0, (v) => ({
    acceptOverflow: flag(v) ? 'reset' : 'drop',
  })),
  [`${V4}tcp_fin_timeout`]: fields(60, (v) => ({ finWait2: seconds(v) })),
  [`${V4}tcp_rfc1337`]: fields(0, (v) => ({ timeWaitReset: flag(v) ? 'ignore' : 'close' })),
  [`${V4}tcp_keepalive_time`]: fields(7200, (v) => ({ keepAliveIdle: seconds(v) })),
  [`${V4}tcp_keepalive_intvl`]: fields(75, (v) => ({ keepAliveInterval: seconds(v) })),
  [`${V4}tcp_keepalive_probes`]: fields(9, (v) => ({ keepAliveCount: whole(v, 1, 255) })),
  [`${V4}tcp_reordering`]: fields(3, (v) => ({ duplicateThreshold: whole(v, 1, 255) })),
  [`${V4}tcp_rmem`]: fields('4096 131072 6291456', (v) => {
    const [, initial, most] = three(v);
    return { receiveBuffer: windowOf(initial), windowScaleFor: Math.min(MOST_OCTETS, most) };
  }),
  [`${V4}tcp_wmem`]: fields('4096 16384 4194304', (v) => ({
    sendBuffer: Math.min(MOST_OCTETS, three(v)[1]),
  })),
  [`${V4}tcp_frto`]: inert(2, 'x'),
  [`${V4}tcp_fastopen_cookies`]: ABSENT,
};

/** tcp_win_from_space at first: half of the memory is for what packets take beside their text. */
function windowOf(space: number): number {
  return Math.max(1, Math.min(MOST_OCTETS, space >> 1));
}
