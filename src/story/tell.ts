import type { Micros } from '../base/timer-queue.ts';
import type { Lang } from '../base/words.ts';
import type { EventCode } from '../observe/codes.ts';
import type { NumberMode } from '../observe/numbering.ts';
import type { Trace, TraceFrame } from '../observe/trace.ts';
import type { Catalog, Entry } from './catalog.ts';
import { type AllFacts, FactFinder } from './facts.ts';
import { tellsItself } from './merge.ts';
import { Teller } from './voices/teller.ts';
import type { Analogy } from './voices/voice.ts';

/** Whom a story is told to, and by whom: what a page loads of the words, and no more. */
export interface Telling {
  readonly lang: Lang;
  readonly catalog: Catalog;
  /** The analogy that tells; null for the technical voice. */
  readonly analogy: Analogy | null;
}

export interface TellOptions {
  /** Tells of one flow only, and of what concerns whole hosts. */
  readonly flow?: number;
  /** Counted from each connection's first numbers (the default), with a letter for each of these, or as on the wire. */
  readonly numbers?: NumberMode;
  /** A line for each frame, also where another line says the same. Of the technical voice only. */
  readonly every?: boolean;
}

/** One line of a story. */
export interface Line {
  readonly at: Micros;
  readonly host: string;
  readonly code: EventCode;
  /** What happened. */
  readonly one: string;
  /** Why, and what the standard says of it. */
  readonly why: string;
  /** The clause, as in {@link TraceFrame}. */
  readonly rule: string;
  /** The segment it is about, or null. */
  readonly segment: string | null;
  /** The frame it tells of, by place. */
  readonly frame: number;
  /** Who speaks, in a voice of an analogy; otherwise empty. */
  readonly speaker: string;
  /** It stands for a segment that was sent: there is one such line for each, in every voice. */
  readonly bubble: boolean;
  /** The analogy has nothing like it, and says so. */
  readonly stops: boolean;
}

/** A story that is told bit by bit: long ones need not be told at once. */
export class Story {
  /** What has been told, in the order that things happened. */
  readonly lines: Line[] = [];
  readonly #trace: Trace;
  readonly #o: TellOptions;
  readonly #words: Telling;
  readonly #finder: FactFinder;
  readonly #teller: Teller;
  #next = 0;

  constructor(trace: Trace, words: Telling, o: TellOptions = {}) {
    this.#trace = trace;
    this.#o = o;
    this.#words = words;
    this.#finder = new FactFinder(trace, words.lang, o.numbers);
    this.#teller = new Teller(trace, words.lang, words.analogy);
  }

  /** How many frames have been told of, from the first on. */
  get told(): number {
    return this.#next;
  }

  get isWhole(): boolean {
    return this.#next >= this.#trace.frames.length;
  }

  /** Tells of the next frames: so many, and what happens in the same instant as the last of them. */
  tell(frames: number): void {
    const all = this.#trace.frames;
    const goal = Math.min(this.#next + frames, all.length);
    while (
      this.#next < goal ||
      (!this.isWhole && all[this.#next]?.at === all[this.#next - 1]?.at)
    ) {
      this.#tellOf(this.#next);
      this.#next++;
    }
  }

  #tellOf(i: number): void {
    const f = this.#trace.frames[i] as TraceFrame;
    // What other flows do changes nothing here, and what is not told costs nothing.
    if (!isTold(f, this.#o.flow)) return;
    const facts = this.#finder.of(i);
    this.#teller.heard(f);
    const told = this.#teller.tell(f, facts, technically(f.code, facts, this.#words.catalog));
    if (told === null) return;
    if (this.#teller.isTechnical && this.#o.every !== true && tellsItself(this.#trace, i)) return;
    const { at, host, code, rule, segment } = f;
    const line = { at, host, code, rule, segment, frame: i, bubble: f.kind === 'sent', ...told };
    this.lines.splice(placeFor(this.lines, line), 0, line);
  }
}

/** Tells a run in words that are given, from its trace, line by line, in the order that things happened. */
export function tell(trace: Trace, words: Telling, o: TellOptions = {}): Line[] {
  const story = new Story(trace, words, o);
  story.tell(trace.frames.length);
  return story.lines;
}

/** What the technical voice says of an event, in the words of one catalog. */
export function technically(
  code: EventCode,
  facts: AllFacts,
  catalog: Catalog,
): { readonly one: string; readonly why: string } {
  const entry: Entry<AllFacts> = catalog[code];
  return { one: entry.one(facts), why: entry.why(facts) };
}

function isTold(f: TraceFrame, flow: number | undefined): boolean {
  if (f.kind === 'vars' || f.kind === 'timers' || f.kind === 'tables') return false;
  return flow === undefined || f.flow === flow || f.flow === null;
}

/**
 * A recorder learns of `connect` after the SYN has left; a story tells it first. An analogy tells of the
 * waiting after the last words.
 */
function placeFor(lines: readonly Line[], line: Line): number {
  let isLater: (code: string) => boolean;
  if (line.code === 'call/connect') isLater = (code) => FROM_CONNECT.test(code);
  else if (line.speaker !== '' && line.code === 'sent/last-ack')
    isLater = (code) => WAITING.test(code);
  else return lines.length;
  let at = lines.length;
  for (; at > 0; at--) {
    const l = lines[at - 1] as Line;
    if (l.at !== line.at || l.host !== line.host || !isLater(l.code)) break;
  }
  return at;
}

const FROM_CONNECT = /^(sent\/syn|lost\/|impaired\/|state\/active-open$)/;
const WAITING = /^state\/time-wait/;
