import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Words } from '../../src/base/words.ts';
import type { WorldProfile } from '../../src/explore/index.ts';

/** Where it is written down what became of each planted fault. */
export const RECORD = join('test', 'explore', 'faults.json');

/** A fault that was found. */
export interface Entry {
  readonly title: Words;
  readonly world: string;
  readonly profile: WorldProfile;
  readonly breaks: string;
  /** The steps of the counterexample. */
  readonly run: readonly string[];
  /** Distinct states that were seen until then, and how long it took. */
  readonly states: number;
  readonly seconds: number;
}

/** Nothing while there is no record. */
export function readRecord(): readonly Entry[] {
  const path = join(import.meta.dirname, '..', '..', RECORD);
  if (!existsSync(path)) return [];
  return JSON.parse(readFileSync(path, 'utf8')) as readonly Entry[];
}
