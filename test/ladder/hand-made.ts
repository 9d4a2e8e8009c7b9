import type { Trace, TraceFrame, TraceSegment } from '../../src/observe/index.ts';

const ISN = { A: 4294967290, B: 1000 };

/** A segment with what matters for drawing; numbers are relative to the initial ones above. */
export function segment(o: {
  id: string;
  flags: string;
  seq: number;
  ack?: number;
  length?: number;
  sentAt: number;
  arrivedAt?: number | null;
  lostAt?: number | null;
  copiesAt?: number[];
  fate?: TraceSegment['fate'];
  retransmission?: boolean;
}): TraceSegment {
  const from = o.id.slice(0, 1) as 'A' | 'B';
  const to = from === 'A' ? 'B' : 'A';
  return {
    id: o.id,
    from,
    to,
    flow: 1,
    sport: from === 'A' ? 50000 : 80,
    dport: from === 'A' ? 80 : 50000,
    seq: (ISN[from] + o.seq) >>> 0,
    ack: o.ack === undefined ? 0 : (ISN[to] + o.ack) >>> 0,
    flags: o.flags,
    wnd: 65535,
    length: o.length ?? 0,
    options: [],
    sentAt: o.sentAt,
    arrivedAt: o.arrivedAt === undefined ? o.sentAt + 50_000 : o.arrivedAt,
    copiesAt: o.copiesAt ?? [],
    lostAt: o.lostAt ?? null,
    fate: o.fate ?? 'delivered',
    retransmission: o.retransmission ?? false,
  };
}

/** A trace made of these segments and changes of state. */
export function traceOf(
  segments: readonly TraceSegment[],
  states: readonly (readonly [at: number, host: string, from: string, to: string])[] = [],
  o: Partial<Trace> = {},
): Trace {
  const frames: TraceFrame[] = [];
  const about = (at: number, host: string, id: string | null) => ({
    at,
    host,
    flow: 1,
    segment: id,
    cause: null,
    code: 'sent/other' as const,
    rule: '',
  });
  for (const s of segments) {
    frames.push({ ...about(s.sentAt, s.from as string, s.id), kind: 'sent' });
    if (s.lostAt !== null) {
      frames.push({ ...about(s.lostAt, s.from as string, s.id), kind: 'lost', reason: 'drop' });
    }
    const arrivals = s.arrivedAt === null ? [] : [s.arrivedAt, ...s.copiesAt];
    for (const at of arrivals) frames.push({ ...about(at, s.to as string, s.id), kind: 'arrived' });
  }
  for (const [at, host, from, to] of states) {
    frames.push({ ...about(at, host, null), kind: 'state', from, to });
  }
  // At one instant: what arrived, then what it changed, then what was sent.
  const order = { arrived: 0, state: 1, sent: 2 } as Record<string, number>;
  frames.sort((a, b) => a.at - b.at || (order[a.kind] ?? 3) - (order[b.kind] ?? 3));
  return {
    version: 2,
    scenario: 'hand-made',
    seed: 1,
    nonStandard: [],
    interventions: [],
    counts: [],
    hosts: [
      { name: 'A', address: '10.0.0.1', addresses: ['10.0.0.1'] },
      { name: 'B', address: '10.0.0.2', addresses: ['10.0.0.2'] },
    ],
    flows: [
      {
        id: 1,
        ends: [
          { host: 'A', address: '10.0.0.1', port: 50000 },
          { host: 'B', address: '10.0.0.2', port: 80 },
        ],
      },
    ],
    segments,
    frames,
    end: 1_000_000,
    omitted: 0,
    ...o,
  };
}

/** Opening with a lost SYN, a doubled and a corrupted segment, two that cross, and a reset. */
export function handMade(): Trace {
  return traceOf(
    [
      segment({
        id: 'A1',
        flags: 'S',
        seq: 0,
        sentAt: 0,
        arrivedAt: null,
        lostAt: 0,
        fate: 'lost',
      }),
      segment({ id: 'A2', flags: 'S', seq: 0, sentAt: 1_000_000, retransmission: true }),
      segment({ id: 'B1', flags: 'S.', seq: 0, ack: 1, sentAt: 1_050_000 }),
      segment({ id: 'A3', flags: '.', seq: 1, ack: 1, sentAt: 1_100_000 }),
      segment({
        id: 'A4',
        flags: 'P.',
        seq: 1,
        ack: 1,
        length: 100,
        sentAt: 1_200_000,
        fate: 'duplicate',
        copiesAt: [1_260_000],
      }),
      segment({ id: 'B2', flags: 'P.', seq: 1, ack: 1, length: 1448, sentAt: 1_220_000 }),
      segment({ id: 'B3', flags: '.', seq: 1449, ack: 101, sentAt: 1_300_000, fate: 'corrupt' }),
      segment({ id: 'A5', flags: 'R.', seq: 101, ack: 1449, sentAt: 1_400_000 }),
    ],
    [
      [0, 'A', 'CLOSED', 'SYN-SENT'],
      [1_050_000, 'B', 'LISTEN', 'SYN-RECEIVED'],
      [1_100_000, 'A', 'SYN-SENT', 'ESTABLISHED'],
      [1_150_000, 'B', 'SYN-RECEIVED', 'ESTABLISHED'],
      [1_400_000, 'A', 'ESTABLISHED', 'CLOSED'],
      [1_450_000, 'B', 'ESTABLISHED', 'CLOSED'],
    ],
  );
}
