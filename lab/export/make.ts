import type { Lang } from '../../src/base/words.ts';
import { json } from '../../src/export/json.ts';
import { markdown } from '../../src/export/markdown.ts';
import { mermaid } from '../../src/export/mermaid.ts';
import { packetdrill } from '../../src/export/packetdrill/index.ts';
import { pcapng } from '../../src/export/pcapng.ts';
import { ladderSvg } from '../../src/ladder/svg.ts';
import type { Theme } from '../../src/ladder/theme.ts';
import type { NumberMode } from '../../src/observe/numbering.ts';
import { traceSeenBy } from '../../src/observe/seen-by.ts';
import { narrate, type Voice } from '../../src/story/narrate.ts';
import type { Run } from '../engine/protocol.ts';
import { timeIn } from '../view/times.ts';

export type Format =
  | 'link'
  | 'mermaid'
  | 'svg'
  | 'png'
  | 'pcapng'
  | 'packetdrill'
  | 'json'
  | 'markdown'
  | 'narration';

/** Formats that are made from a run alone. */
export type RunFormat = Exclude<Format, 'link' | 'png'>;

export interface MakeOptions {
  readonly lang: Lang;
  readonly numbers: NumberMode;
  readonly flow: number;
  readonly theme: Theme;
  readonly voice: Voice;
  /** Where a capture is taken, or whose script it is; null for both ends, or the first host. */
  readonly side: string | null;
}

/** How the file of a format ends, and what it is. */
export const FILES: Readonly<
  Record<Exclude<Format, 'link'>, readonly [end: string, type: string]>
> = {
  mermaid: ['mmd', 'text/plain;charset=utf-8'],
  svg: ['svg', 'image/svg+xml'],
  png: ['png', 'image/png'],
  pcapng: ['pcapng', 'application/x-pcapng'],
  packetdrill: ['pkt', 'text/plain;charset=utf-8'],
  json: ['json', 'application/json'],
  markdown: ['md', 'text/markdown;charset=utf-8'],
  narration: ['txt', 'text/plain;charset=utf-8'],
};

/** What the file of a run is called: `synwave-close-basic.svg`. */
export function fileName(run: Run, format: Exclude<Format, 'link'>): string {
  return `synwave-${run.setup.exhibit.replace(/[^a-z0-9-]+/gi, '-')}.${FILES[format][0]}`;
}

/** A run in a format. Throws a RangeError where the format has no way to write this run. */
export function make(run: Run, format: RunFormat, o: MakeOptions): string | Uint8Array {
  const { trace, card } = run;
  const { lang, numbers, flow } = o;
  const hostTitles = titlesOf(run, lang);
  switch (format) {
    case 'mermaid':
      return mermaid(trace, { lang, numbers, flow, hostTitles });
    case 'svg':
      return ladderSvg(trace, {
        ...{ lang, numbers, flow, hostTitles, theme: o.theme },
        ...{ title: card.title[lang], names: true },
      });
    case 'pcapng':
      return pcapng(trace, { at: o.side ?? 'both', lang });
    case 'packetdrill':
      return script(run, o);
    case 'json':
      return json(trace);
    case 'markdown':
      return handout(run, o);
    case 'narration':
      return narration(run, o);
  }
}

/** One host's part, with what its TCP was in this run. */
function script({ trace, card }: Run, { side, lang }: MakeOptions): string {
  const name = side ?? card.hosts[0]?.name ?? 'A';
  const header = card.hosts.find((h) => h.name === name)?.stack ?? [];
  return packetdrill(trace, { side: name, lang, header });
}

function titlesOf({ card }: Run, lang: Lang): Record<string, string> {
  return Object.fromEntries(card.hosts.map((h) => [h.name, `${h.title[lang]} ${h.name}`]));
}

const counted = (numbers: NumberMode): 'raw' | 'relative' =>
  numbers === 'raw' ? 'raw' : 'relative';

function narration({ trace, card }: Run, o: MakeOptions): string {
  const { lang, voice, numbers, flow } = o;
  const lines = narrate(trace, { lang, voice, numbers: counted(numbers), flow });
  const told = lines.map((l) => {
    const why = l.why === '' ? '' : `\n          ${l.why}`;
    return `${timeIn(trace, l.at).padStart(8)}  ${l.one}${why}`;
  });
  return `${card.title[lang]}\n\n${told.join('\n')}\n`;
}

const SAYS = {
  zh: { guess: '先猜：', answer: '答案：', point: '要点：', note: (n: string) => `笔记 ${n}：` },
  en: {
    guess: 'Guess first: ',
    answer: 'Answer: ',
    point: 'The point: ',
    note: (n: string) => `Note ${n}: `,
  },
} as const;

/** A report to hand out: the question before the run, the answer and the point behind it. */
function handout({ trace, card }: Run, o: MakeOptions): string {
  const { lang, numbers, voice, flow } = o;
  const says = SAYS[lang];
  const letters = (i: number): string => 'abcdefgh'.charAt(i);
  const { question } = card;
  const answer = question?.answers.findIndex((a) => a.isTrue) ?? -1;
  const right = question?.answers[answer];
  return markdown(trace, {
    lang,
    numbers,
    title: card.title[lang],
    hostTitles: titlesOf({ trace, card } as Run, lang),
    intro: [
      card.story[lang],
      ...(question === null ? [] : [says.guess + question.asks[lang]]),
      ...(question?.answers.map((a, i) => `${letters(i)}) ${a.says[lang]}`) ?? []),
    ],
    narration: narrate(trace, { lang, voice, numbers: counted(numbers), flow }).map((l) => l.one),
    checks: card.checks.map((c) => ({ says: c.says[lang], ok: c.ok })),
    afterwards: [
      ...(right === undefined ? [] : [`${says.answer}${letters(answer)}) ${right.says[lang]}`]),
      says.point + card.point[lang],
      ...card.errata.map((e) => says.note(e.note) + e.says[lang]),
    ],
  });
}

/** The first octets of a file, as `hexdump -C` has them, at most `most` of them. */
export function hexDump(octets: Uint8Array, most = 512): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(octets.length, most); at += 16) {
    const row = [...octets.subarray(at, at + 16)];
    const hex = row.map((o) => o.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((o) => (o >= 32 && o < 127 ? String.fromCharCode(o) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines.join('\n');
}

/** How many packets a capture of a run holds. */
export function packetsIn({ trace }: Run, side: string | null): number {
  const seen = side === null ? trace.hosts.map((h) => h.name) : [side];
  return seen.reduce((n, host) => n + sightings(trace, host), 0);
}

function sightings(trace: Run['trace'], host: string): number {
  return traceSeenBy(trace, host).segments.reduce(
    (n, s) => n + (s.from === host ? 1 : 0) + (s.from === host ? 0 : 1 + s.copiesAt.length),
    0,
  );
}
