import type { Route } from '../tcp/environment.ts';
import type { Address, Prefix } from '../wire/address.ts';
import type { NetInterface } from './interface.ts';

/**
 * A way to a destination: the interface to send through and the address to send from. All that goes that
 * way shares it: {@link NetInterface.routeFrom}.
 */
export class HostRoute implements Route {
  readonly source: Address;
  readonly mtu: number;
  readonly checksums: boolean;
  readonly via: NetInterface;
  /** IPv4 packets go without DF, for the path carries less than this host is ready to send. */
  readonly mayFragment: boolean;
  readonly udpPort: number;
  readonly overhead: number;

  /** Keeps `source`: it must not change. With a `udpPort` segments go inside UDP datagrams to it. */
  constructor(via: NetInterface, source: Address, mayFragment: boolean, udpPort = 0, overhead = 0) {
    this.via = via;
    this.source = source;
    this.mayFragment = mayFragment;
    this.mtu = via.link.mtu - overhead;
    this.checksums = via.link.checksums;
    this.udpPort = udpPort;
    this.overhead = overhead;
  }
}

interface Entry {
  readonly prefix: Prefix;
  readonly via: NetInterface;
}

/** Where packets go: the longest prefix that contains the destination decides, RFC 1122 section 3.3.1. */
export class Routes {
  /** Longest prefixes first; among equals the first that was added. */
  readonly #entries: Entry[] = [];

  add(prefix: Prefix, via: NetInterface): void {
    let i = this.#entries.length;
    while (i > 0 && (this.#entries[i - 1] as Entry).prefix.length < prefix.length) i--;
    this.#entries.splice(i, 0, { prefix, via });
  }

  /** Forgets all routes through `via`. */
  remove(via: NetInterface): void {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      if ((this.#entries[i] as Entry).via === via) this.#entries.splice(i, 1);
    }
  }

  /**
   * The interface that leads to `dst`, or null. A link-local address exists on every link; `source`,
   * when given, says which is meant (RFC 4007 section 6).
   */
  find(dst: Address, source: Address | null): NetInterface | null {
    const local = source?.isLinkLocal && dst.isLinkLocal ? source : null;
    for (const { prefix, via } of this.#entries) {
      if (prefix.contains(dst) && (local === null || via.has(local))) return via;
    }
    return null;
  }

  /** The routes, in the order in which they are tried. */
  *list(): Iterable<readonly [Prefix, NetInterface]> {
    for (const { prefix, via } of this.#entries) yield [prefix, via];
  }
}

/**
 * The address of `via` to send from to `dst`: of its family, of its scope if there is one, then the
 * one with most leading bits in common (RFC 6724 section 5, rules 2 and 8). Null when it has none.
 */
export function sourceFor(via: NetInterface, dst: Address): Address | null {
  let best: Address | null = null;
  let most = -1;
  for (const { address } of via.prefixes) {
    if (address.version !== dst.version) continue;
    const sameScope = address.isLinkLocal === dst.isLinkLocal ? 256 : 0;
    const fitness = sameScope + commonBits(address, dst);
    if (fitness > most) {
      best = address;
      most = fitness;
    }
  }
  return best;
}

function commonBits(a: Address, b: Address): number {
  if (a.w0 !== b.w0) return Math.clz32(a.w0 ^ b.w0);
  if (a.w1 !== b.w1) return 32 + Math.clz32(a.w1 ^ b.w1);
  if (a.w2 !== b.w2) return 64 + Math.clz32(a.w2 ^ b.w2);
  return 96 + Math.clz32(a.w3 ^ b.w3);
}
