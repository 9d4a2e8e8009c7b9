import type { Micros } from '../../src/base/timer-queue.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';
import { textOf } from './streams.ts';

/** What a host still had to say when the peer's FIN reached it. */
export interface MouthView {
  readonly host: string;
  readonly flow: number;
  readonly at: Micros;
  /** Octets: in all, and already said at the cursor. */
  readonly total: number;
  readonly said: number;
  /** When the host sent its own FIN, and whether on the very ACK of the peer's; null before. */
  readonly fin: { readonly at: Micros; readonly withAck: boolean } | null;
  /** Whether what acknowledged the peer's FIN brought text; null before it went. */
  readonly ackHadText: boolean | null;
  /** Segments of the flow from the peer's FIN on, up to the cursor, and whether that is all of them. */
  readonly segments: number;
  readonly isOver: boolean;
}

/** Of the flow that is drawn; null before a FIN has arrived. */
export function mouthAt(trace: Trace, { frame }: Cursor, flow: number): MouthView | null {
  const start = trace.frames.findIndex(
    (f) => f.kind === 'arrived' && f.flow === flow && /^arrived\/fin/.test(f.code),
  );
  const fin = trace.frames[start];
  if (fin === undefined || start > frame) return null;
  let total = 0;
  let said = 0;
  let own: MouthView['fin'] = null;
  const peers = trace.segments.find((s) => s.id === fin.segment);
  const beyond = ((peers?.seq ?? 0) + (peers?.length ?? 0) + 1) >>> 0;
  const byId = new Map(trace.segments.map((s) => [s.id, s]));
  let ackedBy: string | null = null;
  let ackHadText: boolean | null = null;
  trace.frames.forEach((f, i) => {
    if (i <= start || f.host !== fin.host || f.flow !== flow) return;
    if (f.kind === 'call' && f.call === 'send') {
      total += f.detail.octets ?? 0;
      if (i <= frame) said += f.detail.octets ?? 0;
    }
    if (f.kind !== 'sent' || i > frame) return;
    const s = byId.get(f.segment ?? '');
    if (s === undefined) return;
    if (ackedBy === null && s.ack === beyond) {
      ackedBy = s.id;
      ackHadText = s.length > 0;
    }
    if (s.flags.includes('F')) own ??= { at: f.at, withAck: s.id === ackedBy };
  });
  const sent = trace.frames.flatMap((f, i) =>
    f.kind === 'sent' && f.flow === flow && i >= (fin.cause ?? start) ? [i] : [],
  );
  const segments = sent.filter((i) => i <= frame).length;
  const isOver = segments === sent.length;
  const about = { host: fin.host, flow, at: fin.at, total, said };
  return { ...about, fin: own, ackHadText, segments, isOver };
}

/** Text that came on a SYN. */
export interface Letter {
  readonly host: string;
  readonly segment: string;
  readonly at: Micros;
  readonly text: string;
  readonly octets: number;
  /** When the connection was established, and when the application read it; null before. */
  readonly openAt: Micros | null;
  readonly readAt: readonly { readonly frame: number; readonly at: Micros }[];
  readonly isDropped: boolean;
}

/** What came on SYNs up to a cursor. */
export function lettersAt(trace: Trace, { frame }: Cursor): Letter[] {
  const letters: Letter[] = [];
  const syns = new Map(
    trace.segments.filter((s) => s.length > 0 && s.flags.includes('S')).map((s) => [s.id, s]),
  );
  if (syns.size === 0) return [];
  trace.frames.forEach((f, i) => {
    if (i > frame || f.kind !== 'arrived' || f.flow === null) return;
    const s = syns.get(f.segment ?? '');
    if (s === undefined) return;
    const next = trace.frames.findIndex(
      (x, j) => j > i && x.kind === 'arrived' && x.host === f.host && x.segment === f.segment,
    );
    const later = trace.frames
      .map((x, j) => ({ x, j }))
      .filter(({ j }) => j > i && j <= frame && (next < 0 || j < next))
      .filter(({ x }) => x.host === f.host && x.flow === f.flow);
    const open = later.find(({ x }) => x.kind === 'state' && x.to === 'ESTABLISHED');
    const reads = later.filter(({ x }) => x.kind === 'call' && x.call === 'read').slice(0, 1);
    letters.push({
      ...{ host: f.host, segment: s.id, at: f.at, octets: s.length },
      text: textOf(trace, s.id)
        .map((o) => (o !== null && o >= 32 && o < 127 ? String.fromCharCode(o) : '·'))
        .join(''),
      openAt: open?.x.at ?? null,
      readAt: reads.map(({ x, j }) => ({ frame: j, at: x.at })),
      isDropped: later.some(
        ({ x: y }) => y.kind === 'dropped' && y.segment === s.id && y.at === f.at,
      ),
    });
  });
  return letters;
}
