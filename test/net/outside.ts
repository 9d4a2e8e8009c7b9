import { Clock } from '../../src/base/clock.ts';
import { type Packet, PacketPool } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import { Cable, type CableOptions } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import type { NetInterface } from '../../src/net/interface.ts';
import { Address, Prefix } from '../../src/wire/address.ts';
import { DROP_NAMES } from '../../src/wire/drop.ts';
import { finishIcmp, prependEcho } from '../../src/wire/icmp.ts';
import { finishIcmpv6 } from '../../src/wire/icmpv6.ts';
import { ICMP, ICMPV6, IpHeader, parseIp } from '../../src/wire/ip.ts';
import { prependIpv4, prependIpv4Fragment } from '../../src/wire/ipv4.ts';
import { IPV6_FRAGMENT, prependIpv6, prependIpv6Fragment } from '../../src/wire/ipv6.ts';

/** A pool that knows how many of its packets are out. */
export class CountingPool extends PacketPool {
  out = 0;

  override take(n: number): Packet {
    this.out++;
    return super.take(n);
  }

  override give(p: Packet): void {
    this.out--;
    super.give(p);
  }
}

/** A packet the host sent, read. */
export interface Seen {
  readonly header: IpHeader;
  /** The whole packet, and what its IP header announces. */
  readonly octets: Uint8Array;
  readonly payload: Uint8Array;
}

export interface FragmentOptions {
  readonly src: string;
  readonly dst: string;
  readonly protocol?: number;
  readonly id?: number;
  readonly offset?: number;
  readonly more?: boolean;
  readonly tos?: number;
}

/** A host with 10.0.0.1/24 and fd00::1/64 on a cable, and a test at the other end, 10.0.0.2 or fd00::2. */
export class Outside {
  readonly clock = new Clock();
  readonly pool = new CountingPool();
  readonly cable: Cable;
  readonly host: Host;
  readonly i: NetInterface;
  /** What the host has sent. */
  readonly seen: Seen[] = [];

  constructor(o: CableOptions = {}, prefixes = ['10.0.0.1/24', 'fd00::1/64', 'fe80::1/64']) {
    this.cable = new Cable(this.clock, this.pool, o);
    this.host = new Host({ clock: this.clock, random: new SeededRandom(1), pool: this.pool });
    this.i = this.host.attach(
      this.cable.a,
      prefixes.map((text) => Prefix.parse(text)),
    );
    this.cable.b.receiver = { deliver: (p) => this.#see(p) };
  }

  /** The packet the host sent last. */
  get last(): Seen {
    const seen = this.seen.at(-1);
    if (seen === undefined) throw new Error('the host has sent nothing');
    return seen;
  }

  /** How often the host dropped something, by the reason's name, below TCP. */
  get drops(): Record<string, number> {
    const found: Record<string, number> = {};
    this.host.counters.drops.forEach((n, i) => {
      if (n > 0) found[DROP_NAMES[i] as string] = n;
    });
    return found;
  }

  /** Has the host receive these packets in one turn, and everything happen that is due at once. */
  give(...packets: Packet[]): void {
    this.clock.turn(this.clock.now, () => {
      for (const p of packets) this.i.deliver(p);
    });
    this.settle();
  }

  /** Runs until nothing more is due by `until`. */
  settle(until = this.clock.now): void {
    while (this.clock.timers.next() <= until) this.clock.turn(this.clock.timers.next());
    if (until !== NEVER) this.clock.turn(until);
  }

  packet(payload: Uint8Array | number): Packet {
    return this.pool.copyOf(typeof payload === 'number' ? pattern(payload) : payload);
  }

  /** A datagram of any protocol, whole. */
  datagram(
    src: string,
    dst: string,
    protocol: number,
    payload: Uint8Array | number,
    ttl = 64,
  ): Packet {
    const p = this.packet(payload);
    const from = Address.parse(src);
    const to = Address.parse(dst);
    if (from.version === 4) prependIpv4(p, from, to, protocol, ttl, 0, 7, false, true);
    else prependIpv6(p, from, to, protocol, ttl, 0, 0);
    return p;
  }

  /** An echo request with `n` octets of data. */
  echo(src: string, dst: string, n = 56): Packet {
    const p = this.echoMessage(src, dst, n);
    const message = p.octets().slice();
    p.release();
    return this.datagram(src, dst, src.includes(':') ? ICMPV6 : ICMP, message);
  }

  /** The ICMP message of an echo request, without IP header. */
  echoMessage(src: string, dst: string, n: number): Packet {
    const p = this.packet(n);
    const v6 = src.includes(':');
    prependEcho(p, v6 ? 128 : 8, 0x1234, 1);
    if (v6) finishIcmpv6(p, Address.parse(src), Address.parse(dst));
    else finishIcmp(p);
    return p;
  }

  fragment(o: FragmentOptions, payload: Uint8Array): Packet {
    const p = this.packet(payload);
    const src = Address.parse(o.src);
    const dst = Address.parse(o.dst);
    const { id = 1, offset = 0, more = false, tos = 0 } = o;
    if (src.version === 4) {
      const protocol = o.protocol ?? ICMP;
      prependIpv4Fragment(p, src, dst, protocol, 64, tos, id, offset, more, true);
    } else {
      prependIpv6Fragment(p, o.protocol ?? ICMPV6, offset, more, id);
      prependIpv6(p, src, dst, IPV6_FRAGMENT, 64, tos, 0);
    }
    return p;
  }

  #see(p: Packet): void {
    const header = new IpHeader();
    const drop = parseIp(header, p, this.cable.a.checksums);
    if (drop !== 0) throw new Error(`the host sent a packet that is ${DROP_NAMES[drop]}`);
    const payload = p.bytes.slice(header.payloadFrom, header.payloadTo);
    this.seen.push({ header, octets: p.octets().slice(), payload });
    p.release();
  }
}

/** `n` octets, no two neighbours alike. */
export function pattern(n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
}
