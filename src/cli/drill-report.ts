import type { Lang } from '../base/words.ts';
import { cut, displayWidth, padEnd, padStart } from '../ladder/index.ts';
import {
  entryText,
  failureText,
  type Outcome,
  reasonText,
  type ScriptResult,
  warningText,
} from '../packetdrill/index.ts';
import type { Run } from './drill-files.ts';
import type { Done } from './drill-job.ts';
import { DRILL_WORDS } from './drill-words.ts';
import { wrap } from './format.ts';

/** How many runs came out how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  readonly total: number;
}

/** The tally of one folder. */
export interface FolderTally extends Tally {
  readonly folder: string;
}

const WIDTH = 80;

export function tallyOf(results: readonly ScriptResult[]): Tally {
  const count = (outcome: Outcome): number => results.filter((r) => r.outcome === outcome).length;
  const [passed, failed, unsupported] = [count('passed'), count('failed'), count('unsupported')];
  return { passed, failed, unsupported, total: results.length };
}

/** The tallies of the folders, in the order in which their first scripts come. */
export function tallies(runs: readonly Run[], done: readonly Done[]): FolderTally[] {
  const byFolder = new Map<string, ScriptResult[]>();
  for (const [i, { folder }] of runs.entries()) {
    const results = byFolder.get(folder) ?? [];
    results.push((done[i] as Done).result);
    byFolder.set(folder, results);
  }
  return [...byFolder].map(([folder, results]) => ({ folder, ...tallyOf(results) }));
}

/** The summary: a line for each folder and, where there are several, one for all of them. */
export function summaryTable(folders: readonly FolderTally[], all: Tally, lang: Lang): string {
  const words = DRILL_WORDS[lang];
  const heads = [words.passed, words.failed, words.unsupported, words.total];
  const widths = heads.map((head) => Math.max(6, displayWidth(head)));
  const room = WIDTH - widths.reduce((sum, w) => sum + w + 2, 0);
  const longest = Math.max(...folders.map((f) => f.folder.length), displayWidth(words.folder), 5);
  const first = Math.min(room, longest);
  const row = (name: string, cells: readonly (string | number)[]): string =>
    padEnd(shortened(name, first), first) +
    cells.map((cell, i) => `  ${padStart(`${cell}`, widths[i] as number)}`).join('');
  const cells = (t: Tally): number[] => [t.passed, t.failed, t.unsupported, t.total];
  const lines = [row(words.folder, heads), ...folders.map((f) => row(f.folder, cells(f)))];
  if (folders.length > 1) lines.push(row(words.all, cells(all)));
  return `${lines.join('\n')}\n`;
}

/** The runs that did not pass, and why, a line or two for each; '' where all have. */
export function notPassed(runs: readonly Run[], done: readonly Done[], lang: Lang): string {
  const lines: string[] = [];
  for (const [i, { result }] of done.entries()) {
    const { problem } = result;
    if (problem === null) continue;
    const where = `  ${result.path}:${problem.line}: `;
    const run = runs[i];
    const profile = run?.isOneOfSeveral === true ? `${run.profile}: ` : '';
    const reason = profile + reasonText(problem);
    if (displayWidth(where + reason) <= WIDTH) lines.push(where + reason);
    else lines.push(where.trimEnd(), `    ${ended(reason, WIDTH - 4)}`);
  }
  return lines.length === 0 ? '' : `${DRILL_WORDS[lang].notPassed}\n${lines.join('\n')}\n\n`;
}

/** What fits of a text, with a sign that there is more. */
function ended(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${cut(text, width - 3)}...`;
}

/** The end of a long path is what tells it apart. */
function shortened(path: string, width: number): string {
  return path.length <= width ? path : `...${path.slice(path.length - width + 3)}`;
}

/** What there is to say of one run: why it did not pass, what it let pass, what was left over. */
export function scriptText(done: Done, run: Run | undefined, isAlone: boolean): string {
  const { result, ladder } = done;
  const parts = result.warnings.map(
    (w) => `${wrap(`${warningText(result.path, w)} (--non_fatal)`, WIDTH, '  ')}\n`,
  );
  parts.push(failureText(result, isAlone ? 30 : 12));
  if (ladder !== null) parts.push(indented(ladder));
  if (isAlone && result.outcome === 'passed' && result.leftOver.length > 0) {
    parts.push(`${result.path}: left over at the end:\n`);
    parts.push(...result.leftOver.map((e) => `${entryText(e)}\n`));
  }
  const text = parts.join('');
  // Which of its runs it is.
  return text !== '' && run?.isOneOfSeveral === true ? `--profile ${run.profile}:\n${text}` : text;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** The result as plain data; `docs/packetdrill.md` says what each field is. */
export function asData(
  runs: readonly Run[],
  done: readonly Done[],
  about: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const results = done.map((d) => d.result);
  return {
    ...about,
    ...tallyOf(results),
    folders: tallies(runs, done),
    scripts: done.map(({ result, ladder }, i) => ({
      ...{
        path: result.path,
        folder: runs[i]?.folder,
        profile: runs[i]?.profile,
        outcome: result.outcome,
      },
      ...{ time: result.time, events: result.events, problem: result.problem },
      ...{ warnings: result.warnings, leftOver: result.leftOver, log: result.log, ladder },
    })),
  };
}
