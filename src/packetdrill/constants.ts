import { constantsOf, stateNumbers } from '../posix/index.ts';

/** Whose headers the names are from. */
export type Api = 'linux' | 'freebsd';

/** netinet/ip.h: differentiated services, six bits and two. */
export const IPTOS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 5, 6, 7].map((n) => [`IPTOS_DSCP_CS${n}`, n << 5] as const),
  ),
  ...Object.fromEntries(
    [1, 2, 3, 4].flatMap((c) =>
      [1, 2, 3].map((d) => [`IPTOS_DSCP_AF${c}${d}`, (c << 5) | (d << 3)] as const),
    ),
  ),
  IPTOS_DSCP_VA: 0xb0,
  IPTOS_DSCP_EF: 0xb8,
  IPTOS_LOWDELAY: 0x10,
  IPTOS_THROUGHPUT: 0x08,
  IPTOS_RELIABILITY: 0x04,
};

/** What options and messages of Linux take: linux/in.h, errqueue.h, net_tstamp.h, tcp.h. */
export const LINUX: Readonly<Record<string, number>> = {
  ...IPTOS,
  IPTOS_MINCOST: 0x02,
  IP_PMTUDISC_DONT: 0,
  IP_PMTUDISC_WANT: 1,
  IP_PMTUDISC_DO: 2,
  IP_PMTUDISC_PROBE: 3,
  SO_EE_ORIGIN_NONE: 0,
  SO_EE_ORIGIN_LOCAL: 1,
  SO_EE_ORIGIN_ICMP: 2,
  SO_EE_ORIGIN_ICMP6: 3,
  SO_EE_ORIGIN_TIMESTAMPING: 4,
  SO_EE_ORIGIN_ZEROCOPY: 5,
  SO_EE_CODE_ZEROCOPY_COPIED: 1,
  SCM_TSTAMP_SND: 0,
  SCM_TSTAMP_SCHED: 1,
  SCM_TSTAMP_ACK: 2,
  SOF_TIMESTAMPING_TX_HARDWARE: 1,
  SOF_TIMESTAMPING_TX_SOFTWARE: 2,
  SOF_TIMESTAMPING_RX_HARDWARE: 4,
  SOF_TIMESTAMPING_RX_SOFTWARE: 8,
  SOF_TIMESTAMPING_SOFTWARE: 16,
  SOF_TIMESTAMPING_SYS_HARDWARE: 32,
  SOF_TIMESTAMPING_RAW_HARDWARE: 64,
  SOF_TIMESTAMPING_OPT_ID: 128,
  SOF_TIMESTAMPING_TX_SCHED: 256,
  SOF_TIMESTAMPING_TX_ACK: 512,
  SOF_TIMESTAMPING_OPT_CMSG: 1024,
  SOF_TIMESTAMPING_OPT_TSONLY: 2048,
  TCP_INFINITE_SSTHRESH: 0x7fffffff,
};

/** Names of one number. */
const SYNONYMS: Readonly<Record<string, string>> = {
  EWOULDBLOCK: 'EAGAIN',
  EDEADLOCK: 'EDEADLK',
  ENOTSUP: 'EOPNOTSUPP',
};

/** The number behind a name of `api`'s headers, or null. Selectors (options, commands) stay names. */
export function numberOf(api: Api, name: string): number | null {
  const own = constantsOf(api);
  if (Object.hasOwn(own, name)) return own[name] as number;
  const others = api === 'linux' ? LINUX : IPTOS;
  return Object.hasOwn(others, name) ? (others[name] as number) : null;
}

/** Whether two names of errors are of one error. */
export const isSameErrno = (a: string, b: string): boolean =>
  (SYNONYMS[a] ?? a) === (SYNONYMS[b] ?? b);

/** A half-open entry, which Linux has a state of its own for. */
const NEW_SYN_RECV = 12;
const LINUX_STATES = { ...stateNumbers('linux'), NEW_SYN_RECV };

/** What its headers call some of them, include/net/tcp_states.h. */
const LINUX_NAMES: Readonly<Record<string, string>> = {
  SYN_RECEIVED: 'SYN_RECV',
  FIN_WAIT_1: 'FIN_WAIT1',
  FIN_WAIT_2: 'FIN_WAIT2',
  CLOSED: 'CLOSE',
};

const byTheirNames = (numbers: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).map(([name, n]) => [LINUX_NAMES[name] ?? name, n]));

const LINUX_CODE: Readonly<Record<string, number>> = {
  ...prefixed('TCP_', byTheirNames(LINUX_STATES)),
  ...prefixed('TCPI_', LINUX_STATES),
  ...prefixed('TCP_CA_', { Open: 0, Disorder: 1, CWR: 2, Recovery: 3, Loss: 4 }),
  ...prefixed('TCPI_OPT_', {
    TIMESTAMPS: 1,
    SACK: 2,
    WSCALE: 4,
    ECN: 8,
    ECN_SEEN: 16,
    SYN_DATA: 32,
    USEC_TS: 64,
    TFO_CHILD: 128,
  }),
  TCP_INFINITE_SSTHRESH: 0x7fffffff,
};

const FREEBSD_CODE: Readonly<Record<string, number>> = {
  ...prefixed('TCPI_', stateNumbers('freebsd')),
  ...prefixed('TCPI_OPT_', { TIMESTAMPS: 1, SACK: 2, WSCALE: 4, ECN: 8, TOE: 16 }),
};

/** What code blocks may name beside TCP_INFO's fields: states, and bits of `tcpi_options`. */
export function codeConstants(api: Api): Readonly<Record<string, number>> {
  return api === 'linux' ? LINUX_CODE : FREEBSD_CODE;
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, n]) => [prefix + name, n]));
}
