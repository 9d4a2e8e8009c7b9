import { describe, expect, it } from 'vitest';
import { traceUntil } from '../../src/observe/index.ts';
import { run } from '../../src/sim/index.ts';
import { faults, openAndClose } from '../support/open-and-close.ts';

describe('a run up to a frame', () => {
  const whole = run(openAndClose, {
    interventions: faults(
      { segment: 'A3', action: 'drop' },
      { segment: 'B3', action: 'duplicate' },
      { segment: 'A4', action: 'delay', by: 30_000 },
    ),
  });

  it('is the whole run when it is the last one', () => {
    const { frames, ...rest } = traceUntil(whole, whole.frames.length - 1);
    expect(frames).toEqual(whole.frames);
    expect(rest).toEqual({ ...whole, frames: undefined, end: rest.end });
  });

  it('knows of nothing that comes later', () => {
    for (let i = 0; i < whole.frames.length; i++) {
      const t = traceUntil(whole, i);
      const now = whole.frames[i]?.at as number;
      for (const s of t.segments) {
        expect(s.sentAt).toBeLessThanOrEqual(now);
        expect(s.arrivedAt ?? 0).toBeLessThanOrEqual(now);
        expect(Math.max(0, ...s.copiesAt)).toBeLessThanOrEqual(now);
      }
    }
  });

  it('has segments under way that are neither lost nor delivered', () => {
    const sent = whole.frames.findIndex((f) => f.kind === 'sent' && f.segment === 'A3');
    expect(traceUntil(whole, sent).segments.at(-1)).toMatchObject({ id: 'A3', fate: 'in-flight' });
    expect(traceUntil(whole, sent + 1).segments.at(-1)).toMatchObject({ id: 'A3', fate: 'lost' });
  });
});
