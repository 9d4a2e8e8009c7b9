import type { Address } from '../wire/address.ts';
import { HAS_TS, optionsLength } from '../wire/tcp.ts';
import type { Profile } from './profile.ts';

/** Octets of an IP and a TCP header without options. */
export function fixedHeaders(address: Address): number {
  return (address.version === 4 ? 20 : 40) + 20;
}

/** The send MSS when the peer's SYN has no MSS option, RFC 9293 section 3.7.1. [MUST-15] */
export function defaultMss(address: Address): number {
  return address.version === 4 ? 536 : 1220;
}

/** The smallest send MSS believed: below it, headers outweigh text (Linux: TCP_MIN_SND_MSS). */
const SMALLEST = 48;

/**
 * The MSS to announce: what the interface can receive, fixed headers taken off, whatever the path may
 * be. [MUST-14, MUST-67, SHLD-5, SHLD-6, MAY-3] The user may want less: `maxSegment`, unless it is 0.
 */
export function mssToAnnounce(mtu: number, address: Address, maxSegment = 0): number {
  const mss = Math.min(65535, Math.max(1, mtu - fixedHeaders(address)));
  return maxSegment > 0 ? Math.min(mss, maxSegment) : mss;
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
