import { HAS_SACK, type Segment } from '../wire/tcp.ts';
import type { Connection } from './connection.ts';

/** Whether an ACK sent now has something to report beyond its number. */
export function sacksOwed(c: Connection): boolean {
  return c.sackOk && (c.gaps.count > 0 || c.ack.dsackFrom !== c.ack.dsackTo);
}

/**
 * The SACK blocks of an ACK: duplicate text first (D-SACK, RFC 2883), then the block that changed last,
 * then the others (RFC 2018 section 4), as many as fit.
 */
export function fillSacks(c: Connection, seg: Segment): void {
  const { gaps, ack } = c;
  const most = c.ts.on ? 3 : 4;
  let n = 0;
  if (ack.dsackFrom !== ack.dsackTo) {
    seg.sacks[0] = ack.dsackFrom;
    seg.sacks[1] = ack.dsackTo;
    ack.dsackTo = ack.dsackFrom;
    n = 1;
  }
  const latest = gaps.indexOf(ack.latest);
  if (latest >= 0) n = block(c, seg, latest, n);
  for (let i = gaps.count - 1; i >= 0 && n < most; i--) {
    if (i !== latest) n = block(c, seg, i, n);
  }
  if (n === 0) return;
  seg.options |= HAS_SACK;
  seg.sackCount = n;
}

function block(c: Connection, seg: Segment, i: number, n: number): number {
  seg.sacks[2 * n] = c.gaps.from(i);
  seg.sacks[2 * n + 1] = c.gaps.to(i);
  return n + 1;
}
