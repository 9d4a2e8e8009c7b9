import type { Lang } from '../base/words.ts';
import {
  type NumberMode,
  type Numbers,
  type NumberTexts,
  numbersOf,
  symbolTexts,
} from '../observe/numbering.ts';
import type { Trace, TraceFlow, TraceFrame, TraceSegment } from '../observe/trace.ts';
import { spellOctets, spellReason, spellSegment, spellText, spellTime } from './spell.ts';

/** How long a host stays in TIME-WAIT: 2 MSL, or what it was made to do instead. */
export type TimeWait = '2 MSL' | 'one MSL' | 'no wait';

/** Whom an event is about. Everything is text, ready for a sentence; what is not known is empty. */
export interface Facts {
  readonly host: string;
  /** The other end: its name, or its address when it is nobody's that was recorded. */
  readonly peer: string;
  /** The segment's name, such as `A3`; of a state, the segment that led to it. */
  readonly id: string;
  /** Of the host. */
  readonly timeWait: TimeWait;
}

export interface SegmentFacts extends Facts {
  /** `SYN+ACK`, `FIN`, data. */
  readonly what: string;
  /** Relative to the connection's first numbers, unless raw ones were asked for. */
  readonly seq: string;
  readonly ack: string;
  /** As in the header. */
  readonly wnd: string;
  /** Of text: `17 octets`. */
  readonly amount: string;
  /** The state of the host. */
  readonly state: string;
  /** Why it was dropped or lost, or what was done to it. */
  readonly reason: string;
}

export interface StateFacts extends Facts {
  readonly from: string;
  readonly to: string;
}

export interface TimerFacts extends Facts {
  readonly timer: string;
  /** The state of the host. */
  readonly state: string;
  /** How long since what is sent again was sent: ` after 1 s`, or empty. */
  readonly waited: string;
}

export interface CallFacts extends Facts {
  readonly call: string;
  readonly to: string;
  readonly port: string;
  readonly amount: string;
  /** What was written or read, quoted, behind a colon. */
  readonly said: string;
  readonly error: string;
}

export interface HostFacts extends Facts {
  readonly what: string;
  readonly reason: string;
}

/** Every sort of facts at once: what a catalog's entry is given. */
export type AllFacts = SegmentFacts & StateFacts & TimerFacts & CallFacts & HostFacts;

/** What a trace speaks of, by its name. */
interface Names {
  readonly segments: ReadonlyMap<string, TraceSegment>;
  readonly flows: ReadonlyMap<number | null, TraceFlow>;
}

const namesBy = new WeakMap<Trace, Names>();

/** Made once for each trace, of which many stories are told: one for each of its flows. */
function namesIn(trace: Trace): Names {
  let names = namesBy.get(trace);
  if (names === undefined) {
    names = {
      segments: new Map(trace.segments.map((s) => [s.id, s])),
      flows: new Map(trace.flows.map((x) => [x.id, x])),
    };
    namesBy.set(trace, names);
  }
  return names;
}

/** Finds the facts of each frame of a trace. Frames are to be asked about in their order. */
export class FactFinder {
  readonly #trace: Trace;
  readonly #lang: Lang;
  readonly #segments: ReadonlyMap<string, TraceSegment>;
  readonly #flows: ReadonlyMap<number | null, TraceFlow>;
  readonly #numbers: ReadonlyMap<string, Numbers>;
  readonly #raw: boolean;
  /** Of those that are written with letters. */
  readonly #symbols: ReadonlyMap<string, NumberTexts> | null;
  /** By host, where it is not 2 MSL. */
  readonly #timeWaits = new Map<string, TimeWait>();
  readonly #states = new Map<string, string>();
  /** When a sequence number was last sent, by host, flow and number. */
  readonly #sentAt = new Map<string, number>();

  constructor(trace: Trace, lang: Lang, mode: NumberMode = 'relative') {
    const raw = mode === 'raw';
    this.#trace = trace;
    this.#lang = lang;
    this.#raw = raw;
    const { segments, flows } = namesIn(trace);
    this.#segments = segments;
    this.#flows = flows;
    this.#numbers = numbersOf(trace, raw);
    this.#symbols = mode === 'xy' ? symbolTexts(trace) : null;
    for (const { host, whatIf } of trace.nonStandard) {
      if (whatIf === 'noTimeWait') this.#timeWaits.set(host, 'no wait');
      // Half of nothing is nothing.
      if (whatIf === 'oneMslTimeWait' && !this.#timeWaits.has(host))
        this.#timeWaits.set(host, 'one MSL');
    }
  }

  segment(id: string | null): TraceSegment | null {
    return id === null ? null : (this.#segments.get(id) ?? null);
  }

  /** The facts of frame `i`. */
  of(i: number): AllFacts {
    const f = this.#trace.frames[i] as TraceFrame;
    const lang = this.#lang;
    const key = `${f.host} ${f.flow}`;
    const s = this.segment(f.segment ?? (f.kind === 'state' ? this.#cameWith(f) : null));
    const n = s === null ? undefined : this.#numbers.get(s.id);
    const symbols = s === null ? undefined : this.#symbols?.get(s.id);
    const facts: AllFacts = {
      host: f.host === '' ? this.#sender(s) : f.host,
      peer: this.#peer(f),
      id: s?.id ?? '?',
      timeWait: this.#timeWaits.get(f.host) ?? '2 MSL',
      what: f.kind === 'host' ? f.what : s === null ? '?' : spellSegment(s, lang),
      seq: symbols?.seq ?? this.#number(n?.seq),
      ack: symbols?.ack ?? this.#number(n?.ack),
      wnd: String(s?.wnd ?? 0),
      amount: spellOctets(f.kind === 'call' ? (f.detail.octets ?? 0) : (s?.length ?? 0), lang),
      state: this.#states.get(key) ?? 'CLOSED',
      reason: spellReason(reasonOf(f), lang),
      from: f.kind === 'state' ? f.from : '',
      to: f.kind === 'state' ? f.to : f.kind === 'call' ? (f.detail.to ?? this.#peer(f)) : '',
      timer: f.kind === 'timer' ? f.timer : '',
      waited: f.kind === 'timer' ? this.#waited(i) : '',
      call: f.kind === 'call' ? f.call : '',
      port: f.kind === 'call' ? String(f.detail.port ?? '?') : '',
      said: f.kind === 'call' ? spellText(f.detail.text, lang) : '',
      error: f.kind === 'call' ? (f.detail.error ?? '') : '',
    };
    if (f.kind === 'state') this.#states.set(key, f.to);
    if (f.kind === 'sent' && s !== null) this.#sentAt.set(`${key} ${s.seq}`, f.at);
    return facts;
  }

  /** The segment whose arrival brought the frame about. */
  #cameWith(f: TraceFrame): string | null {
    let g: TraceFrame | undefined = f;
    for (let hops = 0; g !== undefined && hops < 4; hops++) {
      if (g.kind === 'arrived') return g.segment;
      g = g.cause === null ? undefined : this.#trace.frames[g.cause];
    }
    return null;
  }

  #sender(s: TraceSegment | null): string {
    const flow = this.#flows.get(s?.flow ?? null);
    return flow?.ends.find((e) => e.host === null)?.address ?? '?';
  }

  #peer(f: TraceFrame): string {
    const flow = this.#flows.get(f.flow);
    if (flow === undefined) return '';
    const [a, b] = flow.ends;
    const other = a.host === f.host ? b : a;
    return other.host ?? other.address;
  }

  /** A number before the connection's first one is shown as less than 0; not one that is nowhere near, as a forger's. */
  #number(n: number | null | undefined): string {
    if (n === null || n === undefined) return '-';
    const less = n | 0;
    return String(this.#raw || less < -0x4000_0000 ? n : less);
  }

  #waited(i: number): string {
    const { frames } = this.#trace;
    const f = frames[i] as TraceFrame;
    for (let j = i + 1; j < frames.length; j++) {
      const g = frames[j] as TraceFrame;
      if (g.at !== f.at) break;
      if (g.kind !== 'sent' || g.host !== f.host || g.flow !== f.flow) continue;
      const before = this.#sentAt.get(`${f.host} ${f.flow} ${this.segment(g.segment)?.seq}`);
      if (before === undefined) break;
      const time = spellTime(f.at - before, this.#lang);
      return this.#lang === 'zh' ? `（等了 ${time}）` : ` after ${time}`;
    }
    return '';
  }
}

function reasonOf(f: TraceFrame): string {
  switch (f.kind) {
    case 'dropped':
    case 'lost':
      return f.reason;
    case 'impaired':
      return f.what;
    case 'recovery':
      return f.event;
    default:
      return '';
  }
}
