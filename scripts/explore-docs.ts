/**
 * Writes the tables of docs/explore.md: properties, hazards, questions and worlds, the last two as they are found
 * now. It takes some minutes: npm run explore:docs. With --words it writes only what need not be searched.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HAZARDS, PROPERTIES, QUESTIONS } from '../src/explore/index.ts';
import { ASKED } from '../src/explore/properties/index.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs', 'explore.md');

/** What a command's `--json` says of a search. */
interface Searched {
  readonly outcome: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly milliseconds: number;
  readonly hazards: Readonly<Record<string, number>>;
  readonly counterexample: { readonly property: string; readonly path: readonly number[] } | null;
}

interface World extends Searched {
  readonly world: string;
  readonly profile: string;
}

interface Asked {
  readonly id: string;
  readonly broken: Searched;
  readonly standard: Searched;
}

/** Puts `text` between the marks of that name. */
function between(page: string, name: string, text: string): string {
  const marks = new RegExp(`(<!-- ${name}:begin -->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!marks.test(page)) throw new Error(`docs/explore.md has no marks for '${name}'`);
  return page.replace(marks, (_, begin: string, end: string) => `${begin}${text}\n${end}`);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const n = (x: number): string => x.toLocaleString('en-US');
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

export function propertiesTable(): string {
  const rows = [...PROPERTIES, ...ASKED].map((p) => [
    `\`${p.id}\`${ASKED.includes(p) ? ' *' : ''}`,
    p.title.en,
    p.title.zh,
    p.clause,
  ]);
  const note =
    '\\* looked at only where a question asks for it: by the book it may be broken. 只在有问题问到时才看：照标准来，它也可能不成立。';
  return `${table(['property', 'what must not happen', '不许发生的事', 'clause'], rows)}\n\n${note}`;
}

export function hazardsTable(): string {
  const rows = HAZARDS.map((h) => [`\`${h.id}\``, h.title.en, h.title.zh, h.clause]);
  return table(['hazard', 'what the standard leaves open', '标准自己承认的隐患', 'clause'], rows);
}

const BESIDE_NOTE =
  '\\* not by the book but with the mechanism: the standard, RFC 9293, does not ask for SYN cookies, a challenge ACK or keepalive. ' +
  '这几行不是照标准来，而是有此机制：SYN cookie、挑战 ACK、保活，标准（RFC 9293）都没有要求。';

function questionsTable(asked: readonly Asked[]): string {
  const rows = QUESTIONS.map((q) => {
    const found = asked.find((a) => a.id === q.id);
    if (found?.broken.counterexample == null) throw new Error(`${q.id}: nothing was found`);
    if (found.standard.outcome !== 'exhausted') throw new Error(`${q.id}: the book breaks`);
    const { broken, standard } = found;
    return [
      `\`${q.id}\``,
      `${q.asks.en}<br>${q.asks.zh}`,
      `\`${q.breaks}\``,
      `${broken.counterexample?.path.length}`,
      `${n(broken.states)}, ${seconds(broken.milliseconds)} s`,
      `${n(standard.states)}, ${seconds(standard.milliseconds)} s${q.beside === 'book' ? '' : ' \\*'}`,
    ];
  });
  const head = ['', 'question', 'what breaks', 'steps', 'states till then', 'by the book: none in'];
  return `${table(head, rows)}\n\n${BESIDE_NOTE}`;
}

function worldsTable(worlds: readonly World[]): string {
  const rows = worlds.map((w) => {
    if (w.counterexample !== null) throw new Error(`${w.world}, ${w.profile}: found something`);
    const met = Object.entries(w.hazards).map(([id, times]) => `${id} ${n(times)}`);
    return [
      ...[`\`${w.world}\``, w.profile, n(w.states), n(w.transitions), `${w.depth}`],
      ...[w.outcome, met.join(', '), seconds(w.milliseconds)],
    ];
  });
  const states = worlds.reduce((sum, w) => sum + w.states, 0);
  const ms = worlds.reduce((sum, w) => sum + w.milliseconds, 0);
  const head = ['world', 'profile', 'states', 'transitions', 'depth', 'outcome', 'hazards', 's'];
  return `${table(head, rows)}\n\nTogether ${n(states)} distinct states in ${seconds(ms)} s, with two threads.`;
}

function command(...args: string[]): Readonly<Record<string, unknown>> {
  const bin = join(ROOT, 'bin', 'synwave');
  const o = { encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  return JSON.parse(execFileSync(process.execPath, [bin, 'explore', ...args, '--json'], o));
}

function write(): void {
  let page = readFileSync(PAGE, 'utf8');
  page = between(page, 'properties', propertiesTable());
  page = between(page, 'hazards', hazardsTable());
  if (!process.argv.includes('--words')) {
    page = between(page, 'questions', questionsTable(command('--all')['questions'] as Asked[]));
    page = between(page, 'worlds', worldsTable(command('--worlds')['worlds'] as World[]));
  }
  writeFileSync(PAGE, page);
}

if (process.argv[1] === import.meta.filename) write();
