/** Questions about what comes next in a trace: the engine's own next frame is the answer. */
export { ask, choose, questionsOf } from './ask.ts';
export { exhibitQuestion, isAnswer, type Judgement, judge } from './judge.ts';
export { MISCONCEPTIONS, type MisconceptionId } from './misconceptions.ts';
export type { AskOptions, Decision, Quiz, QuizKind, QuizOption, QuizWhatIf } from './quiz.ts';
