import type { Trace, TraceFlow, TraceSegment } from './trace.ts';

/**
 * How sequence numbers are written: `xy` with a letter for each initial one, as in textbooks (`x`, `y+1`);
 * `relative` counted from the initial ones; `raw` as on the wire.
 */
export type NumberMode = 'xy' | 'relative' | 'raw';

/** A segment's numbers as they are shown. */
export interface NumberTexts {
  readonly seq: string;
  /** Null when the segment has no ACK. */
  readonly ack: string | null;
}

/** The letters of both initial sequence numbers: of the end that sent first, and of the other. */
export type NumberLetters = readonly [first: string, other: string];

/** By the place of a flow, as far as they go: where several stand side by side, one letter is one number. */
const LETTERS: readonly NumberLetters[] = [
  ['x', 'y'],
  ['z', 'w'],
  ['u', 'v'],
  ['p', 'q'],
];

/** A segment's numbers, counted from the initial sequence numbers of its connection. */
export interface Numbers {
  readonly seq: number;
  /** Null when the segment has no ACK. */
  readonly ack: number | null;
  /** SACK blocks, left and right edges. */
  readonly sacks: readonly (readonly [left: number, right: number])[];
}

/** True for a segment that opens: its number is the one the others are counted from. */
function isSyn(flags: string): boolean {
  return flags.includes('S');
}

const numbersBy = { raw: new WeakMap<Trace, Known>(), relative: new WeakMap<Trace, Known>() };
type Known = ReadonlyMap<string, Numbers>;

/**
 * The numbers of every segment of `trace`, by segment id: relative to the latest SYN sent before it
 * in each direction, or raw. A direction without a SYN is counted from its first segment. What a forger
 * sends is counted as that of the end in whose name it goes, and begins nothing. Made once for each trace.
 */
export function numbersOf(trace: Trace, raw = false): ReadonlyMap<string, Numbers> {
  const known = numbersBy[raw ? 'raw' : 'relative'];
  let numbers = known.get(trace);
  if (numbers === undefined) {
    numbers = count(trace, raw);
    known.set(trace, numbers);
  }
  return numbers;
}

function count(trace: Trace, raw: boolean): Known {
  const flows = flowsById(trace);
  const opened = firstSyns(trace, flows);
  const bases = new Map<string, number>();
  const numbers = new Map<string, Numbers>();
  for (const s of trace.segments) {
    const own = `${s.flow}:${ownEnd(s, flows.get(s.flow))}`;
    const peer = `${s.flow}:${s.dport}:${s.to}`;
    const isOwn = own.endsWith(`:${s.from}`);
    // A forger may be ahead of the SYN whose number it guesses.
    const base = (end: string, n: number) => (isOwn ? n : (opened.get(end) ?? n));
    if (isSyn(s.flags) && isOwn) bases.set(own, s.seq);
    if (!bases.has(own)) bases.set(own, base(own, s.seq));
    const hasAck = s.flags.includes('.');
    if (hasAck && !bases.has(peer)) bases.set(peer, base(peer, s.ack));
    const seqBase = raw ? 0 : (bases.get(own) ?? 0);
    const ackBase = raw ? 0 : (bases.get(peer) ?? 0);
    numbers.set(s.id, relative(s, hasAck, seqBase, ackBase));
  }
  return numbers;
}

function flowsById(trace: Trace): Map<number, TraceFlow> {
  return new Map(trace.flows.map((f) => [f.id, f]));
}

/** The first SYN that each end sent itself, by flow and end. */
function firstSyns(trace: Trace, flows: ReadonlyMap<number, TraceFlow>): Map<string, number> {
  const first = new Map<string, number>();
  for (const s of trace.segments) {
    if (!isSyn(s.flags)) continue;
    const own = `${s.flow}:${ownEnd(s, flows.get(s.flow))}`;
    if (own.endsWith(`:${s.from}`) && !first.has(own)) first.set(own, s.seq);
  }
  return first;
}

/** The end of its flow that a segment goes by: not its maker's, when that is a forger. */
function ownEnd(s: TraceSegment, flow: TraceFlow | undefined): string {
  const [a, b] = flow?.ends ?? [];
  for (const [end, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const is = end?.port === s.sport && other?.port === s.dport && other.host === s.to;
    if (end !== undefined && is) return `${end.port}:${end.host}`;
  }
  return `${s.sport}:${s.from}`;
}

function relative(s: TraceSegment, hasAck: boolean, seqBase: number, ackBase: number): Numbers {
  const sacks: (readonly [number, number])[] = [];
  for (const o of s.options) {
    if (o.name !== 'sack') continue;
    for (const [left, right] of o.blocks) {
      sacks.push([(left - ackBase) >>> 0, (right - ackBase) >>> 0]);
    }
  }
  return {
    seq: (s.seq - seqBase) >>> 0,
    ack: hasAck ? (s.ack - ackBase) >>> 0 : null,
    sacks,
  };
}

/**
 * The numbers of every segment of `trace` in writing, by segment id. With `xy`, a direction that opens anew
 * with another initial number gets a prime (`x'`), and a reset where nobody has a number yet keeps its own.
 */
export function numberTexts(
  trace: Trace,
  mode: NumberMode = 'relative',
  letters: NumberLetters = LETTERS[0] as NumberLetters,
): Map<string, NumberTexts> {
  if (mode === 'xy') return symbolsOf(trace, () => letters);
  const texts = new Map<string, NumberTexts>();
  for (const [id, { seq, ack }] of numbersOf(trace, mode === 'raw')) {
    texts.set(id, { seq: `${seq}`, ack: ack === null ? null : `${ack}` });
  }
  return texts;
}

/** The letters of a flow where several are shown side by side; of those beyond a few they are the first once more. */
export function lettersOf(trace: Trace, flow: number): NumberLetters {
  const place = trace.flows.findIndex(({ id }) => id === flow);
  return LETTERS[Math.max(0, place)] ?? (LETTERS[0] as NumberLetters);
}

/** The numbers of every segment of `trace` with {@link lettersOf} its flow, by segment id. */
export function symbolTexts(trace: Trace): Map<string, NumberTexts> {
  const letters = new Map(trace.flows.map(({ id }) => [id, lettersOf(trace, id)]));
  return symbolsOf(trace, (flow) => letters.get(flow) ?? (LETTERS[0] as NumberLetters));
}

/** What stands for one initial sequence number. */
interface Initial {
  readonly base: number;
  readonly name: string;
}

function symbolsOf(
  trace: Trace,
  lettersBy: (flow: number) => NumberLetters,
): Map<string, NumberTexts> {
  const firstPorts = new Map<number, string>();
  for (const { id, ends } of trace.flows) firstPorts.set(id, `${ends[0].port}:${ends[0].host}`);
  const flows = flowsById(trace);
  const opened = firstSyns(trace, flows);
  const symbols = new Map<string, Initial>();
  const texts = new Map<string, NumberTexts>();
  for (const s of trace.segments) {
    const own = ownEnd(s, flows.get(s.flow));
    const isFirst = firstPorts.get(s.flow) === own;
    const ownKey = `${s.flow}:${own}`;
    const peerKey = `${s.flow}:${s.dport}:${s.to}`;
    const letters = lettersBy(s.flow);
    const [letter, other] = isFirst ? letters : [letters[1], letters[0]];
    const isOwn = own.endsWith(`:${s.from}`);
    const base = (key: string, n: number) => (isOwn ? n : (opened.get(key) ?? n));
    const known = symbols.get(ownKey);
    const isReset = s.flags.includes('R');
    const opens = isSyn(s.flags) && known?.base !== s.seq && isOwn;
    if (opens && known !== undefined) {
      symbols.set(ownKey, { base: s.seq, name: `${known.name}'` });
    } else if (known === undefined && !isReset) {
      symbols.set(ownKey, { base: base(ownKey, s.seq), name: letter });
    }
    const hasAck = s.flags.includes('.');
    if (hasAck && !isReset && !symbols.has(peerKey)) {
      symbols.set(peerKey, { base: base(peerKey, s.ack), name: other });
    }
    texts.set(s.id, {
      seq: symbolic(s.seq, symbols.get(ownKey)),
      ack: hasAck ? symbolic(s.ack, symbols.get(peerKey)) : null,
    });
  }
  return texts;
}

/** `x`, `x+17`, or `x-1`, which a keepalive before the first octet has; the number itself where that is nowhere near. */
function symbolic(n: number, symbol: Initial | undefined): string {
  if (symbol === undefined) return `${n}`;
  const offset = (n - symbol.base) | 0;
  if (Math.abs(offset) >= 0x4000_0000) return `${n}`;
  if (offset === 0) return symbol.name;
  return offset > 0 ? `${symbol.name}+${offset}` : `${symbol.name}${offset}`;
}
