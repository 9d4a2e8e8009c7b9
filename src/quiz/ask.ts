import { SeededRandom } from '../base/random.ts';
import type { Lang, Words } from '../base/words.ts';
import type { Trace, TraceFrame } from '../observe/trace.ts';
import { FactFinder } from '../story/facts.ts';
import { say } from '../story/narrate.ts';
import { applicationDraft } from './application.ts';
import type { Draft, Mistake, Moment, Timer } from './draft.ts';
import { MISCONCEPTIONS } from './misconceptions.ts';
import { eachMoment } from './moments.ts';
import { numberDrafts } from './number.ts';
import { NumberWriter } from './numbers.ts';
import type { AskOptions, Decision, Quiz, QuizKind, QuizOption } from './quiz.ts';
import { segmentDraft } from './segment.ts';
import { type StateChange, stateDraft } from './state.ts';
import { timerDraft } from './timer.ts';

/** Answers shown at most, and at least, where there is something to choose from. */
const MOST_OPTIONS = 4;
const FEWEST_OPTIONS = 3;
/** How often the same situation is asked about in one trace. */
const REPEATS = 2;

/** Drafts by the frame they are asked before. */
const draftsBy = new WeakMap<Trace, ReadonlyMap<number, readonly Draft[]>>();
const decisionsBy = new WeakMap<Trace, readonly Decision[]>();

/**
 * Where in a trace something comes next that is not obvious, in order; of several flows, or of one. What a
 * trace shows again and again is asked about twice at most. Kept for each trace: asking again costs nothing.
 */
export function questionsOf(trace: Trace, flow?: number): readonly Decision[] {
  let all = decisionsBy.get(trace);
  if (all === undefined) {
    all = [...draftsOf(trace)].map(([frame, drafts]) => ({
      frame,
      flow: drafts[0]?.flow ?? null,
      kinds: [...new Set(drafts.map((d) => d.kind))],
      weight: Math.max(...drafts.map((d) => d.weight)),
    }));
    decisionsBy.set(trace, all);
  }
  return flow === undefined ? all : all.filter((d) => d.flow === flow);
}

/** The question before `frame`; null when there is none there, or none of the kind that is asked for. */
export function ask(trace: Trace, frame: number, o: AskOptions): Quiz | null {
  const drafts = (draftsOf(trace).get(frame) ?? []).filter(
    (d) => o.kind === undefined || d.kind === o.kind,
  );
  if (drafts.length === 0) return null;
  const random = new SeededRandom((o.seed ^ Math.imul(frame + 1, 0x9e3779b1)) | 0);
  const best = Math.max(...drafts.map((d) => d.weight));
  const telling = drafts.filter((d) => d.weight === best);
  const d = telling[random.u32() % telling.length] as Draft;
  return worded(trace, d, o, random);
}

/** `count` places spread over a trace, the most telling first chosen; in the order they come. */
export function choose(trace: Trace, count: number, seed: number, flow?: number): Decision[] {
  const random = new SeededRandom(seed);
  const ranked = questionsOf(trace, flow)
    .map((d) => ({ d, rank: d.weight * 1000 + (random.u32() % 1000) }))
    .sort((a, b) => b.rank - a.rank);
  return ranked
    .slice(0, count)
    .map((x) => x.d)
    .sort((a, b) => a.frame - b.frame);
}

function draftsOf(trace: Trace): ReadonlyMap<number, readonly Draft[]> {
  const known = draftsBy.get(trace);
  if (known !== undefined) return known;
  const found = new Map<number, Draft[]>();
  const seen = new Map<string, number>();
  eachMoment(trace, (m, timers) => {
    for (const d of draftsAt(trace, m, timers)) {
      const situation = `${d.kind} ${m.frame.code} ${d.answer === null ? '' : trace.frames[d.answer]?.code} ${m.end.state}`;
      const times = seen.get(situation) ?? 0;
      if (times >= REPEATS || !isAskable(trace, d)) continue;
      seen.set(situation, times + 1);
      found.set(d.frame, [...(found.get(d.frame) ?? []), d]);
    }
  });
  const sorted = new Map([...found].sort(([a], [b]) => a - b));
  draftsBy.set(trace, sorted);
  return sorted;
}

function draftsAt(trace: Trace, m: Moment, timers: readonly Timer[]): Draft[] {
  const changes: StateChange[] = [];
  let tell: { i: number; f: Extract<TraceFrame, { kind: 'call' }> } | null = null;
  for (const i of m.reaction) {
    const f = trace.frames[i] as TraceFrame;
    if (f.kind === 'state') changes.push({ i, from: f.from, to: f.to });
    if (f.kind === 'call') tell ??= { i, f };
  }
  const drafts = [
    segmentDraft(m),
    stateDraft(m, changes),
    timerDraft(m, timers),
    applicationDraft(m, tell),
    ...numberDrafts(m),
  ].filter((d) => d !== null);
  // Before a timer expires nothing else may have happened since the instant before.
  return drafts.filter((d) => d.frame !== m.i || isQuietBefore(trace, m.i));
}

/** Whether frame `i` is the first of its instant: what stands before it is known to be over. */
function isQuietBefore(trace: Trace, i: number): boolean {
  const before = trace.frames[i - 1];
  return before === undefined || before.at < (trace.frames[i] as TraceFrame).at;
}

/** Enough wrong answers that say something else than the true one, in every language. */
function isAskable(trace: Trace, d: Draft): boolean {
  if (d.entry !== null) return true;
  const n = new NumberWriter(trace, 'relative', d.references);
  return distinct(d, n).length + 1 >= FEWEST_OPTIONS;
}

function distinct(d: Draft, n: NumberWriter): Mistake[] {
  const truth = d.truth.says(n);
  const zh = new Set([truth.zh]);
  const en = new Set([truth.en]);
  return d.mistakes.filter((x) => {
    if (x.key === d.truth.key) return false;
    const says = x.says(n);
    if (zh.has(says.zh) || en.has(says.en)) return false;
    zh.add(says.zh);
    en.add(says.en);
    return true;
  });
}

function worded(trace: Trace, d: Draft, o: AskOptions, random: SeededRandom): Quiz {
  const n = new NumberWriter(trace, o.numbers ?? 'relative', d.references);
  const truth = d.truth.says(n);
  const mistakes = distinct(d, n);
  if (d.entry === null) while (mistakes.length >= MOST_OPTIONS) dropOne(mistakes, random);
  const options: QuizOption[] = [
    { says: truth, isTrue: true, misconception: null, wrong: null, whatIf: null },
    ...mistakes.map((x) => ({
      says: x.says(n),
      isTrue: false,
      misconception: x.misconception,
      wrong: MISCONCEPTIONS[x.misconception],
      whatIf: x.whatIf,
    })),
  ];
  const { because, rule } = reasonOf(trace, d.explains, o);
  return {
    frame: d.frame,
    answer: d.answer,
    flow: d.flow,
    kind: d.kind as QuizKind,
    asks: underRules(trace, d.asks(n)),
    options: shuffled(options, random),
    entry: d.entry,
    truth: d.entry === 'seconds' ? { zh: `${truth.zh} 秒`, en: `${truth.en} s` } : truth,
    because,
    rule,
  };
}

/** Leaves one mistake out; those that can be tried stay as long as there are others. */
function dropOne(mistakes: Mistake[], random: SeededRandom): void {
  const plain = mistakes.filter((x) => x.whatIf === null);
  const from = plain.length > 0 ? plain : mistakes;
  const out = from[random.u32() % from.length] as Mistake;
  mistakes.splice(mistakes.indexOf(out), 1);
}

function shuffled<T>(list: readonly T[], random: SeededRandom): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.u32() % (i + 1);
    [out[i], out[j]] = [out[j] as T, out[i] as T];
  }
  return out;
}

/** A run that breaks a rule is asked about as it is, and the question says so. */
function underRules(trace: Trace, asks: Words): Words {
  if (trace.nonStandard.length === 0) return asks;
  return {
    zh: `（这次运行改了规则：按改过的规则答。）${asks.zh}`,
    en: `(This run breaks a rule of TCP: answer as it is here.) ${asks.en}`,
  };
}

/** How far a finder has come. */
interface Finding {
  readonly finder: FactFinder;
  next: number;
}

const findersBy = new WeakMap<Trace, Map<string, Finding>>();

/** The facts of a frame. A finder wants them in order, so that going back begins anew. */
function factsOf(trace: Trace, frame: number, lang: Lang, raw: boolean) {
  const finders = findersBy.get(trace) ?? new Map<string, Finding>();
  findersBy.set(trace, finders);
  const key = `${lang} ${raw}`;
  let at = finders.get(key);
  if (at === undefined || at.next > frame)
    at = { finder: new FactFinder(trace, lang, raw ? 'raw' : 'relative'), next: 0 };
  for (; at.next < frame; at.next++) at.finder.of(at.next);
  at.next++;
  finders.set(key, at);
  return at.finder.of(frame);
}

function reasonOf(trace: Trace, frame: number, o: AskOptions): { because: Words; rule: string } {
  const f = trace.frames[frame] as TraceFrame;
  const told = (lang: Lang): string => {
    const { one, why } = say(f.code, factsOf(trace, frame, lang, o.numbers === 'raw'), lang);
    return lang === 'zh' ? `${one}。${why}` : `${one}. ${why}`;
  };
  return { because: { zh: told('zh'), en: told('en') }, rule: f.rule };
}
