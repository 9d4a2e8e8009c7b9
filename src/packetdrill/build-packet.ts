import { HEADROOM, Packet } from '../base/packet.ts';
import type { Address } from '../wire/address.ts';
import { finish, pseudo, sumPacket } from '../wire/checksum.ts';
import { finishIcmp, ICMP_FRAGMENTATION_NEEDED, ICMP_UNREACHABLE } from '../wire/icmp.ts';
import { finishIcmpv6 } from '../wire/icmpv6.ts';
import { ICMP, ICMPV6, TCP, UDP } from '../wire/ip.ts';
import { prependIpv4 } from '../wire/ipv4.ts';
import { prependIpv6 } from '../wire/ipv6.ts';
import type { IpInfo, Ports } from './ast.ts';
import { digestPlace, signatureOf } from './signature.ts';

const TCP_HEADER = 20;
const UDP_HEADER = 8;
/** What a packet has of TTL or hop limit unless the script says. */
const TTL = 255;
/** Octets of a quoted segment, RFC 792: source port, destination port and sequence number. */
const QUOTED = 8;
const LARGEST = 65_535;

/** Who a packet is from, and to whom. */
export interface Way {
  readonly src: Address;
  readonly dst: Address;
  readonly sport: number;
  readonly dport: number;
}

/** A segment to be injected; the numbers are those of the wire. */
export interface SegmentToSend {
  readonly ip: IpInfo;
  readonly udp: Ports | null;
  readonly flags: number;
  readonly seq: number;
  /** Stands in the header even where the ACK bit does not. */
  readonly ack: number;
  readonly window: number;
  readonly urgent: number;
  readonly options: Uint8Array;
  /** Octets of text, all zero. */
  readonly length: number;
  /** The key to compute the MD5 option's digest with, or null to leave it as it is. */
  readonly key: string | null;
  /** The checksum is that of another segment. */
  readonly badChecksum: boolean;
}

/** An IP packet with a segment, checksums and all; null when it is larger than a packet can be. */
export function buildSegment(way: Way, s: SegmentToSend): Uint8Array | null {
  const size = TCP_HEADER + s.options.length + s.length;
  const headers = (way.src.version === 4 ? 20 : 0) + (s.udp === null ? 0 : UDP_HEADER);
  if (size + headers > LARGEST) return null;
  const p = room(size);
  const { view, from } = p;
  view.setUint16(from, way.sport);
  view.setUint16(from + 2, way.dport);
  view.setUint32(from + 4, s.seq >>> 0);
  view.setUint32(from + 8, s.ack >>> 0);
  view.setUint16(from + 12, (((TCP_HEADER + s.options.length) / 4) << 12) | (s.flags & 0xfff));
  view.setUint16(from + 14, s.window);
  view.setUint16(from + 18, s.urgent);
  p.bytes.set(s.options, from + TCP_HEADER);
  const digestAt = s.key === null ? -1 : digestPlace(s.options);
  if (s.key !== null && digestAt >= 0) {
    const digest = signatureOf(way.src, way.dst, p.octets(), s.key);
    p.bytes.set(digest, from + TCP_HEADER + digestAt);
  }
  view.setUint16(from + 16, checksum(p, way, TCP) ^ (s.badChecksum ? 1 : 0));
  if (s.udp !== null) prependUdp(p, way, s.udp);
  prependIp(p, way, s.udp === null ? TCP : UDP, s.ip);
  return p.octets();
}

/** What an ICMP message is made of. */
export interface MessageToSend {
  readonly ip: IpInfo;
  readonly type: number;
  readonly code: number;
  readonly mtu: number | null;
  readonly id: number | null;
  /** What follows the header. */
  readonly body: Uint8Array;
}

/** An IP packet with an ICMP message from `way.src` to `way.dst`, of whichever family they are. */
export function buildMessage(way: Way, m: MessageToSend): Uint8Array | null {
  if (m.body.length > LARGEST - 28) return null;
  const isV4 = way.src.version === 4;
  const p = room(8 + m.body.length);
  const { view, from } = p;
  view.setUint8(from, m.type);
  view.setUint8(from + 1, m.code);
  view.setUint32(from + 4, restOf(m, isV4));
  p.bytes.set(m.body, from + 8);
  if (isV4) finishIcmp(p);
  else finishIcmpv6(p, way.src, way.dst);
  prependIp(p, way, isV4 ? ICMP : ICMPV6, m.ip);
  return p.octets();
}

/** The second word of the header: RFC 1191 has the MTU in 16 bits of it, RFC 4443 in all. */
function restOf(m: MessageToSend, isV4: boolean): number {
  if (m.mtu !== null) {
    const isNarrow = isV4 && m.type === ICMP_UNREACHABLE && m.code === ICMP_FRAGMENTATION_NEEDED;
    return isNarrow ? m.mtu & 0xffff : m.mtu >>> 0;
  }
  return m.id === null ? 0 : ((m.id & 0xffff) << 16) >>> 0;
}

/**
 * The beginning of a packet that the stack would have sent: what an ICMP error quotes, its IP header and the
 * first eight octets behind it.
 *
 * @param length  octets of text of the quoted segment or datagram
 * @param udp     the ports of the datagram that the segment travelled in, or null
 */
export function quoteOf(
  way: Way,
  protocol: 'tcp' | 'udp',
  seq: number,
  length: number,
  udp: Ports | null = null,
): Uint8Array {
  const p = room(QUOTED);
  const { view, from } = p;
  view.setUint16(from, way.sport);
  view.setUint16(from + 2, way.dport);
  if (protocol === 'tcp') view.setUint32(from + 4, seq >>> 0);
  else view.setUint16(from + 4, UDP_HEADER + length);
  if (udp !== null) {
    p.from -= UDP_HEADER;
    view.setUint16(p.from, udp.from);
    view.setUint16(p.from + 2, udp.to);
    view.setUint16(p.from + 4, UDP_HEADER + TCP_HEADER + length);
  }
  const carrier = protocol === 'tcp' && udp === null ? TCP : UDP;
  const info: IpInfo = { ttl: null, tos: null, ecn: null, dscp: null, flowLabel: null };
  prependIp(p, way, carrier, info);
  const total =
    (protocol === 'tcp' ? TCP_HEADER : UDP_HEADER) + (udp === null ? 0 : UDP_HEADER) + length;
  const isV4 = way.src.version === 4;
  view.setUint16(p.from + (isV4 ? 2 : 4), Math.min(LARGEST, isV4 ? 20 + total : total));
  return p.octets();
}

/** A packet of `size` zeros. */
function room(size: number): Packet {
  const p = new Packet((HEADROOM + size + 3) & ~3);
  p.to = p.from + size;
  return p;
}

function checksum(p: Packet, way: Way, protocol: number): number {
  return finish(sumPacket(p, p.from, p.to, pseudo(way.src, way.dst, protocol, p.length)));
}

function prependUdp(p: Packet, way: Way, ports: Ports): void {
  p.from -= UDP_HEADER;
  p.view.setUint16(p.from, ports.from);
  p.view.setUint16(p.from + 2, ports.to);
  p.view.setUint16(p.from + 4, p.length);
  // 0 says that there is none, RFC 768: a sum of 0 is written as its other form.
  p.view.setUint16(p.from + 6, checksum(p, way, UDP) || 0xffff);
}

function prependIp(p: Packet, way: Way, protocol: number, info: IpInfo): void {
  const tos = tosOf(info);
  const ttl = info.ttl ?? TTL;
  if (way.src.version === 4) {
    prependIpv4(p, way.src, way.dst, protocol, ttl, tos, 0, false, true);
  } else {
    prependIpv6(p, way.src, way.dst, protocol, ttl, tos, info.flowLabel ?? 0);
  }
}

const ECN = { noecn: 0, ect1: 1, ect0: 2, ce: 3, ect01: 2 } as const;

/** The octet of TOS or traffic class that a script asks for. */
export function tosOf(info: IpInfo): number {
  const dscp = info.dscp === null ? (info.tos ?? 0) & 0xfc : info.dscp << 2;
  return dscp | (info.ecn === null ? (info.tos ?? 0) & 3 : ECN[info.ecn]);
}
