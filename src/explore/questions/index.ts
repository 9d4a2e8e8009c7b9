import type { Question } from '../question.ts';

/** Every question there is, in the order in which the notes ask them. */
export const QUESTIONS: readonly Question[] = [];
