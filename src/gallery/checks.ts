import type { Micros } from '../base/timer-queue.ts';
import type { Words } from '../base/words.ts';
import type { Facts } from './facts.ts';
import { flagWords, segmentText, spelled } from './segment-text.ts';

/** Something that must hold of a run. */
export interface Check {
  readonly says: Words;
  /** Null when it holds; otherwise what was found instead. */
  readonly test: (f: Facts) => string | null;
}

/** How a check came out. */
export interface Verdict {
  readonly says: Words;
  readonly ok: boolean;
  /** What was found, when it is not what must be. */
  readonly found: string | null;
}

/** Tries every check on a run. */
export function judge(checks: readonly Check[], f: Facts): Verdict[] {
  return checks.map(({ says, test }) => {
    const found = test(f);
    return { says, ok: found === null, found };
  });
}

/**
 * The segments of a flow, all of them, in the order they were sent, as {@link segmentText} writes them.
 * A line may end in a comment behind `#`.
 */
export function wire(lines: readonly string[], flow = 1): Check {
  const wanted = lines.map((l) => l.replace(/\s*#.*$/, ''));
  return {
    says: {
      zh: `${onZh(flow)}线上依次正好是这 ${wanted.length} 个报文段：${wanted.map((x) => spelled(x, '（丢失）')).join('；')}`,
      en: `${onEn(flow)}on the wire, exactly these ${wanted.length} segments: ${wanted.map((x) => spelled(x)).join('; ')}`,
    },
    test: (f) => {
      const found = f.segments(flow).map(segmentText);
      return same(wanted, found) === null ? null : found.map((x) => spelled(x)).join('; ') || '-';
    },
  };
}

/** The states `host` goes through in a flow, all of them. */
export function states(host: string, wanted: readonly string[], flow = 1): Check {
  return {
    says: {
      zh: `${onZh(flow)}${host} ${wanted.length === 0 ? '什么状态也没进入' : `依次进入 ${wanted.join('、')}`}`,
      en: `${onEn(flow)}${host} goes through ${wanted.join(', ') || 'no state'}`,
    },
    test: (f) => same(wanted, f.states(host, flow)),
  };
}

/** The state `host` is in at a time. */
export function stateAt(host: string, at: Micros, wanted: string, flow = 1): Check {
  return {
    says: {
      zh: `${onZh(flow)}${seconds(at, '毫秒', '秒')}时 ${host} 处于 ${wanted}`,
      en: `${onEn(flow)}at ${seconds(at)} ${host} is in ${wanted}`,
    },
    test: (f) => equal(wanted, f.stateAt(host, at, flow)),
  };
}

/** The state `host` is in when the run is over. */
export function endsIn(host: string, wanted: string, flow = 1): Check {
  return {
    says: {
      zh: `${onZh(flow)}最后 ${host} 处于 ${wanted}`,
      en: `${onEn(flow)}in the end ${host} is in ${wanted}`,
    },
    test: (f) => equal(wanted, f.endState(host, flow)),
  };
}

/** All that an application read, as text. */
export function reads(host: string, wanted: string, socket = 'main'): Check {
  return {
    says: {
      zh:
        wanted === '' ? `${host} 的应用什么也没读到` : `${host} 的应用正好读到“${oneLine(wanted)}”`,
      en:
        wanted === ''
          ? `the application of ${host} reads nothing`
          : `the application of ${host} reads exactly "${oneLine(wanted)}"`,
    },
    test: (f) => shown(equal(wanted, f.read(host, socket))),
  };
}

/** How the connection of a socket ends for its application: an error, null for a proper close. */
export function closes(host: string, wanted: string | null, socket = 'main'): Check {
  return {
    says:
      wanted === null
        ? { zh: `${host} 的连接正常结束`, en: `the connection of ${host} ends properly` }
        : {
            zh: `${host} 的应用得到 ${wanted}`,
            en: `the application of ${host} is told ${wanted}`,
          },
    test: (f) => {
      const ended = f.ended(host, socket);
      return ended === wanted ? null : ended === undefined ? 'not ended' : (ended ?? 'no error');
    },
  };
}

/** The times at which `host` sent segments with these flags, seconds, within `tolerance` of each. */
export function sentAt(
  host: string,
  flags: string,
  wanted: readonly number[],
  tolerance = 0.001,
): Check {
  const times = wanted.map((t) => Number(t.toFixed(6)));
  const list = times.map((t) => `${t} s`);
  return {
    says: {
      zh: `${host} 发出 ${flagWords(flags)} 的时刻：${times.join('、')} 秒`,
      en: `${host} sends ${flagWords(flags)} at ${list.join(', ')}`,
    },
    test: (f) =>
      near(
        wanted,
        f.sent(host, flags).map((s) => s.sentAt / 1e6),
        tolerance,
      ),
  };
}

/** A number about the run, and what it must be. */
export function count(says: Words, of: (f: Facts) => number, wanted: number): Check {
  return { says, test: (f) => equal(String(wanted), String(of(f))) };
}

/** A time of the run, or how long something lasted, and what it must be; of -1, it never was. */
export function timed(says: Words, of: (f: Facts) => Micros, wanted: Micros): Check {
  return { says, test: (f) => equal(spelledTime(wanted), spelledTime(of(f))) };
}

/** A number about the run, and the bounds it must keep. */
export function between(says: Words, of: (f: Facts) => number, least: number, most: number): Check {
  return {
    says,
    test: (f) => {
      const n = of(f);
      return n >= least && n <= most ? null : String(n);
    },
  };
}

/** Anything else: what it says, whether it holds, and what to show when it does not. */
export function holds(
  says: Words,
  is: (f: Facts) => boolean,
  found: (f: Facts) => string = () => '-',
): Check {
  return { says, test: (f) => (is(f) ? null : found(f)) };
}

function equal(wanted: string, found: string | null): string | null {
  return wanted === found ? null : (found ?? '-');
}

function same(wanted: readonly string[], found: readonly string[]): string | null {
  return wanted.length === found.length && wanted.every((w, i) => w === found[i])
    ? null
    : found.join('; ') || '-';
}

function near(wanted: readonly number[], found: readonly number[], by: number): string | null {
  const is = wanted.length === found.length;
  return is && wanted.every((w, i) => Math.abs(w - (found[i] as number)) <= by)
    ? null
    : found.map((t) => `${t}`).join(', ') || '-';
}

/** A time as it is read: `10 ms`, `60.3 s`; `-` when there is none. */
export function spelledTime(t: Micros | null | undefined): string {
  if (t === null || t === undefined || t === -1 || !Number.isFinite(t)) return '-';
  return t !== 0 && Math.abs(t) < 1000 ? `${t} µs` : seconds(t);
}

function shown(found: string | null): string | null {
  if (found === null) return null;
  return found === '' ? '-' : oneLine(found);
}

function seconds(t: Micros, ms = 'ms', s = 's'): string {
  return Math.abs(t) < 1_000_000 ? `${t / 1000} ${ms}` : `${t / 1_000_000} ${s}`;
}

/** Which connection a check is about, where it is not the first. */
function onZh(flow: number): string {
  return flow === 1 ? '' : `第 ${flow} 条连接：`;
}

function onEn(flow: number): string {
  return flow === 1 ? '' : `connection ${flow}: `;
}

function oneLine(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}
