import type { Profile } from '../tcp/profile.ts';
import { PROFILES, withOverrides } from '../tcp/profiles/index.ts';
import { withWhatIf } from '../tcp/what-if.ts';
import { Prefix } from '../wire/address.ts';
import type { ExploreHost, ExploreWorld } from './model.ts';

/** A host as it is started, over and over. */
export interface PlannedHost {
  readonly host: ExploreHost;
  readonly profile: Profile;
}

/** A cable: the indices of its hosts, and their addresses on it. */
export interface PlannedCable {
  readonly name: string;
  readonly ends: readonly [number, number];
  readonly prefixes: readonly [readonly Prefix[], readonly Prefix[]];
}

/** A world made ready to be started a million times: what does not change is worked out once. */
export interface Plan {
  readonly world: ExploreWorld;
  readonly hosts: readonly PlannedHost[];
  readonly cables: readonly PlannedCable[];
}

/** The most hosts, lists of steps, and steps in a list: actions are kept as numbers. */
export const MOST_HOSTS = 4;
const MOST_STEPS = 64;

/** Makes `world` ready. Throws a RangeError for one that makes no sense. */
export function planFor(world: ExploreWorld): Plan {
  const { hosts } = world;
  if (hosts.length < 2 || hosts.length > MOST_HOSTS) {
    throw new RangeError(`world '${world.id}' has ${hosts.length} hosts: 2 to ${MOST_HOSTS}`);
  }
  if (!(world.msl > 0)) throw new RangeError(`world '${world.id}': msl is a time above 0`);
  for (const h of hosts) {
    const lists = h.program ?? [];
    if (lists.length > MOST_STEPS || lists.some((l) => l.length > MOST_STEPS)) {
      throw new RangeError(`world '${world.id}', host '${h.name}': ${MOST_STEPS} steps at most`);
    }
  }
  return {
    world,
    hosts: hosts.map((host) => ({ host, profile: profileOf(host, world) })),
    cables: (world.cables ?? defaultCables(hosts)).map((c, n) => cableOf(c, n, world)),
  };
}

function defaultCables(hosts: readonly ExploreHost[]): [string, string][] {
  const [a, b] = hosts;
  return a === undefined || b === undefined ? [] : [[a.name, b.name]];
}

function profileOf(h: ExploreHost, world: ExploreWorld): Profile {
  const known: Readonly<Record<string, Profile>> = PROFILES;
  const name = h.profile ?? 'linux';
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) {
    const names = Object.keys(known).join(', ');
    throw new RangeError(`world '${world.id}': no profile '${name}'; there are ${names}`);
  }
  let profile = withOverrides(found, h.set ?? {});
  for (const id of h.whatIfs ?? []) profile = withWhatIf(profile, id);
  return profile;
}

/** As {@link World.cable} lays it, without IPv6: the N-th is 10.0.N.0/24, in which the H-th host has the address H. */
function cableOf(between: readonly [string, string], n: number, world: ExploreWorld): PlannedCable {
  const at = (name: string): number => {
    const i = world.hosts.findIndex((h) => h.name === name);
    if (i < 0) throw new RangeError(`world '${world.id}': a cable leads to no host '${name}'`);
    return i;
  };
  const ends = [at(between[0]), at(between[1])] as const;
  const prefixes = (h: number): readonly Prefix[] => [Prefix.parse(`10.0.${n}.${h + 1}/24`)];
  return {
    name: `${between[0]}-${between[1]}`,
    ends,
    prefixes: [prefixes(ends[0]), prefixes(ends[1])],
  };
}
