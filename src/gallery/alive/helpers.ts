import type { SetOptions, Step } from '../../sim/scenario.ts';
import { type Check, holds } from '../checks.ts';
import { ms, s } from '../common.ts';
import type { Facts } from '../facts.ts';
import { flagWords } from '../segment-text.ts';

/** When B last heard of A after a plain handshake: the third segment. */
export const HEARD = ms(150);

/** B listens and A connects; with `keepAlive` the application of B asks for it. */
export function opened(keepAlive: Omit<SetOptions, 'call'> | null = null): Step[] {
  const steps: Step[] = [
    { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
    { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80, localPort: 40_000 } },
  ];
  if (keepAlive !== null) {
    steps.push({ host: 'B', when: { on: 'accepted' }, do: { call: 'set', ...keepAlive } });
  }
  return steps;
}

/** The three segments of {@link opened}. */
export const OPENED = ['A S 100', 'B S. 300 a101', 'A . 101 a301'] as const;
/** A keep-alive probe of B on an idle connection: SND.NXT - 1, and nothing in it. */
export const PROBE = 'B . 300 a101';

/** The times of everything B sent after the handshake, seconds after it last heard of A. */
export function sentAfter(f: Facts, flags: string): number[] {
  return f
    .segments(1)
    .filter((x) => x.from === 'B' && x.flags === flags && x.sentAt > HEARD)
    .map((x) => (x.sentAt - HEARD) / s(1));
}

/** B sends these, so many seconds after the handshake: exact. */
export function bSends(flags: string, wanted: readonly number[]): Check {
  const list = wanted.map((t) => `${t} s`);
  return holds(
    {
      zh: `握手之后，B 发出 ${flagWords(flags)} 的时刻正好是 ${wanted.join('、')} 秒`,
      en: `after the handshake B sends ${flagWords(flags)} at exactly ${list.join(', ')}`,
    },
    (f) => sentAfter(f, flags).join() === wanted.join(),
    (f) => sentAfter(f, flags).join(', '),
  );
}

/** When the application of B is told that the connection is over, seconds after it last heard of A. */
export function overAfter(f: Facts): number {
  const [closed] = f.calls('B', 'closed');
  return closed === undefined ? Number.POSITIVE_INFINITY : (closed.at - HEARD) / s(1);
}
