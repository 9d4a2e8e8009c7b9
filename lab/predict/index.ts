/** Guessing before one sees: loaded when it is switched on, or when its result is opened. */
export { Predict } from './predict.tsx';
export { QuizResult } from './result.tsx';
export { Tally } from './tally-line.tsx';
