import type { Profile } from '../tcp/profile.ts';
import { PROFILES, withOverrides } from '../tcp/profiles/index.ts';
import { withWhatIf } from '../tcp/what-if.ts';
import type { Intervention } from './intervention.ts';
import type { ScenarioHost } from './scenario.ts';

/**
 * What a host of scenario `id` is in a run: its profile, or `given`, with its values and what-ifs, and what was
 * asked for. Throws a RangeError for a profile, a what-if or a value that there is not.
 */
export function profileOf(
  id: string,
  h: Pick<ScenarioHost, 'name' | 'profile' | 'set' | 'whatIfs'>,
  interventions: readonly Intervention[],
  given?: Profile | undefined,
): Profile {
  let name = h.profile ?? 'linux';
  const whatIfs = new Set<string>(h.whatIfs ?? []);
  const values: Record<string, unknown> = { ...h.set };
  for (const i of interventions) {
    if (i.kind === 'fault' || i.kind === 'host') continue;
    if (i.host !== undefined && i.host !== h.name) continue;
    if (i.kind === 'profile') name = i.name;
    else if (i.kind === 'set') values[i.field] = i.value;
    else if (i.off === true) whatIfs.delete(i.id);
    else whatIfs.add(i.id);
  }
  let profile = withOverrides(given ?? profileNamed(name, id), values);
  for (const whatIf of whatIfs) profile = withWhatIf(profile, whatIf);
  return profile;
}

function profileNamed(name: string, id: string): Profile {
  const known: Readonly<Record<string, Profile>> = PROFILES;
  const profile = Object.hasOwn(known, name) ? known[name] : undefined;
  if (profile !== undefined) return profile;
  const names = Object.keys(known).join(', ');
  throw new RangeError(`scenario '${id}': no profile '${name}'; there are ${names}`);
}
