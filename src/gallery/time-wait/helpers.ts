import type { Micros } from '../../base/timer-queue.ts';
import type { Words } from '../../base/words.ts';
import type { Action, Connect, Step } from '../../sim/scenario.ts';
import { type Check, count, holds, spelledTime, timed } from '../checks.ts';
import { ms, s } from '../common.ts';
import type { Answer, Change } from '../exhibit.ts';
import type { Facts } from '../facts.ts';

/** The port that A opens from where the four-tuple matters. */
export const PORT = 40_000;
/** When A closes, unless there is a reason for another time. */
export const CLOSES_AT = ms(200);
/** When A enters TIME-WAIT after a close at {@link CLOSES_AT}, with a B that closes 200 ms after the end. */
export const WAITS_FROM = ms(500);

/** One step at a time. */
export function at(host: string, when: Micros, what: Action): Step {
  return { host, when: { at: when }, do: what };
}

/** One step some time after the application has read everything up to the peer's FIN. */
export function onEnd(host: string, after: Micros, what: Action): Step {
  return { host, when: { on: 'ended', after }, do: what };
}

/** B listens on port 80 from the beginning. */
export const LISTEN: Step = at('B', 0, { call: 'listen', port: 80 });

/** A connects from {@link PORT}, with a socket of that name. */
export function connectAs(socket: string, when: Micros, o: Partial<Connect> = {}): Step {
  return at('A', when, { call: 'connect', to: 'B', port: 80, localPort: PORT, socket, ...o });
}

/** The change that keeps a host from breaking the rule. */
export function without(id: string, host: string): Change {
  return { interventions: [{ kind: 'what-if', id, host, off: true }] };
}

/** A host is in TIME-WAIT for exactly so long. */
export function waits(host: string, wanted: Micros, flow = 1): Check {
  return timed(
    {
      zh: `${host} 在 TIME-WAIT 里待了正好 ${wanted / s(1)} 秒`,
      en: `${host} is in TIME-WAIT for exactly ${wanted / s(1)} s`,
    },
    (f) => f.dwelt(host, 'TIME-WAIT', flow),
    wanted,
  );
}

/** How a call of a host's socket fails: an error, or undefined when it does not. */
export function errorOf(
  f: Facts,
  host: string,
  call: string,
  socket: string,
): string | null | undefined {
  return f.calls(host, call, socket)[0]?.error;
}

/** A call of a socket fails with this error and no other one does anything for it. */
export function fails(host: string, call: string, wanted: string, socket: string): Check {
  return holds(
    {
      zh: `${host} 的 ${call}()（套接字“${socket}”）得到 ${wanted}`,
      en: `${call}() of ${host} (socket "${socket}") fails with ${wanted}`,
    },
    (f) => f.calls(host, call, socket).length === 1 && errorOf(f, host, call, socket) === wanted,
    (f) =>
      f
        .calls(host, call, socket)
        .map((c) => `${spelledTime(c.at)}: ${errorOf(f, host, call, socket) ?? 'no error'}`)
        .join(', ') || '-',
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

/** What a host's TIME-WAIT table holds at a time. */
export function inTimeWait(host: string, when: Micros, wanted: number): Check {
  const t = when / s(1);
  return count(
    {
      zh: `${t} 秒时 ${host} ${wanted === 0 ? '没有' : `有 ${wanted} 条`}连接在 TIME-WAIT`,
      en: `at ${t} s ${host} has ${wanted === 0 ? 'none' : wanted} in TIME-WAIT`,
    },
    (f) => f.tablesAt(host, when).timeWait,
    wanted,
  );
}

/** A number that a host's calls were counted by, such as `connected` or `connect EADDRNOTAVAIL`. */
export function called(host: string, call: string, wanted: number, says: Words): Check {
  return count(says, (f) => f.counts(host).calls[call] ?? 0, wanted);
}
