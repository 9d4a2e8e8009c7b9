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
  const text = spellTime(at, lang);
  // Of a few seconds a ladder has three places, too.
  const isFine = at < 1_000_000 || at >= 10_000_000;
  if (isFine && others.every((t) => spellTime(t, lang) !== text)) return text;
  if (at < 1_000_000) return `${at / 1000} ${lang === 'zh' ? '毫秒' : 'ms'}`;
  const n = [2, 3, 4, 5, 6]
    .slice(isFine ? 0 : 1)
    .find((places) => others.every((t) => inSeconds(t, places) !== inSeconds(at, places)));
  return `${inSeconds(at, n ?? 6)} ${lang === 'zh' ? '秒' : 's'}`;
}

function inSeconds(t: Micros, places: number): number {
  return Number((t / 1_000_000).toFixed(places));
}

/** The same in short, as it stands in a ladder. */
export function timeIn(trace: Trace, at: Micros): string {
  const text = timeText(at);
  if (besides(trace, at).every((t) => timeText(t) !== text)) return text;
  return at < 1_000_000 ? `${at / 1000} ms` : `${at / 1_000_000} s`;
}
