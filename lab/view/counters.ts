import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';

/** Segments up to a cursor, of the flows that the trace follows. */
export interface Tally {
  readonly sent: number;
  readonly bySender: readonly {
    readonly host: string;
    readonly sent: number;
    readonly again: number;
  }[];
  readonly retransmitted: number;
  readonly lost: number;
  /** Arrived, and dropped or known already: they brought nothing. */
  readonly wasted: number;
  /** Segments sent until both ends of the first flow were ESTABLISHED; null before. */
  readonly toOpen: number | null;
}

/** Arrivals that tell the receiver nothing new. */
const IN_VAIN =
  /^arrived\/(syn-again|syn-ack-again|old-duplicate|fin-again|syn-ack-stale|rst-ignored|corrupt|no-connection|out-of-window|bad-ack)$/;

export function tallyAt(trace: Trace, { frame }: Cursor): Tally {
  const again = new Set(trace.segments.filter((s) => s.retransmission).map((s) => s.id));
  const senders = new Map<string, { sent: number; again: number }>();
  let sent = 0;
  let retransmitted = 0;
  let lost = 0;
  let toOpen: number | null = null;
  const vain = new Set<string>();
  const open = new Set<string>();
  for (let i = 0; i <= frame; i++) {
    const f = trace.frames[i];
    if (f === undefined) break;
    if (f.kind === 'sent') {
      const s = senders.get(f.host) ?? { sent: 0, again: 0 };
      const isAgain = f.segment !== null && again.has(f.segment);
      senders.set(f.host, { sent: s.sent + 1, again: s.again + (isAgain ? 1 : 0) });
      sent++;
      if (isAgain) retransmitted++;
    } else if (f.kind === 'lost') lost++;
    else if (f.kind === 'state' && f.to === 'ESTABLISHED' && f.flow === 1) {
      open.add(f.host);
      if (open.size === 2) toOpen ??= sent;
    }
    if (f.segment !== null && (f.kind === 'dropped' || IN_VAIN.test(f.code))) vain.add(f.segment);
  }
  const bySender = [...senders].map(([host, s]) => ({ host, ...s }));
  return { sent, bySender, retransmitted, lost, wasted: vain.size, toOpen };
}
