import { computed, effect, signal } from '@preact/signals';
import type { Words } from '../../src/base/words.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { ask, choose } from '../../src/quiz/ask.ts';
import { exhibitQuestion, isAnswer, type Judgement, judge } from '../../src/quiz/judge.ts';
import type { Quiz, QuizWhatIf } from '../../src/quiz/quiz.ts';
import { guess } from '../card/guess.ts';
import type { Run } from '../engine/protocol.ts';
import { statusOf } from '../ladder/visible.ts';
import { intervene, open, seek, select } from '../state/actions.ts';
import { type Cursor, cursorOn } from '../state/cursor.ts';
import { guard } from '../state/guard.ts';
import {
  announcement,
  busy,
  cursor,
  flow,
  numbers,
  overlay,
  playing,
  predicting,
  run,
  selectedSegment,
  trace,
} from '../state/store.ts';
import { type Asking, beforeStep, hasMore, nextPlace } from './before-step.ts';
import { QUESTIONS_EACH } from './quiz-list.ts';
import { record } from './tally.ts';

/** The place of the exhibit's own question among those that were answered. */
const CARD = -1;

/** What is being asked, or was just answered. */
interface Asked {
  readonly trace: Trace;
  /** As in {@link Quiz.frame}, or {@link CARD}. */
  readonly place: number;
  /** What came of the answer; null while it is asked. */
  readonly judgement: (Judgement & { readonly given: Words | null }) | null;
}

/** A list of exhibits that is gone through. */
interface Session {
  readonly exhibits: readonly string[];
  readonly at: number;
  readonly seed: number;
}

const asked = signal<Asked | null>(null);
/** Questions answered, by trace and place. */
const done = signal<ReadonlyMap<Trace, ReadonlySet<number>>>(new Map());
export const session = signal<Session | null>(null);

const NONE: ReadonlySet<number> = new Set();

/** The question on the screen, in the numbers that are shown; null when there is none. */
export const question = computed<Quiz | null>(() => {
  const a = asked.value;
  const r = run.value;
  if (a === null || r === null || a.trace !== trace.value) return null;
  return quizAt(r, a.place);
});

/** What came of the answer to it; null while it is asked. */
export const judgement = computed(() => (question.value === null ? null : asked.value?.judgement));

/** Whether anything is asked behind where one stands. */
export const isMore = computed(() => {
  const t = trace.value;
  return t !== null && hasMore(t, cursor.value, asking(t));
});

function quizAt(r: Run, place: number): Quiz | null {
  if (place === CARD) return exhibitQuestion(r.card.question, r.card.point);
  return ask(r.trace, place, { seed: seedNow(r), numbers: numbers.value });
}

function seedNow(r: Run): number {
  return session.value?.seed ?? r.setup.seed;
}

function asking(t: Trace): Asking {
  const r = run.value;
  const seed = r === null ? 1 : seedNow(r);
  const isListed = session.value !== null && r !== null && isOfList(r);
  return {
    flow: flow.value,
    seed,
    numbers: numbers.value,
    done: done.value.get(t) ?? NONE,
    only: isListed
      ? new Set(choose(t, QUESTIONS_EACH, seed, flow.value).map((d) => d.frame))
      : null,
  };
}

/** Whether a run is the one whose turn it is in the list, and nobody has changed it. */
function isOfList(r: Run): boolean {
  const s = session.value;
  const { exhibit, interventions } = r.setup;
  return s !== null && s.exhibits[s.at] === exhibit && interventions.length === 0;
}

/** Whether the exhibit's own question is still to be asked: of its run as it stands, at the beginning. */
function asksCard(r: Run, at: Cursor): boolean {
  if (at.frame >= 0 || done.value.get(r.trace)?.has(CARD) === true) return false;
  if (r.setup.interventions.length > 0 || Object.keys(r.setup.values).length > 0) return false;
  return exhibitQuestion(r.card.question, r.card.point) !== null;
}

/** Asks what there is to ask before one moves on; false when nothing is. */
function stops(t: Trace, at: Cursor): boolean {
  const r = run.peek();
  if (r === null || r.trace !== t) return false;
  const open = asked.peek();
  if (open !== null && open.trace === t) {
    if (open.judgement === null) {
      playing.value = false;
      return true;
    }
    asked.value = null;
  }
  if (asksCard(r, at)) return show(t, CARD);
  const q = beforeStep(t, at, asking(t));
  return q === null ? false : show(t, q.frame);
}

function show(t: Trace, place: number): true {
  playing.value = false;
  asked.value = { trace: t, place, judgement: null };
  return true;
}

/** Watches over every step for as long as somebody guesses. The returned function ends it. */
export function startGuessing(): () => void {
  guard.value = stops;
  forgetToCome();
  const stopWatching = effect(() => {
    const r = run.value;
    if (r === null || !predicting.value) return;
    const a = asked.peek();
    if (a !== null && a.trace !== r.trace) asked.value = null;
    if (asksCard(r, cursor.peek())) show(r.trace, CARD);
  });
  return () => {
    stopWatching();
    guard.value = null;
    asked.value = null;
  };
}

/** What was selected before it is sent is not known of any more. */
function forgetToCome(): void {
  const t = trace.peek();
  const s = selectedSegment.peek();
  if (t === null || s === null || statusOf(t, s, cursor.peek()) !== 'future') return;
  select(null);
  announcement.value = '';
}

/** Takes an answer: the place of an option, what was typed, or null to see without guessing. */
export function answer(given: number | string | null): void {
  const a = asked.value;
  const q = question.value;
  const r = run.value;
  if (a === null || q === null || r === null || a.judgement !== null) return;
  const result = given === null ? { isRight: false, option: null } : judge(q, given);
  const text = textOf(q, given);
  const known = done.value.get(a.trace) ?? NONE;
  done.value = new Map([...done.value, [a.trace, new Set([...known, a.place])]]);
  asked.value = { ...a, judgement: { ...result, given: text } };
  record(q, { exhibit: r.card.id, title: r.card.title }, { text, option: result.option });
  // The card asks the same, and says at the end what came of it.
  if (a.place === CARD && typeof given === 'number') guess(r.card.id, given);
  if (q.answer !== null) seek(cursorOn(a.trace, q.answer));
}

function textOf(q: Quiz, given: number | string | null): Words | null {
  if (given === null) return null;
  if (typeof given === 'number') return q.options[given]?.says ?? null;
  const text = given.trim();
  return q.entry === 'seconds' ? { zh: `${text} 秒`, en: `${text} s` } : { zh: text, en: text };
}

/** Whether what is typed can be answered with. */
export function canAnswer(text: string): boolean {
  return question.value !== null && isAnswer(question.value, text);
}

/** Puts the answered question away. */
export function goOn(): void {
  asked.value = null;
}

/** Runs the wrong answer: with the rule broken under which it is right. */
export async function runMyWay({ id, host }: QuizWhatIf): Promise<void> {
  asked.value = null;
  await intervene({ kind: 'what-if', id, host });
}

/** What comes after the question on the screen, of a list. */
export const following = computed<'question' | 'exhibit' | 'result' | null>(() => {
  const s = session.value;
  const r = run.value;
  // While the next one is fetched there is nothing to go on to.
  if (s === null || r === null || busy.value) return null;
  if (isOfList(r) && isMore.value) return 'question';
  return s.at + 1 < s.exhibits.length ? 'exhibit' : 'result';
});

/** Goes straight to what comes next in the list. */
export async function toNext(): Promise<void> {
  const s = session.value;
  const t = trace.value;
  const what = following.value;
  asked.value = null;
  if (s === null || t === null) return;
  if (what === 'question') {
    const place = nextPlace(t, cursor.value, asking(t));
    if (place !== null) seek(place);
    stops(t, cursor.value);
  } else if (what === 'exhibit') {
    session.value = { ...s, at: s.at + 1 };
    await open(s.exhibits[s.at + 1] as string);
  } else {
    session.value = null;
    predicting.value = false;
    overlay.value = 'quiz';
  }
}

/** Begins a list: opens its first exhibit, with everything that comes later hidden. */
export async function beginList(exhibits: readonly string[], seed: number): Promise<void> {
  const [first] = exhibits;
  if (first === undefined) return;
  session.value = { exhibits, at: 0, seed };
  overlay.value = null;
  predicting.value = true;
  await open(first);
}
