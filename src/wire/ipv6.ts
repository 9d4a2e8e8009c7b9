import type { Packet } from '../base/packet.ts';
import type { Address } from './address.ts';
import {
  BAD_FRAGMENT,
  BAD_HEADER_LENGTH,
  BAD_VERSION,
  type Drop,
  OK,
  TRUNCATED,
  UNKNOWN_PROTOCOL,
} from './drop.ts';
import type { IpHeader } from './ip.ts';

const HEADER = 40;
/** Next Header values of the extension headers read here, RFC 8200 section 4. */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const DESTINATION_OPTIONS = 60;
/** The largest payload, RFC 8200 section 3; jumbograms are not read. */
const LARGEST = 65_535;

/**
 * Reads the IPv6 header of `p` and skips its extension headers: hop-by-hop and destination options,
 * and routing headers that have been used up. A fragment's header ends them: `protocol` is then what
 * follows it, and `isFragment` true. (An atomic fragment is the whole datagram, RFC 6946, and is read
 * on.) What is not known, "no next header" (59) among it, is left as `protocol`.
 */
export function parseIpv6(h: IpHeader, p: Packet): Drop {
  return read(h, p, p.from, p.to, true);
}

/** The same for a header quoted in an ICMPv6 error: its payload may be cut short. */
export function parseQuotedIpv6(h: IpHeader, p: Packet, from: number, to: number): Drop {
  return read(h, p, from, to, false);
}

function read(h: IpHeader, p: Packet, from: number, to: number, whole: boolean): Drop {
  if (to - from < HEADER) return TRUNCATED;
  const { view } = p;
  const first = view.getInt32(from);
  if (first >>> 28 !== 6) return BAD_VERSION;
  const end = from + HEADER + view.getUint16(from + 4);
  if (whole && end > to) return TRUNCATED;
  h.version = 6;
  h.tos = (first >>> 20) & 0xff;
  h.flow = first & 0xfffff;
  h.protocol = view.getUint8(from + 6);
  h.ttl = view.getUint8(from + 7);
  h.src.readFrom(view, from + 8, 6);
  h.dst.readFrom(view, from + 24, 6);
  h.id = 0;
  h.dontFragment = true; // routers never fragment IPv6
  h.moreFragments = false;
  h.fragmentOffset = 0;
  h.headerFrom = from;
  h.payloadFrom = from + HEADER;
  h.payloadTo = Math.min(end, to);
  return skipExtensions(h, p, whole);
}

function skipExtensions(h: IpHeader, p: Packet, whole: boolean): Drop {
  const first = h.payloadFrom;
  for (;;) {
    const at = h.payloadFrom;
    const kind = h.protocol;
    if (kind === HOP_BY_HOP) {
      // Only at the front; elsewhere it is a next header nobody knows, RFC 8200 section 4.1.
      if (at !== first) return OK;
    } else if (kind !== ROUTING && kind !== DESTINATION_OPTIONS && kind !== FRAGMENT) {
      return OK;
    }
    if (h.payloadTo - at < 8) return BAD_HEADER_LENGTH;
    if (kind === FRAGMENT) {
      readFragment(h, p.view, at);
      if (whole && !isGoodFragment(h)) return BAD_FRAGMENT;
      if (h.isFragment) return OK;
      continue;
    }
    const next = at + (p.view.getUint8(at + 1) + 1) * 8;
    if (next > h.payloadTo) return BAD_HEADER_LENGTH;
    if (kind === ROUTING) {
      // Not used up: it would have to be forwarded, RFC 8200 section 4.4 and RFC 5095.
      if (p.view.getUint8(at + 3) !== 0) return UNKNOWN_PROTOCOL;
    } else {
      const drop = skipOptions(p.bytes, at + 2, next);
      if (drop !== OK) return drop;
    }
    h.protocol = p.view.getUint8(at);
    h.payloadFrom = next;
  }
}

/** Steps over options, none of which is known here; the kind says if that is allowed, RFC 8200 section 4.2. */
function skipOptions(bytes: Uint8Array, from: number, to: number): Drop {
  for (let i = from; i < to; ) {
    const kind = bytes[i] as number;
    if (kind === 0) {
      i++; // Pad1 has no length
      continue;
    }
    if (i + 2 > to) return BAD_HEADER_LENGTH;
    i += 2 + (bytes[i + 1] as number);
    if (i > to) return BAD_HEADER_LENGTH;
    if (kind >> 6 !== 0) return UNKNOWN_PROTOCOL;
  }
  return OK;
}

function readFragment(h: IpHeader, view: DataView, at: number): void {
  const offset = view.getUint16(at + 2);
  h.protocol = view.getUint8(at);
  h.fragmentOffset = offset & 0xfff8;
  h.moreFragments = (offset & 1) !== 0;
  h.id = view.getUint32(at + 4);
  h.payloadFrom = at + 8;
}

/** All fragments but the last are multiples of 8 octets, and none reaches past the largest payload. */
function isGoodFragment(h: IpHeader): boolean {
  const length = h.payloadTo - h.payloadFrom;
  if (h.moreFragments && (length === 0 || (length & 7) !== 0)) return false;
  return h.fragmentOffset + length <= LARGEST;
}

/** Prepends an IPv6 header to all that `p` holds. */
export function prependIpv6(
  p: Packet,
  src: Address,
  dst: Address,
  protocol: number,
  hopLimit: number,
  trafficClass: number,
  flow: number,
): void {
  const { view } = p;
  const at = p.from - HEADER;
  view.setInt32(at, 0x60000000 | (trafficClass << 20) | (flow & 0xfffff));
  view.setInt32(at + 4, ((p.to - p.from) << 16) | (protocol << 8) | hopLimit);
  src.writeTo(view, at + 8);
  dst.writeTo(view, at + 24);
  p.from = at;
}

/**
 * Prepends a fragment header to all that `p` holds; the IPv6 header goes before it, with
 * {@link IPV6_FRAGMENT} as its protocol.
 *
 * @param protocol  what the datagram carries
 * @param offset    where the fragment stands in it, octets, a multiple of 8
 * @param id        the same 32 bits in all fragments of the datagram
 */
export function prependIpv6Fragment(
  p: Packet,
  protocol: number,
  offset: number,
  more: boolean,
  id: number,
): void {
  const at = p.from - 8;
  p.view.setInt32(at, (protocol << 24) | offset | (more ? 1 : 0));
  p.view.setInt32(at + 4, id);
  p.from = at;
}

/** The protocol number of a fragment header. */
export const IPV6_FRAGMENT = FRAGMENT;
