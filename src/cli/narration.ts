import type { Exhibit } from '../gallery/index.ts';
import { padEnd, padStart, timeText, wrap } from '../ladder/index.ts';
import type { Trace } from '../observe/index.ts';
import { narrate } from '../story/index.ts';
import { inAscii } from './ascii.ts';
import type { FormatOptions } from './run-formats.ts';
import { sayings } from './words.ts';

/** Columns for the time, and from where the words begin. */
const TIME = 9;
const INDENT = TIME + 2;

/** A run told in words: a line for what happened, one for why. */
export function narration(e: Exhibit, trace: Trace, o: FormatOptions): string {
  const { lang, voice, numbers, width } = o;
  const says = sayings(lang);
  const room = Math.max(20, width - INDENT);
  const words = (text: string): string => (o.ascii && lang === 'en' ? inAscii(text) : text);
  const lines = wrap(words(`${e.title[lang]}  (${e.id})`), width);
  for (const v of trace.nonStandard) {
    lines.push(...wrap(words(says.broken(v.whatIf, v.host, v.clause)), width));
  }
  const flow = o.flow === null ? {} : { flow: o.flow };
  for (const line of narrate(trace, {
    lang,
    voice,
    numbers: numbers === 'raw' ? 'raw' : 'relative',
    ...flow,
  })) {
    const time = padStart(timeText(line.at, o.ascii ? 'u' : 'µ'), TIME);
    wrap(words(line.one), room).forEach((text, i) => {
      lines.push(`${i === 0 ? time : padEnd('', TIME)}  ${text}`);
    });
    if (line.why === '') continue;
    const rule = line.rule === '' ? '' : ` [${line.rule}]`;
    for (const text of wrap(words(`${line.why}${rule}`), room))
      lines.push(padEnd('', INDENT) + text);
  }
  return `${lines.join('\n')}\n`;
}
