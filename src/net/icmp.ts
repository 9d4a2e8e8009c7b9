import type { Packet } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import { icmpErrorArrives, type Quote } from '../tcp/icmp-errors.ts';
import { BAD_ICMP, type Drop, ICMP_IGNORED, ICMP_STRAY, NO_ROUTE, OK } from '../wire/drop.ts';
import {
  buildTimeExceeded,
  buildUnreachable,
  finishIcmp,
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_PORT_UNREACHABLE,
  ICMP_PROTOCOL_UNREACHABLE,
  ICMP_REASSEMBLY_EXCEEDED,
  ICMP_SOURCE_QUENCH,
  IcmpMessage,
  isIcmpError,
  parseIcmp,
} from '../wire/icmp.ts';
import { problemOf } from '../wire/icmp-problem.ts';
import {
  buildIcmpv6Error,
  buildTimeExceededV6,
  buildUnreachableV6,
  finishIcmpv6,
  ICMPV6_ECHO,
  ICMPV6_ECHO_REPLY,
  ICMPV6_PARAMETER_PROBLEM,
  ICMPV6_PORT_UNREACHABLE,
  ICMPV6_REASSEMBLY_EXCEEDED,
  ICMPV6_UNKNOWN_NEXT_HEADER,
  isIcmpv6Error,
  parseIcmpv6,
} from '../wire/icmpv6.ts';
import { ICMP, ICMPV6, IpHeader, parseQuotedIp, TCP, UDP } from '../wire/ip.ts';
import { UDP_HEADER } from '../wire/udp.ts';
import type { Host } from './host.ts';
import type { HostRoute } from './routes.ts';

/** Time to live of what ICMP sends, RFC 1700. */
const TTL = 64;
/** Octets an error about a packet needs room for, at most: RFC 4443 section 2.4 (c). */
const ERROR_ROOM = 1280;
/** Errors sent at most: one every 10 ms, 50 at once. RFC 4443 section 2.4 (f). */
const ERROR_INTERVAL: Micros = 10_000;
const ERROR_BURST = 50;
/** "No next header", RFC 8200 section 4.7: nothing follows, and nobody is told. */
const NO_NEXT_HEADER = 59;
const IPV6_HEADER = 40;

/**
 * ICMP and ICMPv6 of one host: answers echoes, and says what could not be delivered under the rules
 * of RFC 1122 section 3.2.2 and RFC 4443 section 2.4 (e): never about an ICMP error, a fragment that is
 * not the first, or a packet that was for many or from nobody in particular.
 */
export class Icmp {
  readonly #host: Host;
  readonly #message = new IcmpMessage();
  /** The packet an error quotes, and the segment in it. */
  readonly #quotedHeader = new IpHeader();
  readonly #quote: Quote = {
    problem: 'host-unreachable',
    local: this.#quotedHeader.src,
    remote: this.#quotedHeader.dst,
    localPort: 0,
    remotePort: 0,
    udpPort: 0,
    seq: 0,
    length: 0,
    mtu: 0,
  };
  /** When what was spent on errors will be made up for: each sets it an interval later. */
  #errorsPaid: Micros = Number.NEGATIVE_INFINITY;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Takes an IPv4 ICMP message; `unicast` says that it was for this host alone. */
  inputV4(p: Packet, h: IpHeader, verify: boolean, unicast: boolean): void {
    const host = this.#host;
    const m = this.#message;
    host.counters.icmpIn++;
    const drop = parseIcmp(m, p, h.payloadFrom, h.payloadTo, verify);
    if (drop !== OK) {
      host.drop(p, drop);
      return;
    }
    // Echoes to many may go unanswered: RFC 1122 section 3.2.2.6. Answering them helps attackers only.
    if (m.type === ICMP_ECHO && m.code === 0 && unicast) {
      this.#echo(p, h, ICMP_ECHO_REPLY, unicast);
      return;
    }
    if (m.type === ICMP_ECHO_REPLY) host.counters.echoRepliesIn++;
    if (isIcmpError(m.type)) this.#error(p, h, unicast);
    else p.release();
  }

  /** Takes an ICMPv6 message. */
  inputV6(p: Packet, h: IpHeader, verify: boolean, unicast: boolean): void {
    const host = this.#host;
    const m = this.#message;
    host.counters.icmpIn++;
    const drop = parseIcmpv6(m, p, h.payloadFrom, h.payloadTo, h.src, h.dst, verify);
    if (drop !== OK) {
      host.drop(p, drop);
      return;
    }
    // Echoes to our groups are answered too: RFC 4443 section 4.2.
    if (m.type === ICMPV6_ECHO && m.code === 0) {
      this.#echo(p, h, ICMPV6_ECHO_REPLY, unicast);
      return;
    }
    if (m.type === ICMPV6_ECHO_REPLY) host.counters.echoRepliesIn++;
    if (isIcmpv6Error(m.type)) this.#error(p, h, unicast);
    else p.release();
  }

  /** Says that nobody here takes what `p` carries. Does not take `p`. */
  unreachable(p: Packet, h: IpHeader): void {
    const route = this.#errorRoute(h);
    if (route === null) return;
    const host = this.#host;
    const e = host.packet(ERROR_ROOM);
    const from = h.headerFrom;
    const to = h.payloadTo;
    if (h.version === 4) {
      const code = h.protocol === UDP ? ICMP_PORT_UNREACHABLE : ICMP_PROTOCOL_UNREACHABLE;
      buildUnreachable(e, code, 0, p, from, to);
    } else if (h.protocol === UDP) {
      buildUnreachableV6(e, ICMPV6_PORT_UNREACHABLE, p, from, to, route.source, h.src);
    } else {
      const type = ICMPV6_PARAMETER_PROBLEM;
      const code = ICMPV6_UNKNOWN_NEXT_HEADER;
      const pointer = nextHeaderAt(p, h);
      buildIcmpv6Error(e, type, code, pointer, p, from, to, route.source, h.src);
    }
    this.#sendError(e, h, route);
  }

  /** Says that the rest of the datagram `first` begins did not come in time. Does not take `first`. */
  reassemblyExceeded(first: Packet, h: IpHeader): void {
    if (isAboutIcmpError(first, h)) return;
    const route = this.#errorRoute(h);
    if (route === null) return;
    const e = this.#host.packet(ERROR_ROOM);
    const from = h.headerFrom;
    const to = h.payloadTo;
    if (h.version === 4) {
      buildTimeExceeded(e, ICMP_REASSEMBLY_EXCEEDED, first, from, to);
    } else {
      buildTimeExceededV6(e, ICMPV6_REASSEMBLY_EXCEEDED, first, from, to, route.source, h.src);
    }
    this.#sendError(e, h, route);
  }

  /** An error has arrived, RFC 1122 section 3.2.2: who sent the packet it quotes is told. Takes `p`. */
  #error(p: Packet, h: IpHeader, unicast: boolean): void {
    const { counters, tcp } = this.#host;
    counters.icmpErrorsIn++;
    const m = this.#message;
    if (h.version === 4 && m.type === ICMP_SOURCE_QUENCH) {
      counters.sourceQuenchesIn++; // silently: RFC 9293 section 3.9.2.2 [MUST-55], RFC 6633
      p.release();
      return;
    }
    const problem = problemOf(h.version, m);
    const drop = problem === null ? ICMP_IGNORED : this.#readQuote(p, h, unicast);
    if (problem === null || drop !== OK) {
      this.#host.drop(p, drop);
      return;
    }
    this.#quote.problem = problem;
    this.#quote.mtu = m.mtu;
    icmpErrorArrives(tcp, this.#quote); // [MUST-54]
    p.release();
  }

  /**
   * Reads the TCP segment of ours that the error in `p` quotes: its first 8 octets are always there (RFC
   * 792). An error goes to whoever sent what it quotes, so their address is the one it came to.
   */
  #readQuote(p: Packet, h: IpHeader, unicast: boolean): Drop {
    const m = this.#message;
    const ip = this.#quotedHeader;
    if (parseQuotedIp(ip, p, m.quotedFrom, m.quotedTo) !== OK) return BAD_ICMP;
    if (ip.version !== h.version) return BAD_ICMP;
    if (!unicast || !ip.src.equals(h.dst)) return ICMP_STRAY;
    if (ip.fragmentOffset !== 0) return ICMP_STRAY;
    let { payloadFrom: at } = ip;
    if (ip.payloadTo - at < 8) return BAD_ICMP;
    const q = this.#quote;
    q.udpPort = 0;
    if (ip.protocol === UDP && p.view.getUint16(at) === this.#host.tunnel.port) {
      q.udpPort = p.view.getUint16(at + 2); // a port of 0 is nobody's, and found by none
      at += UDP_HEADER;
      if (q.udpPort === 0) return ICMP_STRAY;
      if (ip.payloadTo - at < 8) return BAD_ICMP; // RFC 1812 section 4.3.2.3 would have more quoted
    } else if (ip.protocol !== TCP) {
      return ICMP_STRAY;
    }
    q.localPort = p.view.getUint16(at);
    q.remotePort = p.view.getUint16(at + 2);
    q.seq = p.view.getInt32(at + 4);
    const length = p.view.getUint16(ip.headerFrom + (ip.version === 4 ? 2 : 4));
    q.length = ip.version === 4 ? length : length + IPV6_HEADER;
    return OK;
  }

  /** Turns the echo request `p` into its reply and sends it: RFC 1122 section 3.2.2.6, RFC 4443 section 4.2. */
  #echo(p: Packet, h: IpHeader, type: number, unicast: boolean): void {
    const host = this.#host;
    host.counters.echoesIn++;
    const route = host.routeTo(h.src, unicast ? h.dst : null);
    if (route === null) {
      host.drop(p, NO_ROUTE);
      return;
    }
    p.from = h.payloadFrom;
    p.to = h.payloadTo;
    p.view.setUint8(p.from, type);
    if (h.version === 4) finishIcmp(p);
    else finishIcmpv6(p, route.source, h.src);
    host.counters.echoRepliesOut++;
    // The type of service is the request's (RFC 1122 section 3.2.2.6), but not its ECN bits.
    host.sendDatagram(route, h.src, h.version === 4 ? ICMP : ICMPV6, p, TTL, h.tos & 0xfc);
  }

  /**
   * The way for an error about the packet `h` describes, from the address it was for: there is none if
   * that was for many. Null also when it would be one error too many.
   */
  #errorRoute(h: IpHeader): HostRoute | null {
    const route = this.#host.routeTo(h.src, h.dst);
    if (route === null) return null;
    const { now } = this.#host.clock;
    const paid = Math.max(this.#errorsPaid, now - ERROR_BURST * ERROR_INTERVAL) + ERROR_INTERVAL;
    if (paid > now) {
      this.#host.counters.icmpErrorsLimited++;
      return null;
    }
    this.#errorsPaid = paid;
    return route;
  }

  #sendError(e: Packet, h: IpHeader, route: HostRoute): void {
    this.#host.counters.icmpErrorsOut++;
    this.#host.sendDatagram(route, h.src, h.version === 4 ? ICMP : ICMPV6, e, TTL, 0);
  }
}

/** Whether anybody is to be told that the protocol `h` names is not spoken here. */
export function deservesError(h: IpHeader): boolean {
  return h.version === 4 || h.protocol !== NO_NEXT_HEADER;
}

/** Whether a first fragment carries an ICMP error, or so little that it might. */
function isAboutIcmpError(first: Packet, h: IpHeader): boolean {
  if (h.protocol !== (h.version === 4 ? ICMP : ICMPV6)) return false;
  if (h.payloadFrom >= h.payloadTo) return true;
  const type = first.bytes[h.payloadFrom] as number;
  return h.version === 4 ? isIcmpError(type) : isIcmpv6Error(type);
}

/** Where in the packet the Next Header field stands that names what nobody knows; RFC 4443 section 3.4. */
function nextHeaderAt(p: Packet, h: IpHeader): number {
  let field = 6;
  let at = 40;
  const end = h.payloadFrom - h.headerFrom;
  while (at < end) {
    const kind = p.bytes[h.headerFrom + field] as number;
    field = at;
    at += kind === 44 ? 8 : ((p.bytes[h.headerFrom + at + 1] as number) + 1) * 8;
  }
  return field;
}
