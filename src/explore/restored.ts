import type { Profile } from '../tcp/profile.ts';
import { planFor } from './plan.ts';
import type { Question } from './question.ts';

/** Values of a host's profile as they are when nothing is taken away. */
export interface RestoredValues {
  readonly host: string;
  readonly set: Partial<Profile>;
}

/** The values that a question takes away, as its whole world has them; what-ifs need no values to be taken back. */
export function restoredBy({ world, standard }: Question): RestoredValues[] {
  return planFor(standard).hosts.flatMap(({ host, profile }, i) => {
    const [taken, whole] = [world.hosts[i]?.set ?? {}, host.set ?? {}];
    const fields = (Object.keys(taken) as (keyof Profile)[]).filter((f) => taken[f] !== whole[f]);
    if (fields.length === 0) return [];
    return [{ host: host.name, set: Object.fromEntries(fields.map((f) => [f, profile[f]])) }];
  });
}
