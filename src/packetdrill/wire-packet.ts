import { HEADROOM, Packet } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import { finish, pseudo, sumPacket } from '../wire/checksum.ts';
import { DROP_NAMES, OK } from '../wire/drop.ts';
import { IcmpMessage, parseIcmp } from '../wire/icmp.ts';
import { parseIcmpv6 } from '../wire/icmpv6.ts';
import { ICMP, ICMPV6, IpHeader, parseIp, parseQuotedIp, TCP, UDP } from '../wire/ip.ts';
import type { Ports } from './ast.ts';
import type { Sent } from './script-link.ts';

const UDP_HEADER = 8;
const TCP_HEADER = 20;

/** What the IP header of a packet said. */
export interface IpFields {
  readonly version: 4 | 6;
  /** Octets of the IP header: 20 or 40 unless it had options or extensions. */
  readonly headerLength: number;
  /** Octets of the packet by its own account. */
  readonly totalLength: number;
  readonly ttl: number;
  readonly tos: number;
  readonly flowLabel: number;
  readonly src: string;
  readonly dst: string;
}

interface Packetish {
  readonly at: Micros;
  readonly ip: IpFields;
  /** What is wrong with it by itself, such as a checksum; null when nothing is. */
  readonly fault: string | null;
}

/** A TCP segment as it was on the wire: the live numbers. */
export interface TcpOnWire extends Packetish {
  readonly kind: 'tcp';
  /** The ports of the UDP datagram it travelled in, or null. */
  readonly udp: Ports | null;
  readonly sport: number;
  readonly dport: number;
  readonly seq: number;
  readonly ack: number;
  /** Nine bits, AE to FIN. */
  readonly flags: number;
  /** The three bits that are still reserved. */
  readonly reserved: number;
  readonly window: number;
  readonly urgent: number;
  readonly options: Uint8Array;
  readonly text: Uint8Array;
  /** All of it, from the TCP header on. */
  readonly segment: Uint8Array;
}

export interface IcmpOnWire extends Packetish {
  readonly kind: 'icmp';
  readonly type: number;
  readonly code: number;
  /** The second word of the header: an MTU, a pointer, an identification. */
  readonly rest: number;
  /** The segment that it quotes, as far as it is there. */
  readonly quoted: { readonly sport: number; readonly dport: number; readonly seq: number } | null;
}

/** Neither: the text says what it is. */
export interface OtherOnWire extends Packetish {
  readonly kind: 'other';
  readonly what: string;
}

export type OnWire = TcpOnWire | IcmpOnWire | OtherOnWire;

/** A packet of our own around octets, for the readers of `wire/`. */
export function packetOf(octets: Uint8Array): Packet {
  const p = new Packet((HEADROOM + octets.length + 3) & ~3);
  p.bytes.set(octets, p.from);
  p.to = p.from + octets.length;
  return p;
}

/** Reads a packet that the stack sent; never throws, whatever it holds. */
export function readPacket(sent: Sent): OnWire {
  const { at } = sent;
  const p = packetOf(sent.octets);
  const h = new IpHeader();
  const drop = parseIp(h, p, true);
  const ip: IpFields = {
    version: h.version,
    headerLength: h.payloadFrom - h.headerFrom,
    totalLength: h.payloadTo - h.headerFrom,
    ttl: h.ttl,
    tos: h.tos,
    flowLabel: h.flow,
    src: h.src.toString(),
    dst: h.dst.toString(),
  };
  const other = (what: string, fault: string | null): OtherOnWire => ({
    ...{ kind: 'other', at, ip, what, fault },
  });
  if (drop !== OK) return other('a malformed IP packet', DROP_NAMES[drop] ?? 'malformed');
  if (h.isFragment) return other(`a fragment (offset ${h.fragmentOffset})`, null);
  switch (h.protocol) {
    case TCP:
      return readTcp(p, h, at, ip, h.payloadFrom, null) ?? other('a TCP header cut short', 'short');
    case UDP:
      return readUdp(p, h, at, ip) ?? other('a UDP datagram', null);
    case ICMP:
    case ICMPV6:
      return readIcmp(p, h, at, ip);
    default:
      return other(`IP protocol ${h.protocol}`, null);
  }
}

function readTcp(
  p: Packet,
  h: IpHeader,
  at: Micros,
  ip: IpFields,
  from: number,
  udp: Ports | null,
): TcpOnWire | null {
  const { view } = p;
  const to = h.payloadTo;
  if (to - from < TCP_HEADER) return null;
  const word = view.getUint16(from + 12);
  const text = from + (word >>> 12) * 4;
  if (text < from + TCP_HEADER || text > to) return null;
  const isSound =
    udp !== null || finish(sumPacket(p, from, to, pseudo(h.src, h.dst, TCP, to - from))) === 0;
  return {
    kind: 'tcp',
    at,
    ip,
    fault: isSound ? null : 'a wrong TCP checksum',
    udp,
    sport: view.getUint16(from),
    dport: view.getUint16(from + 2),
    seq: view.getUint32(from + 4),
    ack: view.getUint32(from + 8),
    flags: word & 0x1ff,
    reserved: (word >>> 9) & 7,
    window: view.getUint16(from + 14),
    urgent: view.getUint16(from + 18),
    options: p.bytes.subarray(from + TCP_HEADER, text),
    text: p.bytes.subarray(text, to),
    segment: p.bytes.subarray(from, to),
  };
}

/** TCP inside UDP: what else should a TCP stack send in it. */
function readUdp(p: Packet, h: IpHeader, at: Micros, ip: IpFields): TcpOnWire | null {
  const from = h.payloadFrom;
  if (h.payloadTo - from < UDP_HEADER) return null;
  const udp = { from: p.view.getUint16(from), to: p.view.getUint16(from + 2) };
  const segment = readTcp(p, h, at, ip, from + UDP_HEADER, udp);
  if (segment === null) return null;
  const length = h.payloadTo - from;
  if (p.view.getUint16(from + 4) !== length) return { ...segment, fault: 'a wrong UDP length' };
  const sum = finish(sumPacket(p, from, h.payloadTo, pseudo(h.src, h.dst, UDP, length)));
  const isUnused = p.view.getUint16(from + 6) === 0 && ip.version === 4;
  return isUnused || sum === 0 ? segment : { ...segment, fault: 'a wrong UDP checksum' };
}

function readIcmp(p: Packet, h: IpHeader, at: Micros, ip: IpFields): OnWire {
  const m = new IcmpMessage();
  const [from, to] = [h.payloadFrom, h.payloadTo];
  const drop =
    h.protocol === ICMP
      ? parseIcmp(m, p, from, to, true)
      : parseIcmpv6(m, p, from, to, h.src, h.dst, true);
  if (drop !== OK) return { kind: 'other', at, ip, what: 'ICMP', fault: DROP_NAMES[drop] ?? '' };
  const inner = new IpHeader();
  let quoted: IcmpOnWire['quoted'] = null;
  if (m.quotedTo > m.quotedFrom && parseQuotedIp(inner, p, m.quotedFrom, m.quotedTo) === OK) {
    const q = inner.payloadFrom;
    if (inner.protocol === TCP && inner.payloadTo - q >= 8) {
      const [sport, dport] = [p.view.getUint16(q), p.view.getUint16(q + 2)];
      quoted = { sport, dport, seq: p.view.getUint32(q + 4) };
    }
  }
  const rest = p.view.getUint32(from + 4);
  return { kind: 'icmp', at, ip, fault: null, type: m.type, code: m.code, rest, quoted };
}
