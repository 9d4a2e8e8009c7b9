import type { Lang } from '../base/words.ts';
import { painter } from './ansi.ts';
import { labels, senderOf, timeText } from './format.ts';
import { ASCII, type Glyphs, UNICODE } from './glyphs.ts';
import type { Arrow, Ladder, Note } from './layout.ts';
import type { TextOptions } from './text.ts';
import { cut, displayWidth, padStart, wrap } from './width.ts';
import { noteText, word } from './words.ts';

/** Columns the longest time of day to day takes: `123.5 ms`. */
const TIME = 8;

/**
 * A ladder where there is no room for one: a line for each segment, with the time it was sent, from
 * whom to whom, what it is and how it fared; and a line for each note.
 */
export function listLines(ladder: Ladder, o: TextOptions, width: number): string[] {
  const glyphs = o.ascii === true ? ASCII : UNICODE;
  const paint = painter(o.color === true);
  const lang = o.lang ?? 'en';
  const nameOf = (side: 'left' | 'right'): string => {
    const { name } = ladder[side];
    return o.hostTitles?.[name] ?? name;
  };
  const lines: string[] = [];
  for (const side of ['left', 'right'] as const) {
    const { address, port } = ladder[side];
    const end = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
    lines.push(...wrap(`${nameOf(side)} ${end}`, width));
  }
  const listed = new Set<string>();
  for (const e of ladder.events) {
    const time = padStart(timeText(e.at, glyphs.micro), TIME);
    const room = width - displayWidth(time) - 1;
    if (e.kind === 'note') {
      const text = noteLine(e.note, ladder, lang);
      for (const [i, line] of wrap(text, Math.max(1, room)).entries()) {
        const head = i === 0 ? paint.dim(time) : ' '.repeat(displayWidth(time));
        lines.push(`${head} ${line}`);
      }
    } else if (e.kind === 'sent' && !listed.has(e.arrow.segment)) {
      listed.add(e.arrow.segment);
      const text = segmentLine(e.arrow, ladder, room, glyphs, lang, o.names === true);
      lines.push(`${paint.dim(time)} ${paint.kind(text, e.arrow.kind)}`.trimEnd());
    }
  }
  return lines;
}

function noteLine(n: Note, ladder: Ladder, lang: Lang): string {
  return `${ladder[n.side].name}${lang === 'zh' ? '：' : ': '}${noteText(n, lang)}`;
}

/** The fullest text there is room for. */
function segmentLine(
  a: Arrow,
  ladder: Ladder,
  room: number,
  glyphs: Glyphs,
  lang: Lang,
  names: boolean,
): string {
  const to = a.from === 'left' ? 'right' : 'left';
  const way = `${senderOf(a, ladder)}${glyphs.toRight}${ladder[to].name}`;
  const name = names ? `${a.segment} ` : '';
  const end = `${a.retransmission ? ` ${glyphs.again}` : ''}${fateText(a, glyphs, lang)}`;
  const candidates = labels(a).map((label) => `${way} ${name}${label}${end}`);
  const last = candidates[candidates.length - 1] as string;
  return candidates.find((text) => displayWidth(text) <= room) ?? cut(last, Math.max(0, room));
}

/** What became of it when it did not simply arrive; in ASCII the words have no sign before them. */
function fateText(a: Arrow, glyphs: Glyphs, lang: Lang): string {
  const sign = SIGNS[a.fate];
  if (sign === undefined) return '';
  const mark = glyphs === ASCII ? '' : `${glyphs[sign]} `;
  return ` ${mark}${word(a.fate === 'in-flight' ? 'inFlight' : a.fate, lang)}`;
}

const SIGNS: Readonly<
  Partial<Record<Arrow['fate'], 'lost' | 'dots' | 'copy' | 'corrupt' | 'late'>>
> = {
  lost: 'lost',
  'in-flight': 'dots',
  duplicate: 'copy',
  corrupt: 'corrupt',
  delayed: 'late',
};
