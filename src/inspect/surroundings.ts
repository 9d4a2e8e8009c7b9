import type { EventCode } from '../observe/codes.ts';
import { type NumberMode, type NumberTexts, numberTexts } from '../observe/numbering.ts';
import type { Trace, TraceOption, TraceSegment } from '../observe/trace.ts';

/** A sequence number and how it is written in its stream. */
interface Mark {
  readonly raw: number;
  readonly text: string;
}

const textsBy = new WeakMap<Trace, Map<NumberMode, Map<string, NumberTexts>>>();

/** The numbers of a trace in writing, worked out once. */
export function textsOf(trace: Trace, mode: NumberMode): Map<string, NumberTexts> {
  const modes = textsBy.get(trace) ?? new Map<NumberMode, Map<string, NumberTexts>>();
  textsBy.set(trace, modes);
  const texts = modes.get(mode) ?? numberTexts(trace, mode);
  modes.set(mode, texts);
  return texts;
}

/**
 * A segment among the others: what went before it in either direction, and how numbers of both streams
 * are written.
 */
export class Surroundings {
  readonly trace: Trace;
  readonly segment: TraceSegment;
  /** Who sent it and whom it is for, as a sentence names them. */
  readonly from: string;
  readonly to: string;
  /** What its sending was, or null when that was not recorded. */
  readonly code: EventCode | null;
  readonly #place: number;
  readonly #own: Mark;
  readonly #peer: Mark | null;

  constructor(trace: Trace, segment: TraceSegment, mode: NumberMode) {
    this.trace = trace;
    this.segment = segment;
    this.from = segment.from ?? addressOf(trace, segment, segment.sport);
    this.to = segment.to ?? addressOf(trace, segment, segment.dport);
    this.#place = trace.segments.indexOf(segment);
    const sent = trace.frames.find((f) => f.kind === 'sent' && f.segment === segment.id);
    this.code = sent?.code ?? null;
    const texts = textsOf(trace, mode);
    const own = texts.get(segment.id);
    this.#own = { raw: segment.seq, text: own?.seq ?? `${segment.seq}` };
    const near = own?.ack == null ? this.#peersNearest() : null;
    if (own?.ack != null) this.#peer = { raw: segment.ack, text: own.ack };
    else if (near === null) this.#peer = null;
    else this.#peer = { raw: near.seq, text: texts.get(near.id)?.seq ?? `${near.seq}` };
  }

  /** The peer's last segment before this one, or its first after it. */
  #peersNearest(): TraceSegment | null {
    const { segments } = this.trace;
    const is = (s: TraceSegment) => this.#isPeers(s);
    const before = segments.slice(0, this.#place).findLast(is);
    return before ?? segments.find(is) ?? null;
  }

  /** A number of the sender's stream in writing. */
  own(n: number): string {
    return near(this.#own, n);
  }

  /** A number of the peer's stream. */
  peers(n: number): string {
    return this.#peer === null ? `${n >>> 0}` : near(this.#peer, n);
  }

  /** The segments of this direction before this one, the latest first. */
  *before(): Generator<TraceSegment> {
    yield* this.#backwards((s) => this.#isOwn(s));
  }

  /** The peer's segments that had arrived when this one was sent, the latest sent first. */
  *arrived(): Generator<TraceSegment> {
    const { sentAt } = this.segment;
    yield* this.#backwards(
      (s) => this.#isPeers(s) && s.arrivedAt !== null && s.arrivedAt <= sentAt,
    );
  }

  *#backwards(is: (s: TraceSegment) => boolean): Generator<TraceSegment> {
    for (let i = this.#place - 1; i >= 0; i--) {
      const s = this.trace.segments[i] as TraceSegment;
      if (is(s)) yield s;
    }
  }

  #isOwn(s: TraceSegment): boolean {
    const { flow, sport, dport, to } = this.segment;
    return s.flow === flow && s.sport === sport && s.dport === dport && s.to === to;
  }

  #isPeers(s: TraceSegment): boolean {
    const { flow, sport, dport, from } = this.segment;
    return s.flow === flow && s.sport === dport && s.dport === sport && s.to === from;
  }

  /** The SYN that this segment's stream begins with; null when none was seen. */
  get ownSyn(): TraceSegment | null {
    if (this.segment.flags.includes('S')) return this.segment;
    return first(this.before(), (s) => s.flags.includes('S'));
  }

  /** The SYN of the peer's stream, as far as it has arrived. */
  get peerSyn(): TraceSegment | null {
    return first(this.arrived(), (s) => s.flags.includes('S'));
  }
}

/** The address of the end with this port, for an end that is no recorded host. */
function addressOf(trace: Trace, s: TraceSegment, port: number): string {
  const ends = trace.flows.find((f) => f.id === s.flow)?.ends ?? [];
  const end = ends.find((e) => e.port === port && e.host === null);
  return end?.address ?? `:${port}`;
}

/** The first of them that is so, or null. */
export function first<T>(all: Iterable<T>, is: (one: T) => boolean): T | null {
  for (const one of all) if (is(one)) return one;
  return null;
}

/** An option of a segment; null when it has none of that name. */
export function optionOf<N extends TraceOption['name']>(
  s: TraceSegment | null,
  name: N,
): Extract<TraceOption, { readonly name: N }> | null {
  const found = s?.options.find((o) => o.name === name);
  return (found as Extract<TraceOption, { readonly name: N }> | undefined) ?? null;
}

/** A number written like one near it: `x+17` beside `x+16`. */
function near(mark: Mark, n: number): string {
  const by = (n - mark.raw) | 0;
  const [, letter, offset = '0'] = /^([a-z]'*)([+-]\d+)?$/.exec(mark.text) ?? [];
  if (letter === undefined) return `${(Number(mark.text) + by) >>> 0}`;
  const from = Number(offset) + by;
  if (from === 0) return letter;
  return from > 0 ? `${letter}+${from}` : `${letter}${from}`;
}
