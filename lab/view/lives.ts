import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';

/** How long a segment may live, and how long it was under way. */
export interface Life {
  readonly id: string;
  readonly flags: string;
  readonly from: string;
  readonly sentAt: Micros;
  /** When it arrived or was lost; null while it is under way. */
  readonly endedAt: Micros | null;
  readonly isLost: boolean;
  readonly isAgain: boolean;
}

export interface LivesView {
  readonly host: string;
  readonly flow: number;
  /** When TIME-WAIT began, and when it ended; null while it lasts. */
  readonly from: Micros;
  readonly until: Micros | null;
  readonly lives: readonly Life[];
}

/** Segments shown at most. */
const SHOWN = 8;

/** The last TIME-WAIT that had begun at a cursor, and what was sent since just before; null before there is one. */
export function livesAt(trace: Trace, { frame, at }: Cursor): LivesView | null {
  for (let i = frame; i >= 0; i--) {
    const f = trace.frames[i];
    if (f?.kind !== 'state' || f.to !== 'TIME-WAIT' || f.flow === null) continue;
    const end = trace.frames.findIndex(
      (x, j) =>
        j > i &&
        x.kind === 'state' &&
        x.host === f.host &&
        x.flow === f.flow &&
        x.from === 'TIME-WAIT',
    );
    const lives = trace.segments
      .filter((s) => s.flow === f.flow && s.sentAt >= f.at && s.sentAt <= at)
      .slice(0, SHOWN)
      .map((s) => {
        const ended = s.arrivedAt ?? s.lostAt;
        return {
          ...{ id: s.id, flags: s.flags, from: s.from ?? '?', sentAt: s.sentAt },
          endedAt: ended !== null && ended <= at ? ended : null,
          isLost: s.lostAt !== null && s.lostAt <= at,
          isAgain: s.retransmission,
        };
      });
    const isOver = end >= 0 && end <= frame;
    const until = isOver ? (trace.frames[end]?.at ?? null) : null;
    return { host: f.host, flow: f.flow, from: f.at, until, lives };
  }
  return null;
}
