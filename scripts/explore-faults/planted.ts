import type { Words } from '../../src/base/words.ts';
import type { Bounds, WorldProfile } from '../../src/explore/index.ts';
import type { Fault } from '../mutations/fault.ts';
import { FAULTS } from '../mutations/faults.ts';

/** A fault that the search must find, and where. */
export interface PlantedFault {
  readonly title: Words;
  /** The text `find`, which occurs once in `file` (below src/), becomes `replace`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The world and the profile in which it is looked for. */
  readonly world: string;
  readonly profile: WorldProfile;
  /** Instead of the world's own. */
  readonly bounds?: Bounds;
  /** The property that breaks, or `engine` for an invariant of the engine's own. */
  readonly breaks: string;
}

type Edit = readonly [file: string, find: string, replace: string];

/** A line of the tables: the edit, or the name of the fault of `npm run mutations` whose edit it is. */
export type Row = readonly [
  zh: string,
  en: string,
  edit: Edit | string,
  world: string,
  profile: WorldProfile,
  breaks: string,
  bounds?: Bounds,
];

export function toPlanted([zh, en, edit, world, profile, breaks, bounds]: Row): PlantedFault {
  const [file, find, replace] = typeof edit === 'string' ? editOf(edit) : edit;
  const rest = { title: { zh, en }, file, find, replace, world, profile, breaks };
  return bounds === undefined ? rest : { ...rest, bounds };
}

function editOf(name: string): Edit {
  const found: Fault | undefined = FAULTS.find((f) => f.name === name);
  if (found === undefined) throw new RangeError(`there is no fault '${name}' among the mutations`);
  return [found.file, found.find, found.replace];
}
