import type { Words } from '../../base/words.ts';
import type { Profile } from '../../tcp/profile.ts';
import type { ExploreHost, ExploreWorld, ProgramStep } from '../model.ts';
import type { Beside, Question } from '../question.ts';

/** What is taken away from one host: what-ifs that are turned on, values of its profile that are replaced. */
export interface Taken {
  readonly whatIfs?: readonly string[];
  readonly set?: Partial<Profile>;
}

/** Less than all that is taken away, and its name. */
export interface Less {
  readonly takenAway: Words;
  readonly takes: Readonly<Record<string, Taken>>;
}

/** A question as it is written down: the broken world is made of the whole one, so that the two cannot drift apart. */
export interface Draft
  extends Omit<Question, 'world' | 'standard' | 'beside' | 'apart' | 'properties' | 'exhibits'> {
  readonly whole: ExploreWorld;
  /** `mechanism` where the standard does not ask for what is taken away. */
  readonly beside?: Beside;
  /** By the names of hosts. */
  readonly takes: Readonly<Record<string, Taken>>;
  /** Less than all of it, where that alone must do no harm. */
  readonly takesLess?: readonly Less[];
  readonly exhibits?: readonly string[];
}

/** Makes a question of what is written down. */
export function question({
  whole,
  takes,
  takesLess = [],
  beside = 'book',
  exhibits = [],
  ...rest
}: Draft): Question {
  return {
    ...rest,
    world: without(whole, takes),
    standard: whole,
    beside,
    apart: takesLess.map((less) => ({
      takenAway: less.takenAway,
      world: without(whole, less.takes),
    })),
    properties: [rest.breaks],
    exhibits,
  };
}

function without(world: ExploreWorld, takes: Draft['takes']): ExploreWorld {
  const taken = (h: ExploreHost): ExploreHost => {
    const t = takes[h.name];
    if (t === undefined) return h;
    return {
      ...h,
      whatIfs: [...(h.whatIfs ?? []), ...(t.whatIfs ?? [])],
      set: { ...h.set, ...t.set },
    };
  };
  return { ...world, hosts: world.hosts.map(taken) };
}

type Rest = Partial<Omit<ExploreHost, 'name'>>;

/** The numbers of the notes for a first connection; far from them those of the next, as a generator draws them. */
const A_ISS = [100, 1_734_000_000];
const B_ISS = [300, 2_518_000_000];

/** No options on its segments, as in the notes; TIME-WAIT lasts a minute. */
const PLAIN = { timestamps: false, sack: false, windowScaling: false } as const;

/** The host on the left, which calls, unless something else is said. */
export function client(program: readonly (readonly ProgramStep[])[], more: Rest = {}): ExploreHost {
  const title = { zh: '客户端', en: 'client' };
  const set = { ...PLAIN, ...more.set };
  return { name: 'A', title, profile: 'notes', iss: A_ISS, program, ...more, set };
}

/** The host on the right, which listens on port 80. */
export function server(program: readonly (readonly ProgramStep[])[], more: Rest = {}): ExploreHost {
  const title = { zh: '服务器', en: 'server' };
  const set = { ...PLAIN, ...more.set };
  const ready = [{ call: 'listen', port: 80 }] as const;
  return { name: 'B', title, profile: 'notes', iss: B_ISS, ready, program, ...more, set };
}

/** Somebody who sends what he likes under the name of another, and sees nothing of what the two say. */
export function forger(program: readonly (readonly ProgramStep[])[]): ExploreHost {
  return { name: 'M', title: { zh: '伪造者', en: 'forger' }, profile: 'notes', program };
}

/** The cables where there is a forger: his leads to the server. */
export const WITH_FORGER = [
  ['A', 'B'],
  ['M', 'B'],
] as const;

/** A calls B from a port that does not change. */
export const CONNECT: ProgramStep = {
  do: { call: 'connect', to: 'B', port: 80, localPort: 5000 },
};

/** How long a segment may be about: TIME-WAIT of the profile is twice that. */
export const MSL = 30_000_000;
