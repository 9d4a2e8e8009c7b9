import type { Action, ScenarioHost, Step, When } from '../../src/sim/scenario.ts';
import { type ActionKind, kindOf } from './actions.ts';
import type { World } from './world.ts';

/** The most hosts that the editor offers. */
export const MOST_HOSTS = 4;
const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'];

/** `list` with one thing in another's place. */
export function withItem<T>(list: readonly T[], place: number, item: T): T[] {
  return list.map((x, i) => (i === place ? item : x));
}

export function without<T>(list: readonly T[], place: number): T[] {
  return list.filter((_, i) => i !== place);
}

/** One more host, joined to the server. */
export function withHost(w: World): World {
  const taken = w.hosts.map((h) => h.name);
  const name = NAMES.find((n) => !taken.includes(n));
  const server = w.hosts[1]?.name ?? w.hosts[0]?.name;
  if (name === undefined || server === undefined) return w;
  const host: ScenarioHost = {
    name,
    title: { zh: `主机 ${name}`, en: `host ${name}` },
    profile: 'linux',
    set: {},
    whatIfs: [],
    iss: [100 + 200 * w.hosts.length],
  };
  return {
    ...w,
    hosts: [...w.hosts, host],
    cables: [...w.cables, { between: [name, server], delay: 50_000 }],
  };
}

/** One host less, and nothing left that is about it. */
export function withoutHost(w: World, place: number): World {
  const name = w.hosts[place]?.name;
  return {
    ...w,
    hosts: without(w.hosts, place),
    cables: w.cables.filter((c) => !c.between.some((end) => end === name)),
    rules: w.rules.filter((r) => r.host !== name),
    steps: w.steps.filter((s) => s.host !== name && !isAbout(s.do, name)),
  };
}

function isAbout(action: Action, name: string | undefined): boolean {
  return ('to' in action && action.to === name) || ('from' in action && action.from === name);
}

/** A host under another name, wherever it is spoken of. */
export function renamed(w: World, place: number, name: string): World {
  const old = w.hosts[place]?.name;
  const of = (x: string): string => (x === old ? name : x);
  return {
    ...w,
    hosts: w.hosts.map((h, i) => (i === place ? { ...h, name } : h)),
    cables: w.cables.map((c) => ({ ...c, between: [of(c.between[0]), of(c.between[1])] })),
    rules: w.rules.map((r) => ({ ...r, host: of(r.host) })),
    steps: w.steps.map((s) => ({
      ...s,
      host: of(s.host),
      do: renamedIn(s.do, of),
    })),
  };
}

function renamedIn(action: Action, of: (name: string) => string): Action {
  const to = 'to' in action ? { to: of(action.to) } : {};
  const from = 'from' in action && action.from !== undefined ? { from: of(action.from) } : {};
  // Only names are put in the place of names.
  return { ...action, ...to, ...from } as Action;
}

/** An action of that kind, with what it needs as it usually is. */
export function actionOf(kind: ActionKind, w: World, host: string, socket?: string): Action {
  const peer = w.cables.find((c) => c.between.includes(host))?.between.find((x) => x !== host);
  const args = kind.args
    .filter((a) => a.optional !== 'rare')
    .map((a) => [a.name, a.kind === 'host' || a.kind === 'who' ? (peer ?? '') : a.value]);
  const named = kind.hasSocket && socket !== undefined ? { socket } : {};
  // Every argument of the table stands in it: this is one of the calls it lists.
  return { call: kind.call, ...named, ...Object.fromEntries(args) } as Action;
}

export function kindOfStep({ do: action }: Step): ActionKind | null {
  return kindOf(action.call, 'text' in action);
}

/** A step after the last: a little later, by the same host. */
export function nextStep(w: World): Step {
  const last = w.steps.at(-1);
  const host = last?.host ?? w.hosts[0]?.name ?? 'A';
  const when: When = { at: latest(w.steps) + 1_000_000 };
  return { host, when, do: { call: 'close' } };
}

function latest(steps: readonly Step[]): number {
  return Math.max(0, ...steps.map((s) => ('at' in s.when ? s.when.at : 0)));
}
