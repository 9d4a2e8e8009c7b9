import type { Listed } from '../state/catalogue.ts';

/** A list of exhibits to be asked about, one after the other. */
export interface QuizList {
  /** Ids of exhibits, each once. */
  readonly exhibits: readonly string[];
  /** What was given and is none. */
  readonly unknown: readonly string[];
}

/** Questions made for each exhibit, besides its own. */
export const QUESTIONS_EACH = 2;

/**
 * Reads a list such as `E02,E09,close/lost-ack4`: ids of exhibits, or numbers of experiments, which stand for
 * the first exhibit of that number.
 */
export function readList(
  of: readonly string[],
  all: readonly Pick<Listed, 'id' | 'experiment'>[],
): QuizList {
  const exhibits: string[] = [];
  const unknown: string[] = [];
  for (const text of of) {
    const name = text.trim();
    if (name === '') continue;
    const found =
      all.find((e) => e.id === name) ??
      all.find((e) => e.experiment?.toLowerCase() === name.toLowerCase());
    if (found === undefined) unknown.push(name);
    else if (!exhibits.includes(found.id)) exhibits.push(found.id);
  }
  return { exhibits, unknown };
}
