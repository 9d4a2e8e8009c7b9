import type { Clock } from '../base/clock.ts';
import type { Packet, PacketPool } from '../base/packet.ts';
import { type Micros, NEVER, Timed } from '../base/timer-queue.ts';
import { BAD_FRAGMENT, type Drop, OK, REASSEMBLY_FULL, REASSEMBLY_TIMEOUT } from '../wire/drop.ts';
import { type IpHeader, parseIp } from '../wire/ip.ts';
import { prependIpv4 } from '../wire/ipv4.ts';
import { prependIpv6 } from '../wire/ipv6.ts';

/** How long fragments wait for the rest. RFC 8200 section 4.5 says 60 s; Linux holds IPv4's for 30 s. */
export const IPV4_TIMEOUT: Micros = 30_000_000;
export const IPV6_TIMEOUT: Micros = 60_000_000;

/** What one {@link Reassembly} holds at most; beyond it the oldest datagram goes. */
export interface ReassemblyLimits {
  readonly datagrams: number;
  /** Octets of memory, packet buffers counted whole. */
  readonly octets: number;
}

export const REASSEMBLY_LIMITS: ReassemblyLimits = Object.freeze({
  datagrams: 128,
  octets: 4 * 1024 * 1024,
});

/** Told what becomes of fragments that do not become a datagram, and of those that were there already. */
export interface ReassemblyUser {
  /** `p` is given away. */
  drop(p: Packet, reason: Drop): void;
  /** `p` was there already; it is given away. */
  duplicate(p: Packet): void;
  /** The time is over, and `first`, the datagram's beginning, is there; it is not given away. */
  expired(first: Packet): void;
}

/** A fragment: octets [from, to) of `packet` stand at `at` in the datagram. */
interface Fragment {
  readonly packet: Packet;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A datagram of which parts are missing. */
class Datagram {
  readonly key: string;
  readonly expires: Micros;
  /** Disjoint, in ascending order. */
  readonly fragments: Fragment[] = [];
  /** Octets of payload that are here, and how many there are in all; -1 while that is not known. */
  received = 0;
  total = -1;
  /** Octets of memory the fragments occupy. */
  memory = 0;
  /** A bit for each ECN codepoint seen. */
  ecn = 0;
  /** Something was wrong with it: what is still to come is dropped too. */
  spoiled = false;

  constructor(key: string, expires: Micros) {
    this.key = key;
    this.expires = expires;
  }
}

/**
 * Puts fragments of one IP version together, in any order (RFC 791 section 3.2, RFC 8200 section 4.5).
 *
 * Fragments that overlap spoil their datagram, all of it (RFC 5722; done for IPv4 as well); exact
 * copies are dropped and do no harm. What is held is bounded in datagrams, memory and time.
 */
export class Reassembly extends Timed {
  readonly #clock: Clock;
  readonly #pool: PacketPool;
  readonly #timeout: Micros;
  readonly #limits: ReassemblyLimits;
  readonly #user: ReassemblyUser;
  /** Oldest first, and so in the order in which they expire. */
  readonly #datagrams = new Map<string, Datagram>();
  #memory = 0;

  constructor(
    clock: Clock,
    pool: PacketPool,
    timeout: Micros,
    user: ReassemblyUser,
    limits: ReassemblyLimits = REASSEMBLY_LIMITS,
  ) {
    super();
    this.#clock = clock;
    this.#pool = pool;
    this.#timeout = timeout;
    this.#user = user;
    this.#limits = limits;
  }

  /** Datagrams held now, spoiled ones among them. */
  get datagrams(): number {
    return this.#datagrams.size;
  }

  /** Octets of memory held now. */
  get memory(): number {
    return this.#memory;
  }

  /**
   * Takes a fragment that `h` describes. Returns the datagram when it was the last one missing, with
   * `h` describing that; otherwise null.
   */
  take(p: Packet, h: IpHeader): Packet | null {
    const d = this.#datagramOf(h);
    const from = h.fragmentOffset;
    const to = from + h.payloadTo - h.payloadFrom;
    if (d.spoiled || from === to) {
      this.#user.drop(p, BAD_FRAGMENT);
      return null;
    }
    const i = firstAtOrAfter(d.fragments, from);
    if (isCopy(d, d.fragments[i], p, h)) {
      this.#user.duplicate(p);
      return null;
    }
    if (!fits(d, i, from, to, h.moreFragments)) {
      this.#user.drop(p, BAD_FRAGMENT);
      this.#spoil(d);
      return null;
    }
    d.fragments.splice(i, 0, { packet: p, at: from, from: h.payloadFrom, to: h.payloadTo });
    d.received += to - from;
    d.ecn |= 1 << (h.tos & 3);
    if (!h.moreFragments) d.total = to;
    d.memory += p.bytes.length;
    this.#memory += p.bytes.length;
    if (d.received === d.total) return this.#assemble(d, h);
    while (this.#memory > this.#limits.octets) this.#evict();
    return null;
  }

  /** Gives up what has waited too long. */
  override expire(now: Micros): void {
    for (const d of this.#datagrams.values()) {
      if (d.expires > now) {
        this.#clock.timers.arm(this, d.expires);
        return;
      }
      this.#datagrams.delete(d.key);
      const first = d.fragments[0];
      // Without the beginning nobody could tell whose it was: RFC 792, RFC 8200 section 4.5.
      if (first !== undefined && first.at === 0) this.#user.expired(first.packet);
      this.#dropAll(d, REASSEMBLY_TIMEOUT);
    }
  }

  #datagramOf(h: IpHeader): Datagram {
    const { src, dst } = h;
    // IPv6 does not count the protocol: RFC 8200 section 4.5.
    const protocol = h.version === 4 ? h.protocol : 0;
    const key = `${src.w0},${src.w1},${src.w2},${src.w3},${dst.w0},${dst.w1},${dst.w2},${dst.w3},${protocol},${h.id}`;
    const known = this.#datagrams.get(key);
    if (known !== undefined) return known;
    if (this.#datagrams.size >= this.#limits.datagrams) this.#evict();
    const d = new Datagram(key, this.#clock.now + this.#timeout);
    this.#datagrams.set(key, d);
    if (this.due === NEVER) this.#clock.timers.arm(this, d.expires);
    return d;
  }

  /** Drops the oldest datagram that helps: for memory, one that holds any. */
  #evict(): void {
    const needsMemory = this.#memory > this.#limits.octets;
    for (const d of this.#datagrams.values()) {
      if (needsMemory && d.memory === 0) continue;
      this.#datagrams.delete(d.key);
      this.#dropAll(d, REASSEMBLY_FULL);
      return;
    }
  }

  #spoil(d: Datagram): void {
    d.spoiled = true;
    this.#dropAll(d, BAD_FRAGMENT);
  }

  #dropAll(d: Datagram, reason: Drop): void {
    for (const { packet } of d.fragments) this.#user.drop(packet, reason);
    d.fragments.length = 0;
    this.#memory -= d.memory;
    d.memory = 0;
  }

  /** Copies the fragments into one packet, as if it had been received whole. */
  #assemble(d: Datagram, h: IpHeader): Packet | null {
    this.#datagrams.delete(d.key);
    const first = (d.fragments[0] as Fragment).packet;
    // Read when it came: it parses. What it says of the datagram counts, but for congestion.
    parseIp(h, first, false);
    const header = h.version === 4 ? 20 : 0;
    const congested = (d.ecn & 0b1000) !== 0;
    // Congestion must not be hidden, nor told to who did not ask: RFC 3168 section 5.3.
    if (header + d.total > 65_535 || (congested && (d.ecn & 1) !== 0)) {
      this.#dropAll(d, BAD_FRAGMENT);
      return null;
    }
    const p = this.#pool.take(d.total);
    for (const { packet, at, from, to } of d.fragments) {
      p.bytes.set(packet.bytes.subarray(from, to), p.from + at);
    }
    p.to = p.from + d.total;
    const tos = congested ? h.tos | 3 : h.tos;
    if (h.version === 4) {
      prependIpv4(p, h.src, h.dst, h.protocol, h.ttl, tos, h.id, false, true);
    } else {
      prependIpv6(p, h.src, h.dst, h.protocol, h.ttl, tos, h.flow);
    }
    for (const { packet } of d.fragments) packet.release();
    this.#memory -= d.memory;
    const drop = parseIp(h, p, false);
    if (drop === OK && !h.isFragment) return p;
    // IPv6: something is wrong with the extension headers inside, or they make it a fragment again.
    this.#user.drop(p, drop === OK ? BAD_FRAGMENT : drop);
    return null;
  }
}

/** The index of the first fragment that starts at or after `at`. */
function firstAtOrAfter(fragments: readonly Fragment[], at: number): number {
  let low = 0;
  let high = fragments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fragments[middle] as Fragment).at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether `p` has the same octets at the same place: RFC 8200 section 4.5 lets such copies pass. */
function isCopy(d: Datagram, f: Fragment | undefined, p: Packet, h: IpHeader): boolean {
  if (f === undefined || f.at !== h.fragmentOffset) return false;
  const n = f.to - f.from;
  if (n !== h.payloadTo - h.payloadFrom) return false;
  if (h.moreFragments === (f.at + n === d.total)) return false;
  for (let i = 0; i < n; i++) {
    if (f.packet.bytes[f.from + i] !== p.bytes[h.payloadFrom + i]) return false;
  }
  return true;
}

/** Whether [from, to) overlaps nothing, and agrees with what is known of the datagram's end. */
function fits(d: Datagram, i: number, from: number, to: number, more: boolean): boolean {
  const before = d.fragments[i - 1];
  const after = d.fragments[i];
  if (before !== undefined && before.at + before.to - before.from > from) return false;
  if (after !== undefined && after.at < to) return false;
  if (more) return d.total < 0 || to < d.total;
  return d.total < 0 && after === undefined;
}
