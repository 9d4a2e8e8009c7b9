import type { Clock } from '../base/clock.ts';
import { type Packet, PacketPool } from '../base/packet.ts';
import { type Random, SeededRandom } from '../base/random.ts';
import { type Micros, Timed } from '../base/timer-queue.ts';
import { DelayQueue } from './delay-queue.ts';
import {
  checkImpairments,
  goTogether,
  type Impairments,
  type Rule,
  type RuleAction,
  type SegmentCounter,
} from './impairments.ts';
import type { Link, Receiver } from './link.ts';
import type { Direction } from './tap.ts';

export {
  type Impairments,
  parseImpairments,
  type Rule,
  type RuleAction,
  type SegmentCounter,
} from './impairments.ts';

/** What was done to a packet; `overflow` means dropped because too many were held already. */
export type Fault = 'drop' | 'delay' | 'duplicate' | 'corrupt' | 'reorder' | 'overflow';

/**
 * Told of each fault just after it was decided: before a dropped packet is released, after a bit was
 * flipped. `delay` is told for rules only, not for the delay that every packet has.
 */
export type OnFault = (direction: Direction, fault: Fault, p: Packet) => void;

const REORDER_BY: Micros = 10_000;
/** A segment reordered by name waits no longer than this for another to pass. */
const REORDER_WAIT: Micros = 1_000_000;
const LIMIT = 10_000;
const TWO_32 = 0x1_0000_0000;

/** One direction through an {@link Impair}: what it does, holds and has done. */
export class ImpairedWay extends Timed {
  packets = 0;
  dropped = 0;
  duplicated = 0;
  corrupted = 0;
  reordered = 0;
  /** Packets dropped because the limit was reached; not among `dropped`. */
  overflowed = 0;

  readonly #clock: Clock;
  readonly #random: Random;
  readonly #direction: Direction;
  readonly #pass: (p: Packet) => void;
  readonly #onFault: OnFault | null;
  readonly #pool = new PacketPool();
  readonly #held = new DelayQueue();
  readonly #limit: number;
  /** Probabilities as numbers out of 2**32, so that chance is a comparison of integers. */
  readonly #loss: number;
  readonly #goodToBad: number;
  readonly #badToGood: number;
  readonly #reorder: number;
  readonly #duplicate: number;
  readonly #corrupt: number;
  readonly #delay: Micros;
  readonly #jitter: Micros;
  readonly #reorderBy: Micros;
  /** By the number of a segment, what rules do to it; null without rules. */
  readonly #rules: ReadonlyMap<number, Rules> | null;
  /** TCP segments seen; the number that rules go by. */
  readonly #counter: SegmentCounter;
  #bad = false;
  /** When the last packet that kept its place goes on: none may go before it. */
  #lastDue: Micros = 0;
  /** A segment that a rule holds until the next packet has passed. */
  #waiting: Packet | null = null;
  #waitingUntil: Micros = 0;

  constructor(
    clock: Clock,
    random: Random,
    direction: Direction,
    o: Impairments,
    pass: (p: Packet) => void,
    onFault: OnFault | null,
  ) {
    super();
    this.#clock = clock;
    this.#random = random;
    this.#direction = direction;
    this.#pass = pass;
    this.#onFault = onFault;
    this.#limit = o.limit ?? LIMIT;
    this.#loss = outOf32(o.loss);
    this.#goodToBad = outOf32(o.burst?.p);
    this.#badToGood = outOf32(o.burst?.r);
    this.#reorder = outOf32(o.reorder);
    this.#duplicate = outOf32(o.duplicate);
    this.#corrupt = outOf32(o.corrupt);
    this.#delay = o.delay ?? 0;
    this.#jitter = Math.floor(o.jitter ?? 0);
    this.#reorderBy = o.reorderBy ?? REORDER_BY;
    this.#rules = o.rules === undefined || o.rules.length === 0 ? null : bySegment(o.rules);
    this.#counter = o.counter ?? { segments: 0 };
  }

  /** TCP segments seen so far. */
  get segments(): number {
    return this.#counter.segments;
  }

  /** Packets held now. */
  get held(): number {
    return this.#held.length + (this.#waiting === null ? 0 : 1);
  }

  /** Takes a packet and does to it what is due. */
  take(p: Packet): void {
    this.packets++;
    const rules = isTcp(p) ? this.#rulesFor(++this.#counter.segments) : null;
    const none = rules === null;
    if (none ? this.#isLost() : rules.drop !== undefined) {
      this.dropped++;
      this.#told('drop', p);
      p.release();
      return;
    }
    const damage = rules?.corrupt;
    if (damage !== undefined) this.#flip(p, tcpFrom(p), damage.bit);
    else if (none && this.#hits(this.#corrupt)) this.#flip(p, p.from);
    const again = rules?.duplicate;
    const twice = again !== undefined || (none && this.#hits(this.#duplicate));
    const due = this.#nextDue();
    const reorder = rules?.reorder;
    if (reorder !== undefined && this.#waiting === null) {
      this.#wait(p, due + (reorder.by ?? REORDER_WAIT));
      return;
    }
    const copy = twice ? this.#pool.copyOf(p.octets()) : null;
    const late = rules?.delay?.by ?? 0;
    if (rules?.delay !== undefined) {
      this.#told('delay', p);
      this.#hold(p, due + late);
    } else if (reorder !== undefined || (none && this.#hits(this.#reorder))) {
      this.reordered++;
      this.#told('reorder', p);
      this.#hold(p, due + (reorder?.by ?? this.#reorderBy));
    } else {
      this.#goOn(p, due);
    }
    if (copy !== null) {
      this.duplicated++;
      this.#told('duplicate', copy);
      this.#goOn(copy, due + late + (again?.by ?? 0));
    }
    if (this.#waiting !== null) this.#letWaitingGo(due);
  }

  /** Lets go on what is due, in order. */
  override expire(now: Micros): void {
    if (this.#waiting !== null && this.#waitingUntil <= now) this.#letWaitingGo(now);
    while (this.#held.next <= now) this.#pass(this.#held.pop() as Packet);
    this.#arm();
  }

  #rulesFor(segment: number): Rules | null {
    return this.#rules?.get(segment) ?? null;
  }

  #hits(threshold: number): boolean {
    return threshold > 0 && this.#random.u32() < threshold;
  }

  /** Chance alone, or the state of Gilbert and Elliott, which moves with each packet. */
  #isLost(): boolean {
    if (this.#goodToBad > 0) {
      if (this.#hits(this.#bad ? this.#badToGood : this.#goodToBad)) this.#bad = !this.#bad;
      if (this.#bad) return true;
    }
    return this.#hits(this.#loss);
  }

  /** Flips one bit of bytes[from, p.to): that one, or one that is drawn. */
  #flip(p: Packet, from: number, which?: number): void {
    if (p.to <= from) return;
    const bit = (which ?? this.#random.u32()) % ((p.to - from) * 8);
    const at = from + (bit >> 3);
    p.bytes[at] = (p.bytes[at] as number) ^ (1 << (bit & 7));
    this.corrupted++;
    this.#told('corrupt', p);
  }

  /** When a packet that keeps its place goes on: later by delay and jitter, but never out of order. */
  #nextDue(): Micros {
    let due = this.#clock.now + this.#delay;
    if (this.#jitter > 0) {
      due += Math.floor((this.#random.u32() * (this.#jitter + 1)) / TWO_32);
    }
    if (due < this.#lastDue) due = this.#lastDue;
    this.#lastDue = due;
    return due;
  }

  #goOn(p: Packet, due: Micros): void {
    // Those held for this moment must go first, so only an idle way passes at once.
    if (due <= this.#clock.now && this.#held.next > this.#clock.now) this.#pass(p);
    else this.#hold(p, due);
  }

  #hold(p: Packet, due: Micros): void {
    if (this.held >= this.#limit) {
      this.overflowed++;
      this.#told('overflow', p);
      p.release();
      return;
    }
    this.#held.push(p, due);
    this.#arm();
  }

  /** Keeps `p` until the next packet has passed, at most until `until`. */
  #wait(p: Packet, until: Micros): void {
    this.reordered++;
    this.#told('reorder', p);
    this.#waiting = p;
    this.#waitingUntil = until;
    this.#arm();
  }

  #letWaitingGo(due: Micros): void {
    const p = this.#waiting as Packet;
    this.#waiting = null;
    this.#goOn(p, due);
    this.#arm();
  }

  #arm(): void {
    const waiting = this.#waiting === null ? Number.POSITIVE_INFINITY : this.#waitingUntil;
    this.#clock.timers.arm(this, Math.min(this.#held.next, waiting));
  }

  #told(fault: Fault, p: Packet): void {
    if (this.#onFault !== null) this.#onFault(this.#direction, fault, p);
  }
}

/**
 * A wrapper that makes any link worse: loss, bursts of loss, delay, jitter, reordering, duplication,
 * corruption, by chance or by name ("the 3rd segment"). The same seed gives the same faults.
 */
export class Impair implements Link, Receiver {
  readonly inner: Link;
  readonly out: ImpairedWay | null;
  readonly in: ImpairedWay | null;
  readonly #corrupts: boolean;
  receiver: Receiver | null = null;

  /** Throws RangeError for impairments that make no sense. */
  constructor(
    inner: Link,
    clock: Clock,
    random: Random,
    o: Impairments,
    onFault: OnFault | null = null,
  ) {
    checkImpairments(o);
    this.inner = inner;
    inner.receiver = this;
    const rules = o.rules ?? [];
    this.#corrupts = (o.corrupt ?? 0) > 0 || rules.some((r) => r.action === 'corrupt');
    const direction = o.direction ?? 'out';
    // Each way draws from a generator of its own, so that traffic one way cannot disturb the other.
    const away = new SeededRandom(random.u32());
    const home = new SeededRandom(random.u32());
    this.out =
      direction === 'in'
        ? null
        : new ImpairedWay(clock, away, 'out', o, (p) => inner.send(p), onFault);
    this.in =
      direction === 'out'
        ? null
        : new ImpairedWay(clock, home, 'in', o, (p) => this.#arrive(p), onFault);
  }

  get mtu(): number {
    return this.inner.mtu;
  }

  get medium(): 'ip' | 'ethernet' {
    return this.inner.medium;
  }

  /**
   * True where bits are flipped, whatever the link inside says. The other end must then compute and
   * verify checksums as well: a cable between the two needs `checksums` on.
   */
  get checksums(): boolean {
    return this.#corrupts || this.inner.checksums;
  }

  send(p: Packet): void {
    if (this.out === null) this.inner.send(p);
    else this.out.take(p);
  }

  deliver(p: Packet): void {
    if (this.in === null) this.#arrive(p);
    else this.in.take(p);
  }

  #arrive(p: Packet): void {
    if (this.receiver !== null) this.receiver.deliver(p);
    else p.release();
  }
}

/** What is done to one segment by name. */
type Rules = { readonly [K in RuleAction]?: Rule };

/** Of rules that do not go together the first counts. */
function bySegment(rules: readonly Rule[]): ReadonlyMap<number, Rules> {
  const all = new Map<number, Rules>();
  for (const rule of rules) {
    const before = all.get(rule.segment) ?? {};
    const others = Object.keys(before) as RuleAction[];
    if (!others.every((a) => goTogether(a, rule.action))) continue;
    all.set(rule.segment, { ...before, [rule.action]: rule });
  }
  return all;
}

/** A probability as a number out of 2**32. */
function outOf32(p = 0): number {
  return Math.round(p * TWO_32);
}

/** Whether an IP packet starts a TCP segment; headers that are not there, or lie, are no reason to fail. */
function isTcp(p: Packet): boolean {
  const { bytes, from } = p;
  if (p.length < 20) return false;
  const version = (bytes[from] as number) >> 4;
  // The first fragment counts, later ones (offset not 0) do not.
  if (version === 4) {
    const offset = (((bytes[from + 6] as number) & 0x1f) << 8) | (bytes[from + 7] as number);
    return bytes[from + 9] === 6 && offset === 0;
  }
  return version === 6 && p.length >= 40 && bytes[from + 6] === 6;
}

/**
 * Where a segment named in a rule is corrupted: its text, or behind its ports when it has none, so that it
 * is TCP who meets the damage.
 */
function tcpFrom(p: Packet): number {
  const { bytes, from } = p;
  const tcp = from + ((bytes[from] as number) >> 4 === 4 ? ((bytes[from] as number) & 15) * 4 : 40);
  const text = tcp + ((bytes[tcp + 12] as number) >> 4) * 4;
  return text < p.to ? text : Math.min(tcp + 4, p.to - 1);
}
