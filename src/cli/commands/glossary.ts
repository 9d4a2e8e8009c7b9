import type { Lang } from '../../base/words.ts';
import { clauseText, displayWidth, padEnd, wrap } from '../../ladder/index.ts';
import { findTerm, GLOSSARY, type Term } from '../../story/index.ts';
import { readLang } from '../lang.ts';
import type { ExitCode } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { readOptions } from '../usage.ts';
import { sayings } from '../words.ts';

const OPTIONS = { lang: { type: 'string' }, json: { type: 'boolean' } } as const;
const WIDTH = 80;

/** `synwave glossary`: what a term means, by any of its names; or all terms. */
export async function glossary(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const lang = readLang(given.text('lang'), terminal.locale);
  const asked = given.words.join(' ');
  if (asked === '') {
    const text = given.has('json') ? JSON.stringify(GLOSSARY, null, 1) : all(lang).join('\n');
    terminal.out(`${text}\n`);
    return 0;
  }
  // Several terms, unless together they are one.
  const { words } = given;
  if (words.length > 1 && findTerm(asked).term === null) {
    for (const word of words) await glossary([word, '--lang', lang], terminal);
    return words.every((word) => findTerm(word).term !== null) ? 0 : 1;
  }
  const found = findTerm(asked);
  if (given.has('json')) terminal.out(`${JSON.stringify(found, null, 1)}\n`);
  else if (found.term === null) {
    terminal.err(
      `${wrap(
        sayings(lang).noTerm(
          asked,
          found.near.map((t) => t[lang]),
        ),
        WIDTH,
      ).join('\n')}\n`,
    );
  } else {
    const slip = found.slip === null ? [] : wrap(`! ${found.slip.why[lang]}`, WIDTH);
    terminal.out(
      `${[...slip, ...card(found.term, lang), ...unlike(found.near, lang)].join('\n')}\n`,
    );
  }
  return found.term === null ? 1 : 0;
}

function card(t: Term, lang: Lang): string[] {
  const says = sayings(lang);
  const lines = [`${t[lang]}  (${t[lang === 'zh' ? 'en' : 'zh']})`, ...wrap(t.about[lang], WIDTH)];
  if (t.aliases.length > 0)
    lines.push(
      ...wrap(
        `${says.alsoCalled}${says.colon}${t.aliases.join(lang === 'zh' ? '、' : ', ')}`,
        WIDTH,
      ),
    );
  if (t.clause !== '') lines.push(clauseText(t.clause, lang));
  return lines;
}

function unlike(near: readonly Term[], lang: Lang): string[] {
  if (near.length === 0) return [];
  const says = sayings(lang);
  const list = near.map((t) => `${t[lang]}${says.colon}${t.about[lang]}`);
  return [
    '',
    `${says.notToBeConfused}${says.colon.trimEnd()}`,
    ...list.flatMap((l) => wrap(l, WIDTH - 2).map((x) => `  ${x}`)),
  ];
}

function all(lang: Lang): string[] {
  const other = lang === 'zh' ? 'en' : 'zh';
  const widest = Math.max(...GLOSSARY.map((t) => displayWidth(t[lang])));
  return GLOSSARY.map((t) => `${padEnd(t[lang], widest)}  ${t[other]}`);
}
