import type { Packet } from '../base/packet.ts';
import type { Address } from '../wire/address.ts';
import { BAD_UDP, INTERFACE_DOWN, OK, TOO_BIG } from '../wire/drop.ts';
import { type IpHeader, TCP, UDP } from '../wire/ip.ts';
import { parseUdp, prependUdp, UDP_HEADER, UdpHeader } from '../wire/udp.ts';
import type { Host } from './host.ts';
import { sendSegmentV4 } from './ipv4.ts';
import { sendSegmentV6 } from './ipv6.ts';
import { HostRoute } from './routes.ts';

/** The most octets a tunnel may be said to take of a packet: FreeBSD, net.inet.tcp.udp_tunneling_overhead. */
const MOST_OVERHEAD = 1024;

/**
 * TCP segments inside UDP datagrams, for networks that let nothing else pass: as RFC 6951 has it for SCTP, and
 * FreeBSD for TCP (sysctl net.inet.tcp.udp_tunneling_port, socket option TCP_REMOTE_UDP_ENCAPS_PORT). A host
 * has one UDP port for them; each flow remembers the peer's.
 *
 * A segment keeps its own checksum, as an observer expects; what is verified is that of the datagram, which
 * covers it (FreeBSD leaves the inner one 0). Only a datagram without a checksum has it verified.
 */
export class Tunnel {
  readonly #host: Host;
  readonly #udp = new UdpHeader();
  #port = 0;
  #overhead = UDP_HEADER;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Our UDP port: where segments are taken from and sent from. 0 turns the tunnel off. */
  get port(): number {
    return this.#port;
  }

  /** Throws a RangeError for what is no port. */
  set port(port: number) {
    mustBeWhole('a tunnelling port', port, 0, 65_535);
    this.#port = port;
    if (port !== 0) this.#host.tcp.guarded = true;
  }

  /** Octets that segments leave free for it in every packet, 8 to 1024; for flows that begin from now on. */
  get overhead(): number {
    return this.#overhead;
  }

  /** Throws a RangeError when there would be no room for a UDP header, or hardly any for TCP. */
  set overhead(octets: number) {
    mustBeWhole('a tunnelling overhead', octets, UDP_HEADER, MOST_OVERHEAD);
    this.#overhead = octets;
  }

  /** The way of `plain` inside datagrams to `udpPort`. Nobody shares it: there may be as many as ports. */
  routeThrough(plain: HostRoute, udpPort: number): HostRoute {
    const { via, source, mayFragment, metrics } = plain;
    return new HostRoute(via, source, mayFragment, metrics, udpPort, this.#overhead);
  }

  /** Takes a UDP datagram that is for the tunnel; false, and nothing taken, when it is not. */
  input(p: Packet, h: IpHeader, verify: boolean): boolean {
    if (this.#port === 0) return false;
    const host = this.#host;
    const u = this.#udp;
    const { payloadFrom: from, payloadTo: to } = h;
    if (parseUdp(u, p, from, to, h.src, h.dst, verify) !== OK || u.sport === 0) {
      host.drop(p, BAD_UDP); // RFC 768: port 0 expects no answer, and TCP has nothing else to give
      return true;
    }
    if (u.dport !== this.#port) return false;
    h.payloadFrom = u.payloadFrom;
    h.payloadTo = u.payloadTo;
    h.protocol = TCP;
    host.tcp.input(p, h, verify && !u.hasChecksum, u.sport);
    return true;
  }

  /** Sends a segment inside a datagram; takes the packet. With the tunnel turned off it goes nowhere. */
  send(way: HostRoute, remote: Address, p: Packet, ttl: number, tos: number): void {
    const host = this.#host;
    const { via, source, mayFragment, metrics, udpPort, checksums } = way;
    if (this.#port === 0) {
      host.drop(p, INTERFACE_DOWN);
      return;
    }
    if (p.length > way.mtu) {
      host.drop(p, TOO_BIG);
      return;
    }
    prependUdp(p, this.#port, udpPort, source, remote, checksums);
    const plain = via.routeFrom(source, mayFragment, metrics);
    if (remote.version === 4) sendSegmentV4(host, plain, remote, UDP, p, ttl, tos);
    else sendSegmentV6(host, plain, remote, UDP, p, ttl, tos);
  }
}

function mustBeWhole(what: string, n: number, least: number, most: number): void {
  if (Number.isInteger(n) && n >= least && n <= most) return;
  throw new RangeError(`${what} is a whole number from ${least} to ${most}, not ${n}`);
}
