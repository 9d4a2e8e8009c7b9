import type { Packet, PacketPool } from '../../src/base/packet.ts';
import type { Link } from '../../src/link/link.ts';
import { Address } from '../../src/wire/address.ts';
import { buildUnreachable, ICMP_FRAGMENTATION_NEEDED } from '../../src/wire/icmp.ts';
import { buildPacketTooBig } from '../../src/wire/icmpv6.ts';
import { ICMP, ICMPV6, IpHeader, parseIp } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../src/wire/ipv6.ts';

const ROUTER = Address.parse('10.0.0.254');
const ROUTER6 = Address.parse('fd00::fe');

/**
 * A router between two cables, as far as a path MTU is concerned: it passes packets on, and answers what
 * is larger than `mtu` with "fragmentation needed" or "packet too big".
 */
export class NarrowRouter {
  readonly pool: PacketPool;
  readonly #header = new IpHeader();
  /** The largest packet it passes on; may change at any time. */
  mtu: number;
  /** Packets refused, and the largest one passed on since {@link largest} was set to 0. */
  refused = 0;
  largest = 0;

  constructor(pool: PacketPool, left: Link, right: Link, mtu: number) {
    this.pool = pool;
    this.mtu = mtu;
    left.receiver = { deliver: (p) => this.#forward(p, left, right) };
    right.receiver = { deliver: (p) => this.#forward(p, right, left) };
  }

  #forward(p: Packet, from: Link, to: Link): void {
    if (p.length <= this.mtu) {
      this.largest = Math.max(this.largest, p.length);
      to.send(p);
      return;
    }
    this.refused++;
    from.send(this.#tooBig(p));
    p.release();
  }

  #tooBig(p: Packet): Packet {
    const h = this.#header;
    if (parseIp(h, p, false) !== 0) throw new Error('a host sent something malformed');
    const e = this.pool.take(1280);
    if (h.version === 4) {
      buildUnreachable(e, ICMP_FRAGMENTATION_NEEDED, this.mtu, p, p.from, p.to);
      prependIpv4(e, ROUTER, h.src, ICMP, 64, 0, 0, false, true);
    } else {
      buildPacketTooBig(e, this.mtu, p, p.from, p.to, ROUTER6, h.src);
      prependIpv6(e, ROUTER6, h.src, ICMPV6, 64, 0, 0);
    }
    return e;
  }
}
