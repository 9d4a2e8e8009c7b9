/**
 * Joins the requirements of RFC 9293 with the tags that name them, such as [MUST-40], in comments of
 * src/ and in titles of tests, and writes docs/conformance.md: npm run conformance
 *
 * Fails on a requirement that lacks code or test without a waiver or a line that says what it waits for,
 * and on a tag, a waiver or such a line that is wrong. With --check nothing is written, and a document
 * that is not up to date fails too.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { commentTags, type Tag, titleTags } from './conformance/tags.ts';

const ROOT = join(import.meta.dirname, '..');
const DATA = join(ROOT, 'test', 'conformance');
/** The document that is made. */
export const DOCUMENT: string = join(ROOT, 'docs', 'conformance.md');

/** A requirement of RFC 9293 appendix B. */
export interface Requirement {
  readonly id: string;
  readonly section: string;
  readonly text: string;
}

/** Reasons by requirement. */
export type Reasons = Readonly<Record<string, string>>;

/** What is known about the requirements. */
export interface Evidence {
  readonly requirements: readonly Requirement[];
  /** Why some are not met, and will not be. */
  readonly waivers: Reasons;
  /** What some wait for. */
  readonly later: Reasons;
  readonly code: readonly Tag[];
  readonly tests: readonly Tag[];
}

/** Reads what the repository has. */
export function collect(): Evidence {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(DATA, name), 'utf8')) as T;
  return {
    requirements: read<Requirement[]>('requirements.json'),
    waivers: read<Reasons>('waivers.json'),
    later: read<Reasons>('later.json'),
    code: tagsBelow('src', '.ts', commentTags),
    tests: tagsBelow('test', '.test.ts', titleTags),
  };
}

function tagsBelow(
  folder: string,
  ending: string,
  find: (file: string, text: string) => Tag[],
): Tag[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && e.name.endsWith(ending))
    .map((e) => join(e.parentPath, e.name))
    .sort()
    .flatMap((path) => find(relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8')));
}

/** Everything that is wrong with the evidence, a sentence each; nothing when all requirements are accounted for. */
export function problems(e: Evidence): string[] {
  const found: string[] = [];
  const known = new Set(e.requirements.map((r) => r.id));
  for (const tag of [...e.code, ...e.tests]) {
    if (!known.has(tag.id)) {
      found.push(`${tag.id}, in ${tag.file} line ${tag.line}, is no requirement of RFC 9293`);
    }
  }
  for (const [name, reasons] of Object.entries({ waivers: e.waivers, later: e.later })) {
    for (const [id, reason] of Object.entries(reasons)) {
      if (!known.has(id)) found.push(`${id}, in ${name}.json, is no requirement of RFC 9293`);
      if (reason.trim() === '') found.push(`${id}, in ${name}.json, has no reason`);
    }
  }
  for (const { id } of e.requirements) {
    const problem = problemOf(id, e);
    if (problem !== null) found.push(`${id} ${problem}`);
  }
  return found;
}

function problemOf(id: string, e: Evidence): string | null {
  const inCode = e.code.some((t) => t.id === id);
  const inTests = e.tests.some((t) => t.id === id);
  const waived = Object.hasOwn(e.waivers, id);
  const later = Object.hasOwn(e.later, id);
  if (waived && later) return 'is in waivers.json and in later.json';
  if (inCode && inTests) {
    if (waived) return 'has code and test: take it out of waivers.json';
    return later ? 'has code and test: take it out of later.json' : null;
  }
  if (waived || later) return null;
  if (inCode) return 'has code and no test that names it in its title';
  return inTests ? 'has a test and no comment in src/ that names it' : 'has neither code nor test';
}

/** The document, as Markdown. */
export function render(e: Evidence): string {
  const { requirements, waivers, later } = e;
  const met = requirements.filter((r) => !(r.id in waivers) && !(r.id in later)).length;
  const [waived, waiting] = [Object.keys(waivers).length, Object.keys(later).length];
  const lines = [
    '# RFC 9293, requirement by requirement',
    '',
    'Made by `npm run conformance` from comments in `src/` and titles in `test/` that name a requirement,',
    'and from `test/conformance/*.json`; do not edit. The requirements are those of RFC 9293 appendix B, in',
    'our own words.',
    '',
    `Of ${requirements.length} requirements ${met} have code and test, ${waived} are waived, and ${waiting} wait for something.`,
    '',
    '| id | section | requirement | code | tests |',
    '| --- | --- | --- | --- | --- |',
    ...requirements.map((r) => row(r, e)),
    '',
  ];
  return lines.join('\n');
}

function row({ id, section, text }: Requirement, e: Evidence): string {
  const reason = e.waivers[id] === undefined ? undefined : `*Waived.* ${e.waivers[id]}`;
  const open = e.later[id] === undefined ? undefined : `*Later.* ${e.later[id]}`;
  const code = reason ?? open ?? distinct(e.code, id, (t) => `\`${t.file.slice(4)}\` ${t.name}`);
  const tests =
    (reason ?? open) ? '' : distinct(e.tests, id, (t) => `${t.file.slice(5)}: ${t.name}`);
  return `| ${[id, section, text, code, tests].map(cell).join(' | ')} |`;
}

/** The places of a requirement, each once. */
function distinct(tags: readonly Tag[], id: string, show: (t: Tag) => string): string {
  return [...new Set(tags.filter((t) => t.id === id).map((t) => show(t).trim()))].join('<br>');
}

/** What may stand in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** What the command says, and the exit code: 1 when a requirement is not accounted for. */
export function conformance(check: boolean): { text: string; code: 0 | 1 } {
  const evidence = collect();
  const found = problems(evidence);
  const document = render(evidence);
  if (!check) writeFileSync(DOCUMENT, document);
  else if (readFileSync(DOCUMENT, 'utf8') !== document) {
    found.push('docs/conformance.md is not up to date: npm run conformance');
  }
  if (found.length > 0) return { text: found.join('\n'), code: 1 };
  const summary = document.split('\n').find((line) => line.startsWith('Of ')) ?? '';
  return { text: summary, code: 0 };
}

if (process.argv[1] === import.meta.filename) {
  const { text, code } = conformance(process.argv.includes('--check'));
  console.log(text);
  process.exitCode = code;
}
