import { Fifo } from '../base/fifo.ts';
import type { Random } from '../base/random.ts';
import type { Micros } from '../base/timer-queue.ts';
import { type Tupled, TupleTable } from '../base/tuple-table.ts';
import type { Address } from '../wire/address.ts';

/** Destinations whose path MTU a host remembers at most; beyond that the oldest goes. */
export const PATH_MTU_LIMIT = 4096;
/** Every IPv6 link carries packets of this size: RFC 8200 section 5. */
export const LEAST_IPV6_MTU = 1280;
/** Every IPv4 link carries datagrams of this size: RFC 791 section 3.2. */
export const LEAST_IPV4_MTU = 68;

/** Sizes that links have, for routers that do not tell theirs: RFC 1191 section 7. */
const PLATEAUS = [32_000, 17_914, 8166, 4352, 2002, 1492, 1006, 508, 296, LEAST_IPV4_MTU];

/** The largest plateau below `length`; the least MTU when there is none. RFC 1191 section 7.1. */
export function plateauBelow(length: number): number {
  for (const plateau of PLATEAUS) if (plateau < length) return plateau;
  return LEAST_IPV4_MTU;
}

/**
 * The MTU that an error about a packet of `length` octets tells, `told`, or the plateau below the packet's
 * length when a router of before RFC 1191 told none. 0 when it cannot be: IPv6 has no link below 1280
 * (RFC 8201 section 4), IPv4 none below 68, and a packet that fits was not too big.
 */
export function toldMtu(version: 4 | 6, told: number, length: number): number {
  const mtu = version === 4 && told === 0 ? plateauBelow(length) : told;
  const least = version === 4 ? LEAST_IPV4_MTU : LEAST_IPV6_MTU;
  return mtu >= least && mtu < length ? mtu : 0;
}

/** What is known of the path to one destination. */
class Path implements Tupled {
  readonly local: Address;
  readonly remote: Address;
  readonly localPort = 0;
  readonly remotePort = 0;
  mtu: number;
  /** The path carries less than this host is ready to send: routers must be allowed to fragment. */
  mayFragment = false;
  until: Micros;

  constructor(remote: Address, mtu: number, until: Micros) {
    this.local = remote;
    this.remote = remote;
    this.mtu = mtu;
    this.until = until;
  }
}

/**
 * The path MTUs that ICMP told a host, by destination: RFC 1191, RFC 8201. They only ever go down, and
 * are forgotten after a while, for the path may have become wider (RFC 1191 section 6.3).
 */
export class PathMtus {
  readonly #random: Random;
  readonly #limit: number;
  /** Made when something is first learned: few hosts ever need it. */
  #paths: TupleTable<Path> | null = null;
  /** In the order they were learned; some may be gone from the table already. */
  readonly #order = new Fifo<Path>();
  /** Entries made, and those that had to go before their time. */
  learned = 0;
  evicted = 0;

  constructor(random: Random, limit = PATH_MTU_LIMIT) {
    this.#random = random;
    this.#limit = limit;
  }

  get size(): number {
    return this.#paths?.size ?? 0;
  }

  /** The MTU of the path to `remote`; Infinity when nothing is known. */
  find(remote: Address, now: Micros): number {
    return this.#find(remote, now)?.mtu ?? Number.POSITIVE_INFINITY;
  }

  /** Whether packets to `remote` must go without DF, for the path carries less than what is sent. */
  mayFragment(remote: Address, now: Micros): boolean {
    return this.#find(remote, now)?.mayFragment ?? false;
  }

  /** Notes that the path to `remote` carries no more than `mtu` octets, until `until`. */
  learn(remote: Address, mtu: number, mayFragment: boolean, now: Micros, until: Micros): void {
    let path = this.#find(remote, now);
    if (path === null) {
      path = new Path(remote.clone(), mtu, until);
      this.#add(path);
    }
    path.mtu = Math.min(path.mtu, mtu);
    path.mayFragment ||= mayFragment;
    path.until = until;
  }

  /** Forgets everything: every path is taken to be as wide as its first link. */
  clear(): void {
    this.#paths = null;
    while (this.#order.length > 0) this.#order.shift();
  }

  #find(remote: Address, now: Micros): Path | null {
    const paths = this.#paths;
    if (paths === null || paths.size === 0) return null;
    const path = paths.find(remote, remote, 0, 0);
    if (path === null || now < path.until) return path;
    paths.delete(path);
    return null;
  }

  #add(path: Path): void {
    this.#paths ??= new TupleTable<Path>(this.#random);
    while (this.#order.length >= this.#limit) {
      if (this.#paths.delete(this.#order.shift() as Path)) this.evicted++;
    }
    this.#paths.add(path);
    this.#order.push(path);
    this.learned++;
  }
}
