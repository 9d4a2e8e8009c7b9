import type { Micros } from '../../base/timer-queue.ts';
import { s } from '../../tcp/profile.ts';
import type { Bounds, ExploreHost, ProgramStep } from '../model.ts';

/** A profile that comes with the engine, as a world is searched with it. */
export type WorldProfile = 'rfc' | 'linux' | 'freebsd';

/** What the two hosts of most worlds are at, and the port of the client where it matters. */
export const PORT = 80;
export const CLIENT_PORT = 5000;

/** MSL, half of what the profile waits in TIME-WAIT. */
export function mslOf(profile: WorldProfile): Micros {
  return s(profile === 'rfc' ? 120 : 30);
}

/**
 * How far most worlds are searched: one fault, and timers that go off when all is quiet. FreeBSD's keep-alive timer
 * is always among them, so there one expiry takes as many states as two elsewhere; and in a large world no segment
 * comes twice there, which alone would take five times as many.
 */
export function howFar(
  profile: WorldProfile,
  size: 'small' | 'large' = 'small',
): {
  readonly bounds: Bounds;
  readonly nightly: Bounds;
} {
  return {
    bounds: {
      lose: 1,
      duplicate: profile === 'freebsd' && size === 'large' ? 0 : 1,
      faults: 1,
      timers: profile === 'freebsd' ? 1 : 2,
      early: 0,
    },
    nightly: night({ lose: 1, duplicate: 1, faults: 1, timers: 3, early: 1 }),
  };
}

/** A night's bounds: a world that is larger is searched so far, breadth first, and said not to be exhausted. */
export function night(bounds: Bounds): Bounds {
  return { ...bounds, states: 40_000 };
}

/** A opens; what it does then is `program`. */
export function client(
  profile: WorldProfile,
  program: readonly (readonly ProgramStep[])[],
  rest: Partial<ExploreHost> = {},
): ExploreHost {
  return {
    name: 'A',
    title: { zh: '客户端', en: 'client' },
    profile,
    program,
    iss: issFrom(1000),
    ...rest,
  };
}

/** B listens, and accepts whatever comes. */
export function server(
  profile: WorldProfile,
  program: readonly (readonly ProgramStep[])[],
  rest: Partial<ExploreHost> = {},
): ExploreHost {
  return {
    name: 'B',
    title: { zh: '服务器', en: 'server' },
    profile,
    ready: [{ call: 'listen', port: PORT }],
    program,
    iss: issFrom(500_000_000),
    ...rest,
  };
}

/** A calls B; `socket` and `localPort` where there is more than one call. */
export function connects(socket?: string, localPort = CLIENT_PORT): ProgramStep {
  const call = { call: 'connect', to: 'B', port: PORT, localPort } as const;
  return { do: socket === undefined ? call : { ...call, socket } };
}

/**
 * To search takes no time, so the clock that initial sequence numbers are drawn from stands still between two
 * openings. The numbers are therefore given: those that the clock would give a tenth of a second later each time.
 */
export function issFrom(first: number): number[] {
  return [0, 1, 2, 3].map((n) => first + n * 25_000);
}
