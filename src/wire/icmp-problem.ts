import type { IcmpMessage } from './icmp.ts';
import { ICMP_PARAMETER_PROBLEM, ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from './icmp.ts';
import {
  ICMPV6_PACKET_TOO_BIG,
  ICMPV6_PARAMETER_PROBLEM,
  ICMPV6_TIME_EXCEEDED,
  ICMPV6_UNREACHABLE,
} from './icmpv6.ts';

/** Destination unreachable of ICMP, by code: RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1. */
const UNREACHABLE_V4 = [
  'net-unreachable',
  'host-unreachable',
  'protocol-unreachable',
  'port-unreachable',
  'too-big', // 4: fragmentation needed and DF set, RFC 1191
  'source-route-failed',
  'net-unknown',
  'host-unknown',
  'host-isolated',
  'net-prohibited',
  'host-prohibited',
  'net-unreachable-for-tos',
  'host-unreachable-for-tos',
  'filtered', // 13: communication administratively prohibited
  'precedence-violation',
  'precedence-cutoff',
] as const;

/** Destination unreachable of ICMPv6, by code: RFC 4443 section 3.1. */
const UNREACHABLE_V6 = [
  'no-route',
  'admin-prohibited',
  'beyond-scope',
  'address-unreachable',
  'port-unreachable',
  'policy-failed',
  'route-rejected',
] as const;

/** Time exceeded, of both: in transit, and in reassembly. */
const EXCEEDED = ['ttl-exceeded', 'reassembly-exceeded'] as const;

/** Parameter problem of ICMPv6, by code: RFC 4443 section 3.4. */
const PARAMETER_V6 = ['erroneous-header', 'unknown-next-header', 'unknown-option'] as const;

/** What an ICMP or ICMPv6 error says became of the packet it quotes. */
export type IcmpProblem =
  | (typeof UNREACHABLE_V4)[number]
  | (typeof UNREACHABLE_V6)[number]
  | (typeof EXCEEDED)[number]
  | (typeof PARAMETER_V6)[number]
  | 'parameter-problem';

/** Every problem there is, once. */
export const ICMP_PROBLEMS: readonly IcmpProblem[] = Object.freeze([
  ...new Set<IcmpProblem>([
    ...UNREACHABLE_V4,
    ...UNREACHABLE_V6,
    ...EXCEEDED,
    'parameter-problem',
    ...PARAMETER_V6,
  ]),
]);

/**
 * The problem that an error tells of; null when its type or code means nothing to a transport: source
 * quench (RFC 6633), a redirect, what nobody knows.
 */
export function problemOf(version: 4 | 6, m: IcmpMessage): IcmpProblem | null {
  return (version === 4 ? problemV4(m) : problemV6(m)) ?? null;
}

function problemV4({ type, code }: IcmpMessage): IcmpProblem | undefined {
  switch (type) {
    case ICMP_UNREACHABLE:
      return UNREACHABLE_V4[code];
    case ICMP_TIME_EXCEEDED:
      return EXCEEDED[code];
    case ICMP_PARAMETER_PROBLEM:
      return 'parameter-problem';
    default:
      return undefined;
  }
}

function problemV6({ type, code }: IcmpMessage): IcmpProblem | undefined {
  switch (type) {
    case ICMPV6_UNREACHABLE:
      return UNREACHABLE_V6[code];
    case ICMPV6_PACKET_TOO_BIG:
      return 'too-big'; // whatever its code: RFC 4443 section 3.2
    case ICMPV6_TIME_EXCEEDED:
      return EXCEEDED[code];
    case ICMPV6_PARAMETER_PROBLEM:
      return PARAMETER_V6[code];
    default:
      return undefined;
  }
}
