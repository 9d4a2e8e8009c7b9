import { Clock } from '../base/clock.ts';
import { PacketPool } from '../base/packet.ts';
import type { SeededRandom } from '../base/random.ts';
import { type Micros, NEVER } from '../base/timer-queue.ts';
import { Cable, type CableEnd, type CableOptions } from '../link/cable.ts';
import { Impair } from '../link/impair.ts';
import { type Impairments, parseImpairments } from '../link/impairments.ts';
import type { Link } from '../link/link.ts';
import { Host } from '../net/host.ts';
import type { NetInterface } from '../net/interface.ts';
import { fanOut } from '../observe/fan-out.ts';
import { Recorder } from '../observe/recorder.ts';
import type { RecorderOptions } from '../observe/recorder-options.ts';
import { abort } from '../tcp/calls/index.ts';
import type { Observer } from '../tcp/observer.ts';
import type { Profile } from '../tcp/profile.ts';
import { Prefix } from '../wire/address.ts';
import { Agenda } from './agenda.ts';
import { chanceFor } from './chance.ts';
import { type Digest, digestLink } from './digest.ts';

/** What a world is made with. */
export interface WorldOptions {
  /** The same seed gives the same run; 1 by default. */
  readonly seed?: number;
  /** Records everything, for {@link World.recorder}. */
  readonly record?: boolean | RecorderOptions;
  /** Gets every packet that hosts send. */
  readonly digest?: Digest;
}

export interface WorldHostOptions {
  /** How its TCP behaves; `linux` by default. */
  readonly profile?: Profile;
  readonly observer?: Observer | null;
  /** Initial sequence numbers it takes, first to last, before those of its generator. */
  readonly iss?: readonly number[];
}

export interface WorldCableOptions extends CableOptions {
  /** What goes wrong with what `a` sends, and with what `b` sends; as text, as on the command line. */
  readonly impairAB?: Impairments | string;
  readonly impairBA?: Impairments | string;
  /** Addresses at each end; by default 10.0.N.H/24 and fd00:0:0:N::H/64, see {@link World.cable}. */
  readonly prefixA?: readonly string[];
  readonly prefixB?: readonly string[];
  /** Puts something around each end's link, such as a capture; nearest to the host. */
  readonly wrap?: (link: Link, host: Host) => Link;
}

/** What goes wrong with what a host sends to nobody, and what stands around that link. */
export interface WorldOutsideOptions {
  readonly impair?: Impairments | string;
  readonly wrap?: (link: Link, host: Host) => Link;
}

/** A cable in its place. */
export interface WorldCable {
  readonly name: string;
  readonly cable: Cable;
  /** The interfaces at its ends; another one once the host was started anew. */
  a: NetInterface;
  b: NetInterface;
  readonly impairAB: Impair | null;
  readonly impairBA: Impair | null;
}

const EVERYWHERE = Prefix.parse('0.0.0.0/0');
/** The most hosts and cables that default addresses suffice for. */
const MOST_HOSTS = 254;
const MOST_CABLES = 65_536;

/**
 * Hosts and cables under virtual time: nothing happens between two deadlines, so a run takes as long
 * as its events do, and the same seed gives the same packets.
 */
export class World {
  readonly clock = new Clock();
  readonly pool = new PacketPool();
  readonly seed: number;
  /** For the user of the world; hosts and cables have generators of their own. */
  readonly random: SeededRandom;
  readonly recorder: Recorder | null;
  readonly #digest: Digest | null;
  readonly #agenda = new Agenda(this.clock.timers);
  readonly #hosts = new Map<string, Host>();
  readonly #cables = new Map<string, WorldCable>();
  /** By host, the interface that leads to nobody. */
  readonly #outsides = new Map<string, NetInterface>();
  /** What each host was made with, and how often it was started. */
  readonly #made = new Map<string, { readonly o: WorldHostOptions; boots: number }>();
  /** Called before a turn with its time, while it is still that of the turn before. */
  beforeTurn: ((at: Micros) => void) | null = null;
  /** Called when a turn is over, to look at what has become of the hosts. */
  afterTurn: (() => void) | null = null;
  /** Somebody was touched outside a turn. */
  #pending = false;

  constructor(o: WorldOptions = {}) {
    this.seed = o.seed ?? 1;
    this.random = chanceFor(this.seed, 'world');
    this.#digest = o.digest ?? null;
    const record = o.record ?? false;
    this.recorder =
      record === false ? null : new Recorder(this.clock, record === true ? {} : record);
    this.clock.wake = () => {
      this.#pending = true;
    };
  }

  /** Virtual time, microseconds. */
  get now(): Micros {
    return this.clock.now;
  }

  get hosts(): readonly Host[] {
    return [...this.#hosts.values()];
  }

  get cables(): readonly WorldCable[] {
    return [...this.#cables.values()];
  }

  /** Adds a host; its name is its own. */
  host(name: string, o: WorldHostOptions = {}): Host {
    if (this.#hosts.has(name)) throw new RangeError(`there is a host '${name}' already`);
    this.recorder?.host(name);
    this.#made.set(name, { o, boots: 1 });
    const host = this.#makeHost(name, o, `host ${name}`);
    host.tcp.nextIss.push(...(o.iss ?? []));
    return host;
  }

  #makeHost(name: string, o: WorldHostOptions, chance: string): Host {
    const host = new Host({
      clock: this.clock,
      random: chanceFor(this.seed, chance),
      pool: this.pool,
      name,
      observer: fanOut(this.recorder?.observer(name), o.observer),
      ...(o.profile === undefined ? {} : { profile: o.profile }),
    });
    this.#hosts.set(name, host);
    return host;
  }

  /** The host of that name as it is now; throws a RangeError when there is none. */
  hostNamed(name: string): Host {
    const host = this.#hosts.get(name);
    if (host !== undefined) return host;
    throw new RangeError(`no host '${name}'; there are ${[...this.#hosts.keys()].join(', ')}`);
  }

  /** Pulls the mains plug: the host forgets everything at once, and nobody is told. */
  powerOff(name: string): void {
    forgetAll(this.hostNamed(name));
  }

  /**
   * Starts it anew, with the same addresses and no memory; gives the host that is there from now on, which takes
   * what is left of the initial sequence numbers it was given.
   */
  boot(name: string): Host {
    const old = this.hostNamed(name);
    const made = this.#made.get(name);
    if (made === undefined) throw new Error(`the world did not make '${name}'`);
    forgetAll(old);
    const host = this.#makeHost(name, made.o, `host ${name} boot ${++made.boots}`);
    host.tcp.nextIss.push(...old.tcp.nextIss);
    for (const laid of this.#cables.values()) {
      for (const end of ['a', 'b'] as const) {
        const { link, prefixes } = laid[end];
        if (laid[end].belongsTo(old)) laid[end] = host.attach(link, prefixes, { name: laid.name });
      }
    }
    const outside = this.#outsides.get(name);
    if (outside !== undefined) this.#leadOutside(host, outside.link);
    return host;
  }

  /**
   * Gives a host a way to the addresses that are nobody's, as a default route does: what it sends there is
   * lost. Without it there is no answering a segment from such an address. IPv4 only.
   */
  outside(host: Host, o: WorldOutsideOptions = {}): void {
    if (this.#outsides.has(host.name)) return;
    const { a } = new Cable(this.clock, this.pool);
    const { link } = this.#dress(host, a, `${host.name}-outside`, o.impair, o.wrap);
    this.#leadOutside(host, link);
  }

  #leadOutside(host: Host, link: Link): void {
    const iface = host.attach(link, [], { name: `${host.name}-outside` });
    host.addRoute(EVERYWHERE, iface);
    this.#outsides.set(host.name, iface);
  }

  /**
   * Joins two hosts. Unless told otherwise, the N-th cable (from 0) is the network 10.0.N.0/24 and
   * fd00:0:0:N::/64, in which the H-th host (from 1) has the address H: hosts A and B are 10.0.0.1
   * and 10.0.0.2, fd00::1 and fd00::2.
   */
  cable(a: Host, b: Host, o: WorldCableOptions = {}): WorldCable {
    const name = this.#cableName(a, b);
    const cable = new Cable(this.clock, this.pool, o);
    const ends = [
      this.#plug(a, cable.a, name, o.impairAB, o.prefixA, o.wrap),
      this.#plug(b, cable.b, name, o.impairBA, o.prefixB, o.wrap),
    ] as const;
    const laid: WorldCable = {
      name,
      cable,
      a: ends[0].iface,
      b: ends[1].iface,
      impairAB: ends[0].impair,
      impairBA: ends[1].impair,
    };
    this.#cables.set(name, laid);
    return laid;
  }

  /** Has `act` done at `at`, in a turn of its own; what is in the past is done in the next turn. */
  schedule(at: Micros, act: () => void): void {
    if (Number.isNaN(at)) throw new RangeError('a time is needed to schedule something');
    this.#agenda.add(Math.max(at, this.clock.now), act);
  }

  /** When the next thing happens; NEVER when nothing will. */
  next(): Micros {
    return this.#pending ? this.clock.now : this.clock.timers.next();
  }

  /** Runs the next turn; false when nothing will ever happen again. */
  step(): boolean {
    const at = this.next();
    if (at === NEVER) return false;
    this.#pending = false;
    this.beforeTurn?.(at);
    this.clock.turn(at);
    this.afterTurn?.();
    return true;
  }

  /** Runs until nothing will happen any more, or through everything up to and at `until`. */
  run(until: Micros = NEVER): void {
    while (this.next() <= until && this.step());
    if (until === NEVER || until <= this.clock.now) return;
    this.beforeTurn?.(until);
    this.clock.turn(until);
  }

  /** Runs until `done` holds, looking after each turn; false when `limit` or the end came first. */
  runUntil(done: () => boolean, limit: Micros = NEVER): boolean {
    while (!done()) {
      if (this.next() > limit || !this.step()) return false;
    }
    return true;
  }

  #cableName(a: Host, b: Host): string {
    for (const host of [a, b]) {
      if (this.#hosts.get(host.name) !== host) {
        throw new RangeError(`'${host.name}' is no host of this world: make it with host()`);
      }
    }
    if (a === b) throw new RangeError('a cable joins two hosts; a host reaches itself without one');
    const base = `${a.name}-${b.name}`;
    for (let n = 2, name = base; ; name = `${base} ${n++}`)
      if (!this.#cables.has(name)) return name;
  }

  #plug(
    host: Host,
    end: CableEnd,
    cable: string,
    impairments: Impairments | string | undefined,
    given: readonly string[] | undefined,
    wrap: ((link: Link, host: Host) => Link) | undefined,
  ): { iface: NetInterface; impair: Impair | null } {
    const { link, impair } = this.#dress(host, end, cable, impairments, wrap);
    const prefixes = (given ?? this.#defaultPrefixes(host)).map((p) => Prefix.parse(p));
    const iface = host.attach(link, prefixes, { name: cable });
    this.recorder?.host(
      host.name,
      prefixes.map((p) => p.address),
    );
    return { iface, impair };
  }

  /** An end of a cable with all that stands between it and its host. */
  #dress(
    host: Host,
    end: CableEnd,
    cable: string,
    impairments: Impairments | string | undefined,
    wrap: ((link: Link, host: Host) => Link) | undefined,
  ): { link: Link; impair: Impair | null } {
    const { recorder, clock } = this;
    let link: Link = end;
    if (recorder !== null) end.onLost = (p) => recorder.lost(p, 'cable');
    let impair: Impair | null = null;
    if (impairments !== undefined) {
      const o = typeof impairments === 'string' ? parseImpairments(impairments) : impairments;
      const random = chanceFor(this.seed, `cable ${cable} from ${host.name}`);
      impair = new Impair(link, clock, random, o, (_direction, fault, p) => {
        if (recorder === null) return;
        if (fault === 'drop' || fault === 'overflow') recorder.lost(p, fault);
        else recorder.impaired(p, fault);
      });
      link = impair;
    }
    if (recorder !== null) link = recorder.tap(link, host.name);
    if (this.#digest !== null) link = digestLink(link, clock, this.#digest);
    if (wrap !== undefined) link = wrap(link, host);
    return { link, impair };
  }

  #defaultPrefixes(host: Host): string[] {
    const n = this.#cables.size;
    const h = [...this.#hosts.keys()].indexOf(host.name) + 1;
    if (h > MOST_HOSTS || n >= MOST_CABLES) {
      throw new RangeError(
        `default addresses suffice for ${MOST_HOSTS} hosts and ${MOST_CABLES} cables: give prefixA and prefixB`,
      );
    }
    return [`10.${n >> 8}.${n & 255}.${h}/24`, `fd00:0:0:${n.toString(16)}::${h}/64`];
  }
}

/** Everything a host knew is gone, and its links lead nowhere. */
export function forgetAll(host: Host): void {
  host.observer = null;
  for (const i of host.interfaces.slice(1)) host.detach(i);
  const { tcp } = host;
  for (const l of tcp.demux.listeners()) l.close();
  for (const c of [...tcp.demux.connections.values()]) {
    c.user = null;
    abort(c);
  }
  tcp.timeWait.clear();
}
