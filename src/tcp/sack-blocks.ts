import type { Seq } from '../wire/seq.ts';
import { HAS_SACK, type Segment } from '../wire/tcp.ts';
import type { Connection } from './connection.ts';
import { LEAST_TEXT } from './mss.ts';
import { ownOutOfOrder } from './out-of-order.ts';
import { isSigned } from './signatures.ts';

/** Whether an ACK sent now has something to report beyond its number. */
export function sacksOwed(c: Connection): boolean {
  const { gaps, dsackFrom, dsackTo } = c.outOfOrder;
  return c.sackOk && (gaps.count > 0 || dsackFrom !== dsackTo) && mostBlocks(c) > 0;
}

/**
 * Octets of text in a segment that tells of what came out of order: RFC 2018 section 3. Where segments are that
 * short, text goes before blocks, of which there are then as many as find room beside it.
 */
export function textBesideSacks(c: Connection): number {
  const { mss } = c.snd;
  return Math.max(Math.min(mss, LEAST_TEXT), mss - 4 - 8 * mostBlocks(c));
}

/** Blocks that options have room for: four, three beside timestamps, and beside a signature two or none. */
function mostBlocks(c: Connection): number {
  if (isSigned(c.options.md5, c.remote)) return c.ts.on ? 0 : 2;
  return c.ts.on ? 3 : 4;
}

/**
 * The SACK blocks of an ACK: duplicate text first (D-SACK, RFC 2883), then the block that changed last,
 * then those that did before it (RFC 2018 section 4), then others, as many as fit beside the text.
 *
 * @param space  octets the segment has left for them; false when not one fits
 */
export function fillSacks(c: Connection, seg: Segment, space: number): boolean {
  const late = ownOutOfOrder(c);
  const { gaps } = late;
  const most = Math.min(mostBlocks(c), (space - 4) >> 3);
  if (most <= 0) return false;
  let n = 0;
  if (late.dsackFrom !== late.dsackTo) {
    seg.sacks[0] = late.dsackFrom;
    seg.sacks[1] = late.dsackTo;
    late.dsackTo = late.dsackFrom;
    n = 1;
  }
  const reported = n;
  if (gaps.count > 0) {
    n = add(c, seg, gaps.indexOf(late.latest), reported, n, most);
    n = add(c, seg, gaps.indexOf(late.second), reported, n, most);
    n = add(c, seg, gaps.indexOf(late.third), reported, n, most);
    for (let i = gaps.count - 1; i >= 0 && n < most; i--) n = add(c, seg, i, reported, n, most);
  }
  seg.options |= HAS_SACK;
  seg.sackCount = n;
  return true;
}

/** Adds block `i` of what waits, if it is one, is not there yet and fits; returns how many there are. */
function add(
  c: Connection,
  seg: Segment,
  i: number,
  first: number,
  n: number,
  most: number,
): number {
  if (i < 0 || n >= most) return n;
  const { gaps } = c.outOfOrder;
  const from = gaps.from(i);
  for (let k = first; k < n; k++) if (seg.sacks[2 * k] === from) return n;
  seg.sacks[2 * n] = from;
  seg.sacks[2 * n + 1] = endOf(c, gaps.to(i));
  return n + 1;
}

/** Where the block ends that reaches to `to`: Linux has it cover the FIN that follows. */
function endOf(c: Connection, to: Seq): Seq {
  const { rcv, profile } = c;
  return profile.sackCoversFin && rcv.finAhead && to === rcv.fin ? (to + 1) | 0 : to;
}
