import type { Exhibit } from '../gallery/index.ts';
import { clauseText, padEnd, padStart, timeText, wrap } from '../ladder/index.ts';
import type { Trace } from '../observe/index.ts';
import { narrate } from '../story/index.ts';
import { cards } from './cards.ts';
import type { FormatOptions } from './run-formats.ts';
import { brokenRules } from './run-report.ts';

/** Columns for the time, and from where the words begin. */
const TIME = 9;
const INDENT = TIME + 2;

/** A run told in words: a line for what happened, one for why. */
export function narration(e: Exhibit, trace: Trace, o: FormatOptions): string {
  const { lang, voice, numbers, width } = o;
  const room = Math.max(20, width - INDENT);
  const lines = wrap(`${e.title[lang]}  (${e.id})`, width);
  lines.push(...brokenRules(trace, o));
  const flow = o.flow === null ? {} : { flow: o.flow };
  for (const line of narrate(trace, {
    lang,
    voice,
    numbers: numbers === 'raw' ? 'raw' : 'relative',
    ...flow,
  })) {
    const time = padStart(timeText(line.at, o.ascii ? 'u' : 'µ'), TIME);
    wrap(line.one, room).forEach((text, i) => {
      lines.push(`${i === 0 ? time : padEnd('', TIME)}  ${text}`);
    });
    if (line.why === '') continue;
    const rule = line.rule === '' ? '' : ` [${clauseText(line.rule, lang)}]`;
    for (const text of wrap(`${line.why}${rule}`, room)) lines.push(padEnd('', INDENT) + text);
  }
  const remembered = cards(trace, o);
  if (remembered.length > 0) lines.push('', ...remembered.flatMap((text) => wrap(text, width)));
  return `${lines.join('\n')}\n`;
}
