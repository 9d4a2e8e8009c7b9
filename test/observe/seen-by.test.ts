import { describe, expect, it } from 'vitest';
import { traceSeenBy } from '../../src/observe/index.ts';
import { run } from '../../src/sim/index.ts';
import { faults, openAndClose } from '../support/open-and-close.ts';

describe('what one host knows of a run', () => {
  const whole = run(openAndClose, { interventions: faults({ segment: 'A2', action: 'drop' }) });
  const a = traceSeenBy(whole, 'A');
  const b = traceSeenBy(whole, 'B');

  it('is what it sent, not what became of it', () => {
    expect(whole.segments.find((s) => s.id === 'A2')?.fate).toBe('lost');
    expect(a.segments.find((s) => s.id === 'A2')).toMatchObject({
      fate: 'in-flight',
      lostAt: null,
    });
    expect(b.segments.some((s) => s.id === 'A2')).toBe(false);
  });

  it('is what reached it, not when that was sent', () => {
    const synAck = a.segments.find((s) => s.id === 'B1');
    expect(synAck).toMatchObject({ sentAt: 100_000, arrivedAt: 100_000 });
  });

  it('is its own states and calls, with causes that lie in it', () => {
    for (const t of [a, b]) {
      const [first] = t.frames;
      expect(t.frames.every((f) => f.host === first?.host)).toBe(true);
      expect(t.frames.every((f, i) => f.cause === null || f.cause < i)).toBe(true);
    }
    const states = whole.frames.filter((f) => f.kind === 'state').length;
    const own = [a, b].map((t) => t.frames.filter((f) => f.kind === 'state').length);
    expect(own.reduce((x, y) => x + y)).toBe(states);
  });
});
