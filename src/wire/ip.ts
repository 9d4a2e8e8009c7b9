import type { Packet } from '../base/packet.ts';
import { Address } from './address.ts';
import { BAD_VERSION, type Drop, TRUNCATED } from './drop.ts';
import { parseIpv4, parseQuotedIpv4 } from './ipv4.ts';
import { parseIpv6, parseQuotedIpv6 } from './ipv6.ts';

/** Protocol numbers: IPv4's Protocol, IPv6's Next Header. */
export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

/** What the IP header of the packet being processed says. One is used over and over. */
export class IpHeader {
  version: 4 | 6 = 4;
  readonly src: Address = new Address();
  readonly dst: Address = new Address();
  /** What the payload is; with IPv6, after the extension headers that were skipped. */
  protocol = 0;
  /** Time to live, or hop limit. */
  ttl = 0;
  /** Type of service, or traffic class: DSCP and ECN. */
  tos = 0;
  /** Of the datagram its fragments belong to: 16 bits, in IPv6 32 (0 without a fragment header). */
  id = 0;
  dontFragment = false;
  /** Where the payload stands in its datagram, octets. */
  fragmentOffset = 0;
  moreFragments = false;
  /** Where in the packet the header starts. */
  headerFrom = 0;
  /** The payload is bytes[payloadFrom, payloadTo) of the packet; link padding is left out. */
  payloadFrom = 0;
  payloadTo = 0;
  /** IPv6 flow label. */
  flow = 0;

  get isFragment(): boolean {
    return this.moreFragments || this.fragmentOffset !== 0;
  }
}

/** Reads the header of the packet `p`, of either version; `verify` asks for the IPv4 checksum. */
export function parseIp(h: IpHeader, p: Packet, verify: boolean): Drop {
  if (p.from >= p.to) return TRUNCATED;
  const version = (p.bytes[p.from] as number) >> 4;
  if (version === 4) return parseIpv4(h, p, verify);
  return version === 6 ? parseIpv6(h, p) : BAD_VERSION;
}

/**
 * Reads the header of the packet an ICMP error quotes in [from, to), of which only the beginning need
 * be there; checksums are not looked at, for routers change what they cover.
 */
export function parseQuotedIp(h: IpHeader, p: Packet, from: number, to: number): Drop {
  if (from >= to) return TRUNCATED;
  const version = (p.bytes[from] as number) >> 4;
  if (version === 4) return parseQuotedIpv4(h, p, from, to);
  return version === 6 ? parseQuotedIpv6(h, p, from, to) : BAD_VERSION;
}
