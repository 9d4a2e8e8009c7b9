import type { Lang } from '../../base/words.ts';
import type { Trace, TraceEnd, TraceFlow, TraceFrame, TraceSegment } from '../../observe/trace.ts';
import { happened, headSentences } from '../comments.ts';
import { impairments, type Sighting, sightings } from '../sightings.ts';
import { EXPORT_WORDS } from '../words.ts';
import { CallWriter, failing } from './calls.ts';
import { Foresight, isCall } from './foresight.ts';
import { type KeepAlive, keepAliveOf } from './keep-alive.ts';
import { NoScript, WHY_NONE } from './no-script.ts';
import { Script } from './script.ts';
import { SegmentWriter } from './segments.ts';
import { SCRIPT_WORDS, type ScriptWords } from './words.ts';

export { NoScript } from './no-script.ts';

/** Whose TCP a script is about, and how it is written. */
export interface PacketdrillOptions {
  /** The host whose part the kernel takes. */
  readonly side: string;
  /** Whose packetdrill, and whose kernel: Google's, for Linux. */
  readonly dialect?: 'linux';
  /** The connection, as in `Trace.flows`; the host's first by default. */
  readonly flow?: number;
  /**
   * The window scale to expect of the kernel, when its buffers are not those of the run: 7 on most
   * machines.
   */
  readonly wscale?: number;
  /** Lines for the head that say what the host's TCP was, as `synwave drill` reads them: `Set: minRto=1s`. */
  readonly header?: readonly string[];
  /** The language of the comments; English by default. */
  readonly lang?: Lang;
}

/** The descriptor of the connection that is accepted. */
const ACCEPTED = 4;
/** The peers' ports of the connections beside it count from here. */
const FIRST_PORT = 60_000;
const UNTOUCHED: ReadonlySet<string> = new Set();
/**
 * How long after a timer ran out its user asks: when both happen at the same instant nothing says which is
 * first. Microseconds, well below what packetdrill takes for on time.
 */
const ASKS_LATER = 1000;

/**
 * A packetdrill script in which the kernel takes the part of one host of a run: what its application
 * called becomes system calls, what reached it is injected, what it sent is expected. Its head says
 * what it cannot express.
 *
 * Throws {@link NoScript}, a RangeError, when the host is not in the trace, had no such connection, had it over IPv6, or
 * never noticed it; also where no script can hold: it waited for that peer alone, which no system call does, a tool
 * sent for it, or what filled its queue was not kept.
 */
export function packetdrill(trace: Trace, o: PacketdrillOptions): string {
  return new Writer(trace, o, new Script(), null).write();
}

/** Writes one script. */
class Writer {
  readonly #trace: Trace;
  readonly #o: PacketdrillOptions;
  readonly #side: string;
  readonly #lang: Lang;
  readonly #words: ScriptWords;
  readonly #flow: TraceFlow;
  readonly #end: TraceEnd;
  readonly #script: Script;
  readonly #segments: SegmentWriter;
  readonly #calls: CallWriter;
  readonly #ahead: Foresight;
  readonly #seen: ReadonlyMap<number, Sighting>;
  readonly #done: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #isActive: boolean;
  readonly #keepAlive: KeepAlive | null;
  /** The listener's name in the run, while there is one. */
  #listener: string | null = null;
  /** The connection is over: a SYN would open another one. */
  #isOver = false;
  #state = 'CLOSED';
  /** Fast Open lets what is written go before the connection is there. */
  #talksEarly = false;
  /** What either host wrote of this connection, octets, and where its urgent text ends in that; 0 for nowhere. */
  readonly #written = new Map<string, { all: number; urgent: number }>();

  /** Stands beside the connection that the script is about, whose listener it shares. */
  readonly #isBeside: boolean;

  /** @param fd the descriptor of a connection beside the one that the script is about; null for that one */
  constructor(trace: Trace, o: PacketdrillOptions, script: Script, fd: number | null) {
    this.#script = script;
    this.#isBeside = fd !== null;
    this.#trace = trace;
    this.#o = o;
    this.#side = o.side;
    this.#lang = o.lang ?? 'en';
    this.#words = SCRIPT_WORDS[this.#lang];
    this.#flow = flowOf(trace, o);
    this.#end = this.#flow.ends.find((e) => e.host === o.side) as TraceEnd;
    this.#seen = new Map(sightings(trace).map((s) => [s.frame, s]));
    this.#ahead = new Foresight(trace, o.side, this.#flow);
    const { syn, ownPort } = this.#ahead;
    const remote = fd === null ? null : FIRST_PORT + fd;
    this.#segments = new SegmentWriter(o.wscale ?? null, syn?.seq ?? null, remote);
    const accepted = fd ?? ACCEPTED;
    const synText = syn === null ? 0 : bareText(syn);
    const synTextAgain = this.#ahead.synTextAgain;
    this.#calls = new CallWriter({ synText, synTextAgain, ownPort, accepted });
    this.#done = impairments(trace);
    this.#isActive = trace.frames.some((f) => this.#isMine(f) && isCall(f, 'connect'));
    this.#keepAlive = keepAliveOf(trace, o.side, this.#flow.id);
  }

  write(): string {
    if (this.#trace.frames.some((f) => this.#isMine(f) && isCall(f, 'listen'))) {
      throw new NoScript(WHY_NONE.passive(this.#side));
    }
    if (this.#ahead.beginsByItself) {
      throw new NoScript(WHY_NONE.tool(this.#side));
    }
    if (!this.#isActive && this.#ahead.queueWasFull && this.#trace.omitted > 0) {
      throw new NoScript(WHY_NONE.queueLost(this.#side));
    }
    const others = this.#fillers().map(
      ({ id }, i) =>
        new Writer(this.#trace, { ...this.#o, flow: id }, this.#script, ACCEPTED + 1 + i),
    );
    this.#head(others.length);
    for (const place of this.#ahead.order()) {
      for (const other of others) other.#frame(place);
      if (!this.#frame(place)) break;
    }
    if (this.#script.isEmpty) {
      throw new NoScript(WHY_NONE.nothing(this.#side));
    }
    if (this.#script.answersAtOnce) {
      this.#script.option('--define=AT_ONCE=yes', this.#words.atOnce);
    }
    return this.#script.toString();
  }

  /** The connections that fill the queues of the listener, where this one feels it. */
  #fillers(): TraceFlow[] {
    if (this.#isActive || !this.#ahead.queueWasFull || this.#trace.omitted > 0) return [];
    const { port, address } = this.#end;
    const shares = (e: TraceEnd): boolean =>
      e.host === this.#side && e.port === port && e.address === address;
    return this.#trace.flows.filter((f) => f !== this.#flow && f.ends.some(shares));
  }

  #head(besides: number): void {
    const { others, cannot, limits, title } = this.#words;
    const lines = [title(this.#side), ...headSentences(this.#trace, [this.#side], this.#lang)];
    for (const line of lines) this.#script.comment(line);
    const { header = [] } = this.#o;
    if (header.length > 0) this.#script.comment(this.#words.header);
    for (const line of header) this.#script.comment(line);
    if (this.#ahead.synTextAgain) {
      this.#script.comment(this.#words.synTextAgain);
      this.#script.comment('Set: listenOpen=activate');
    }
    this.#script.comment(cannot);
    const own = this.#trace.flows.filter(
      (f) => f !== this.#flow && f.ends.some((e) => e.host === this.#side),
    ).length;
    const more = own - besides;
    for (const line of more > 0 ? [others(more), ...limits] : limits) {
      this.#script.comment(`- ${line}`);
    }
  }

  /** Something of this host, about this connection. */
  #isMine(f: TraceFrame): boolean {
    return this.#ahead.isMine(f);
  }

  /** Writes what one frame is about; false when the script ends with it. */
  #frame(place: number): boolean {
    const f = this.#trace.frames[place] as TraceFrame;
    if (this.#isBeside && f.flow !== this.#flow.id) return true;
    if (f.kind === 'lost' && f.flow === this.#flow.id && f.host !== this.#side) {
      this.#script.comment(this.#words.peerLost(f.segment ?? '', this.#side));
      return true;
    }
    this.#count(f);
    if (f.host !== this.#side) return true;
    if (f.kind === 'host') return this.#host(f);
    if (f.kind === 'call' && f.flow === null) {
      if (f.call === 'listen') this.#listen(f);
      else if (f.call === 'unlisten') this.#unlisten(f);
      return true;
    }
    if (f.flow !== this.#flow.id) return true;
    if (f.kind === 'state') {
      this.#state = f.to;
      const isBack = f.to === 'LISTEN' && f.from === 'SYN-RECEIVED';
      this.#isOver ||= isBack || f.to === 'TIME-WAIT' || (f.to === 'CLOSED' && f.from !== 'LISTEN');
    }
    if (f.kind === 'call') return this.#call(f, place);
    const seen = this.#seen.get(place);
    return seen === undefined || this.#packet(seen);
  }

  #listen(f: Extract<TraceFrame, { kind: 'call' }>): void {
    if (this.#isActive || f.detail.port !== this.#end.port) return;
    if (typeof f.detail.error === 'string') return;
    for (const line of this.#calls.listen(f.detail.backlog ?? null)) this.#script.event(f.at, line);
    this.#listener = f.detail.socket ?? '';
  }

  #unlisten(f: Extract<TraceFrame, { kind: 'call' }>): void {
    if (this.#listener === null || this.#listener !== (f.detail.socket ?? '')) return;
    for (const line of this.#calls.unlisten()) this.#script.event(f.at, line);
    this.#listener = null;
  }

  #call(f: Extract<TraceFrame, { kind: 'call' }>, place: number): boolean {
    const { error } = f.detail;
    if (this.#isOver && (f.call === 'connect' || f.call === 'accept')) return this.#another();
    // Trouble is what the network reported, and the connection goes on.
    if (f.call === 'trouble') return true;
    if (typeof error === 'string' && f.call !== 'closed') {
      if (!this.#script.change(f.at, (line) => failing(line, f.call, error))) {
        this.#script.comment(this.#words.failed(f.call, error));
      }
      return true;
    }
    // What a host sends itself comes a moment later, too.
    const isLate = error === 'ETIMEDOUT' || (this.#ahead.ownPort !== null && f.call === 'read');
    const at = isLate ? f.at + ASKS_LATER : f.at;
    const call = f.call === 'release' && this.#ahead.resets(place) ? 'abort' : f.call;
    // A write before the connection is there waits for it.
    const waits = call === 'send' && this.#state === 'SYN-RECEIVED' && !this.#talksEarly;
    const until = waits ? this.#ahead.established(place) : null;
    for (const line of this.#calls.call(call, f.detail)) this.#script.event(at, line, '', until);
    if (this.#keepAlive !== null && (f.call === 'connected' || f.call === 'accept')) {
      for (const line of this.#calls.keepAlive(this.#keepAlive)) this.#script.event(at, line);
    }
    return true;
  }

  #host(f: Extract<TraceFrame, { kind: 'host' }>): boolean {
    const { killed, powerOff, unplug, plug } = this.#words;
    if (f.what === 'unplug' || f.what === 'plug') {
      this.#script.comment(f.what === 'plug' ? plug : unplug);
    } else if (f.what === 'kill') {
      this.#script.comment(killed);
      for (const line of this.#calls.close()) this.#script.event(f.at, line);
    } else {
      this.#script.comment(powerOff);
      return false;
    }
    return true;
  }

  #packet(seen: Sighting): boolean {
    const { segment: s, way, at } = seen;
    const words = this.#words;
    const isSyn = s.flags.includes('S');
    if (this.#isOver && isSyn && !s.retransmission) return this.#another();
    if (isSyn && way === 'in' && this.#segments.iss !== null) {
      const isNew = this.#isOver || this.#state === 'CLOSED';
      if (isNew && this.#ahead.opens(seen.frame, this.#segments.iss)) return this.#another();
    }
    this.#talksEarly ||= s.options.some((option) => option.name === 'tfo' && option.cookie !== '');
    const done = this.#done.get(s.id) ?? UNTOUCHED;
    const isCorrupt = s.fate === 'corrupt' || done.has('corrupt');
    if (way === 'in' && isCorrupt && this.#ahead.dropped(s.id, at)) {
      this.#script.comment(words.corrupted(s.id));
      return true;
    }
    const line = this.#segments.line(s, way, this.#written.get(s.from ?? '')?.urgent ?? 0);
    if (line === null) {
      this.#script.comment(words.unwritable(s.id));
      return true;
    }
    if (s.flags.includes('U') && !/ urg \d/.test(line)) this.#script.comment(words.urgent(s.id));
    const w = EXPORT_WORDS[this.#lang];
    const phrases = happened(seen, done, w);
    const comment = phrases.length === 0 ? '' : `${s.id}${w.colon}${phrases.join(w.and)}`;
    this.#script.event(at, line, comment);
    return true;
  }

  /** Counts what the hosts write. */
  #count(f: TraceFrame): void {
    if (f.kind !== 'call' || f.flow !== this.#flow.id || !f.call.startsWith('send')) return;
    const { all, urgent } = this.#written.get(f.host) ?? { all: 0, urgent: 0 };
    const now = all + (f.detail.octets ?? 0);
    this.#written.set(f.host, { all: now, urgent: f.call === 'send-urgent' ? now : urgent });
  }

  #another(): boolean {
    this.#script.comment(this.#words.later);
    return false;
  }
}

/** The octets of text on a SYN that has no cookie and asks for none. */
function bareText(syn: TraceSegment): number {
  return syn.options.some((o) => o.name === 'tfo') ? 0 : syn.length;
}

function flowOf(trace: Trace, { side, flow }: PacketdrillOptions): TraceFlow {
  const names = trace.hosts.map((h) => h.name);
  if (!names.includes(side)) {
    throw new NoScript(WHY_NONE.noHost(side, names));
  }
  const own = trace.flows.filter((f) => f.ends.some((e) => e.host === side));
  const chosen = flow === undefined ? own[0] : own.find((f) => f.id === flow);
  if (chosen === undefined) {
    const ids = own.map((f) => f.id);
    throw new NoScript(WHY_NONE.noFlow(side, flow, ids));
  }
  if (chosen.ends.some((e) => e.address.includes(':'))) {
    throw new NoScript(WHY_NONE.ipv6());
  }
  return chosen;
}
