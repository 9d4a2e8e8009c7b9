import type { Packet } from '../base/packet.ts';
import type { Address } from './address.ts';
import { finish, pseudo, sumPacket } from './checksum.ts';
import { type Drop, OK } from './drop.ts';
import { ICMP_HEADER, type IcmpMessage, prependIcmp, quote, readIcmp } from './icmp.ts';
import { ICMPV6 } from './ip.ts';

/** Types of ICMPv6, RFC 4443 and RFC 4861; those below 128 are errors. */
export const ICMPV6_UNREACHABLE = 1;
export const ICMPV6_PACKET_TOO_BIG = 2;
export const ICMPV6_TIME_EXCEEDED = 3;
export const ICMPV6_PARAMETER_PROBLEM = 4;
export const ICMPV6_ECHO = 128;
export const ICMPV6_ECHO_REPLY = 129;

/** Codes of {@link ICMPV6_UNREACHABLE}, RFC 4443 section 3.1. */
export const ICMPV6_PORT_UNREACHABLE = 4;

/** Codes of {@link ICMPV6_TIME_EXCEEDED}. */
export const ICMPV6_HOP_LIMIT_EXCEEDED = 0;
export const ICMPV6_REASSEMBLY_EXCEEDED = 1;

/** Codes of {@link ICMPV6_PARAMETER_PROBLEM}. */
export const ICMPV6_UNKNOWN_NEXT_HEADER = 1;

/** Octets of the offending packet in an error: the whole then fits 1,280, RFC 4443 section 2.4 (c). */
const QUOTE = 1280 - 40 - ICMP_HEADER;

/** Whether messages of `type` are about another packet. */
export function isIcmpv6Error(type: number): boolean {
  return type < 128;
}

/** Reads the message in [from, to) of `p`; its checksum covers the addresses. */
export function parseIcmpv6(
  m: IcmpMessage,
  p: Packet,
  from: number,
  to: number,
  src: Address,
  dst: Address,
  verify: boolean,
): Drop {
  const drop = readIcmp(m, p, from, to, verify ? pseudo(src, dst, ICMPV6, to - from) : -1);
  if (drop !== OK) return drop;
  if (isIcmpv6Error(m.type)) {
    m.quotedFrom = m.bodyFrom;
    m.quotedTo = m.bodyTo;
    if (m.type === ICMPV6_PACKET_TOO_BIG) m.mtu = p.view.getUint32(from + 4);
  }
  return OK;
}

/** Writes the checksum of the ICMPv6 message that `p` holds, to be sent from `src` to `dst`. */
export function finishIcmpv6(p: Packet, src: Address, dst: Address): void {
  p.view.setUint16(p.from + 2, 0);
  const sum = pseudo(src, dst, ICMPV6, p.length);
  p.view.setUint16(p.from + 2, finish(sumPacket(p, p.from, p.to, sum)));
}

/**
 * Makes the empty packet `p` an ICMPv6 error about the IP packet `about`[from, to), checksum and all,
 * to be sent from `src` to `dst`; it needs room for 1,232 octets.
 *
 * @param rest  the second word: an MTU, a pointer, or 0
 */
export function buildIcmpv6Error(
  p: Packet,
  type: number,
  code: number,
  rest: number,
  about: Packet,
  from: number,
  to: number,
  src: Address,
  dst: Address,
): void {
  quote(p, about, from, to, QUOTE);
  prependIcmp(p, type, code, rest);
  finishIcmpv6(p, src, dst);
}

/** Destination unreachable. */
export function buildUnreachableV6(
  p: Packet,
  code: number,
  about: Packet,
  from: number,
  to: number,
  src: Address,
  dst: Address,
): void {
  buildIcmpv6Error(p, ICMPV6_UNREACHABLE, code, 0, about, from, to, src, dst);
}

export function buildTimeExceededV6(
  p: Packet,
  code: number,
  about: Packet,
  from: number,
  to: number,
  src: Address,
  dst: Address,
): void {
  buildIcmpv6Error(p, ICMPV6_TIME_EXCEEDED, code, 0, about, from, to, src, dst);
}

/** Packet too big, with the MTU of the next hop. */
export function buildPacketTooBig(
  p: Packet,
  mtu: number,
  about: Packet,
  from: number,
  to: number,
  src: Address,
  dst: Address,
): void {
  buildIcmpv6Error(p, ICMPV6_PACKET_TOO_BIG, 0, mtu, about, from, to, src, dst);
}
