import type { Route } from '../tcp/environment.ts';
import type { Address, Prefix } from '../wire/address.ts';
import type { NetInterface } from './interface.ts';

/** What an administrator knows of the way to some destinations, and the links do not tell. */
export interface RouteMetrics {
  /** The largest IP packet that gets there, octets; the link's MTU when absent or above it. */
  readonly mtu?: number | undefined;
  /** The largest MSS to announce to them, RFC 9293 section 3.7.1; what goes with the link's MTU when absent. */
  readonly advMss?: number | undefined;
}

/** Of a route that nobody knows more of. */
export const NO_METRICS: RouteMetrics = Object.freeze({});

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
  readonly metrics: RouteMetrics;
  readonly advMss: number;
  readonly udpPort: number;
  readonly overhead: number;

  /** Keeps `source`: it must not change. With a `udpPort` segments go inside UDP datagrams to it. */
  constructor(
    via: NetInterface,
    source: Address,
    mayFragment: boolean,
    metrics: RouteMetrics = NO_METRICS,
    udpPort = 0,
    overhead = 0,
  ) {
    this.via = via;
    this.source = source;
    this.mayFragment = mayFragment;
    this.metrics = metrics;
    this.advMss = metrics.advMss ?? 0;
    this.mtu = Math.min(via.link.mtu, metrics.mtu ?? via.link.mtu) - overhead;
    this.checksums = via.link.checksums;
    this.udpPort = udpPort;
    this.overhead = overhead;
  }
}

/** An entry of the table. */
export interface RouteEntry {
  readonly prefix: Prefix;
  readonly via: NetInterface;
  readonly metrics: RouteMetrics;
}

/** Where packets go: the longest prefix that contains the destination decides, RFC 1122 section 3.3.1. */
export class Routes {
  /** Longest prefixes first; among equals the first that was added. */
  readonly #entries: RouteEntry[] = [];

  add(prefix: Prefix, via: NetInterface, metrics: RouteMetrics = NO_METRICS): void {
    let i = this.#entries.length;
    while (i > 0 && (this.#entries[i - 1] as RouteEntry).prefix.length < prefix.length) i--;
    this.#entries.splice(i, 0, { prefix, via, metrics });
  }

  /** Forgets the routes for exactly `prefix` through `via`. */
  removeFor(prefix: Prefix, via: NetInterface): void {
    const text = `${prefix}`;
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i] as RouteEntry;
      if (entry.via === via && `${entry.prefix}` === text) this.#entries.splice(i, 1);
    }
  }

  /** Forgets all routes through `via`. */
  remove(via: NetInterface): void {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      if ((this.#entries[i] as RouteEntry).via === via) this.#entries.splice(i, 1);
    }
  }

  /**
   * The entry that leads to `dst`, or null. A link-local address exists on every link; `source`,
   * when given, says which is meant (RFC 4007 section 6).
   */
  find(dst: Address, source: Address | null): RouteEntry | null {
    const local = source?.isLinkLocal && dst.isLinkLocal ? source : null;
    for (const entry of this.#entries) {
      if (entry.prefix.contains(dst) && (local === null || entry.via.has(local))) return entry;
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
