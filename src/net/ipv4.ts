import type { Packet } from '../base/packet.ts';
import type { Address } from '../wire/address.ts';
import { BAD_SOURCE, type Drop, NOT_FOR_US, OK, TOO_BIG } from '../wire/drop.ts';
import type { IpHeader } from '../wire/ip.ts';
import { prependIpv4, prependIpv4Fragment } from '../wire/ipv4.ts';
import type { Host } from './host.ts';
import type { NetInterface } from './interface.ts';
import type { HostRoute } from './routes.ts';

const HEADER = 20;
/** The largest datagram, RFC 791 section 3.1. */
const LARGEST = 65_535;
/** 224.0.0.1, the group every host is in: RFC 1112 section 4. */
const ALL_HOSTS = 0xe0000001 | 0;

/**
 * Whether a host accepts the packet `h` describes, by its addresses: RFC 1122 section 3.2.1.3. Its TTL
 * is not looked at, for whom it has reached: section 3.2.1.7.
 *
 * An address of ours is ours on every interface (the weak model of section 3.3.4.2, as Linux has it).
 */
export function acceptIpv4(host: Host, on: NetInterface, h: IpHeader): Drop {
  const { src, dst } = h;
  if (src.w3 >>> 24 === 0 || host.isBroadcast(src)) return BAD_SOURCE;
  if (!on.isLoopback) {
    // Ours from outside is a loop, or somebody pretending.
    if (src.isLoopback || host.isOurs(src)) return BAD_SOURCE;
    if (dst.isLoopback) return NOT_FOR_US;
  }
  if (host.isOurs(dst)) return OK;
  if (dst.isMulticast) return dst.w3 === ALL_HOSTS ? OK : NOT_FOR_US;
  return host.isBroadcast(dst) ? OK : NOT_FOR_US;
}

/**
 * Sends a TCP segment, which nobody may fragment: its identification has no meaning then and is 0 (RFC
 * 6864 section 4.1). Only where the path is known to carry less than we send, routers may.
 */
export function sendSegmentV4(
  host: Host,
  route: HostRoute,
  remote: Address,
  protocol: number,
  p: Packet,
  ttl: number,
  tos: number,
): void {
  if (p.length + HEADER > route.mtu) {
    host.drop(p, TOO_BIG);
    return;
  }
  const { source, checksums, mayFragment } = route;
  const id = mayFragment ? host.nextIpv4Id() : 0;
  prependIpv4(p, source, remote, protocol, ttl, tos, id, !mayFragment, checksums);
  host.transmit(route.via, p);
}

/** Sends a datagram of any length up to 65,515 octets, in fragments where the link asks for them. */
export function sendDatagramV4(
  host: Host,
  route: HostRoute,
  remote: Address,
  protocol: number,
  p: Packet,
  ttl: number,
  tos: number,
): void {
  const { source, mtu, checksums } = route;
  const { length } = p;
  if (length + HEADER > LARGEST) {
    host.drop(p, TOO_BIG);
    return;
  }
  const id = host.nextIpv4Id();
  if (length + HEADER <= mtu) {
    prependIpv4(p, source, remote, protocol, ttl, tos, id, false, checksums);
    host.transmit(route.via, p);
    return;
  }
  const most = (mtu - HEADER) & ~7;
  for (let at = 0; at < length; at += most) {
    const n = Math.min(most, length - at);
    const q = host.pieceOf(p, at, n);
    prependIpv4Fragment(q, source, remote, protocol, ttl, tos, id, at, at + n < length, checksums);
    host.counters.fragmentsOut++;
    host.transmit(route.via, q);
  }
  p.release();
}
