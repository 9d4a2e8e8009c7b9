/**
 * Writes docs/conformance.md: npm run conformance
 *
 * Its first part is what the public suites of packetdrill scripts say of the engine, by test/conformance/suites.json;
 * `npm run conformance -- DIR...` runs them and renews that file, where DIR are checkouts of the suites, or hold
 * some. `--jobs N` runs so many scripts at a time. A script that passed before and does not now fails the command,
 * and nothing is written, unless --accept is given.
 *
 * Its second part joins the requirements of RFC 9293 with the tags that name them, such as [MUST-40], in comments
 * of src/ and in titles of tests.
 *
 * Fails on a requirement that lacks code or test without a waiver or a line that says what it waits for, on a script
 * that does not pass without a reason in suite-reasons.json, and on a tag, a waiver or a reason that is wrong. With
 * --check nothing is written, and a document (or, with DIR, a record) that is not up to date fails too.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { readmes, writeReadmes } from './conformance/readme-part.ts';
import { readReasons, readRecords, recordProblems } from './conformance/suite-record.ts';
import { runSuites } from './conformance/suites-command.ts';
import { suitesPart } from './conformance/suites-part.ts';
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

/** The document, as Markdown, from what the repository has. */
export function wholeDocument(e: Evidence): string {
  return [
    '# Conformance',
    '',
    'Made by `npm run conformance` from `test/conformance/*.json`, and from comments in `src/` and titles in `test/`',
    'that name a requirement; do not edit.',
    '',
    ...suitesPart(readRecords(), readReasons()),
    ...render(e),
  ].join('\n');
}

/** The part about RFC 9293, as lines of Markdown. */
export function render(e: Evidence): string[] {
  return [
    '## RFC 9293, requirement by requirement',
    '',
    'The requirements are those of RFC 9293 appendix B, in our own words.',
    '',
    summary(e),
    '',
    '| id | section | requirement | code | tests |',
    '| --- | --- | --- | --- | --- |',
    ...e.requirements.map((r) => row(r, e)),
    '',
  ];
}

function summary({ requirements, waivers, later }: Evidence): string {
  const met = requirements.filter((r) => !(r.id in waivers) && !(r.id in later)).length;
  const [waived, waiting] = [Object.keys(waivers).length, Object.keys(later).length];
  return `Of ${requirements.length} requirements ${met} have code and test, ${waived} are waived, and ${waiting} wait for something.`;
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

/** What the command says, and the exit code: 1 when something is not accounted for. */
export function conformance(check: boolean): { text: string; code: 0 | 1 } {
  const evidence = collect();
  const records = readRecords();
  const found = [...problems(evidence), ...recordProblems(records, readReasons())];
  const document = wholeDocument(evidence);
  if (!check) {
    writeFileSync(DOCUMENT, document);
    writeReadmes(records);
  } else {
    const isOld = [
      readFileSync(DOCUMENT, 'utf8') !== document && DOCUMENT,
      ...readmes(records).map(({ path, now, due }) => now !== due && path),
    ];
    for (const path of isOld) {
      if (path) found.push(`${relative(ROOT, path)} is not up to date: npm run conformance`);
    }
  }
  return found.length > 0
    ? { text: found.join('\n'), code: 1 }
    : { text: summary(evidence), code: 0 };
}

async function main(): Promise<0 | 1> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      accept: { type: 'boolean', default: false },
      jobs: { type: 'string' },
    },
  });
  const { check, accept, jobs } = values;
  const options = {
    ...{ folders: positionals, check, accept },
    ...(jobs === undefined ? {} : { jobs: Number(jobs) }),
  };
  const isGood = positionals.length === 0 || (await runSuites(options, console.log));
  const { text, code } = conformance(check || !isGood);
  console.log(text);
  return isGood ? code : 1;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main();
