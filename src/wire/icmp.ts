import type { Packet } from '../base/packet.ts';
import { finish, sumPacket } from './checksum.ts';
import { BAD_ICMP, type Drop, OK } from './drop.ts';

/** Types of ICMP, RFC 792. */
export const ICMP_ECHO_REPLY = 0;
export const ICMP_UNREACHABLE = 3;
export const ICMP_SOURCE_QUENCH = 4;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO = 8;
export const ICMP_TIME_EXCEEDED = 11;
export const ICMP_PARAMETER_PROBLEM = 12;

/** Codes of {@link ICMP_UNREACHABLE}, RFC 792 and RFC 1122 section 3.2.2.1. */
export const ICMP_HOST_UNREACHABLE = 1;
export const ICMP_PROTOCOL_UNREACHABLE = 2;
export const ICMP_PORT_UNREACHABLE = 3;
/** Fragmentation needed and DF set; the message tells the MTU, RFC 1191. */
export const ICMP_FRAGMENTATION_NEEDED = 4;

/** Codes of {@link ICMP_TIME_EXCEEDED}. */
export const ICMP_REASSEMBLY_EXCEEDED = 1;

/** Octets of header before what a message carries. */
export const ICMP_HEADER = 8;

/** Octets of the offending packet in an error: the whole then fits 576, RFC 1812 section 4.3.2.3. */
const QUOTE = 576 - 20 - ICMP_HEADER;

/** The ICMP or ICMPv6 message being processed. One is used over and over. */
export class IcmpMessage {
  type = 0;
  code = 0;
  /** Whether the checksum was right, or was not to be looked at. */
  checksumOk = true;
  /** Identifier and sequence number of an echo or its reply. */
  id = 0;
  seq = 0;
  /** MTU of the next hop in "fragmentation needed" and "packet too big"; 0 if none is told. */
  mtu = 0;
  /** What follows the header is bytes[bodyFrom, bodyTo): an echo's data. */
  bodyFrom = 0;
  bodyTo = 0;
  /** The beginning of the packet an error is about is bytes[quotedFrom, quotedTo); else empty. */
  quotedFrom = 0;
  quotedTo = 0;

  get hasQuote(): boolean {
    return this.quotedFrom < this.quotedTo;
  }
}

/** Whether messages of `type` are about another packet: RFC 1122 section 3.2.2. */
export function isIcmpError(type: number): boolean {
  return (
    type === ICMP_UNREACHABLE ||
    type === ICMP_SOURCE_QUENCH ||
    type === ICMP_REDIRECT ||
    type === ICMP_TIME_EXCEEDED ||
    type === ICMP_PARAMETER_PROBLEM
  );
}

/** Reads the message in [from, to) of `p`. */
export function parseIcmp(
  m: IcmpMessage,
  p: Packet,
  from: number,
  to: number,
  verify: boolean,
): Drop {
  const drop = readIcmp(m, p, from, to, verify ? 0 : -1);
  if (drop !== OK) return drop;
  if (isIcmpError(m.type)) {
    m.quotedFrom = m.bodyFrom;
    m.quotedTo = m.bodyTo;
    // The lower half of the unused word, RFC 1191 section 4; the others have no meaning for it.
    if (m.type === ICMP_UNREACHABLE && m.code === ICMP_FRAGMENTATION_NEEDED) m.mtu = m.seq;
  }
  return OK;
}

/** What ICMP and ICMPv6 have in common; `sum` below 0: the checksum is not looked at. */
export function readIcmp(m: IcmpMessage, p: Packet, from: number, to: number, sum: number): Drop {
  if (to - from < ICMP_HEADER) return BAD_ICMP;
  m.checksumOk = sum < 0 || finish(sumPacket(p, from, to, sum)) === 0;
  if (!m.checksumOk) return BAD_ICMP;
  const { view } = p;
  m.type = view.getUint8(from);
  m.code = view.getUint8(from + 1);
  m.id = view.getUint16(from + 4);
  m.seq = view.getUint16(from + 6);
  m.mtu = 0;
  m.bodyFrom = from + ICMP_HEADER;
  m.bodyTo = to;
  m.quotedFrom = 0;
  m.quotedTo = 0;
  return OK;
}

/**
 * Prepends an ICMP or ICMPv6 header to all that `p` holds; the checksum is then written by
 * {@link finishIcmp} or `finishIcmpv6`.
 *
 * @param rest  the second word: an MTU, a pointer, or 0
 */
export function prependIcmp(p: Packet, type: number, code: number, rest: number): void {
  const at = p.from - ICMP_HEADER;
  p.view.setInt32(at, (type << 24) | (code << 16));
  p.view.setInt32(at + 4, rest);
  p.from = at;
}

/** Prepends the header of an echo or its reply to the data that `p` holds. */
export function prependEcho(p: Packet, type: number, id: number, seq: number): void {
  prependIcmp(p, type, 0, (id << 16) | (seq & 0xffff));
}

/** Writes the checksum of the ICMP message that `p` holds. */
export function finishIcmp(p: Packet): void {
  p.view.setUint16(p.from + 2, 0);
  p.view.setUint16(p.from + 2, finish(sumPacket(p, p.from, p.to, 0)));
}

/** Appends to the empty packet `p` as much of `about`'s [from, to) as `most` allows. */
export function quote(p: Packet, about: Packet, from: number, to: number, most: number): void {
  const n = Math.min(to - from, most);
  p.bytes.set(about.bytes.subarray(from, from + n), p.to);
  p.to += n;
}

/**
 * Makes the empty packet `p` an ICMP error about the IP packet `about`[from, to), checksum and all;
 * it needs room for 548 octets.
 *
 * @param rest  the second word: the MTU for {@link ICMP_FRAGMENTATION_NEEDED}, else 0
 */
export function buildIcmpError(
  p: Packet,
  type: number,
  code: number,
  rest: number,
  about: Packet,
  from: number,
  to: number,
): void {
  quote(p, about, from, to, QUOTE);
  prependIcmp(p, type, code, rest);
  finishIcmp(p);
}

/** Destination unreachable; `mtu` with {@link ICMP_FRAGMENTATION_NEEDED} only. */
export function buildUnreachable(
  p: Packet,
  code: number,
  mtu: number,
  about: Packet,
  from: number,
  to: number,
): void {
  buildIcmpError(p, ICMP_UNREACHABLE, code, mtu, about, from, to);
}

export function buildTimeExceeded(
  p: Packet,
  code: number,
  about: Packet,
  from: number,
  to: number,
): void {
  buildIcmpError(p, ICMP_TIME_EXCEEDED, code, 0, about, from, to);
}
