import type { Micros } from '../../base/timer-queue.ts';
import type { Action, Inject, Step } from '../../sim/scenario.ts';
import { type Check, count, holds, timed } from '../checks.ts';
import { attacker, CABLE, CABLE_X, client, s, server } from '../common.ts';
import type { Answer, ScenarioBody } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

/** The port that A opens from: an attacker must know it. */
export const PORT = 40_000;

/** One step at a time. */
export function at(host: string, when: Micros, what: Action): Step {
  return { host, when: { at: when }, do: what };
}

/** B listens on port 80. */
export const LISTEN: Step = at('B', 0, { call: 'listen', port: 80 });
/** A opens from {@link PORT}. */
export const CONNECT: Step = at('A', 0, { call: 'connect', to: 'B', port: 80, localPort: PORT });

/** X sends B a segment in the name of A. */
export function forge(when: Micros, flags: string, seq: number, o: Partial<Inject> = {}): Step {
  return at('X', when, {
    call: 'inject',
    from: 'A',
    to: 'B',
    sport: PORT,
    dport: 80,
    flags,
    seq,
    ...o,
  });
}

/** When A says that the connection still lives, and what. */
export const SPEAKS_AT = s(3);
export const WORDS = 'alive';

/** A connection; X, who is not on the path, sends what it likes in the name of A; then A speaks. */
export function attack(forged: readonly Step[], whatIfs: readonly string[] = []): ScenarioBody {
  return {
    hosts: [client(), server({ whatIfs }), attacker()],
    cables: [CABLE, CABLE_X],
    steps: [LISTEN, CONNECT, ...forged, at('A', SPEAKS_AT, { call: 'send', text: WORDS })],
    until: s(6),
  };
}

/** A host dropped so many segments for this reason. */
export function dropped(host: string, reason: string, wanted: number): Check {
  return count(
    {
      zh: `${host} 因 ${reason} 丢弃了 ${wanted} 个报文段`,
      en: `${host} drops ${wanted} because of ${reason}`,
    },
    (f) => f.counts(host).dropped[reason] ?? 0,
    wanted,
  );
}

/** Nothing that a host sends is a reset. */
export function noReset(host: string): Check {
  return holds(
    { zh: `${host} 没有发过 RST`, en: `${host} sends no RST` },
    (f) => f.sent(host).every((x) => !x.flags.includes('R')),
    (f) =>
      f
        .sent(host)
        .map((x) => x.flags)
        .join(),
  );
}

/** An application is told something, or a host enters a state, at exactly this time. */
export function toldAt(host: string, wanted: Micros, socket = 'main'): Check {
  return timed(
    {
      zh: `${host} 的应用在 ${wanted / s(1)} 秒得知连接没了`,
      en: `the application of ${host} is told at ${wanted / s(1)} s that it is over`,
    },
    (f) => f.calls(host, 'closed', socket)[0]?.at ?? -1,
    wanted,
  );
}

/** Answers of which the one is true whose value the run has. */
export function oneOf<T>(
  of: (f: Facts) => T,
  list: readonly (readonly [value: T, zh: string, en: string])[],
): Answer[] {
  return list.map(([value, zh, en]) => ({
    says: { zh, en },
    isTrue: (f) => of(f) === value,
  }));
}
