import type { Micros } from '../base/timer-queue.ts';
import type { Lang, Words } from '../base/words.ts';
import type { TraceSegment } from '../observe/trace.ts';

const UNITS: readonly (readonly [from: Micros, unit: Micros, words: Words])[] = [
  [7_200_000_000, 3_600_000_000, { zh: '小时', en: 'h' }],
  [120_000_000, 60_000_000, { zh: '分钟', en: 'min' }],
  [1_000_000, 1_000_000, { zh: '秒', en: 's' }],
  [1000, 1000, { zh: '毫秒', en: 'ms' }],
  [0, 1, { zh: '微秒', en: 'us' }],
];

/** A time in words, to two decimal places: `1.02 s`, `50 毫秒`. */
export function spellTime(t: Micros, lang: Lang): string {
  const known = UNITS.find(([from]) => t >= from && t > 0);
  const [, unit, words] = known ?? (UNITS[3] as (typeof UNITS)[number]);
  // Multiplied first: 1.035 times 100 is less than 103.5.
  const n = Math.round((t * 100) / unit) / 100;
  return `${n} ${words[lang]}`;
}

/** A number of octets: `1 octet`, `17 字节`. */
export function spellOctets(n: number, lang: Lang): string {
  if (lang === 'zh') return `${n} 字节`;
  return n === 1 ? '1 octet' : `${n} octets`;
}

/** What an application wrote or read, quoted, behind a colon; empty when it is not known or no text. */
export function spellText(text: string | undefined, lang: Lang): string {
  const shown = (text ?? '').replace(/\s+/g, ' ').trim();
  if (shown === '') return '';
  const short = shown.length > QUOTED ? `${shown.slice(0, QUOTED)}...` : shown;
  return lang === 'zh' ? `：“${short}”` : `: "${short}"`;
}

/** Characters quoted at most. */
const QUOTED = 28;

/** What a segment is called in a sentence, by its flags: `SYN+ACK`, `RST`, data. */
export function spellSegment(s: Pick<TraceSegment, 'flags' | 'length'>, lang: Lang): string {
  const { flags } = s;
  if (flags.includes('R')) return 'RST';
  if (flags.includes('S')) return withText(flags.includes('.') ? 'SYN+ACK' : 'SYN', s, lang);
  if (flags.includes('F')) return withText('FIN', s, lang);
  if (s.length > 0) return lang === 'zh' ? '数据' : 'data';
  if (flags.includes('.')) return 'ACK';
  return lang === 'zh' ? '没有标志' : 'no flags';
}

function withText(name: string, { length }: Pick<TraceSegment, 'length'>, lang: Lang): string {
  if (length === 0) return name;
  return lang === 'zh' ? `带数据的 ${name}` : `${name} with data`;
}

/** What a host in `state` waits to see acknowledged. */
export function waitsFor(state: string, lang: Lang): string {
  if (state === 'SYN-SENT') return lang === 'zh' ? ' SYN ' : 'SYN';
  if (state === 'SYN-RECEIVED') return lang === 'zh' ? ' SYN+ACK ' : 'SYN+ACK';
  return lang === 'zh' ? '最早没被确认的报文段' : 'oldest unacknowledged segment';
}

/** Why the network lost something, and what applications do when they cannot. */
const REASONS: Readonly<Record<string, Words>> = {
  drop: { zh: '在路上被丢弃', en: 'dropped on the way' },
  overflow: { zh: '路上的队列满了', en: 'a queue on the way was full' },
  cable: { zh: '线路没接好，或装不下', en: 'the cable is unplugged or full' },
  unplugged: { zh: '网线没插', en: 'the cable is unplugged' },
  off: { zh: '对端没有通电', en: 'the peer has no power' },
  'host-off': { zh: '对端没有通电', en: 'the peer has no power' },
};

/** A reason in words; names that have none stay as they are. */
export function spellReason(reason: string, lang: Lang): string {
  return REASONS[reason]?.[lang] ?? reason;
}
