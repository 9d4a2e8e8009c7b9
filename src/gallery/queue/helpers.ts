import type { Words } from '../../base/words.ts';
import { type Check, count, holds, spelledTime } from '../checks.ts';
import { s } from '../common.ts';
import type { Answer } from '../exhibit.ts';
import type { Facts } from '../facts.ts';
import { flagWords } from '../segment-text.ts';

/** B listens on port 80; `accepts` is false for a program that forgets to call accept. */
export const listenOn80 = (backlog: number, accepts = true) =>
  ({
    host: 'B',
    when: { at: 0 },
    do: { call: 'listen', port: 80, backlog, accepts },
  }) as const;

/** Client `n` of several on A, from port 40000 + n. */
export const connectAs = (n: number, at: number) =>
  ({
    host: 'A',
    when: { at },
    do: { call: 'connect', to: 'B', port: 80, localPort: 40_000 + n, socket: `client ${n}` },
  }) as const;

/** ISNs for several clients on A, and several entries on B. */
export const ISS_A: readonly number[] = [100, 1100, 2100, 3100];
export const ISS_B: readonly number[] = [300, 1300, 2300, 3300];

/** What one of B's queues holds at a time. */
export function held(queue: 'synQueue' | 'acceptQueue', at: number, wanted: number): Check {
  const name = queue === 'synQueue' ? '半连接队列' : '全连接队列';
  const en = queue === 'synQueue' ? 'SYN queue' : 'accept queue';
  const under = at < 1_000_000;
  const n = under ? at / 1000 : at / 1_000_000;
  return count(
    {
      zh: `${n} ${under ? '毫秒' : '秒'}时 B 的${name}里有 ${wanted} 项`,
      en: `at ${n} ${under ? 'ms' : 's'} the ${en} of B holds ${wanted}`,
    },
    (f) => f.tablesAt('B', at)[queue],
    wanted,
  );
}

/** The times at which `host` sent segments with these flags in a flow, exactly, in microseconds. */
export function sentExactly(
  host: string,
  flags: string,
  wanted: readonly number[],
  flow = 1,
): Check {
  const list = wanted.map((t) => t / 1_000_000);
  return holds(
    {
      zh: `第 ${flow} 条连接里，${host} 发出 ${flagWords(flags)} 的时刻正好是 ${list.join('、')} 秒`,
      en: `on connection ${flow}, ${host} sends ${flagWords(flags)} at exactly ${list.join(', ')} s`,
    },
    (f) => times(f, host, flags, flow).join() === wanted.join(),
    (f) => times(f, host, flags, flow).map(spelledTime).join(', ') || '-',
  );
}

export function times(f: Facts, host: string, flags: string, flow: number): number[] {
  return f
    .segments(flow)
    .filter((x) => x.from === host && x.flags === flags)
    .map((x) => x.sentAt);
}

/** Answers that are numbers, one of which is `of` of the run. */
export function numbers(
  list: readonly number[],
  of: (f: Facts) => number,
  words: (n: number) => Words,
): Answer[] {
  return list.map((n) => ({ says: words(n), isTrue: (f) => of(f) === n }));
}

/** How long B was in SYN-RECEIVED in a flow, seconds. */
export const halfOpenFor = (f: Facts, flow = 1): number =>
  f.dwelt('B', 'SYN-RECEIVED', flow) / s(1);
