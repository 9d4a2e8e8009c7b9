import type { Words } from '../../base/words.ts';
import type { ScenarioHost } from '../../sim/scenario.ts';
import type { Profile } from '../../tcp/profile.ts';
import { type Check, count, holds } from '../checks.ts';
import { ms, server } from '../common.ts';
import type { Answer } from '../exhibit.ts';
import { type Facts, tally } from '../facts.ts';

/** Honest clients that try, one after another. */
export const CLIENTS = 20;

/** A server whose SYN queue alone is the limit: so many slots, and no cookies unless `set` says so. */
export function target(slots: number, set: Partial<Profile> = {}): ScenarioHost {
  return server({
    set: { synQueue: slots, synQueueWithinBacklog: false, synCookies: 'never', ...set },
  });
}

/** B listens on port 80 with an accept queue that never is the limit. */
export const listen = {
  host: 'B',
  when: { at: 0 },
  do: { call: 'listen', port: 80, backlog: 1024 },
} as const;

/** X sends `n` SYNs from addresses that are nobody's. */
export const flood = (n: number, every: number, at = 0) =>
  ({ host: 'X', when: { at }, do: { call: 'flood', to: 'B', port: 80, count: n, every } }) as const;

/** Honest clients on A; 3 ms beside every forged SYN, so that none arrives at the same instant as one. */
export const honest = (at: number, every: number, n = CLIENTS) =>
  ({
    host: 'A',
    when: { at: at + ms(3) },
    do: { call: 'load', to: 'B', port: 80, count: n, every },
  }) as const;

/** How many connections of A there ever were. */
export const connected = (f: Facts): number => tally(f.counts('A').calls, 'connected');
/** How many attempts of A ended with this error. */
export const failed = (f: Facts, error: string): number =>
  tally(f.counts('A').calls, `closed ${error}`);

/** So many honest clients get in. */
export function getIn(n: number, of = CLIENTS): Check {
  return count(
    {
      zh: `${of} 个正常客户端里连上了 ${n} 个`,
      en: `${n} of ${of} honest clients get in`,
    },
    connected,
    n,
  );
}

/** So many honest clients give up with ETIMEDOUT. */
export function timeOut(n: number): Check {
  return count(
    { zh: `${n} 个客户端得到 ETIMEDOUT`, en: `${n} clients are told ETIMEDOUT` },
    (f) => failed(f, 'ETIMEDOUT'),
    n,
  );
}

/** The SYN queue of B is never longer than this, and at times as long. */
export function fullestSynQueue(n: number): Check {
  return count(
    {
      zh: `B 的半连接队列最多时正好 ${n} 项`,
      en: `the SYN queue of B holds ${n} at its fullest`,
    },
    (f) => f.most('B', 'synQueue'),
    n,
  );
}

/** Answers that say how many of the honest clients get in. */
export function howMany(list: readonly (readonly [least: number, most: number])[]): Answer[] {
  return list.map(([least, most]) => ({
    says: share(least, most),
    isTrue: (f) => connected(f) >= least && connected(f) <= most,
  }));
}

function share(least: number, most: number): Words {
  if (least !== most) return { zh: `${least} 到 ${most} 个`, en: `${least} to ${most}` };
  if (least === 0) return { zh: '一个也没有', en: 'none' };
  if (least === CLIENTS) return { zh: `全部 ${least} 个`, en: `all ${least}` };
  return { zh: `${least} 个`, en: `${least}` };
}

/** Nothing was refused: no RST left B. */
export const NO_RST: Check = holds(
  { zh: 'B 一个 RST 也没发：SYN 都是悄悄丢的', en: 'B sends no RST: SYNs are dropped in silence' },
  (f) => Object.keys(f.counts('B').sent).every((flags) => !flags.includes('R')),
);
