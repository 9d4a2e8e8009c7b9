import { computed, signal } from '@preact/signals';
import type { Words } from '../../src/base/words.ts';
import type { Quiz, QuizOption } from '../../src/quiz/quiz.ts';

/** A question that was answered, as it is printed. */
export interface Answered {
  readonly exhibit: string;
  readonly title: Words;
  readonly asks: Words;
  /** What was answered; null when it was skipped. */
  readonly given: Words | null;
  readonly truth: Words;
  readonly because: Words;
  readonly rule: string;
  readonly isRight: boolean;
  /** Why the answer is wrong, when its mistake has a name. */
  readonly wrong: Words | null;
}

const KEY = 'synwave.predict';
/** Answers kept at most. */
const MOST = 200;

/** What was answered in this tab, the first first. */
export const answers = signal<readonly Answered[]>(recalled());

export const right = computed(() => answers.value.filter((a) => a.isRight).length);

/** Writes an answer down. */
export function record(
  q: Quiz,
  about: { readonly exhibit: string; readonly title: Words },
  given: { readonly text: Words | null; readonly option: QuizOption | null },
): void {
  const { asks, truth, because, rule } = q;
  const { option, text } = given;
  keep([
    ...answers.value,
    {
      exhibit: about.exhibit,
      title: about.title,
      ...{ asks, truth, because, rule },
      given: text,
      isRight: option?.isTrue === true,
      wrong: option?.wrong ?? null,
    },
  ]);
}

/** Forgets all that was answered. */
export function clear(): void {
  keep([]);
}

function keep(list: readonly Answered[]): void {
  answers.value = list.slice(-MOST);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(answers.value));
  } catch {
    // A browser that keeps nothing: the page does.
  }
}

function recalled(): readonly Answered[] {
  try {
    const list: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(list) ? list.filter(isAnswered) : [];
  } catch {
    return [];
  }
}

/** Whether what was kept, perhaps by another version of the page, can be shown. */
function isAnswered(x: unknown): x is Answered {
  if (typeof x !== 'object' || x === null) return false;
  const a = x as Record<string, unknown>;
  return (
    [a['title'], a['asks'], a['truth'], a['because']].every(isWords) &&
    (a['given'] === null || isWords(a['given'])) &&
    (a['wrong'] === null || isWords(a['wrong'])) &&
    typeof a['rule'] === 'string' &&
    typeof a['isRight'] === 'boolean'
  );
}

function isWords(x: unknown): x is Words {
  const w = x as Partial<Words> | null;
  return typeof w === 'object' && typeof w?.zh === 'string' && typeof w.en === 'string';
}
