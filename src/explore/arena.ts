import { Clock } from '../base/clock.ts';
import { type Packet, PacketPool } from '../base/packet.ts';
import { type Micros, NEVER } from '../base/timer-queue.ts';
import { Host } from '../net/host.ts';
import type { NetInterface } from '../net/interface.ts';
import { chanceFor } from '../sim/chance.ts';
import { Forger } from '../sim/forger.ts';
import { forgetAll } from '../sim/world.ts';
import { IDLE_TIMERS } from '../tcp/timers.ts';
import { type ExploreAction, pack, unpack } from './action.ts';
import { aheadOf, mayArrive } from './arrivals.ts';
import type { End } from './end.ts';
import { Flight, type Network, SearchLink } from './flight.ts';
import type { FullBounds } from './model.ts';
import type { Plan, PlannedHost } from './plan.ts';
import { Programs } from './programs.ts';
import { type StepSeen, Witness } from './witness.ts';

/** A host while a run goes on. */
export interface ArenaHost {
  readonly name: string;
  readonly planned: PlannedHost;
  readonly witness: Witness;
  readonly programs: Programs;
  /** Its own clock: it may be behind, never ahead. */
  readonly clock: Clock;
  /** Another one once it was started anew, and how often it was. */
  host: Host;
  boots: number;
  /** Segments that have reached it after later ones. */
  late: number;
  /** TCP segments it has sent. */
  sent: number;
}

/** A cable of the arena. */
interface ArenaCable {
  readonly name: string;
  readonly links: readonly [SearchLink, SearchLink];
  a: NetInterface;
  b: NetInterface;
}

/** What was spent of the bounds. */
export interface Spent {
  lose: number;
  duplicate: number;
  damage: number;
  timers: number;
  /** Timers that expired while segments were on their way. */
  early: number;
  segments: number;
  /** Segments that grew as old as the world's MSL. */
  expired: number;
}

const pool = new PacketPool();

/**
 * A timer that was stopped or moved later is left where it was, to expire for nothing; that is no step of a run.
 */
function settle({ host, clock }: ArenaHost): void {
  for (const { timers } of host.tcp.demux.connections.values()) {
    if (timers === IDLE_TIMERS) continue;
    const at = timers.earliest();
    if (timers.due !== at) clock.timers.arm(timers, at);
  }
}

/**
 * One run of a world, in which whoever holds it says what happens next. The engine is the one that everybody
 * uses; what is made anew here is the network, in which nothing arrives by itself, and the time.
 */
export class Arena implements Network {
  readonly plan: Plan;
  readonly bounds: FullBounds;
  readonly hosts: ArenaHost[] = [];
  readonly cables: ArenaCable[] = [];
  /** In the order in which they were sent. */
  readonly flights: Flight[] = [];
  readonly spent: Spent = {
    ...{ lose: 0, duplicate: 0, damage: 0 },
    ...{ timers: 0, early: 0, segments: 0, expired: 0 },
  };
  readonly step: StepSeen = {
    delivered: null,
    resetAnswered: false,
    timers: [],
    over: [],
    wasEmpty: true,
    saysNothing: false,
  };
  now: Micros = 0;
  /**
   * How long a segment is on its way at least; 0 while searching. Where it is more, as in a run to be shown, an
   * application's step takes a tenth of it, and so do deliveries that follow each other: a moment, in which a
   * timer may expire or a segment grow too old, so that neither is possible.
   */
  readonly #spacing: Micros;
  /** How much later than it might the next delivery or step of a program comes: for a run to be shown. */
  linger: Micros = 0;
  /** What came last, while nothing but arrivals happens. */
  #landed: Flight | null = null;

  constructor(plan: Plan, bounds: FullBounds, spacing: Micros = 0) {
    this.plan = plan;
    this.bounds = bounds;
    this.#spacing = spacing;
    const forger = new Forger(this);
    for (const planned of plan.hosts) this.#addHost(planned, forger);
    for (const cable of plan.cables) this.#lay(cable);
    for (const h of this.hosts) {
      for (const action of h.planned.host.ready ?? []) {
        this.#turn(h, () => void h.programs.do(action));
      }
    }
  }

  /** All ends that there ever were. */
  *ends(): Iterable<End> {
    for (const h of this.hosts) yield* h.witness.ends;
  }

  /**
   * What may happen next, within the bounds. The order is always the same, and of runs of the same length the
   * first is shown: timers come last, so that what is lost is lost before it is missed.
   */
  actions(): number[] {
    const codes: number[] = [];
    const add = (kind: ExploreAction['kind'], host: number, n: number): void => {
      codes.push(pack({ kind, host, n }));
    };
    for (const f of mayArrive(this)) {
      const at = this.arrivalOf(f);
      if (this.#hasTime(at) && !this.#isOld(f, at)) add('deliver', f.from, f.n);
    }
    if (this.#hasTime(this.nextStepAt)) {
      for (const [i, h] of this.hosts.entries()) {
        for (const n of h.programs.enabled()) add('do', i, n);
      }
    }
    const { spent, bounds } = this;
    const mayFail = spent.lose + spent.duplicate + spent.damage < bounds.faults;
    for (const f of mayFail ? this.flights : []) {
      if (spent.lose < bounds.lose) add('lose', f.from, f.n);
      if (spent.duplicate < bounds.duplicate) add('duplicate', f.from, f.n);
      if (spent.damage < bounds.damage && !f.damaged) add('damage', f.from, f.n);
    }
    for (const i of this.#mayFire()) add('fire', i, 0);
    return codes;
  }

  /** More segments were sent, or grew too old, than the bounds allow: nothing beyond this is looked at. */
  get isBeyond(): boolean {
    const { spent, bounds } = this;
    return spent.segments > bounds.segments || spent.expired > bounds.expired;
  }

  /** Does what `code` stands for. Throws what the engine throws, and a RangeError for what cannot happen now. */
  perform(code: number): void {
    const { kind, host, n } = unpack(code);
    const { step } = this;
    step.delivered = null;
    step.resetAnswered = false;
    step.timers.length = 0;
    step.over.length = 0;
    step.wasEmpty = this.flights.length === 0;
    step.saysNothing = false;
    if (kind === 'do') this.#do(this.#host(host), n);
    else if (kind === 'fire') this.#fire(this.#host(host));
    else if (kind === 'deliver') this.#deliver(this.flight(host, n));
    else this.#spoil(kind, this.flight(host, n));
  }

  /**
   * Gives back what the run has taken of the storages that all share; the arena is not used any more. Without it
   * the collector has half of the work.
   */
  dispose(): void {
    for (const h of this.hosts) {
      for (const c of h.host.tcp.demux.connections.values()) {
        c.sendQueue.clear();
        c.receiveQueue.clear();
      }
    }
  }

  /** The segment called so. Throws a RangeError when it is not on its way. */
  flight(host: number, n: number): Flight {
    const found = this.flights.find((f) => f.from === host && f.n === n);
    if (found !== undefined) return found;
    throw new RangeError(`segment ${this.hosts[host]?.name}${n} is not on its way`);
  }

  /** When a segment arrives if that comes next. */
  arrivalOf(f: Flight): Micros {
    const due = f.sentAt + this.#spacing;
    const next = due === this.now && this.#isBehind(f) ? due : this.now + this.moment;
    return Math.max(due, next) + this.linger;
  }

  /** It left together with what has just arrived, right behind it: both arrive together. */
  #isBehind(f: Flight): boolean {
    const { to, sentAt, n } = this.#landed ?? f;
    return to === f.to && sentAt === f.sentAt && n < f.n;
  }

  /** When a step of a program comes if it is the next. */
  get nextStepAt(): Micros {
    return this.now + this.moment + this.linger;
  }

  /** The time from one thing to the next. */
  get moment(): Micros {
    return Math.ceil(this.#spacing / 10);
  }

  /** When the next timer of a host expires; NEVER when none runs. */
  deadline(h: ArenaHost): Micros {
    return h.clock.timers.next();
  }

  /** A host sends: it is on its way from now on. */
  sent(link: SearchLink, p: Packet): void {
    const h = this.#host(link.host);
    const origin = h.witness.originOf();
    h.sent++;
    this.spent.segments++;
    this.flights.push(new Flight(link.host, h.sent, link.peer, this.now, p, origin));
  }

  hostNamed(name: string): Host {
    const found = this.hosts.find((h) => h.name === name);
    if (found !== undefined) return found.host;
    const names = this.hosts.map((h) => h.name).join(', ');
    throw new RangeError(`no host '${name}'; there are ${names}`);
  }

  /** Nothing is scheduled in an arena: its holder says what happens. */
  schedule(): void {
    throw new RangeError('nothing happens by itself while a world is searched');
  }

  #host(i: number): ArenaHost {
    const h = this.hosts[i];
    if (h === undefined) throw new RangeError(`the world has no host ${i}`);
    return h;
  }

  /** The hosts whose next timer may expire now. */
  *#mayFire(): Iterable<number> {
    const { spent, bounds } = this;
    if (spent.timers >= bounds.timers) return;
    if (this.flights.length > 0 && spent.early >= bounds.early) return;
    const deadlines = this.hosts.map((h) => this.deadline(h));
    const first = Math.min(...deadlines);
    if (first === NEVER) return;
    for (const [i, at] of deadlines.entries()) {
      if (at !== NEVER && at <= first + bounds.lateness) yield i;
    }
  }

  /** No timer expires until `then`. */
  #hasTime(then: Micros): boolean {
    return this.#spacing === 0 || this.hosts.every((h) => this.deadline(h) > then);
  }

  #isOld(f: Flight, at: Micros): boolean {
    return at - f.sentAt >= this.plan.world.msl;
  }

  #passTo(at: Micros): void {
    if (this.#spacing === 0) return;
    this.now = at;
    this.#age();
  }

  #do(h: ArenaHost, n: number): void {
    this.#passTo(this.nextStepAt);
    this.#landed = null;
    this.#turn(h, () => h.programs.perform(n));
  }

  #fire(h: ArenaHost): void {
    this.spent.timers++;
    if (this.flights.length > 0) this.spent.early++;
    const at = this.deadline(h);
    this.#landed = null;
    if (at > this.now) this.now = at;
    this.#age();
    this.#turn(h, () => {});
  }

  #deliver(f: Flight): void {
    this.#passTo(this.arrivalOf(f));
    this.#landed = f;
    const h = this.#host(f.to.host);
    // With its last copy it is no longer among those that are stuck.
    if (f.stuck) h.late += Number(f.copies === 1);
    else for (const g of aheadOf(f, this.flights)) g.stuck = true;
    this.#take(f);
    const { receiver } = f.to;
    if (receiver === null) return; // nobody is there any more
    this.step.delivered = f;
    this.#turn(h, () => receiver.deliver(pool.copyOf(f.arriving())));
  }

  #spoil(kind: 'lose' | 'duplicate' | 'damage', f: Flight): void {
    this.spent[kind]++;
    if (kind === 'lose') this.#take(f);
    else if (kind === 'duplicate') f.copies++;
    else f.damaged = true;
  }

  #take(f: Flight): void {
    f.copies--;
    if (f.copies === 0) this.flights.splice(this.flights.indexOf(f), 1);
  }

  /** What is too old is gone: RFC 9293 section 3.4.2. */
  #age(): void {
    for (let i = this.flights.length - 1; i >= 0; i--) {
      if (!this.#isOld(this.flights[i] as Flight, this.now)) continue;
      this.flights.splice(i, 1);
      this.spent.expired++;
    }
  }

  #turn(h: ArenaHost, act: () => void): void {
    h.clock.turn(this.now, act);
    settle(h);
    h.witness.refresh(h.host.tcp);
  }

  #addHost(planned: PlannedHost, forger: Forger): void {
    const { name, iss } = planned.host;
    const i = this.hosts.length;
    const witness = new Witness(i, this.step);
    const clock = new Clock();
    const programs = new Programs(planned.host, witness, {
      forger,
      host: () => h.host,
      powerOff: () => this.#powerOff(h),
      boot: () => this.#boot(h),
    });
    const host = this.#start(planned, witness, clock, `host ${name}`);
    host.tcp.nextIss.push(...(iss ?? []));
    const h: ArenaHost = {
      name,
      planned,
      witness,
      programs,
      clock,
      host,
      ...{ boots: 1, late: 0, sent: 0 },
    };
    this.hosts.push(h);
  }

  #start(planned: PlannedHost, observer: Witness, clock: Clock, chance: string): Host {
    const { profile, host } = planned;
    const random = chanceFor(1, chance);
    return new Host({ clock, random, pool, name: host.name, observer, profile });
  }

  #lay({ name, ends, prefixes }: Plan['cables'][number]): void {
    const a = new SearchLink(this, ends[0]);
    const b = new SearchLink(this, ends[1]);
    a.peer = b;
    b.peer = a;
    const attach = (link: SearchLink, p: Plan['cables'][number]['prefixes'][0]): NetInterface =>
      this.#host(link.host).host.attach(link, p, { name });
    this.cables.push({
      name,
      links: [a, b],
      a: attach(a, prefixes[0]),
      b: attach(b, prefixes[1]),
    });
  }

  #powerOff(h: ArenaHost): void {
    forgetAll(h.host);
    h.witness.crash();
  }

  /** Started anew, with the same addresses and no memory. */
  #boot(h: ArenaHost): void {
    const old = h.host;
    const { name } = h;
    h.host = this.#start(h.planned, h.witness, h.clock, `host ${name} boot ${++h.boots}`);
    h.host.tcp.nextIss.push(...old.tcp.nextIss);
    for (const cable of this.cables) {
      const { prefixes: pa, link: la } = cable.a;
      const { prefixes: pb, link: lb } = cable.b;
      if (cable.a.belongsTo(old)) cable.a = h.host.attach(la, pa, { name: cable.name });
      if (cable.b.belongsTo(old)) cable.b = h.host.attach(lb, pb, { name: cable.name });
    }
  }
}
