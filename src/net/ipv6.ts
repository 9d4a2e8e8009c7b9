import type { Packet } from '../base/packet.ts';
import type { Address } from '../wire/address.ts';
import { BAD_SOURCE, type Drop, NOT_FOR_US, OK, TOO_BIG } from '../wire/drop.ts';
import type { IpHeader } from '../wire/ip.ts';
import { IPV6_FRAGMENT, prependIpv6, prependIpv6Fragment } from '../wire/ipv6.ts';
import type { Host } from './host.ts';
import type { NetInterface } from './interface.ts';
import type { HostRoute } from './routes.ts';

const HEADER = 40;
const FRAGMENT_HEADER = 8;
/** The largest payload, RFC 8200 section 3. */
const LARGEST = 65_535;

/**
 * Whether a host accepts the packet `h` describes, by its addresses: RFC 4291 sections 2.5 and 2.7,
 * and 2.8 for the groups it is in.
 *
 * What a kernel says to its neighbours on a TUN device (router solicitations, group reports) goes to
 * groups this host is not in, or comes from the unspecified address, and is counted as such.
 */
export function acceptIpv6(host: Host, on: NetInterface, h: IpHeader): Drop {
  const { src, dst } = h;
  if (src.isUnspecified || src.isMulticast || isMapped(src)) return BAD_SOURCE;
  if (!on.isLoopback) {
    // Ours from outside is a loop, or somebody pretending.
    if (src.isLoopback || host.isOurs(src)) return BAD_SOURCE;
    if (dst.isLoopback) return NOT_FOR_US;
  }
  if (dst.isMulticast) return isOurGroup(on, dst) ? OK : NOT_FOR_US;
  if (!host.isOurs(dst)) return NOT_FOR_US;
  // A link-local address is ours on its own link only: RFC 4007 section 9.
  return dst.isLinkLocal && !on.isLoopback && !on.has(dst) ? NOT_FOR_US : OK;
}

/** First words of ff01::/16 and ff02::/16: groups of the interface, and of the link. */
const INTERFACE_GROUP = 0xff010000 | 0;
const LINK_GROUP = 0xff020000 | 0;

/** ::ffff:0:0/96, which stands for IPv4 in programs and must not be on the wire (RFC 4942 section 2.2). */
function isMapped(a: Address): boolean {
  return a.w0 === 0 && a.w1 === 0 && a.w2 === 0xffff;
}

/** All nodes on the interface or on the link, and the solicited-node groups of our addresses. */
function isOurGroup(on: NetInterface, a: Address): boolean {
  if (a.w1 !== 0) return false;
  if (a.w2 === 0 && a.w3 === 1) return a.w0 === LINK_GROUP || a.w0 === INTERFACE_GROUP;
  if (a.w0 !== LINK_GROUP || a.w2 !== 1 || a.w3 >>> 24 !== 0xff) return false;
  for (const { address } of on.prefixes) {
    if (address.version === 6 && ((address.w3 ^ a.w3) & 0xffffff) === 0) return true;
  }
  return false;
}

/** Sends a TCP segment, never fragmented. */
export function sendSegmentV6(
  host: Host,
  route: HostRoute,
  remote: Address,
  protocol: number,
  p: Packet,
  hopLimit: number,
  trafficClass: number,
): void {
  if (p.length + HEADER > route.mtu) {
    host.drop(p, TOO_BIG);
    return;
  }
  prependIpv6(p, route.source, remote, protocol, hopLimit, trafficClass, 0);
  host.transmit(route.via, p);
}

/** Sends a datagram of up to 65,535 octets, in fragments where the link asks for them (RFC 8200 section 4.5). */
export function sendDatagramV6(
  host: Host,
  route: HostRoute,
  remote: Address,
  protocol: number,
  p: Packet,
  hopLimit: number,
  trafficClass: number,
): void {
  const { source, mtu } = route;
  const { length } = p;
  if (length > LARGEST) {
    host.drop(p, TOO_BIG);
    return;
  }
  if (length + HEADER <= mtu) {
    sendSegmentV6(host, route, remote, protocol, p, hopLimit, trafficClass);
    return;
  }
  // Unpredictable, RFC 7739.
  const id = host.random.u32();
  const most = (mtu - HEADER - FRAGMENT_HEADER) & ~7;
  for (let at = 0; at < length; at += most) {
    const n = Math.min(most, length - at);
    const q = host.pieceOf(p, at, n);
    prependIpv6Fragment(q, protocol, at, at + n < length, id);
    prependIpv6(q, source, remote, IPV6_FRAGMENT, hopLimit, trafficClass, 0);
    host.counters.fragmentsOut++;
    host.transmit(route.via, q);
  }
  p.release();
}
