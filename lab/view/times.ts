import type { Micros } from '../../src/base/timer-queue.ts';
import type { Lang } from '../../src/base/words.ts';
import { timeText } from '../../src/ladder/format.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { spellTime } from '../../src/story/spell.ts';
import { countUpTo } from './history.ts';

const timesBy = new WeakMap<Trace, readonly Micros[]>();

/** The times at which something happens, each once. */
function timesOf(trace: Trace): readonly Micros[] {
  const known = timesBy.get(trace);
  if (known !== undefined) return known;
  const times = [...new Set([0, ...trace.frames.map((f) => f.at)])];
  timesBy.set(trace, times);
  return times;
}

/** The times at which something happens just before and just after one. */
function besides(trace: Trace, at: Micros): readonly Micros[] {
  const times = timesOf(trace);
  const i = countUpTo(times, at);
  const before = times[i - 1] === at ? times[i - 2] : times[i - 1];
  return [before, times[i]].filter((t) => t !== undefined);
}

/** A time of a run in words, to as many places as it takes to tell it from those beside it. */
export function spellIn(trace: Trace, at: Micros, lang: Lang): string {
  const others = besides(trace, at);
  // As finely as a ladder has it.
  for (let places = at >= 1_000_000 && at < 10_000_000 ? 3 : 2; places < MOST; places++) {
    const text = spellTime(at, lang, places);
    if (others.every((t) => spellTime(t, lang, places) !== text)) return text;
  }
  return spellTime(at, lang, MOST);
}

/** Places of seconds that are microseconds. */
const MOST = 6;

/** The same in short, as it stands in a ladder. */
export function timeIn(trace: Trace, at: Micros): string {
  const text = timeText(at);
  if (besides(trace, at).every((t) => timeText(t) !== text)) return text;
  return at < 1_000_000 ? `${at / 1000} ms` : `${at / 1_000_000} s`;
}
