import type { TraceSegment } from '../observe/trace.ts';

/**
 * A segment as a check writes it, with numbers as they are on the wire: `A S 100`, `B S. 300 a101`,
 * `A P. 101:1101 a301`, `X R 301`; behind it `lost` when it never arrived.
 */
export function segmentText(s: TraceSegment): string {
  const { from, flags, seq, length, ack } = s;
  const range = length > 0 ? `${seq}:${(seq + length) >>> 0}` : `${seq}`;
  const acks = flags.includes('.') ? ` a${ack}` : '';
  return `${from ?? '?'} ${flags} ${range}${acks}${s.fate === 'lost' ? ' lost' : ''}`;
}
