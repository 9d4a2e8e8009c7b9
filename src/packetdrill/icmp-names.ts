import { didYouMean } from '../base/nearest.ts';

/*
 * The names of ICMP types and codes as scripts write them, RFC 792, RFC 1122 section 3.2.2.1, RFC 1812
 * section 5.2.7.1 and RFC 4443 section 3.
 */

interface Type {
  readonly type: number;
  /** Codes by name; those without a name are `code_N`. */
  readonly codes?: Readonly<Record<string, number>>;
}

const V4: Readonly<Record<string, Type>> = {
  echo_reply: { type: 0 },
  unreachable: {
    type: 3,
    codes: {
      net_unreachable: 0,
      host_unreachable: 1,
      protocol_unreachable: 2,
      port_unreachable: 3,
      frag_needed: 4,
      source_route_failed: 5,
      net_unknown: 6,
      host_unknown: 7,
      source_host_isolated: 8,
      net_prohibited: 9,
      host_prohibited: 10,
      net_unreachable_for_tos: 11,
      host_unreachable_for_tos: 12,
      packet_filtered: 13,
      precedence_violation: 14,
      precedence_cutoff: 15,
    },
  },
  source_quench: { type: 4 },
  redirect: { type: 5 },
  echo_request: { type: 8 },
  time_exceeded: { type: 11, codes: { ttl_exceeded_in_transit: 0, frag_reass_exceeded: 1 } },
  parameter_problem: { type: 12 },
  timestamp_request: { type: 13 },
  timestamp_reply: { type: 14 },
  information_request: { type: 15 },
  information_reply: { type: 16 },
  address_mask_request: { type: 17 },
  address_mask_reply: { type: 18 },
};

const V6: Readonly<Record<string, Type>> = {
  unreachable: {
    type: 1,
    codes: {
      net_unreachable: 0,
      no_route: 0,
      admin_prohibited: 1,
      not_neighbour: 2,
      address_unreachable: 3,
      port_unreachable: 4,
    },
  },
  packet_too_big: { type: 2 },
  time_exceeded: { type: 3, codes: { exceeded_hop_limit: 0, exceeded_frag_time: 1 } },
  parameter_problem: {
    type: 4,
    codes: { header_field: 0, unknown_next_header: 1, unknown_option: 2 },
  },
  echo_request: { type: 128 },
  echo_reply: { type: 129 },
};

const NAMES = { 4: V4, 6: V6 } as const;

/** The numbers of a type and a code as written; null when one of them is not known. */
export function icmpNumbers(
  version: 4 | 6,
  type: string,
  code: string | null,
): { type: number; code: number } | null {
  const known = Object.hasOwn(NAMES[version], type) ? NAMES[version][type] : undefined;
  const t = known?.type ?? numbered('type', type);
  const codes = known?.codes ?? {};
  const c = code === null ? 0 : Object.hasOwn(codes, code) ? codes[code] : numbered('code', code);
  return t === null || c === null || c === undefined ? null : { type: t, code: c };
}

/** `type_7`, `code_2` or a plain number, from 0 to 255. */
function numbered(what: string, text: string): number | null {
  const found = new RegExp(`^(?:${what}_)?(\\d{1,3})$`).exec(text);
  const n = found === null ? Number.NaN : Number(found[1]);
  return n <= 255 ? n : null;
}

/** The names of a type and a code, as scripts write them. */
export function icmpNotation(version: 4 | 6, type: number, code: number): string {
  for (const [name, known] of Object.entries(NAMES[version])) {
    if (known.type !== type) continue;
    const codes = Object.entries(known.codes ?? {});
    const named = codes.filter(([, number]) => number === code).at(-1);
    if (named !== undefined) return `${name} ${named[0]}`;
    return code === 0 ? name : `${name} code_${code}`;
  }
  return `type_${type} code_${code}`;
}

/** What there is to say of a type and a code of which one is unknown. */
export function unknownIcmp(version: 4 | 6, type: string, code: string | null): string {
  const known = Object.hasOwn(NAMES[version], type) ? NAMES[version][type] : undefined;
  if (known === undefined && numbered('type', type) === null) {
    return `the ICMP type ${type}${didYouMean(type, Object.keys(NAMES[version]))}`;
  }
  return `the code ${code} of ICMP ${type}${didYouMean(code ?? '', Object.keys(known?.codes ?? {}))}`;
}
