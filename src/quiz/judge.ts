import type { Words } from '../base/words.ts';
import type { Quiz, QuizOption } from './quiz.ts';

/** What came of an answer. */
export interface Judgement {
  readonly isRight: boolean;
  /** The option that was meant; null for a number that shows no mistake with a name. */
  readonly option: QuizOption | null;
}

/** Judges what was chosen, by place among the options, or typed. */
export function judge(q: Quiz, answer: number | string): Judgement {
  const option =
    typeof answer === 'number'
      ? (q.options[answer] ?? null)
      : (q.options.find((o) => isSameNumber(o.says.en, answer)) ?? null);
  return { isRight: option?.isTrue === true, option };
}

/** `2,352` is `2352`, `X + 1` is `x+1`, and `1.0` is `1`. */
function isSameNumber(a: string, b: string): boolean {
  const [x, y] = [plain(a), plain(b)];
  return x === y || (x !== '' && y !== '' && Number(x) === Number(y));
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,_]|秒|s$/g, '')
    .replace(/[−–]/g, '-')
    .replace(/[‘’′]/g, "'");
}

/** Whether something typed can be an answer at all. */
export function isAnswer(q: Quiz, text: string): boolean {
  const t = plain(text);
  if (t === '') return false;
  return q.entry === 'seconds' ? /^\d+(\.\d+)?$/.test(t) : /^([xy]'*)?([+-]?\d+)?$/.test(t);
}

/** The question of an exhibit, asked before anything is seen. Null when no answer, or more than one, is true. */
export function exhibitQuestion(
  question: {
    readonly asks: Words;
    readonly answers: readonly { readonly says: Words; readonly isTrue: boolean }[];
  } | null,
  point: Words,
): Quiz | null {
  const truth = question?.answers.filter((a) => a.isTrue) ?? [];
  if (question === null || truth.length !== 1) return null;
  return {
    frame: 0,
    answer: null,
    flow: null,
    kind: 'exhibit',
    asks: question.asks,
    options: question.answers.map(({ says, isTrue }) => ({
      says,
      isTrue,
      misconception: null,
      wrong: null,
      whatIf: null,
    })),
    entry: null,
    truth: truth[0]?.says as Words,
    because: point,
    rule: '',
  };
}
