import { describe, expect, it } from 'vitest';
import {
  isLate,
  type Moment,
  momentOf,
  toleranceAt,
  wrongTime,
} from '../../src/packetdrill/timing.ts';

/** A millisecond, or a tenth of the time since the event before. */
const TOLERANCE = { usecs: 1000, percent: 10 };
const AT: Moment = { at: 100_000, until: 100_000, isAny: false };

describe('the time of an event', () => {
  it('is counted from the event before where the script says so', () => {
    expect(momentOf({ kind: 'relative', at: 5 }, 100)).toMatchObject({ at: 105, until: 105 });
    expect(momentOf({ kind: 'absolute', at: 5 }, 100)).toMatchObject({ at: 5, until: 5 });
    expect(momentOf({ kind: 'relative-range', at: 5, until: 9 }, 100)).toMatchObject({
      ...{ at: 105, until: 109 },
    });
    expect(momentOf({ kind: 'any' }, 100).isAny).toBe(true);
  });

  it('may be off by a number or by a part of the time that has passed, whichever is more', () => {
    expect(toleranceAt(100_000, null, TOLERANCE)).toBe(1000);
    expect(toleranceAt(100_000, 99_000, TOLERANCE)).toBe(1000);
    expect(toleranceAt(100_000, 0, TOLERANCE)).toBe(10_000);
  });

  it('is wrong before and behind that', () => {
    expect(wrongTime(99_000, AT, null, TOLERANCE)).toBeNull();
    expect(wrongTime(101_000, AT, null, TOLERANCE)).toBeNull();
    expect(wrongTime(98_999, AT, null, TOLERANCE)?.actual).toBe('0.098999 s');
    expect(wrongTime(101_001, AT, null, TOLERANCE)?.expected).toContain('give or take 0.001');
    expect(wrongTime(5, { ...AT, isAny: true }, null, TOLERANCE)).toBeNull();
  });

  it('is over for what was to begin then', () => {
    expect(isLate(101_000, AT, null, TOLERANCE)).toBe(false);
    expect(isLate(101_001, AT, null, TOLERANCE)).toBe(true);
  });
});
