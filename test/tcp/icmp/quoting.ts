import type { Packet } from '../../../src/base/packet.ts';
import { rfc } from '../../../src/tcp/profiles/index.ts';
import { Address } from '../../../src/wire/address.ts';
import { pseudo } from '../../../src/wire/checksum.ts';
import { DROP_NAMES, type DropName } from '../../../src/wire/drop.ts';
import { finishIcmp, prependIcmp } from '../../../src/wire/icmp.ts';
import { finishIcmpv6 } from '../../../src/wire/icmpv6.ts';
import { ICMP, ICMPV6, TCP, UDP } from '../../../src/wire/ip.ts';
import { prependIpv4 } from '../../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../../src/wire/ipv6.ts';
import { ACK, prependTcp, Segment } from '../../../src/wire/tcp.ts';
import { prependUdp } from '../../../src/wire/udp.ts';
import type { Drill } from '../../support/drill.ts';

/** Routers between us and the peer. */
export const ROUTER: Address = Address.parse('10.0.0.254');
export const ROUTER6: Address = Address.parse('fd00::fe');

/** What an error says and quotes; numbers are relative to our ISS. */
export interface Told {
  readonly type: number;
  readonly code?: number;
  /** The second word: an MTU, a pointer. */
  readonly rest?: number;
  readonly seq?: number;
  /** Octets of text in the quoted segment. */
  readonly len?: number;
  /** Octets of the quoted packet that the error carries; all of it when absent. */
  readonly keep?: number;
  readonly sport?: number;
  readonly dport?: number;
  /** Addresses of the quoted packet; ours and the peer's when absent. */
  readonly src?: Address;
  readonly dst?: Address;
  /** The UDP ports of the datagram it went in. */
  readonly udp?: readonly [from: number, to: number];
}

/** Delivers an ICMP error (ICMPv6 where the script is played in IPv6) about a segment of ours. */
export function tell(t: Drill, o: Told): void {
  const p = icmpError(t, o);
  t.clock.turn(t.clock.now, () => t.link.receiver?.deliver(p));
  t.check();
}

/** The error as an IP packet. */
export function icmpError(t: Drill, o: Told): Packet {
  const p = quoted(t, o);
  const { type, code = 0, rest = 0 } = o;
  prependIcmp(p, type, code, rest);
  if (t.us.version === 4) {
    finishIcmp(p);
    prependIpv4(p, ROUTER, t.us, ICMP, 64, 0, 1, false, true);
  } else {
    finishIcmpv6(p, ROUTER6, t.us);
    prependIpv6(p, ROUTER6, t.us, ICMPV6, 64, 0, 0);
  }
  return p;
}

/** The beginning of a segment we may have sent, with its IP header. */
function quoted(t: Drill, o: Told): Packet {
  const { src = t.us, dst = t.peer, len = 0 } = o;
  const seg = new Segment();
  seg.sport = o.sport ?? t.port;
  seg.dport = o.dport ?? t.peerPort;
  seg.seq = (t.iss + (o.seq ?? 0)) | 0;
  seg.flags = ACK;
  const p = t.pool.take(len);
  p.bytes.fill(0, p.from, p.from + len);
  p.to = p.from + len;
  prependTcp(p, seg, rfc.options, pseudo(src, dst, TCP, 0));
  if (o.udp !== undefined) prependUdp(p, ...o.udp, src, dst, true);
  const protocol = o.udp === undefined ? TCP : UDP;
  if (src.version === 4) prependIpv4(p, src, dst, protocol, 60, 0, 0, true, true);
  else prependIpv6(p, src, dst, protocol, 60, 0, 0);
  const whole = p.octets().slice(0, o.keep ?? p.length);
  p.release();
  return t.pool.copyOf(whole);
}

/** How often TCP dropped something for that reason. */
export function drops(t: Drill, name: DropName): number {
  return t.host.tcp.counters.drops[DROP_NAMES.indexOf(name)] as number;
}
