import type { Micros } from '../base/timer-queue.ts';
import type { Words } from '../base/words.ts';
import type { CableOptions } from '../link/cable.ts';
import type { Impairments, Rule, RuleAction } from '../link/impairments.ts';
import type { Link } from '../link/link.ts';
import type { Host } from '../net/host.ts';
import type { Trace } from '../observe/trace.ts';
import type { Profile } from '../tcp/profile.ts';
import { PROFILES } from '../tcp/profiles/index.ts';
import { Play } from './play.ts';
import { World } from './world.ts';

/**
 * A story to run: hosts, the cables between them, and what each application does and when. It is
 * plain data, so that it can be listed, drawn, changed and run again.
 */
export interface Scenario {
  readonly id: string;
  readonly title: Words;
  /** The first host is drawn on the left. */
  readonly hosts: readonly ScenarioHost[];
  readonly cables: readonly ScenarioCable[];
  readonly steps: readonly Step[];
  /** When to stop; by default when nothing happens any more. */
  readonly until?: Micros;
}

export interface ScenarioHost {
  /** One or more letters; segments are named after it. */
  readonly name: string;
  /** What it is in the story. */
  readonly title: Words;
  /** The name of a profile; `linux` by default. */
  readonly profile?: string;
}

export interface ScenarioCable extends CableOptions {
  readonly between: readonly [string, string];
}

/** One thing an application does. */
export interface Step {
  readonly host: string;
  readonly when: When;
  readonly do: Action;
}

/** At a time, or some time after the application was told something, the first time only. */
export type When =
  | { readonly at: Micros }
  | {
      readonly on: Happening;
      readonly after?: Micros;
      readonly octets?: number;
      readonly socket?: string;
    };

/**
 * What an application is told. `received`: it has read `octets` in all (1 by default); `ended`: the
 * peer has closed and everything was read; `closed`: the connection is over.
 */
export type Happening = 'accepted' | 'connected' | 'received' | 'ended' | 'closed';

/**
 * What an application can do. Sockets are named per host: `main` unless said otherwise; what a
 * listener accepts is called as the listener is, and from the second on `main 2`, `main 3`.
 * `close` is the CLOSE of RFC 9293, which goes on receiving; `release` is that of a program that
 * drops its socket; `pause` stops reading.
 */
export type Action =
  | {
      readonly call: 'listen';
      readonly port: number;
      readonly backlog?: number;
      readonly socket?: string;
    }
  | {
      readonly call: 'connect';
      readonly to: string;
      readonly port: number;
      readonly localPort?: number;
      readonly socket?: string;
    }
  | { readonly call: 'send'; readonly text: string; readonly socket?: string }
  | { readonly call: 'send'; readonly octets: number; readonly socket?: string }
  | { readonly call: 'close' | 'release' | 'abort' | 'pause' | 'resume'; readonly socket?: string };

/** Something done to one segment on its way, by name: `A3` is the third that A sends. */
export interface ScenarioFault {
  readonly segment: string;
  readonly action: RuleAction;
  /** How long; needed by `delay`. */
  readonly by?: Micros;
}

/** How to run a scenario. */
export interface RunOptions {
  /** 1 by default. */
  readonly seed?: number;
  readonly faults?: readonly ScenarioFault[];
  /** Keeps every packet's octets in the trace. */
  readonly keepBytes?: boolean;
  /** Profiles by host name, instead of those of the scenario. */
  readonly profiles?: Readonly<Record<string, Profile>>;
  /** Puts something around each link, nearest to its host: a capture. */
  readonly wrap?: (link: Link, host: Host, world: World) => Link;
}

/**
 * Runs `scenario` in a world of its own and returns what happened. The same arguments give the same
 * trace. Throws a RangeError for a scenario or a fault that makes no sense.
 */
export function run(scenario: Scenario, o: RunOptions = {}): Trace {
  const seed = o.seed ?? 1;
  const world = new World({ seed, record: { keepBytes: o.keepBytes ?? false } });
  const faults = o.faults ?? [];
  const rules = rulesByHost(scenario, faults);
  const hosts = new Map<string, Host>();
  for (const h of scenario.hosts) {
    const profile = o.profiles?.[h.name] ?? profileNamed(h.profile ?? 'linux', scenario);
    hosts.set(h.name, world.host(h.name, { profile }));
  }
  const hostNamed = (name: string): Host => {
    const host = hosts.get(name);
    if (host === undefined) throw new RangeError(`scenario '${scenario.id}' has no host '${name}'`);
    return host;
  };
  const { wrap } = o;
  for (const { between, ...cable } of scenario.cables) {
    const [a, b] = between;
    const ab = rules.get(a);
    const ba = rules.get(b);
    world.cable(hostNamed(a), hostNamed(b), {
      ...cable,
      ...(ab === undefined ? {} : { impairAB: ab }),
      ...(ba === undefined ? {} : { impairBA: ba }),
      ...(wrap === undefined ? {} : { wrap: (link, host) => wrap(link, host, world) }),
    });
  }
  new Play(world, scenario, hosts).begin();
  world.run(scenario.until);
  const recorder = world.recorder;
  if (recorder === null) throw new Error('the world of a scenario records');
  return recorder.trace({
    scenario: scenario.id,
    seed,
    interventions: faults.map((f) => ({ text: `${f.action} ${f.segment}`, segment: f.segment })),
  });
}

function profileNamed(name: string, scenario: Scenario): Profile {
  const known: Readonly<Record<string, Profile>> = PROFILES;
  const profile = Object.hasOwn(known, name) ? known[name] : undefined;
  if (profile !== undefined) return profile;
  const names = Object.keys(known).join(', ');
  throw new RangeError(`scenario '${scenario.id}': no profile '${name}'; there are ${names}`);
}

/** The rules for what each host sends. */
function rulesByHost(
  scenario: Scenario,
  faults: readonly ScenarioFault[],
): Map<string, Impairments> {
  const rules = new Map<string, Rule[]>();
  for (const f of faults) {
    const found = /^(.*?)([1-9]\d*)$/.exec(f.segment);
    const host = scenario.hosts.find((h) => h.name === found?.[1]);
    if (found === null || host === undefined) {
      const names = scenario.hosts.map((h) => `${h.name}1`).join(' or ');
      throw new RangeError(`no segment can be called '${f.segment}': try ${names}`);
    }
    if (scenario.cables.filter((c) => c.between.includes(host.name)).length !== 1) {
      // A cable counts what passes through it, a name counts what its host sends.
      throw new RangeError(`'${f.segment}': faults by name need a host with one cable`);
    }
    const rule = { segment: Number(found[2]), action: f.action };
    const own = rules.get(host.name) ?? [];
    own.push(f.by === undefined ? rule : { ...rule, by: f.by });
    rules.set(host.name, own);
  }
  return new Map([...rules].map(([host, own]) => [host, { rules: own }]));
}
