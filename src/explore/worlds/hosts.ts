import type { Micros } from '../../base/timer-queue.ts';
import { s } from '../../tcp/profile.ts';
import type { ExploreHost, ProgramStep } from '../model.ts';

/** A profile that comes with the engine, as a world is searched with it. */
export type WorldProfile = 'rfc' | 'linux' | 'freebsd';

/** What the two hosts of most worlds are at, and the port of the client where it matters. */
export const PORT = 80;
export const CLIENT_PORT = 5000;

/** MSL, half of what the profile waits in TIME-WAIT. */
export function mslOf(profile: WorldProfile): Micros {
  return s(profile === 'rfc' ? 120 : 30);
}

/** A opens; what it does then is `program`. */
export function client(
  profile: WorldProfile,
  program: readonly (readonly ProgramStep[])[],
  rest: Partial<ExploreHost> = {},
): ExploreHost {
  return { name: 'A', title: { zh: '客户端', en: 'client' }, profile, program, ...rest };
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
    ...rest,
  };
}

/** A calls B; `socket` and `localPort` where there is more than one call. */
export function connects(socket?: string, localPort = CLIENT_PORT): ProgramStep {
  const call = { call: 'connect', to: 'B', port: PORT, localPort } as const;
  return { do: socket === undefined ? call : { ...call, socket } };
}

/** Sequence numbers as a generator gives them that goes on while nobody opens: four seconds' worth apart. */
export function issFrom(first: number): number[] {
  return [first, first + 1_000_000, first + 2_000_000, first + 3_000_000];
}
