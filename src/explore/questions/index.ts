import type { Question } from '../question.ts';
import { OPENING } from './opening.ts';

/** Every question there is, in the order in which the notes ask them. */
export const QUESTIONS: readonly Question[] = [...OPENING];
