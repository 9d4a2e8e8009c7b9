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

/** A time of a run in words, to as many places as it takes to tell it from those beside it. */
export function spellIn(trace: Trace, at: Micros, lang: Lang): string {
  const says = (t: Micros): string => spellTime(t, lang);
  // Of a few seconds a ladder has three places, too.
  const isShort = at >= 1_000_000 && at < 10_000_000;
  if (!isShort && isAlone(trace, at, says)) return says(at);
  const text = timeIn(trace, at);
  return lang === 'zh' ? text.replace(' ms', ' 毫秒').replace(' s', ' 秒') : text;
}

/** The same in short, as it stands in a ladder. */
export function timeIn(trace: Trace, at: Micros): string {
  if (isAlone(trace, at, timeText)) return timeText(at);
  return at < 1_000_000 ? `${at / 1000} ms` : `${at / 1_000_000} s`;
}

/** Whether what is said of a time is not said of those just before and after it. */
function isAlone(trace: Trace, at: Micros, says: (t: Micros) => string): boolean {
  const times = timesOf(trace);
  const i = countUpTo(times, at);
  const before = times[i - 1] === at ? times[i - 2] : times[i - 1];
  return [before, times[i]].every((t) => t === undefined || says(t) !== says(at));
}
