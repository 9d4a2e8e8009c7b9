import { Clock } from '../base/clock.ts';
import { PacketPool } from '../base/packet.ts';
import type { SeededRandom } from '../base/random.ts';
import type { Micros } from '../base/timer-queue.ts';
import type { Link } from '../link/link.ts';
import type { Observer } from '../tcp/observer.ts';
import type { Address } from '../wire/address.ts';
import type { Config } from './config.ts';
import { ScriptLink } from './script-link.ts';
import { DrillStack } from './stack.ts';
import { type OnWire, readPacket } from './wire-packet.ts';

/** The time of a script, microseconds from its beginning. */
export interface ScriptTime {
  readonly now: Micros;
}

/** Looks on while a script runs. */
export interface BenchWatch {
  /** Called before there is a stack: gives what sees what its TCP does. `time` is the script's. */
  observer?(time: ScriptTime): Observer;
  /** Puts something around the stack's link. */
  wrap?(link: Link, time: ScriptTime): Link;
  /** Called when the stack stands. */
  ready?(stack: DrillStack, remote: Address): void;
}

/** Where the clock stands when a script begins: not at 0, which is no time to have sent something at. */
const BEGIN: Micros = 1_000_000_000;
/** Turns in one script: far more than any needs, and few enough to be over in seconds. */
const MOST_TURNS = 500_000;
/** What the stack sends in one script at most, packets and octets: all of it is kept, to be shown. */
const MOST_PACKETS = 200_000;
const MOST_OCTETS = 2 ** 28;

/** The stack on the bench: its clock, its link, and what it has sent. Times are the script's, from 0. */
export class Bench {
  readonly stack: DrillStack;
  readonly pool = new PacketPool();
  /** What the stack has sent and nobody has looked at, oldest first. */
  readonly sent: OnWire[] = [];
  readonly #clock = new Clock();
  readonly #link: ScriptLink;
  #turns = 0;
  #packets = 0;
  #octets = 0;
  #fault: string | null = null;
  #begin: Micros = BEGIN;

  constructor(config: Config, random: SeededRandom, watch: BenchWatch | null) {
    const clock = this.#clock;
    const bench = this;
    const time: ScriptTime = {
      get now() {
        return bench.now;
      },
    };
    clock.turn(BEGIN);
    this.#link = new ScriptLink(clock, config.mtu);
    this.stack = new DrillStack({
      system: config.system,
      profile: config.profile,
      api: config.dialect === 'nplab' ? 'freebsd' : 'linux',
      clock,
      random: random.split(),
      link: watch?.wrap?.(this.#link, time) ?? this.#link,
      addresses: [config.local],
      observer: watch?.observer?.(time) ?? null,
      pool: this.pool,
    });
    watch?.ready?.(this.stack, config.remote);
  }

  /** The script's time. */
  get now(): Micros {
    return this.#clock.now - this.#begin;
  }

  /** The stack was given more turns than anything sensible takes, or has sent more. */
  get isOutOfBreath(): boolean {
    if (this.#turns > MOST_TURNS || this.#link.dropped > 0) return true;
    return this.#packets > MOST_PACKETS || this.#octets > MOST_OCTETS;
  }

  /** What the engine threw, which it never should; null while it has not. */
  get fault(): string | null {
    return this.#fault;
  }

  /** The script's time begins now. */
  start(): void {
    this.#begin = this.#clock.now;
  }

  /** A turn at this very moment, or at a later one of the script's time. */
  turn(at: Micros = this.now, input: (() => void) | null = null): void {
    this.#turns++;
    this.guard(() => this.#clock.turn(at + this.#begin, input));
    for (const sent of this.#link.sent.splice(0)) {
      this.#packets++;
      this.#octets += sent.octets.length;
      this.sent.push(readPacket({ ...sent, at: sent.at - this.#begin }));
    }
  }

  /** Does something with the stack. What it throws is a bug: the script that found it has failed, others go on. */
  guard(what: () => void): void {
    try {
      what();
    } catch (error) {
      this.#fault ??= error instanceof Error ? `${error.name}: ${error.message}` : `${error}`;
    }
  }

  /** Gives the stack a packet, now; it answers at the end of the turn, which `holds` leaves open. */
  inject(octets: Uint8Array, holds: boolean): void {
    if (holds) this.guard(() => this.#link.inject(octets, this.pool));
    else this.turn(this.now, () => this.#link.inject(octets, this.pool));
  }

  /** Goes to the next moment at which something is due, if it is no later than `limit`; false if it is. */
  step(limit: Micros): boolean {
    const next = this.#clock.timers.next() - this.#begin;
    if (next > limit || this.isOutOfBreath || this.#fault !== null) return false;
    this.turn(Math.max(next, this.now));
    return true;
  }

  /** Goes to `to`, and does everything that is due before. */
  advance(to: Micros): void {
    for (;;) {
      const next = this.#clock.timers.next() - this.#begin;
      if (next >= to || this.isOutOfBreath || this.#fault !== null) break;
      this.turn(Math.max(next, this.now));
    }
    // Time alone passes: what is due at `to` comes with the next turn.
    if (to > this.now) this.#clock.now = to + this.#begin;
  }
}
