import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/tcp/meter.ts';

const S = 1_000_000;

/** What a meter says at `now`, in milliseconds: busy, held by the window, held by the buffer. */
function told(m: Meter, now: number): number[] {
  return [m.busy(now), m.windowLimited(now), m.bufferLimited(now)].map((t) => t / 1000);
}

describe('a meter of what holds back a sender', () => {
  it('runs while there is something to send, and rests in between', () => {
    const m = new Meter(0, true);
    expect(told(m, 5 * S)).toEqual([0, 0, 0]);
    m.begins(5 * S);
    m.begins(5.1 * S);
    expect(told(m, 5.2 * S)).toEqual([200, 0, 0]);
    m.ends(5.3 * S);
    m.ends(5.4 * S);
    expect(told(m, 9 * S)).toEqual([300, 0, 0]);
    m.begins(9 * S);
    expect(told(m, 9.1 * S)).toEqual([400, 0, 0]);
  });

  it('counts time in which the window or the buffer hold as busy too', () => {
    const m = new Meter(0, true);
    m.begins(0);
    m.heldByWindow(true, 0.1 * S);
    expect(told(m, 0.15 * S)).toEqual([150, 50, 0]);
    m.heldByWindow(false, 0.2 * S);
    m.heldByBuffer(true, 0.3 * S);
    m.heldByBuffer(false, 0.6 * S);
    m.ends(0.7 * S);
    expect(told(m, 1 * S)).toEqual([700, 100, 300]);
  });

  it('lets the buffer count where both hold, and the window again once there is room', () => {
    const m = new Meter(0, true);
    m.begins(0);
    m.heldByBuffer(true, 0);
    m.heldByWindow(true, 0.1 * S);
    m.heldByWindow(false, 0.2 * S);
    expect(told(m, 0.3 * S)).toEqual([300, 0, 300]);
    m.heldByBuffer(false, 0.3 * S);
    m.heldByWindow(true, 0.4 * S);
    m.heldByBuffer(false, 0.5 * S);
    expect(told(m, 0.5 * S)).toEqual([500, 100, 300]);
  });
});

describe('a meter of round trips', () => {
  it('keeps the shortest for five minutes', () => {
    const m = new Meter(0, true);
    expect(m.shortest).toBe(Number.POSITIVE_INFINITY);
    m.sampled(30_000, 1 * S);
    m.sampled(20_000, 2 * S);
    m.sampled(40_000, 3 * S);
    expect(m.shortest).toBe(20_000);
    m.sampled(40_000, 301 * S);
    expect(m.shortest).toBe(20_000);
    m.sampled(40_000, 302 * S);
    expect(m.shortest).toBe(40_000);
  });
});

describe('a meter of segments', () => {
  it('counts text again each time that it is sent, and windows of nothing', () => {
    const m = new Meter(0, true);
    m.sends(0, 100);
    m.sends(50, 100);
    m.sends(50, 0);
    m.arrives(0);
    m.arrives(7);
    const { segmentsOut, textsOut, octetsOut, zeroWindows, segmentsIn, textsIn } = m;
    expect({ segmentsOut, textsOut, octetsOut, zeroWindows, segmentsIn, textsIn }).toEqual({
      segmentsOut: 3,
      textsOut: 2,
      octetsOut: 100,
      zeroWindows: 1,
      segmentsIn: 2,
      textsIn: 1,
    });
  });
});
