import { SeededRandom } from '../base/random.ts';

/**
 * The generator of the part called `name` in a run with this seed. It depends on nothing else, so
 * that another part, or what another part draws, disturbs no one.
 */
export function chanceFor(seed: number, name: string): SeededRandom {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  const named = new SeededRandom(h);
  return new SeededRandom((named.u32() ^ new SeededRandom(seed).u32()) | 0);
}
