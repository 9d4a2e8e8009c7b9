import type { Micros } from '../base/timer-queue.ts';

/** What may be done to one segment by name. */
export type RuleAction = 'drop' | 'delay' | 'duplicate' | 'corrupt' | 'reorder';

/** "The 3rd segment sent this way is dropped." */
export interface Rule {
  /** Which TCP segment to pass in this direction, the first being 1. */
  readonly segment: number;
  /** `reorder` holds it until the next packet has passed, or until `by` is over. */
  readonly action: RuleAction;
  /**
   * How long, microseconds: needed by `delay`; for `reorder` 1 second unless given; for `duplicate` how much
   * later than the first the copy comes, 0 unless given.
   */
  readonly by?: Micros;
  /**
   * Of `corrupt`: which bit is flipped, from 0, the lowest of each octet first; counted from where the text
   * begins, or from behind the ports when there is none. Drawn unless given.
   */
  readonly bit?: number;
}

/** What may be done to one and the same segment: it is late, comes twice, is damaged. */
const TOGETHER: readonly RuleAction[] = ['delay', 'duplicate', 'corrupt'];

/** Whether two rules may be about the same segment: a copy of a late one comes later still. */
export function goTogether(a: RuleAction, b: RuleAction): boolean {
  return a !== b && TOGETHER.includes(a) && TOGETHER.includes(b);
}

/** The TCP segments that a host has sent so far: links that share one count together. */
export interface SegmentCounter {
  segments: number;
}

/** What a link does wrong. Probabilities are from 0 to 1, times are microseconds; absent means never. */
export interface Impairments {
  /** Which way it happens, seen from the host at the link; `out` by default. */
  readonly direction?: 'out' | 'in' | 'both';
  /** Each packet is lost with this probability, independently. */
  readonly loss?: number;
  /** Losses that come together (Gilbert-Elliott): everything is lost in the bad state. */
  readonly burst?: {
    /** Probability that the good state turns bad with a packet. */
    readonly p: number;
    /** Probability that the bad state turns good with a packet; 1 / r packets is the mean burst. */
    readonly r: number;
  };
  /** Every packet takes this much longer. */
  readonly delay?: Micros;
  /** And up to this much more, uniformly. Jitter alone never changes the order. */
  readonly jitter?: Micros;
  /** A packet is held back with this probability, so that later ones overtake it. */
  readonly reorder?: number;
  /** How much longer a reordered packet takes; 10 ms by default. */
  readonly reorderBy?: Micros;
  /** A packet arrives twice with this probability. */
  readonly duplicate?: number;
  /** One bit of a packet, in a header or in the text, is flipped with this probability. */
  readonly corrupt?: number;
  /** What happens to single segments; tried before chance is. */
  readonly rules?: readonly Rule[];
  /** What rules count by; each direction of each link has its own by default. */
  readonly counter?: SegmentCounter;
  /** Packets held at most in one direction; 10,000 by default. One more is dropped. */
  readonly limit?: number;
}

/** {@link Impairments} while they are being read. */
type Draft = { -readonly [K in keyof Impairments]: Impairments[K] } & { rules: Rule[] };

type Read = (draft: Draft, value: string, key: string) => void;

/** Each key, an example of its value, and how it is read. */
const KEYS: Readonly<Record<string, readonly [example: string, read: Read]>> = {
  loss: [
    'loss=2%',
    (d, v, k) => {
      d.loss = probability(k, v);
    },
  ],
  burst: ['burst=1%/30%', readBurst],
  delay: [
    'delay=20ms or delay=#3/50ms',
    (d, v, k) => {
      if (!readRule(d, v, k)) d.delay = time(k, v);
    },
  ],
  jitter: [
    'jitter=5ms',
    (d, v, k) => {
      d.jitter = time(k, v);
    },
  ],
  reorder: [
    'reorder=1%, reorder=1%/10ms or reorder=#3',
    (d, v, k) => {
      if (readRule(d, v, k)) return;
      const [chance, by] = halves(v);
      d.reorder = probability(k, chance);
      if (by !== undefined) d.reorderBy = time(k, by);
    },
  ],
  duplicate: [
    'duplicate=0.5%, duplicate=#3 or duplicate=#3/50ms',
    (d, v, k) => {
      if (!readRule(d, v, k)) d.duplicate = probability(k, v);
    },
  ],
  corrupt: [
    'corrupt=0.1%, corrupt=#3 or corrupt=#3/bit0',
    (d, v, k) => {
      if (!readRule(d, v, k)) d.corrupt = probability(k, v);
    },
  ],
  drop: [
    'drop=3',
    (d, v, k) => {
      if (!readRule(d, v.startsWith('#') ? v : `#${v}`, k)) throw wrong(k, v, 'a segment number');
    },
  ],
  direction: ['direction=both', readDirection],
  limit: [
    'limit=10000',
    (d, v, k) => {
      d.limit = count(k, v);
    },
  ],
};

/** What {@link parseImpairments} understands, an example of each key; for help texts. */
export const IMPAIRMENT_EXAMPLES: readonly string[] = Object.values(KEYS).map(([text]) => text);

/**
 * Reads impairments as a command line has them: `loss=2%,delay=20ms,jitter=5ms,drop=3`.
 *
 * `#3` is the third segment: `delay=#3/50ms`, `duplicate=#3`, `duplicate=#3/50ms`, `corrupt=#3`,
 * `corrupt=#3/bit0`, `reorder=#3`, and `drop=3` or `drop=#3`; such keys may be repeated. Throws a RangeError that
 * says what is wrong.
 */
export function parseImpairments(text: string): Impairments {
  const draft: Draft = { rules: [] };
  const seen = new Set<string>();
  for (const item of text.split(',')) {
    if (item.trim() === '') continue;
    const at = item.indexOf('=');
    const key = (at < 0 ? item : item.slice(0, at)).trim();
    const value = at < 0 ? '' : item.slice(at + 1).trim();
    const known = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (known === undefined) throw new RangeError(`unknown impairment '${key}'; ${allowed()}`);
    if (value === '') throw new RangeError(`'${key}' needs a value, as in ${known[0]}`);
    const byName = key === 'drop' || value.startsWith('#');
    if (!byName && seen.has(key)) throw new RangeError(`'${key}' is given twice`);
    if (!byName) seen.add(key);
    known[1](draft, value, key);
  }
  const { rules, ...rest } = draft;
  return rules.length > 0 ? { ...rest, rules } : rest;
}

/** Throws a RangeError unless `o` makes sense. */
export function checkImpairments(o: Impairments): void {
  const chance = (name: string, p: number | undefined): void => {
    if (p !== undefined && !(p >= 0 && p <= 1)) {
      throw new RangeError(`${name} is a probability from 0 to 1, not ${p}`);
    }
  };
  const span = (name: string, t: number | undefined): void => {
    if (t !== undefined && !(t >= 0 && t < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} is a time of at least 0 microseconds, not ${t}`);
    }
  };
  chance('loss', o.loss);
  chance('burst p', o.burst?.p);
  chance('burst r', o.burst?.r);
  chance('reorder', o.reorder);
  chance('duplicate', o.duplicate);
  chance('corrupt', o.corrupt);
  span('delay', o.delay);
  span('jitter', o.jitter);
  span('reorderBy', o.reorderBy);
  if (o.limit !== undefined && !(o.limit >= 1)) {
    throw new RangeError(`limit is at least 1 packet, not ${o.limit}`);
  }
  for (const rule of o.rules ?? []) {
    if (!Number.isInteger(rule.segment) || rule.segment < 1) {
      throw new RangeError(`segments are counted from 1, not ${rule.segment}`);
    }
    span(`by of the rule for segment ${rule.segment}`, rule.by);
    if (rule.action === 'delay' && rule.by === undefined) {
      throw new RangeError(`the rule that delays segment ${rule.segment} needs 'by', microseconds`);
    }
    const { bit } = rule;
    if (bit === undefined || (Number.isInteger(bit) && bit >= 0)) continue;
    throw new RangeError(`bits are counted from 0, not ${bit}`);
  }
}

function allowed(): string {
  return `allowed are ${IMPAIRMENT_EXAMPLES.join(', ')}`;
}

function wrong(key: string, value: string, wanted: string): RangeError {
  const example = KEYS[key]?.[0] ?? '';
  return new RangeError(`'${key}=${value}': expected ${wanted}, as in ${example}`);
}

function halves(value: string): [string, string | undefined] {
  const at = value.indexOf('/');
  return at < 0 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)];
}

/** `2%`, `0.5%` or `0.02`. */
function probability(key: string, value: string): number {
  const found = /^(\d+(?:\.\d+)?)(%?)$/.exec(value);
  const p = found === null ? Number.NaN : Number(found[1]) / (found[2] === '%' ? 100 : 1);
  if (p >= 0 && p <= 1) return p;
  throw wrong(key, value, 'a probability from 0% to 100%');
}

const UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000 };

/** `20ms`, `150us`, `1.5s`, or 0; in microseconds. */
function time(key: string, value: string): Micros {
  if (value === '0') return 0;
  const found = /^(\d+(?:\.\d+)?)(us|ms|s)$/.exec(value);
  if (found === null) throw wrong(key, value, 'a time in us, ms or s');
  return Number(found[1]) * (UNITS[found[2] as string] as number);
}

function count(key: string, value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw wrong(key, value, 'a number from 1');
  return Number(value);
}

/** `#3`, `#3/50ms` or `#3/bit0`: a rule by name. False when the value is not one. */
function readRule(draft: Draft, value: string, key: string): boolean {
  if (!value.startsWith('#')) return false;
  const [segment, how] = halves(value.slice(1));
  const action = key as RuleAction;
  const rule = { segment: count(key, segment), action };
  if (how === undefined) {
    if (action === 'delay') throw wrong(key, value, 'how long as well');
    draft.rules.push(rule);
  } else if (action === 'corrupt') {
    draft.rules.push({ ...rule, bit: bitOf(key, how) });
  } else if (action === 'drop') {
    throw wrong(key, value, 'a segment number only');
  } else {
    draft.rules.push({ ...rule, by: time(key, how) });
  }
  return true;
}

/** `bit0`. */
function bitOf(key: string, how: string): number {
  const bit = /^bit(\d{1,6})$/.exec(how)?.[1];
  if (bit === undefined) throw wrong(key, how, 'a bit after the segment number');
  return Number(bit);
}

function readBurst(draft: Draft, value: string, key: string): void {
  const [p, r] = halves(value);
  if (r === undefined) throw wrong(key, value, 'two probabilities, good to bad and bad to good');
  draft.burst = { p: probability(key, p), r: probability(key, r) };
}

function readDirection(draft: Draft, value: string, key: string): void {
  if (value !== 'out' && value !== 'in' && value !== 'both') {
    throw wrong(key, value, "'out', 'in' or 'both'");
  }
  draft.direction = value;
}
