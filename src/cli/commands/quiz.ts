import { createInterface } from 'node:readline';
import { SeededRandom } from '../../base/random.ts';
import type { Lang } from '../../base/words.ts';
import { EXHIBITS, type Exhibit, perform, type ShelfId, scenarioOf } from '../../gallery/index.ts';
import { clauseText, ladderText, wrap } from '../../ladder/index.ts';
import { type NumberMode, type Trace, traceUntil } from '../../observe/index.ts';
import { ask, choose, exhibitQuestion, isAnswer, judge, type Quiz } from '../../quiz/index.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import { quizSayings } from '../quiz-words.ts';
import { brokenRules } from '../run-report.ts';
import type { Terminal } from '../terminal.ts';
import { readOptions, wholeNumber } from '../usage.ts';
import { chooseExhibit, numbersFor, oneOf } from './run.ts';

const OPTIONS = {
  count: { type: 'string' },
  seed: { type: 'string' },
  numbers: { type: 'string' },
  width: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Questions for each scenario, and in all where none is named. */
const EACH = 3;
const MIXED = 8;
/** Where questions come from when no scenario is named. */
const FIRST_SHELVES: readonly ShelfId[] = ['open', 'why-open', 'close', 'why-close', 'time-wait'];
/** Exhibits that are slow to run, or have more in them than a drawing shows. */
const LARGE = new Set(['open/isn', 'tw/exhaust']);
/** Lines of a drawing: its head, and what is left of a long one. */
const HEAD = 2;
const LINES = 36;

interface Asked {
  readonly exhibit: Exhibit;
  readonly trace: Trace;
  readonly quiz: Quiz;
  readonly numbers: NumberMode;
}

interface QuizOptions {
  readonly seed: number;
  readonly lang: Lang;
  readonly width: number;
  readonly color: boolean;
  readonly numbers: NumberMode | null;
}

/** `synwave quiz`: asks what comes next in runs, and says why. */
export function quiz(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return quizFrom(args, terminal, typed);
}

/** As {@link quiz}, with the lines that somebody types; they are asked for when the first is needed. */
export async function quizFrom(
  args: readonly string[],
  terminal: Terminal,
  input: () => AsyncIterable<string>,
): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const o: QuizOptions = {
    seed: wholeNumber('seed', given.text('seed'), 0, 0xffff_ffff) ?? 1,
    lang: readLang(given.text('lang'), terminal.locale),
    width: wholeNumber('width', given.text('width'), 20, 1000) ?? Math.min(100, terminal.columns),
    color: terminal.color,
    numbers: given.has('numbers') ? oneOf('numbers', given, ['relative', 'xy', 'raw']) : null,
  };
  const count = wholeNumber('count', given.text('count'), 1, 1000);
  const exhibits = given.words.map((word) => chooseExhibit([word]));
  const list =
    exhibits.length === 0 ? mixed(count ?? MIXED, o) : named([...new Set(exhibits)], count, o);
  if (given.has('json')) terminal.out(`${JSON.stringify(list.map(asData), null, 1)}\n`);
  else await examine(list, o, terminal, input);
  return 0;
}

async function* typed(): AsyncIterable<string> {
  const lines = createInterface({ input: process.stdin });
  try {
    yield* lines;
  } finally {
    lines.close();
  }
}

/** Of each exhibit its own question, and then others from its run. */
function named(exhibits: readonly Exhibit[], count: number | undefined, o: QuizOptions): Asked[] {
  const all = count ?? EACH * exhibits.length;
  return exhibits.flatMap((e, i) => {
    const share =
      Math.floor(((i + 1) * all) / exhibits.length) - Math.floor((i * all) / exhibits.length);
    return asked(e, share, true, o);
  });
}

/** One question each from exhibits that a seed chooses. */
function mixed(count: number, o: QuizOptions): Asked[] {
  const random = new SeededRandom(o.seed);
  const from = EXHIBITS.filter((e) => FIRST_SHELVES.includes(e.shelf) && !LARGE.has(e.id))
    .map((e) => ({ e, rank: random.u32() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map((x) => x.e)
    .sort((a, b) => EXHIBITS.indexOf(a) - EXHIBITS.indexOf(b));
  return from.flatMap((e) => {
    const found = asked(e, 1, false, o);
    return found.length > 0 ? found : asked(e, 1, true, o);
  });
}

function asked(e: Exhibit, count: number, withOwn: boolean, o: QuizOptions): Asked[] {
  if (count === 0) return [];
  const { trace, facts } = perform(e);
  const numbers = o.numbers ?? numbersFor(scenarioOf(e));
  const { asks, answers } = e.question;
  const judged = answers.map((a) => ({ says: a.says, isTrue: a.isTrue(facts) }));
  const own = withOwn ? exhibitQuestion({ asks, answers: judged }, e.point) : null;
  const flow = e.focus?.[0] ?? trace.flows[0]?.id;
  const others = choose(trace, own === null ? count : count - 1, o.seed, flow).flatMap((d) => {
    const q = ask(trace, d.frame, { seed: o.seed, numbers });
    return q === null ? [] : [q];
  });
  const list = own === null ? others : [own, ...others];
  return list.map((quiz) => ({ exhibit: e, trace, quiz, numbers }));
}

/** A question as plain data, for programs. */
function asData({ exhibit, quiz }: Asked) {
  return { scenario: exhibit.id, title: exhibit.title, ...quiz };
}

/** Asks one after the other, until there is no more to ask or to read. */
async function examine(
  list: readonly Asked[],
  o: QuizOptions,
  terminal: Terminal,
  input: () => AsyncIterable<string>,
): Promise<void> {
  const says = quizSayings(o.lang);
  const say = (lines: readonly string[]): void => terminal.out(`${lines.join('\n')}\n`);
  const lines = input()[Symbol.asyncIterator]();
  let right = 0;
  let answered = 0;
  try {
    for (const [i, a] of list.entries()) {
      say([`── ${says.question(i + 1, list.length)} ──`, ...shown(a, o)]);
      const given = await answerTo(a.quiz, o, terminal, lines);
      if (given === 'end' || given === 'quit') {
        if (given === 'end') say(['', ...wrap(says.left, o.width)]);
        break;
      }
      const { isRight, option } =
        given === null ? { isRight: false, option: null } : judge(a.quiz, given);
      if (given !== null) answered++;
      if (isRight) right++;
      say([
        ...outcome(a, given !== null, option, o),
        ...wrap(says.tally(right, answered), o.width),
        '',
      ]);
    }
    say(wrap(says.score(right, answered, list.length), o.width));
  } finally {
    await lines.return?.();
  }
}

/** What is seen before one answers: nothing of what comes later. */
function shown(a: Asked, o: QuizOptions): string[] {
  const { exhibit, quiz, trace } = a;
  const { lang, width } = o;
  const says = quizSayings(lang);
  const lines = [...wrap(`${exhibit.title[lang]}  (${exhibit.id})`, width)];
  lines.push(...brokenRules(trace, { lang, width }));
  if (quiz.kind === 'exhibit') lines.push(...wrap(exhibit.story[lang], width), '', says.before);
  else lines.push('', says.soFar, ...ladder(a, o), '');
  lines.push(...wrap(quiz.asks[lang], width));
  if (quiz.entry !== null) return lines;
  return [
    ...lines,
    ...quiz.options.flatMap((x, i) =>
      wrap(`${letterOf(i)}) ${x.says[lang]}`, width - 2).map((text) => `  ${text}`),
    ),
  ];
}

/** The run as far as nothing gives the answer away; of a long drawing its end. */
function ladder({ exhibit, trace, quiz, numbers }: Asked, o: QuizOptions): string[] {
  const { lang, width, color } = o;
  const seen = { ...traceUntil(trace, quiz.frame - 1), omitted: 0 };
  const titles = scenarioOf(exhibit).hosts.map((h) => [h.name, `${h.title[lang]} ${h.name}`]);
  const text = ladderText(seen, {
    ...{ lang, width, color, numbers, names: true, calls: true },
    hostTitles: Object.fromEntries(titles),
    ...(quiz.flow !== null && seen.flows.some((f) => f.id === quiz.flow)
      ? { flow: quiz.flow }
      : {}),
  });
  const lines = text.trimEnd().split('\n');
  if (lines.length <= LINES) return lines;
  return [...lines.slice(0, HEAD), '  ⋮', ...lines.slice(HEAD - LINES)];
}

function letterOf(i: number): string {
  return 'abcdefgh'[i] ?? '?';
}

/** What is answered: an option, a number, nothing (null), or that it is over. */
async function answerTo(
  q: Quiz,
  o: QuizOptions,
  terminal: Terminal,
  lines: AsyncIterator<string>,
): Promise<number | string | null | 'end' | 'quit'> {
  const says = quizSayings(o.lang);
  const last = letterOf(q.options.length - 1);
  const hint =
    q.entry === null ? says.letter(last) : q.entry === 'number' ? says.number : says.seconds;
  terminal.out(`${wrap(`[${hint}]`, o.width).join('\n')}\n`);
  for (;;) {
    if (terminal.outIsScreen) terminal.out('> ');
    const next = await lines.next();
    if (next.done === true) return 'end';
    const text = next.value.trim();
    if (text === '') return null;
    if (/^q(uit)?$/i.test(text)) return 'quit';
    if (q.entry === null) {
      const at = text.length === 1 ? 'abcdefgh'.indexOf(text.toLowerCase()) : -1;
      const chosen = at < 0 && /^[1-8]$/.test(text) ? Number(text) - 1 : at;
      if (chosen >= 0 && chosen < q.options.length) return chosen;
      terminal.out(`${wrap(says.notALetter(last), o.width).join('\n')}\n`);
    } else if (isAnswer(q, text)) return text;
    else terminal.out(`${wrap(says.notANumber, o.width).join('\n')}\n`);
  }
}

/** Right or wrong, what is true, and why. */
function outcome(
  { exhibit, quiz }: Asked,
  isAnswered: boolean,
  option: Quiz['options'][number] | null,
  o: QuizOptions,
): string[] {
  const { lang, width } = o;
  const says = quizSayings(lang);
  const isRight = option?.isTrue === true;
  const at = quiz.options.findIndex((x) => x.isTrue);
  const letter = quiz.entry === null ? `${letterOf(at)}) ` : '';
  const head = isRight ? says.right : isAnswered ? says.wrong : says.skipped;
  const lines = wrap(
    isRight ? head : `${head}${lang === 'zh' ? '' : ' '}${says.truth}${letter}${quiz.truth[lang]}`,
    width,
  );
  const mistake = option?.wrong ?? null;
  if (mistake !== null) lines.push(...wrap(mistake[lang], width));
  else if (isAnswered && !isRight && quiz.entry === 'number') lines.push(...wrap(says.look, width));
  const space = lang === 'zh' ? '' : ' ';
  const rule = quiz.rule === '' ? '' : `${space}[${clauseText(quiz.rule, lang)}]`;
  lines.push(...wrap(`${says.because}${quiz.because[lang]}${rule}`, width));
  if (option?.whatIf != null) {
    const { id, host } = option.whatIf;
    lines.push(says.runYourWay, `  synwave run ${exhibit.id} --what-if ${id}@${host}`);
  }
  return lines;
}
