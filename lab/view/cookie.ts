import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';

/** How long one value of the time in a cookie lasts, microseconds: see `src/tcp/passive/syn-cookies.ts`. */
const TICK = 64_000_000;
const MSS: readonly number[] = [48, 216, 536, 1200, 1360, 1400, 1440, 1460];

/** A cookie taken apart. */
export interface CookieView {
  readonly segment: TraceSegment;
  /** Units of 64 s since the run began, its lowest 5 bits. */
  readonly tick: number;
  readonly mssClass: number;
  readonly mss: number;
  /** What the lower 8 bits are XORed with. */
  readonly mask: number;
}

/** Which part of a cookie a bit belongs to; 31 is the leftmost. */
export function partOf(bit: number): 'mac' | 'time' | 'mss' {
  if (bit >= 8) return 'mac';
  return bit >= 3 ? 'time' : 'mss';
}

/** The last cookie sent up to a cursor, or the selected one; null when there is none. */
export function cookieAt(
  trace: Trace,
  { frame }: Cursor,
  selected: string | null,
): CookieView | null {
  let last: TraceSegment | null = null;
  for (let i = frame; i >= 0; i--) {
    const f = trace.frames[i];
    if (f?.code !== 'sent/syn-cookie') continue;
    const s = trace.segments.find((x) => x.id === f.segment) ?? null;
    last ??= s;
    if (s?.id === selected) return take(trace, s);
  }
  return last === null ? null : take(trace, last);
}

function take(trace: Trace, s: TraceSegment): CookieView {
  // Among the SYNs it answers, the last to arrive: that says which MSS was in it.
  const syn = trace.segments.findLast(
    (x) =>
      x.flow === s.flow &&
      x.flags === 'S' &&
      x.dport === s.sport &&
      x.arrivedAt !== null &&
      x.arrivedAt <= s.sentAt,
  );
  const offered = syn?.options.find((o) => o.name === 'mss');
  const mss = offered?.name === 'mss' ? offered.mss : 536;
  const mssClass = Math.max(
    0,
    MSS.findLastIndex((m) => m <= mss),
  );
  const tick = Math.floor(s.sentAt / TICK) & 31;
  return {
    segment: s,
    tick,
    mssClass,
    mss: MSS[mssClass] ?? 0,
    mask: (s.seq ^ ((tick << 3) | mssClass)) & 0xff,
  };
}

/** The MSS a class stands for, over IPv4. */
export function mssOf(mssClass: number): number {
  return MSS[mssClass & 7] ?? 0;
}
