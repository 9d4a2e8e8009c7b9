import type { Trace, TraceSegment } from '../../src/observe/index.ts';
import { run, type ScenarioFault, type Step } from '../../src/sim/index.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';

/** Faults of every kind, for a connection that is opened and closed. */
export const ASSORTED: Readonly<Record<string, readonly ScenarioFault[]>> = {
  none: [],
  'the SYN is lost': [{ segment: 'A1', action: 'drop' }],
  'the SYN-ACK is lost': [{ segment: 'B1', action: 'drop' }],
  'the third ACK is lost': [{ segment: 'A2', action: 'drop' }],
  'text is lost': [{ segment: 'A3', action: 'drop' }],
  'the answer is lost': [{ segment: 'B2', action: 'drop' }],
  'text is corrupted': [{ segment: 'A3', action: 'corrupt' }],
  'the answer is corrupted': [{ segment: 'B2', action: 'corrupt' }],
  'text is doubled': [{ segment: 'A3', action: 'duplicate' }],
  'the SYN-ACK is late': [{ segment: 'B1', action: 'delay', by: 1_500_000 }],
  'both FINs are lost': [
    { segment: 'A5', action: 'drop' },
    { segment: 'B4', action: 'drop' },
  ],
  'the answer is overtaken': [{ segment: 'B2', action: 'reorder' }],
  'one of each': [
    { segment: 'A1', action: 'duplicate' },
    { segment: 'B2', action: 'delay', by: 400_000 },
    { segment: 'A3', action: 'corrupt' },
    { segment: 'A4', action: 'drop' },
    { segment: 'B4', action: 'reorder' },
  ],
};

/** A connection opened and closed under these faults, with the octets of its packets. */
export function recorded(faults: readonly ScenarioFault[] = [], seed = 1): Trace {
  return run(openAndClose, { interventions: asked(...faults), seed, keepBytes: true });
}

/** Open-and-close with other steps, and without octets. */
export function story(steps: readonly Step[], until?: number): Trace {
  const scenario = { ...openAndClose, id: 'a story', steps };
  return run(until === undefined ? scenario : { ...scenario, until });
}

/** Open-and-close over a line so slow that times have fractions. */
export function onSlowLine(): Trace {
  return run({ ...openAndClose, cables: [{ between: ['A', 'B'], rate: 7_000 }] });
}

/** The same run, with the segment `id` sent by nobody known. */
export function asIfInjected(trace: Trace, id: string): Trace {
  const renamed = (s: TraceSegment): TraceSegment =>
    s.id === id ? { ...s, id: '?1', from: null, sentAt: s.arrivedAt ?? s.sentAt } : s;
  // A frame must keep its place, for causes name it: that of leaving becomes one about nothing.
  return {
    ...trace,
    segments: trace.segments.map(renamed),
    frames: trace.frames.map((f) => {
      if (f.segment !== id) return f;
      return f.kind === 'sent' ? { ...f, segment: null } : { ...f, segment: '?1' };
    }),
  };
}

/** The same run, as if the host `B` had broken a clause on purpose. */
export function asIfBroken(trace: Trace): Trace {
  const violation = { host: 'B', whatIf: 'twoWay', clause: 'RFC 9293 section 3.5' };
  return { ...trace, nonStandard: [violation] };
}
