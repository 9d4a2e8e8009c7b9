import type { Micros } from '../base/timer-queue.ts';
import type { Lang } from '../base/words.ts';
import type { EventCode } from '../observe/codes.ts';
import type { Trace, TraceFrame } from '../observe/trace.ts';
import type { Entry } from './catalog.ts';
import { EN } from './en/index.ts';
import { type AllFacts, FactFinder } from './facts.ts';
import { tellsItself } from './merge.ts';
import { Teller } from './voices/teller.ts';
import { ZH } from './zh/index.ts';

/**
 * Who tells: `technical` speaks of segments and states; `playground` shouts across a playground with
 * Ming; `letters` writes love letters, and breaks up.
 */
export type Voice = 'technical' | 'playground' | 'letters';

export const VOICES: readonly Voice[] = ['technical', 'playground', 'letters'];

export interface NarrateOptions {
  readonly lang: Lang;
  /** `technical` by default. */
  readonly voice?: Voice;
  /** Tells of one flow only, and of what concerns whole hosts. */
  readonly flow?: number;
  /** Counted from each connection's first numbers (the default), or as on the wire. */
  readonly numbers?: 'relative' | 'raw';
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

/** Tells a run from its trace, line by line, in the order that things happened. */
export function narrate(trace: Trace, o: NarrateOptions): Line[] {
  const finder = new FactFinder(trace, o.lang, o.numbers === 'raw');
  const teller = new Teller(trace, o.voice ?? 'technical', o.lang);
  const lines: Line[] = [];
  trace.frames.forEach((f, i) => {
    const facts = finder.of(i);
    teller.heard(f);
    if (!isTold(f, o.flow)) return;
    const technical = say(f.code, facts, o.lang);
    const told = teller.tell(f, facts, technical);
    if (told === null) return;
    if (teller.isTechnical && o.every !== true && tellsItself(trace, i)) return;
    const { at, host, code, rule, segment } = f;
    const line = { at, host, code, rule, segment, frame: i, bubble: f.kind === 'sent', ...told };
    lines.splice(placeFor(lines, line), 0, line);
  });
  return lines;
}

/** What the technical voice says of an event. */
export function say(
  code: EventCode,
  facts: AllFacts,
  lang: Lang,
): { readonly one: string; readonly why: string } {
  const entry: Entry<AllFacts> = (lang === 'zh' ? ZH : EN)[code];
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
