import type { Lang } from '../../base/words.ts';
import { EXHIBITS, type Exhibit, SHELVES } from '../../gallery/index.ts';
import { padEnd, wrap } from '../../ladder/index.ts';
import { findTerm } from '../../story/index.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { readOptions } from '../usage.ts';
import { sayings } from '../words.ts';

const OPTIONS = { lang: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `synwave scenarios`: what there is to run, by question, or what of it has to do with some words. */
export async function scenarios(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const lang = readLang(given.text('lang'), terminal.locale);
  const found = EXHIBITS.filter((e) => given.words.every((w) => mentions(e, w)));
  if (given.has('json')) {
    terminal.out(`${JSON.stringify(found.map(described), null, 1)}\n`);
    return 0;
  }
  const says = sayings(lang);
  if (found.length === 0) {
    terminal.err(`${wrap(says.nothingFound(given.words.join(' ')), 80).join('\n')}\n`);
    return 1;
  }
  terminal.out(`${listed(found, lang).join('\n')}\n`);
  return 0;
}

function listed(found: readonly Exhibit[], lang: Lang): string[] {
  const says = sayings(lang);
  const widest = Math.max(...found.map((e) => e.id.length));
  const lines: string[] = [];
  for (const shelf of SHELVES) {
    const own = found.filter((e) => e.shelf === shelf.id);
    if (own.length === 0) continue;
    lines.push(shelf.asks[lang]);
    for (const e of own) {
      const [first = '', ...more] = wrap(e.title[lang], 80 - widest - 4);
      lines.push(`  ${padEnd(e.id, widest)}  ${first}`);
      for (const line of more) lines.push(' '.repeat(widest + 4) + line);
    }
    lines.push('');
  }
  const example = found[0]?.id ?? 'open/basic';
  return [...lines, ...says.scenariosHint(found.length, example)];
}

/** Whether a word stands anywhere in what an exhibit says, in either language. */
export function mentions(e: Exhibit, word: string): boolean {
  const asks = SHELVES.find((s) => s.id === e.shelf)?.asks;
  const texts = [e.title, e.story, e.point, e.question.asks, ...(asks === undefined ? [] : [asks])];
  const all = [e.id, e.experiment ?? '', ...texts.flatMap((w) => [w.zh, w.en])];
  // CLOSE_WAIT is CLOSE-WAIT, and so is every other name of it.
  const { term } = findTerm(word);
  const wanted = [word, ...(term === null ? [] : [term.id, term.zh, term.en])].map(plain);
  return all.some((text) => wanted.some((w) => plain(text).includes(w)));
}

/** Without what people write differently. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

/** An exhibit as plain data, for programs. */
function described(e: Exhibit) {
  return {
    id: e.id,
    shelf: e.shelf,
    title: e.title,
    story: e.story,
    point: e.point,
    items: e.items,
    experiment: e.experiment ?? null,
    parameters: e.parameters ?? {},
    whatIfs: e.whatIfs ?? [],
    question: e.question.asks,
    answers: e.question.answers.map((a) => a.says),
    checks: e.checks.map((c) => c.says),
    errata: e.errata ?? [],
  };
}
