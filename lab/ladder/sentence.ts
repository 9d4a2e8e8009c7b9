import type { Lang } from '../../src/base/words.ts';
import { flagNames, senderOf, timeText } from '../../src/ladder/format.ts';
import type { Ladder } from '../../src/ladder/layout.ts';
import { otherSide } from './layout.ts';
import type { SeenArrow } from './view.ts';
import { W } from './words.ts';

/** A segment in one sentence, as far as its story is known at the cursor. */
export function sentenceOf(seen: SeenArrow, ladder: Ladder, lang: Lang): string {
  const { arrow, order, segment } = seen.laid;
  const zh = lang === 'zh';
  const from = senderOf(arrow, ladder);
  const to = ladder[otherSide(arrow.from)].name;
  const parts = zh
    ? [`第 ${order} 个报文段 ${segment.id}`, `${from} 到 ${to}`]
    : [`Segment ${order}, ${segment.id}`, `${from} to ${to}`];
  parts.push(flagNames(arrow.flags), `${zh ? '序号' : 'sequence number'} ${arrow.seqText}`);
  if (arrow.ackText !== null) parts.push(`${zh ? '确认' : 'acknowledges'} ${arrow.ackText}`);
  if (arrow.length > 0) parts.push(zh ? `${arrow.length} 字节` : octets(arrow.length));
  if (arrow.retransmission) parts.push(W.again[lang]);
  parts.push(...fateWords(seen, lang));
  return parts.join(zh ? '，' : ', ');
}

/** What has become of it so far: `途中丢失`; `被延迟`, `575 ms 到达`. */
export function fateWords(seen: SeenArrow, lang: Lang): string[] {
  const { laid, status, marks, isCorrupt } = seen;
  const words: string[] = [];
  if (status === 'future') return [W.future[lang]];
  if (marks.includes('late')) words.push(W.late[lang]);
  if (marks.includes('twice')) words.push(W.doubled[lang]);
  if (isCorrupt) words.push(W.corrupt[lang]);
  if (status === 'lost') words.push(W.lost[lang]);
  else if (status === 'under-way') words.push(W.underWay[lang]);
  else {
    const time = timeText(laid.arrow.endsAt ?? laid.arrow.sentAt);
    words.push(lang === 'zh' ? `${time} 到达` : `arrived at ${time}`);
  }
  return words;
}

function octets(n: number): string {
  return n === 1 ? '1 octet' : `${n} octets`;
}
