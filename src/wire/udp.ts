import type { Packet } from '../base/packet.ts';
import type { Address } from './address.ts';
import { finish, pseudo, sumPacket } from './checksum.ts';
import { BAD_UDP, type Drop, OK } from './drop.ts';
import { UDP } from './ip.ts';

/** Octets of the header. */
export const UDP_HEADER = 8;

/** The UDP header of the packet being processed. One is used over and over. */
export class UdpHeader {
  sport = 0;
  dport = 0;
  /** Whether there was a checksum to verify: without one IPv4 datagrams vouch for nothing. */
  hasChecksum = false;
  /** The datagram's octets are bytes[payloadFrom, payloadTo). */
  payloadFrom = 0;
  payloadTo = 0;
}

/**
 * Reads the UDP header at [from, to) of `p`, a datagram from `src` to `dst`. What follows its own length is
 * padding: RFC 768 gives the length, and RFC 1122 section 4.1.3.4 has a wrong checksum dropped in silence.
 *
 * @param verify  whether a checksum that is there must be right, and one be there over IPv6
 */
export function parseUdp(
  u: UdpHeader,
  p: Packet,
  from: number,
  to: number,
  src: Address,
  dst: Address,
  verify: boolean,
): Drop {
  if (to - from < UDP_HEADER) return BAD_UDP;
  const { view } = p;
  const length = view.getUint16(from + 4);
  if (length < UDP_HEADER || length > to - from) return BAD_UDP;
  u.hasChecksum = view.getUint16(from + 6) !== 0;
  // RFC 8200 section 8.1: over IPv6 there must be one, where anybody computes them.
  if (verify && !u.hasChecksum && src.version === 6) return BAD_UDP;
  if (verify && u.hasChecksum) {
    const sum = pseudo(src, dst, UDP, length);
    if (finish(sumPacket(p, from, from + length, sum)) !== 0) return BAD_UDP;
  }
  u.sport = view.getUint16(from);
  u.dport = view.getUint16(from + 2);
  u.payloadFrom = from + UDP_HEADER;
  u.payloadTo = from + length;
  return OK;
}

/** Prepends a UDP header to all that `p` holds, at most 65,527 octets; without `checksums` its checksum is 0. */
export function prependUdp(
  p: Packet,
  sport: number,
  dport: number,
  src: Address,
  dst: Address,
  checksums: boolean,
): void {
  const { view } = p;
  const at = p.from - UDP_HEADER;
  p.from = at;
  const length = p.to - at;
  view.setInt32(at, (sport << 16) | dport);
  view.setInt32(at + 4, length << 16);
  if (!checksums) return;
  const sum = finish(sumPacket(p, at, p.to, pseudo(src, dst, UDP, length)));
  view.setUint16(at + 6, sum === 0 ? 0xffff : sum); // 0 would say that there is none: RFC 768
}
