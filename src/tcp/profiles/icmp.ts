import { ICMP_PROBLEMS, type IcmpProblem } from '../../wire/icmp-problem.ts';
import { ERROR_TEXT, type TcpErrorCode } from '../errors.ts';

/**
 * What an ICMP error does to a connection that is still being opened. `abort`: the attempt fails with
 * `code`. `report`: the user may hear of it, and the attempt goes on; it fails with `code` if nothing
 * better comes. In the synchronized states everything listed is reported: RFC 5461 section 2.3.
 */
export interface IcmpReaction {
  readonly code: TcpErrorCode;
  readonly opening: 'abort' | 'report';
}

/** What ICMP errors mean, by problem; one that is not listed is ignored. `too-big` never is an error. */
export type IcmpTable = Readonly<Partial<Record<IcmpProblem, IcmpReaction>>>;

type Row = readonly [code: TcpErrorCode, ...problems: IcmpProblem[]];

function table(aborts: readonly Row[], reports: readonly Row[]): IcmpTable {
  const all: Partial<Record<IcmpProblem, IcmpReaction>> = {};
  for (const [opening, rows] of [['abort', aborts] as const, ['report', reports] as const]) {
    for (const [code, ...problems] of rows) {
      for (const problem of problems) all[problem] = Object.freeze({ code, opening });
    }
  }
  return Object.freeze(all);
}

/**
 * RFC 9293 section 3.9.2.2: soft errors never abort [MUST-56] and are reported [SHLD-25], hard ones abort
 * [SHLD-26]. Prohibitions are as hard as a port that is unreachable: RFC 1122 section 3.2.2.1 gives them
 * to the transport without a rule, RFC 5461 section 2.1 sorts them so.
 */
export const ICMP_RFC: IcmpTable = table(
  [
    ['ECONNREFUSED', 'protocol-unreachable', 'port-unreachable', 'unknown-next-header'],
    ['EHOSTUNREACH', 'host-prohibited', 'filtered', 'admin-prohibited'],
    ['EHOSTUNREACH', 'policy-failed', 'route-rejected'],
    ['ENETUNREACH', 'net-prohibited'],
  ],
  [
    ['ENETUNREACH', 'net-unreachable', 'net-unknown', 'net-unreachable-for-tos', 'no-route'],
    ['EHOSTUNREACH', 'host-unreachable', 'host-unknown', 'host-isolated', 'source-route-failed'],
    ['EHOSTUNREACH', 'host-unreachable-for-tos', 'precedence-violation', 'precedence-cutoff'],
    ['EHOSTUNREACH', 'beyond-scope', 'address-unreachable'],
    ['EHOSTUNREACH', 'ttl-exceeded', 'reassembly-exceeded'],
    ['EPROTO', 'parameter-problem', 'erroneous-header', 'unknown-option'],
  ],
);

/**
 * Linux: icmp_err_convert and icmpv6_err_convert give the codes, and tcp_v4_err() ends every attempt to
 * connect, soft errors among them: RFC 5461 section 4.1 describes it.
 */
export const ICMP_LINUX: IcmpTable = table(
  [
    ['ENETUNREACH', 'net-unreachable', 'net-unknown', 'net-prohibited', 'net-unreachable-for-tos'],
    ['ENETUNREACH', 'no-route'],
    ['EHOSTUNREACH', 'host-unreachable', 'host-prohibited', 'host-unreachable-for-tos'],
    ['EHOSTUNREACH', 'filtered', 'precedence-violation', 'precedence-cutoff'],
    ['EHOSTUNREACH', 'beyond-scope', 'address-unreachable'],
    ['EHOSTUNREACH', 'ttl-exceeded', 'reassembly-exceeded'],
    ['ENOPROTOOPT', 'protocol-unreachable'],
    ['ECONNREFUSED', 'port-unreachable'],
    ['EOPNOTSUPP', 'source-route-failed'],
    ['EHOSTDOWN', 'host-unknown'],
    ['ENONET', 'host-isolated'],
    ['EACCES', 'admin-prohibited', 'policy-failed', 'route-rejected'],
    ['EPROTO', 'parameter-problem', 'erroneous-header', 'unknown-next-header', 'unknown-option'],
  ],
  [],
);

/**
 * FreeBSD with icmp_may_rst, as its test suite asserts for SYN-SENT: prohibitions and unreachable ports
 * and protocols refuse, an exceeded TTL is an unreachable host, and anything else does nothing at once.
 */
export const ICMP_FREEBSD: IcmpTable = table(
  [
    ['ECONNREFUSED', 'port-unreachable', 'protocol-unreachable', 'net-prohibited', 'filtered'],
    ['ECONNREFUSED', 'host-prohibited', 'admin-prohibited', 'unknown-next-header'],
    ['EHOSTUNREACH', 'ttl-exceeded'],
  ],
  [
    ['EHOSTUNREACH', 'net-unreachable', 'host-unreachable', 'source-route-failed', 'net-unknown'],
    ['EHOSTUNREACH', 'host-unknown', 'host-isolated', 'net-unreachable-for-tos'],
    ['EHOSTUNREACH', 'host-unreachable-for-tos', 'no-route', 'address-unreachable', 'beyond-scope'],
  ],
);

/** Says what is wrong with `value` as an {@link IcmpTable}, for people; null when nothing is. */
export function whyNoIcmpTable(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'is an object with a reaction by problem';
  for (const [problem, reaction] of Object.entries(value)) {
    if (problem === 'too-big') return `has no reaction to 'too-big', which narrows the path`;
    if (!(ICMP_PROBLEMS as readonly string[]).includes(problem)) {
      return `knows no problem '${problem}'; it knows ${ICMP_PROBLEMS.join(', ')}`;
    }
    const { code, opening } = (reaction ?? {}) as Partial<IcmpReaction>;
    if (typeof code !== 'string' || !Object.hasOwn(ERROR_TEXT, code)) {
      return `gives '${problem}' a code among ${Object.keys(ERROR_TEXT).join(', ')}`;
    }
    if (opening !== 'abort' && opening !== 'report') {
      return `gives '${problem}' an opening that is 'abort' or 'report'`;
    }
  }
  return null;
}
