import type { Packet } from '../base/packet.ts';
import type { Address } from './address.ts';
import { finish, sum } from './checksum.ts';
import {
  BAD_FRAGMENT,
  BAD_HEADER_LENGTH,
  BAD_IP_CHECKSUM,
  BAD_TOTAL_LENGTH,
  BAD_VERSION,
  type Drop,
  OK,
  TRUNCATED,
} from './drop.ts';
import type { IpHeader } from './ip.ts';

const HEADER = 20;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
/** The largest datagram, RFC 791 section 3.1. */
const LARGEST = 65_535;

/** Reads the IPv4 header of `p`; `verify` asks for its checksum. RFC 791 section 3.1. */
export function parseIpv4(h: IpHeader, p: Packet, verify: boolean): Drop {
  return read(h, p, p.from, p.to, verify, true);
}

/** The same for a header quoted in an ICMP error: its payload may be cut short. */
export function parseQuotedIpv4(h: IpHeader, p: Packet, from: number, to: number): Drop {
  return read(h, p, from, to, false, false);
}

function read(
  h: IpHeader,
  p: Packet,
  from: number,
  to: number,
  verify: boolean,
  whole: boolean,
): Drop {
  if (to - from < HEADER) return TRUNCATED;
  const { view } = p;
  const first = view.getInt32(from);
  if (first >>> 28 !== 4) return BAD_VERSION;
  // Options are stepped over, whatever they are: none of them matters to a host. [MUST-50]
  const header = ((first >>> 24) & 15) * 4;
  if (header < HEADER || from + header > to) return BAD_HEADER_LENGTH;
  const total = first & 0xffff;
  if (total < header) return BAD_TOTAL_LENGTH;
  if (whole && from + total > to) return TRUNCATED;
  if (verify && finish(sum(view, from, from + header, 0)) !== 0) return BAD_IP_CHECKSUM;
  const second = view.getInt32(from + 4);
  h.version = 4;
  h.tos = (first >>> 16) & 0xff;
  h.id = second >>> 16;
  h.dontFragment = (second & DONT_FRAGMENT) !== 0;
  h.moreFragments = (second & MORE_FRAGMENTS) !== 0;
  h.fragmentOffset = (second & 0x1fff) * 8;
  h.ttl = view.getUint8(from + 8);
  h.protocol = view.getUint8(from + 9);
  h.src.readFrom(view, from + 12, 4);
  h.dst.readFrom(view, from + 16, 4);
  h.flow = 0;
  h.headerFrom = from;
  h.payloadFrom = from + header;
  h.payloadTo = Math.min(from + total, to);
  if (whole && h.isFragment && !isGoodFragment(h, total)) return BAD_FRAGMENT;
  return OK;
}

/** All fragments but the last are multiples of 8 octets, and none reaches past the largest datagram. */
function isGoodFragment(h: IpHeader, total: number): boolean {
  const length = h.payloadTo - h.payloadFrom;
  if (h.moreFragments && (length === 0 || (length & 7) !== 0)) return false;
  return h.fragmentOffset + total <= LARGEST;
}

/** Prepends an IPv4 header to all that `p` holds; without `checksums` its checksum is left 0. */
export function prependIpv4(
  p: Packet,
  src: Address,
  dst: Address,
  protocol: number,
  ttl: number,
  tos: number,
  id: number,
  dontFragment: boolean,
  checksums: boolean,
): void {
  write(p, src, dst, protocol, ttl, tos, id, dontFragment ? DONT_FRAGMENT : 0, checksums);
}

/**
 * Prepends the IPv4 header of a fragment to all that `p` holds.
 *
 * @param offset  where it stands in the datagram, octets, a multiple of 8
 * @param more    whether others follow; the length must then be a multiple of 8
 */
export function prependIpv4Fragment(
  p: Packet,
  src: Address,
  dst: Address,
  protocol: number,
  ttl: number,
  tos: number,
  id: number,
  offset: number,
  more: boolean,
  checksums: boolean,
): void {
  const flags = (more ? MORE_FRAGMENTS : 0) | (offset >> 3);
  write(p, src, dst, protocol, ttl, tos, id, flags, checksums);
}

function write(
  p: Packet,
  src: Address,
  dst: Address,
  protocol: number,
  ttl: number,
  tos: number,
  id: number,
  fragment: number,
  checksums: boolean,
): void {
  const { view } = p;
  const at = p.from - HEADER;
  p.from = at;
  view.setInt32(at, 0x45000000 | (tos << 16) | (p.to - at));
  view.setInt32(at + 4, (id << 16) | fragment);
  view.setInt32(at + 8, (ttl << 24) | (protocol << 16));
  view.setInt32(at + 12, src.w3);
  view.setInt32(at + 16, dst.w3);
  if (checksums) view.setUint16(at + 10, finish(sum(view, at, at + HEADER, 0)));
}
