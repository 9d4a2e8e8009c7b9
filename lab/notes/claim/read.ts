import { STATE_TERMS } from '../../../src/story/glossary/states.ts';
import type { Moment, Side, Step } from './claim.ts';

/** Something that a sentence mentions, and where. */
export interface Mention<T> {
  readonly value: T;
  readonly at: number;
  readonly end: number;
}

/** As it is read: full-width letters as others, small letters, dashes and quotes as everybody's. */
export function normal(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[－—‐‑–−]/g, '-')
    .replace(/[“”„「」『』]/g, '"')
    .replace(/[`*]/g, '')
    .replace(/(?<=\p{Script=Han})[ \t]+|[ \t]+(?=\p{Script=Han})/gu, '');
}

/** Sentences, each a piece of its text. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/[。；;！!？?\n]|\.(?=\s|$)/)
    .map((s) => s.trim())
    .filter((s) => s !== '');
}

function mentions<T>(text: string, pattern: RegExp, value: (m: RegExpExecArray) => T | null) {
  const found: Mention<T>[] = [];
  for (const m of text.matchAll(pattern)) {
    const v = value(m);
    if (v !== null) found.push({ value: v, at: m.index, end: m.index + m[0].length });
  }
  return found;
}

const ORDINALS: Readonly<Record<string, number>> = {
  ...{ 一: 1, 二: 2, 三: 3, 四: 4, 最后一: 4, 最后: 4, '1': 1, '2': 2, '3': 3, '4': 4 },
  ...{ first: 1, second: 2, third: 3, fourth: 4, last: 4, '1st': 1, '2nd': 2, '3rd': 3, '4th': 4 },
};
const NTH = '(first|second|third|fourth|last|1st|2nd|3rd|4th)';
const WAVES = new RegExp(
  `第([一二三四1234])次(?:的)?(握手|挥手)|(握手|挥手)的?第([一二三四1234])[步次个]|${NTH} (?:segment|step|message|packet|part)? ?(?:of|in) (?:the |a )?(handshake|open|close|teardown|wave)|${NTH} (?:segment of the )?(handshake|wave|hand-?wave)|(handshake|wave|close)[ -](?:step |segment )?([1234])`,
  'gi',
);

function stepOf(nth: string, what: string): Step | null {
  const n = ORDINALS[nth.toLowerCase()] ?? 0;
  const isOpen = /握手|handshake|open/i.test(what);
  if (n < 1 || n > (isOpen ? 3 : 4)) return null;
  return `${isOpen ? 'open' : 'close'}-${n}` as Step;
}

/** Segments that are called by what they are. */
const NAMED: readonly (readonly [pattern: RegExp, step: Step])[] = [
  [/(最后(的|一个|那个)* ?ack)|(last|final) ack/gi, 'close-4'],
  [
    /(服务(器|端)|被动(关闭)?方|对端)(发出?的?)? ?的? ?fin|第二个 ?fin|(server|passive closer|peer)'?s fin|second fin|fin (of|from) (the )?(server|b)\b/gi,
    'close-3',
  ],
  [
    /(客户端|主动(关闭)?方)(发出?的?)? ?的? ?fin|第一个 ?fin|(client|active closer)'?s fin|first fin|fin (of|from) (the )?(client|a)\b/gi,
    'close-1',
  ],
  [/syn ?[-+,/和 ] ?ack|synack/gi, 'open-2'],
  [/第[三3]步|third step/gi, 'open-3'],
  [/第[二2]步|second step/gi, 'open-2'],
  [/第[一1]步|first step/gi, 'open-1'],
];

/** Segments that a sentence names, in the order they stand there. */
export function stepsIn(text: string): Mention<Step>[] {
  const found = mentions(text, WAVES, (m) => {
    const [, a, b, c, d, e, f, g, h, i, j] = m;
    return stepOf(a ?? d ?? e ?? g ?? j ?? '', b ?? c ?? f ?? h ?? i ?? '');
  });
  // Who counts the segments names them by that.
  if (found.length > 0) return found;
  for (const [pattern, step] of NAMED) {
    for (const m of mentions(text, pattern, () => step)) {
      if (!found.some((o) => m.at < o.end && o.at < m.end)) found.push(m);
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

const SIDES =
  /(?:客户端|客户|服务器端|服务器|服务端|主动(?:关闭)?方|被动(?:关闭)?方|发起方|监听方|双方|两边|两端|both(?: sides| ends)?|clients?|servers?|active closer|passive closer|initiator|\b[AB]\b(?= ))(?!的(?!状态)|'s|发来|发出的)/gi;

/** Hosts that a sentence names; both where it says both. */
export function sidesIn(text: string): Mention<readonly Side[]>[] {
  return mentions(text, SIDES, ([word]): readonly Side[] => {
    if (/双方|两边|两端|both/i.test(word)) return ['A', 'B'];
    return /服务|被动|监听|server|passive|^B$/i.test(word) ? ['B'] : ['A'];
  });
}

/** Whether a side is called by what it does in the close, not by what it is. */
export function isByRole(text: string): boolean {
  return /主动|被动|先关|active|passive|closes? first|closed first/i.test(text);
}

const STATE_NAMES: readonly (readonly [pattern: RegExp, state: string])[] = STATE_TERMS.map((t) => {
  const names = [t.en, ...t.aliases, ...t.slips.map((s) => s.spelling)]
    // `close` and `listen` are calls as well, and 关闭 is what everybody does.
    .filter((n) => !/^(close|关闭|unconn|监听|侦听|listening|余温保护期|2MSL 等待)$/i.test(n))
    // "The last ACK" is a segment.
    .map((n) => n.replace(/[-_ ]/g, t.id === 'last-ack' ? '[-_]' : '[-_ ]?'));
  const all = [...new Set(names)].sort((a, b) => b.length - a.length).join('|');
  return [new RegExp(`(?<![a-z])(?:${all})(?![a-z])`, 'gi'), t.en];
});

/** States that a sentence names, under whatever spelling. */
export function statesIn(text: string): Mention<string>[] {
  const found = STATE_NAMES.flatMap(([pattern, state]) => mentions(text, pattern, () => state));
  return found
    .filter((m) => !found.some((o) => o !== m && o.at <= m.at && o.end >= m.end))
    .sort((a, b) => a.at - b.at);
}

/** Whether a piece of a sentence speaks of sending or of receiving. */
export function momentIn(text: string): Moment {
  const arrived = /(?:接?收到|到达|收下|receiv|arriv|\bgets?\b|\bgot\b)/i.test(text);
  const sent = /(?:发送?[完出]|发送|发出|此包发|回复|sen[dt]|after sending|answer)/i.test(text);
  return arrived === sent ? 'either' : arrived ? 'arrived' : 'sent';
}

const DIGITS: Readonly<Record<string, number>> = {
  ...{ 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 },
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
};

/** A number in digits or as a word; null when it is none. */
export function numberOf(word: string): number | null {
  const w = word.toLowerCase();
  if (/^\d+(\.\d+)?$/.test(w)) return Number(w);
  if (Object.hasOwn(DIGITS, w)) return DIGITS[w] as number;
  const tens = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(w);
  if (tens === null) return null;
  return 10 * (DIGITS[tens[1] ?? '一'] as number) + (DIGITS[tens[2] ?? '零'] ?? 0);
}

/** A number as it is written, as part of a pattern. */
export const NUMBER =
  '(\\d+(?:\\.\\d+)?|[一二两三四五六七八九十]+|(?<![a-z])(?:one|two|three|four|five|six|seven|eight|nine|ten))';

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(毫秒|ms|milli)/i, 0.001],
  [/^(秒|s$|sec)/i, 1],
  [/^(分|min)/i, 60],
  [/^(个?小时|h)/i, 3600],
];
const TIMES = new RegExp(
  `${NUMBER}[ -]?(毫秒|秒钟?|分钟?|个?小时|ms|milliseconds?|seconds?|sec|minutes?|min|hours?|s|h)(?![a-z])`,
  'gi',
);

/** Durations that a sentence names, in seconds. */
export function timesIn(text: string): Mention<number>[] {
  return mentions(text, TIMES, (m) => {
    const n = numberOf(m[1] as string);
    const unit = UNITS.find(([p]) => p.test(m[2] as string))?.[1];
    return n === null || unit === undefined ? null : n * unit;
  });
}
