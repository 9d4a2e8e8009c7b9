import type { Address } from '../wire/address.ts';
import { HAS_TS, optionsLength } from '../wire/tcp.ts';
import type { Environment, Route } from './environment.ts';
import type { ConnectionOptions } from './options.ts';
import type { Profile } from './profile.ts';

/** Octets of an IP and a TCP header without options. */
export function fixedHeaders(address: Address): number {
  return (address.version === 4 ? 20 : 40) + 20;
}

/** The send MSS when the peer's SYN has no MSS option, RFC 9293 section 3.7.1. [MUST-15] */
export function defaultMss(address: Address, profile: Profile): number {
  return address.version === 4 ? profile.defaultMss : profile.defaultMssV6;
}

/** The smallest send MSS believed: below it, headers outweigh text (Linux: TCP_MIN_SND_MSS). */
const SMALLEST = 48;

/**
 * The fewest octets of text that a full segment has, however narrow the path is said to be and however long its
 * options: what RFC 791 section 3.2 grants every fragment beside the longest header.
 */
export const LEAST_TEXT = 8;

/**
 * The MSS to announce: what the interface can receive, fixed headers taken off, whatever the path may
 * be. [MUST-14, MUST-67, SHLD-5, SHLD-6, MAY-3] The user may want less: `maxSegment`, unless it is 0.
 */
export function mssToAnnounce(mtu: number, address: Address, maxSegment = 0): number {
  const mss = Math.min(65535, Math.max(1, mtu - fixedHeaders(address)));
  return maxSegment > 0 ? Math.min(mss, maxSegment) : mss;
}

/** Every IPv6 link carries packets of this size: RFC 8200 section 5. */
const LEAST_IPV6_MTU = 1280;

/**
 * The largest packet to send on `route` that the user of these options wants, when the path carries `mtu`.
 * RFC 3542 section 11.1 has him ask for no more than IPv6 guarantees.
 */
export function wantedMtu(
  mtu: number,
  route: Route,
  remote: Address,
  options: Readonly<ConnectionOptions>,
): number {
  if (!options.minMtu || remote.version === 4) return mtu;
  return Math.min(mtu, LEAST_IPV6_MTU - route.overhead);
}

/** The MSS that a connection to `remote` announces, whose SYN or SYN-ACK goes on `route`. */
export function announcedMss(
  env: Environment,
  route: Route,
  remote: Address,
  profile: Profile,
  options: Readonly<ConnectionOptions>,
): number {
  // FreeBSD announces what the path carries, though what we receive may come another way.
  const carries = profile.announcePathMtu ? env.pathMtu(route, remote) : route.mtu;
  const mtu = wantedMtu(carries, route, remote, options);
  const mss = mssToAnnounce(mtu, remote, options.maxSegment);
  return route.advMss > 0 ? Math.min(mss, route.advMss) : mss;
}

/**
 * Octets of text in a full segment: the smaller of what the peer accepts and what the interface
 * carries, less the options every segment carries. RFC 9293 section 3.7.1. [MUST-16]
 */
export function effectiveMss(
  peerMss: number,
  mtu: number,
  address: Address,
  timestamps: boolean,
  profile: Profile,
  maxSegment = 0,
): number {
  const fits = Math.min(Math.max(peerMss, SMALLEST), mtu - fixedHeaders(address));
  const largest = maxSegment > 0 ? Math.min(fits, maxSegment) : fits;
  return largest - (timestamps ? optionsLength(HAS_TS, 0, profile.options) : 0);
}
