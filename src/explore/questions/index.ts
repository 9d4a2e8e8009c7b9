import type { Question } from '../question.ts';
import { CLOSING } from './closing.ts';
import { NUMBERS } from './numbers.ts';
import { OPENING } from './opening.ts';
import { RESETS } from './resets.ts';
import { WAITING } from './waiting.ts';

/** Every question there is, in the order in which the notes ask them. */
export const QUESTIONS: readonly Question[] = [
  ...OPENING,
  ...NUMBERS,
  ...CLOSING,
  ...WAITING,
  ...RESETS,
];
