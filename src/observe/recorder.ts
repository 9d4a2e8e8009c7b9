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
import { FlowTable, type Tuple } from './flow-table.ts';
import { hex, segmentOptions } from './options.ts';
import { SentRanges } from './sent-ranges.ts';
import type {
  CallDetail,
  Fate,
  Trace,
  TraceFault,
  TraceFrame,
  TraceHost,
  TraceSegment,
} from './trace.ts';

/** How much a recorder keeps. */
export interface RecorderOptions {
  /** Keeps the octets of every packet; without it a segment is its header's fields. */
  readonly keepBytes?: boolean;
  /** Frames, segments and flows kept at most; 200,000 of each by default. Later ones are counted. */
  readonly limit?: number;
}

/** What the recorder cannot know by itself about a run. */
export interface TraceHead {
  readonly scenario?: string;
  readonly seed?: number;
  readonly nonStandard?: readonly string[];
  /** Faults asked for by name; whether there was such a segment is found out here. */
  readonly faults?: readonly Omit<TraceFault, 'hit'>[];
}

/** A segment while it is being recorded. */
type Draft = { -readonly [K in keyof TraceSegment]: TraceSegment[K] } & {
  /** A hash of the packet as sent: tells a corrupted one, and finds one that came without its mark. */
  hash: number;
  corrupt: boolean;
  late: boolean;
};

class RecordedHost {
  readonly name: string;
  readonly addresses: string[] = [];
  /** Segments sent so far. */
  sent = 0;
  /** The segment that arrived last, and when: what a drop at the same instant is about. */
  arrived: Draft | null = null;
  arrivedAt: Micros = -1;

  constructor(name: string) {
    this.name = name;
  }
}

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
  readonly #frames: TraceFrame[] = [];
  readonly #ip = new IpHeader();
  readonly #seg = new Segment();
  #strangers = 0;
  #omitted = 0;

  constructor(clock: { readonly now: Micros }, o: RecorderOptions = {}) {
    this.#clock = clock;
    this.#keepBytes = o.keepBytes ?? false;
    this.#limit = o.limit ?? LIMIT;
    const nameOf = (address: string): string | null => this.#owners.get(address)?.name ?? null;
    this.#flows = new FlowTable(nameOf, this.#limit);
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
    return new Tap(link, (p, direction) => this.#see(h, p, direction));
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
    const host = s.from ?? '';
    this.#frame({ ...this.#about(host, s.flow, s.id), kind: 'lost', reason });
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
    this.#frame({ ...this.#about(s.from ?? '', s.flow, s.id), kind: 'impaired', what });
  }

  /** An application called, or was told, something; `tuple` says about which connection. */
  call(host: string, call: string, detail: CallDetail = {}, tuple: Tuple | null = null): void {
    const flow = tuple === null ? null : this.#flows.idOf(tuple);
    this.#frame({ ...this.#about(host, flow, null), kind: 'call', call, detail });
  }

  transition(host: string, f: Flow, from: State, to: State): void {
    this.#frame({
      ...this.#about(host, this.#flows.idOf(f), null),
      kind: 'state',
      from: STATE_NAMES[from] as string,
      to: STATE_NAMES[to] as string,
    });
  }

  dropped(host: string, f: Flow | null, reason: Drop): void {
    const h = this.#host(host);
    const s = h.arrivedAt === this.#clock.now ? h.arrived : null;
    const flow = s?.flow ?? (f === null ? null : this.#flows.idOf(f));
    const name = DROP_NAMES[reason] ?? `reason ${reason}`;
    this.#frame({ ...this.#about(host, flow, s?.id ?? null), kind: 'dropped', reason: name });
  }

  timer(host: string, f: Flow, timer: TimerName): void {
    this.#frame({ ...this.#about(host, this.#flows.idOf(f), null), kind: 'timer', timer });
  }

  recovery(host: string, f: Flow, event: RecoveryEvent): void {
    this.#frame({ ...this.#about(host, this.#flows.idOf(f), null), kind: 'recovery', event });
  }

  /** Everything recorded so far; recording may go on. */
  trace(head: TraceHead = {}): Trace {
    const ids = new Set(this.#segments.map((s) => s.id));
    const hosts: TraceHost[] = [...this.#hosts.values()].map((h) => ({
      name: h.name,
      address: h.addresses[0] ?? '',
      addresses: [...h.addresses],
    }));
    return {
      version: 1,
      scenario: head.scenario ?? '',
      seed: head.seed ?? 0,
      nonStandard: [...(head.nonStandard ?? [])],
      faults: (head.faults ?? []).map((f) => ({
        segment: f.segment,
        action: f.action,
        hit: ids.has(f.segment),
      })),
      hosts,
      flows: this.#flows.list(),
      segments: this.#segments.map(finished),
      frames: [...this.#frames],
      end: this.#clock.now,
      omitted: this.#omitted,
    };
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
      this.#frame({ ...this.#about(h.name, s.flow, s.id), kind: 'sent' });
      return;
    }
    const hash = hashOf(p);
    const s = this.#segments[p.mark - 1] ?? this.#byHash.get(hash) ?? this.#read(p, null);
    if (s === null) return;
    if (s.hash !== hash) s.corrupt = true;
    if (s.arrivedAt === null) s.arrivedAt = this.#clock.now;
    else s.copiesAt = [...s.copiesAt, this.#clock.now];
    h.arrived = s;
    h.arrivedAt = this.#clock.now;
    this.#frame({ ...this.#about(h.name, s.flow, s.id), kind: 'arrived' });
  }

  /** Adds a segment sent by `from`, or by a stranger, and marks its packet; null when it is none. */
  #read(p: Packet, from: RecordedHost | null): Draft | null {
    const ip = this.#ip;
    const seg = this.#seg;
    if (parseIp(ip, p, false) !== OK || ip.protocol !== TCP || ip.isFragment) return null;
    if (parseTcp(seg, p, ip.payloadFrom, ip.payloadTo, -1) !== OK) return null;
    const id = from === null ? `?${++this.#strangers}` : `${from.name}${++from.sent}`;
    if (this.#segments.length >= this.#limit) {
      this.#omitted++;
      return null;
    }
    const flow = this.#flows.idOf({
      local: ip.src,
      remote: ip.dst,
      localPort: seg.sport,
      remotePort: seg.dport,
    });
    const s: Draft = {
      id,
      from: from === null ? null : from.name,
      to: this.#owners.get(ip.dst.toString())?.name ?? null,
      flow,
      sport: seg.sport,
      dport: seg.dport,
      seq: seg.seq >>> 0,
      ack: seg.ack >>> 0,
      flags: tcpFlags(seg.flags),
      wnd: seg.wnd,
      length: seg.textTo - seg.textFrom,
      options: segmentOptions(seg),
      sentAt: this.#clock.now,
      arrivedAt: null,
      copiesAt: [],
      lostAt: null,
      fate: 'in-flight',
      retransmission: this.#ranges.sent(`${flow}:${seg.sport}:${from?.name ?? ''}`, seg),
      hash: hashOf(p),
      corrupt: false,
      late: false,
    };
    if (this.#keepBytes) s.bytes = hex(p.bytes, p.from, p.to);
    this.#segments.push(s);
    this.#byHash.set(s.hash, s);
    p.mark = this.#segments.length;
    return s;
  }

  #about(host: string, flow: number | null, segment: string | null) {
    return { at: this.#clock.now, host, flow, segment };
  }

  #frame(f: TraceFrame): void {
    if (this.#frames.length < this.#limit) this.#frames.push(f);
    else this.#omitted++;
  }
}

/** Passes on what one host's TCP tells, with the host's name. Segments are seen on the links instead. */
class HostObserver implements Observer {
  readonly #recorder: Recorder;
  readonly #name: string;

  constructor(recorder: Recorder, name: string) {
    this.#recorder = recorder;
    this.#name = name;
  }

  transition(f: Flow, from: State, to: State): void {
    this.#recorder.transition(this.#name, f, from, to);
  }

  arrived(): void {}

  sent(): void {}

  dropped(f: Flow | null, reason: Drop): void {
    this.#recorder.dropped(this.#name, f, reason);
  }

  timer(f: Flow, name: TimerName): void {
    this.#recorder.timer(this.#name, f, name);
  }

  recovery(f: Flow, event: RecoveryEvent): void {
    this.#recorder.recovery(this.#name, f, event);
  }
}

function finished(d: Draft): TraceSegment {
  const { hash: _hash, corrupt: _corrupt, late: _late, ...s } = d;
  return { ...s, fate: fateOf(d) };
}

function fateOf(d: Draft): Fate {
  if (d.arrivedAt === null) return d.lostAt === null ? 'in-flight' : 'lost';
  if (d.corrupt) return 'corrupt';
  if (d.copiesAt.length > 0) return 'duplicate';
  return d.late ? 'delayed' : 'delivered';
}

/** FNV-1a over the packet's octets. */
function hashOf(p: Packet): number {
  let h = 0x811c9dc5;
  for (let i = p.from; i < p.to; i++) h = Math.imul(h ^ (p.bytes[i] as number), 0x01000193);
  return h;
}
