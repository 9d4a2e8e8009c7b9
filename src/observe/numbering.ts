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
  const bases = new Map<string, number>();
  const numbers = new Map<string, Numbers>();
  for (const { s, own, peer, isOwn, ownBase, peerBase } of placed(trace)) {
    if (isSyn(s.flags) && isOwn) bases.set(own, s.seq);
    if (!bases.has(own)) bases.set(own, ownBase);
    const hasAck = s.flags.includes('.');
    if (hasAck && !bases.has(peer)) bases.set(peer, peerBase);
    const seqBase = raw ? 0 : (bases.get(own) ?? 0);
    const ackBase = raw ? 0 : (bases.get(peer) ?? 0);
    numbers.set(s.id, relative(s, hasAck, seqBase, ackBase));
  }
  return numbers;
}

/** A segment and what its numbers count from where nothing is known of its ends yet. */
interface Placed {
  readonly s: TraceSegment;
  /** The end it goes by and the one it goes to, by flow and port. */
  readonly own: string;
  readonly peer: string;
  /** False of what a forger sends in the end's name. */
  readonly isOwn: boolean;
  readonly ownBase: number;
  readonly peerBase: number;
}

function placed(trace: Trace): Placed[] {
  const flows = new Map(trace.flows.map((f) => [f.id, f]));
  const ends = trace.segments.map((s) => {
    const own = `${s.flow}:${ownEnd(s, flows.get(s.flow))}`;
    const peer = `${s.flow}:${s.dport}:${s.to}`;
    return { s, own, peer, isOwn: own.endsWith(`:${s.from}`) };
  });
  /** The first SYN that each end sent itself. */
  const opened = new Map<string, number>();
  for (const { s, own, isOwn } of ends) {
    if (isOwn && isSyn(s.flags) && !opened.has(own)) opened.set(own, s.seq);
  }
  return ends.map((e) => {
    const { s, own, peer, isOwn } = e;
    if (isOwn) return { ...e, ownBase: s.seq, peerBase: s.ack };
    // A forger may be ahead of the SYN whose number it guesses.
    return { ...e, ownBase: opened.get(own) ?? s.seq, peerBase: opened.get(peer) ?? s.ack };
  });
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
  for (const { id, ends } of trace.flows) {
    firstPorts.set(id, `${id}:${ends[0].port}:${ends[0].host}`);
  }
  const symbols = new Map<string, Initial>();
  const texts = new Map<string, NumberTexts>();
  for (const { s, own, peer, isOwn, ownBase, peerBase } of placed(trace)) {
    const letters = lettersBy(s.flow);
    const [letter, other] =
      firstPorts.get(s.flow) === own ? letters : ([letters[1], letters[0]] as const);
    const known = symbols.get(own);
    const isReset = s.flags.includes('R');
    const opens = isSyn(s.flags) && known?.base !== s.seq && isOwn;
    if (opens && known !== undefined) {
      symbols.set(own, { base: s.seq, name: `${known.name}'` });
    } else if (known === undefined && !isReset) {
      symbols.set(own, { base: ownBase, name: letter });
    }
    const hasAck = s.flags.includes('.');
    if (hasAck && !isReset && !symbols.has(peer)) {
      symbols.set(peer, { base: peerBase, name: other });
    }
    texts.set(s.id, {
      seq: symbolic(s.seq, symbols.get(own)),
      ack: hasAck ? symbolic(s.ack, symbols.get(peer)) : null,
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
