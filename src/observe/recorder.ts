import type { Packet } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import type { Link } from '../link/link.ts';
import { type Direction, Tap } from '../link/tap.ts';
import type { Flow, Observer, RecoveryEvent } from '../tcp/observer.ts';
import { STATE_NAMES, type State } from '../tcp/state.ts';
import type { TimerName } from '../tcp/timers.ts';
import type { Address } from '../wire/address.ts';
import { DROP_NAMES, type Drop, OK } from '../wire/drop.ts';
import { IpHeader, parseIp, TCP } from '../wire/ip.ts';
import { parseTcp, Segment, tcpFlags } from '../wire/tcp.ts';
import { codesOf } from './codes.ts';
import { arrive, type Draft, finished, hashOf } from './draft.ts';
import { FlowTable, type Tuple } from './flow-table.ts';
import { HostObserver } from './host-observer.ts';
import { hex, segmentOptions } from './options.ts';
import { RecordedHost } from './recorded-host.ts';
import type { RecorderOptions, TraceHead } from './recorder-options.ts';
import { directionOf, SentRanges } from './sent-ranges.ts';
import type {
  CallDetail,
  HostChange,
  Trace,
  TraceFrame,
  TraceHost,
  TraceTables,
  TraceTimer,
  TraceVars,
} from './trace.ts';

/** What is told of a host's tables where only some flows are kept. */
export type TablesDetail = Pick<Extract<TraceFrame, { kind: 'tables' }>, 'halfOpen' | 'states'>;

/** A frame before it is known what to call it. */
export type BareFrame = WithoutCode<TraceFrame>;
type WithoutCode<F> = F extends TraceFrame ? Omit<F, 'code' | 'rule'> : never;

const LIMIT = 200_000;

/**
 * Writes down what happens on several hosts, as a {@link Trace}.
 *
 * Segments are seen on the links, through {@link tap}, so that the trace shows what was on the wire;
 * states, timers and drops come from each host's {@link observer}. A packet carries a mark from the
 * link it leaves by to the link it arrives on.
 */
export class Recorder {
  readonly #clock: { readonly now: Micros };
  readonly #keepBytes: boolean;
  readonly #limit: number;
  readonly #hosts = new Map<string, RecordedHost>();
  readonly #owners = new Map<string, RecordedHost>();
  readonly #flows: FlowTable;
  readonly #ranges = new SentRanges();
  readonly #segments: Draft[] = [];
  readonly #byHash = new Map<number, Draft>();
  readonly #frames: BareFrame[] = [];
  readonly #ip = new IpHeader();
  readonly #seg = new Segment();
  #strangers = 0;
  #omitted = 0;

  constructor(clock: { readonly now: Micros }, o: RecorderOptions = {}) {
    this.#clock = clock;
    this.#keepBytes = o.keepBytes ?? false;
    this.#limit = o.limit ?? LIMIT;
    const nameOf = (address: string): string | null => this.#owners.get(address)?.name ?? null;
    this.#flows = new FlowTable(nameOf, this.#limit, o.sample);
  }

  /** Makes a host known, with more of its addresses each time. */
  host(name: string, addresses: readonly Address[] = []): void {
    const h = this.#host(name);
    for (const a of addresses) {
      const text = a.toString();
      if (this.#owners.has(text)) continue;
      this.#owners.set(text, h);
      h.addresses.push(text);
    }
  }

  /** What to give the host `name` as its observer. */
  observer(name: string): Observer {
    return new HostObserver(this, this.#host(name).name);
  }

  /** A link that records what passes between the host `name` and `link`. */
  tap(link: Link, name: string): Link {
    const h = this.#host(name);
    const tap: Tap = new Tap(link, (p, direction) => {
      if (direction === 'in' && tap.receiver === null) this.lost(p, 'host-off');
      else this.#see(h, p, direction);
    });
    return tap;
  }

  /** The network lost a packet: to be called while it is still whole. */
  lost(p: Packet, reason: string): void {
    this.lostMark(p.mark, reason);
  }

  /** The network lost the packet that had this mark. */
  lostMark(mark: number, reason: string): void {
    const s = this.#segments[mark - 1];
    if (s === undefined) return;
    s.lostAt = this.#clock.now;
    this.#frame({ ...this.#onTheWay(s), kind: 'lost', reason });
  }

  /**
   * The network did something else to a packet: `delay`, `reorder`, `duplicate`, `corrupt`. Of a
   * duplicate either packet will do; a corrupted one must have been corrupted already.
   */
  impaired(p: Packet, what: string): void {
    const hash = hashOf(p);
    const s = this.#segments[p.mark - 1] ?? this.#byHash.get(hash);
    if (s === undefined) return;
    if (what === 'delay' || what === 'reorder') s.late = true;
    // A copy made of it later has no mark, and no longer the octets that were sent.
    if (what === 'corrupt') this.#byHash.set(hash, s);
    this.#frame({ ...this.#onTheWay(s), kind: 'impaired', what });
  }

  /**
   * An application called, or was told, something; `tuple` says about which connection, `cause` which
   * frame made it do so, where that is known better than by the moment. Returns the frame's place.
   */
  call(
    host: string,
    call: string,
    detail: CallDetail = {},
    tuple: Tuple | null = null,
    cause: number | null = null,
  ): number | null {
    const h = this.#host(host);
    const { error } = detail;
    h.counts.call(typeof error === 'string' ? `${call} ${error}` : call);
    const flow = tuple === null ? null : this.#flows.idOf(tuple);
    if (flow === 0) return this.#trigger(h, flow, this.#omit());
    const about = this.#about(h, flow, null);
    const frame = { ...about, cause: cause ?? about.cause, kind: 'call' as const, call, detail };
    return this.#trigger(h, flow, this.#frame(frame));
  }

  /** Something happened to the whole host. */
  changed(host: string, what: HostChange, cause: number | null = null): number | null {
    const h = this.#host(host);
    h.triggers.clear();
    const frame = { ...this.#about(h, null, null), cause, kind: 'host' as const, what };
    return this.#trigger(h, null, this.#frame(frame));
  }

  transition(host: string, f: Flow, from: State, to: State): void {
    const h = this.#host(host);
    h.counts.transition(from, to);
    const flow = this.#flows.idOf(f);
    if (flow === 0) {
      this.#omit();
      return;
    }
    this.#ranges.changed(directionOf(flow, f.localPort, host), from, to);
    const names = { from: STATE_NAMES[from] as string, to: STATE_NAMES[to] as string };
    this.#frame({ ...this.#about(h, flow, null), kind: 'state', ...names });
  }

  dropped(host: string, f: Flow | null, reason: Drop): void {
    const h = this.#host(host);
    const name = DROP_NAMES[reason] ?? `reason ${reason}`;
    h.counts.drop(name);
    const isNow = h.arrivedAt === this.#clock.now;
    const s = isNow ? h.arrived : null;
    const flow = s?.flow ?? (isNow ? 0 : f === null ? null : this.#flows.idOf(f));
    this.#frame({ ...this.#about(h, flow, s?.id ?? null), kind: 'dropped', reason: name });
  }

  timer(host: string, f: Flow, timer: TimerName): void {
    const h = this.#host(host);
    h.counts.timer(timer);
    const flow = this.#flows.idOf(f);
    if (flow === 0) {
      this.#trigger(h, flow, this.#omit());
      return;
    }
    const frame = { ...this.#about(h, flow, null), cause: null, kind: 'timer' as const, timer };
    this.#trigger(h, flow, this.#frame(frame));
  }

  recovery(host: string, f: Flow, event: RecoveryEvent): void {
    const flow = this.#flows.idOf(f);
    this.#frame({ ...this.#about(this.#host(host), flow, null), kind: 'recovery', event });
  }

  /** Variables of a connection are now these, where they differ from what was told before. */
  vars(host: string, t: Tuple, vars: Readonly<Partial<TraceVars>>): void {
    const flow = this.#flows.idOf(t);
    this.#frame({ ...this.#about(this.#host(host), flow, null), kind: 'vars', vars });
  }

  /** The timers of a connection are now these. */
  timers(host: string, t: Tuple, timers: readonly TraceTimer[]): void {
    const flow = this.#flows.idOf(t);
    this.#frame({ ...this.#about(this.#host(host), flow, null), kind: 'timers', timers });
  }

  /** A host's tables hold this now. */
  tables(host: string, tables: TraceTables, more: TablesDetail = {}): void {
    const about = { ...this.#about(this.#host(host), null, null), kind: 'tables' as const };
    this.#frame({ ...about, tables, ...more });
  }

  /** Whether octets are kept, as {@link RecorderOptions.keepBytes} asks. */
  get keepsBytes(): boolean {
    return this.#keepBytes;
  }

  /** Whether everything about the flow with these ends is kept. */
  keeps(t: Tuple): boolean {
    return this.#flows.idOf(t) !== 0;
  }

  /** Everything recorded so far; recording may go on. */
  trace(head: TraceHead = {}): Trace {
    const hosts: TraceHost[] = [...this.#hosts.values()].map((h) => ({
      name: h.name,
      address: h.addresses[0] ?? '',
      addresses: [...h.addresses],
    }));
    const segments = this.#segments.map(finished);
    const flows = this.#flows.list();
    return {
      version: 2,
      scenario: head.scenario ?? '',
      seed: head.seed ?? 0,
      nonStandard: [...(head.nonStandard ?? [])],
      interventions: (head.interventions ?? []).map((i) => ({ ...i, hit: this.#hit(i.segment) })),
      hosts,
      flows,
      segments,
      frames: codesOf(this.#frames, segments, flows),
      counts: [...this.#hosts.values()].map((h) => h.counts.of(h.name)),
      end: this.#clock.now,
      omitted: this.#omitted,
    };
  }

  /** Whether there was a segment of that name; true of what is about none. */
  #hit(segment: string | null): boolean {
    if (segment === null) return true;
    const found = /^(.*?)([1-9]\d*)$/.exec(segment);
    const host = this.#hosts.get(found?.[1] ?? '');
    return host !== undefined && host.sent >= Number(found?.[2]);
  }

  #host(name: string): RecordedHost {
    let h = this.#hosts.get(name);
    if (h === undefined) {
      h = new RecordedHost(name);
      this.#hosts.set(name, h);
    }
    return h;
  }

  #see(h: RecordedHost, p: Packet, direction: Direction): void {
    if (direction === 'out') {
      p.mark = 0;
      const s = this.#read(p, h);
      if (s === null) return;
      s.sentFrame = this.#frame({ ...this.#about(h, s.flow, s.id), kind: 'sent' });
      return;
    }
    if (p.mark < 0) {
      h.counts.arrive(tcpFlags(OMITTED - p.mark));
      h.arrived = null;
      h.arrivedAt = this.#clock.now;
      return;
    }
    const known = this.#segments[p.mark - 1];
    if (known === undefined && !this.#isTcp(p)) return;
    const flags = known === undefined ? tcpFlags(this.#seg.flags) : known.flags;
    h.counts.arrive(flags);
    const hash = hashOf(p);
    const s = known ?? this.#byHash.get(hash) ?? this.#read(p, null);
    h.arrived = s;
    h.arrivedAt = this.#clock.now;
    if (s === null) return;
    arrive(s, p, hash, this.#clock.now);
    const about = { ...this.#about(h, s.flow, s.id), cause: s.sentFrame };
    this.#trigger(h, s.flow, this.#frame({ ...about, kind: 'arrived' }));
  }

  /** Whether `p` is a whole TCP segment; its fields are then in #ip and #seg. */
  #isTcp(p: Packet): boolean {
    const ip = this.#ip;
    if (parseIp(ip, p, false) !== OK || ip.protocol !== TCP || ip.isFragment) return false;
    return parseTcp(this.#seg, p, ip.payloadFrom, ip.payloadTo, -1) === OK;
  }

  /**
   * Adds a segment sent by `from`, or by a stranger, and marks its packet. Null when it is no segment, or
   * is only to be counted: then the mark says so.
   */
  #read(p: Packet, from: RecordedHost | null): Draft | null {
    const ip = this.#ip;
    const seg = this.#seg;
    if (!this.#isTcp(p)) return null;
    const flags = tcpFlags(seg.flags);
    from?.counts.send(flags);
    const flow = this.#flows.idOf({
      local: ip.src,
      remote: ip.dst,
      localPort: seg.sport,
      remotePort: seg.dport,
    });
    const id = from === null ? `?${++this.#strangers}` : `${from.name}${++from.sent}`;
    if (flow === 0 || this.#segments.length >= this.#limit) {
      this.#omitted++;
      p.mark = OMITTED - seg.flags;
      return null;
    }
    const s: Draft = {
      id,
      from: from === null ? null : from.name,
      to: this.#owners.get(ip.dst.toString())?.name ?? null,
      flow,
      sport: seg.sport,
      dport: seg.dport,
      seq: seg.seq >>> 0,
      ack: seg.ack >>> 0,
      flags,
      wnd: seg.wnd,
      length: seg.textTo - seg.textFrom,
      options: segmentOptions(seg),
      sentAt: this.#clock.now,
      arrivedAt: null,
      copiesAt: [],
      lostAt: null,
      fate: 'in-flight',
      retransmission: this.#ranges.sent(directionOf(flow, seg.sport, from?.name ?? null), seg),
      hash: hashOf(p),
      corrupt: false,
      late: false,
      sentFrame: null,
    };
    if (this.#keepBytes) s.bytes = hex(p.bytes, p.from, p.to);
    this.#segments.push(s);
    this.#byHash.set(s.hash, s);
    p.mark = this.#segments.length;
    return s;
  }

  /** Where and when; the cause is whatever moved the host in this same instant. */
  #about(h: RecordedHost, flow: number | null, segment: string | null) {
    const at = this.#clock.now;
    const trigger = h.triggers.get(flow ?? 0);
    const cause = trigger !== undefined && trigger.at === at ? trigger.frame : null;
    return { at, host: h.name, flow, segment, cause };
  }

  /** What happens to a segment on its way is told of its sender. */
  #onTheWay(s: Draft) {
    const { sentFrame: cause, flow, id: segment } = s;
    return { at: this.#clock.now, host: s.from ?? '', flow, segment, cause };
  }

  /** What follows at this host, about this flow, in this instant, is because of `frame`. */
  #trigger(h: RecordedHost, flow: number | null, frame: number | null): number | null {
    h.triggers.set(flow ?? 0, { frame, at: this.#clock.now });
    return frame;
  }

  /** Adds a frame and gives its place; null when it is of a flow that is only counted, or one too many. */
  #frame(f: BareFrame): number | null {
    if (f.flow !== 0 && this.#frames.length < this.#limit) return this.#frames.push(f) - 1;
    return this.#omit();
  }

  /** One frame more that is not kept. */
  #omit(): null {
    this.#omitted++;
    return null;
  }
}

/** The mark of a packet that is counted and not kept, less its flags. */
const OMITTED = -1;
