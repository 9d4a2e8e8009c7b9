import { describe, expect, it } from 'vitest';
import { NEVER } from '../../../src/base/timer-queue.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets } from '../../support/states.ts';

const SECOND = 1_000_000;

describe('the user timeout [MUST-21, RFC 9293 3.10.8]', () => {
  it('ends a connection whose data is not acknowledged in time: ETIMEDOUT', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.userTimeout = 5 * SECOND;
      s.write(octets(5));
    });
    t.wait(4_999);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(1);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('may be longer than R2, and stands in its place', () => {
    const { t, s } = bring('ESTABLISHED', { profile: rfc });
    t.do(() => {
      s.userTimeout = 1000 * SECOND;
      s.write(octets(5));
    });
    t.wait(999_999);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(1);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('set to NEVER leaves it to R2, which a profile may put off for ever', () => {
    const profile = withOverrides(rfc, { r2: NEVER });
    for (const [p, left] of [
      [rfc, []],
      [profile, ['ESTABLISHED']],
    ] as const) {
      const { t, s } = bring('ESTABLISHED', { profile: p });
      t.do(() => {
        s.userTimeout = 5 * SECOND;
        s.userTimeout = NEVER;
        s.write(octets(5));
      });
      t.wait(10_000_000);
      expect(t.states()).toEqual(left);
    }
  });

  it('begins anew with each acknowledgment of something new, and stops with the last', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.userTimeout = 5 * SECOND;
      s.write(octets(5));
    });
    t.wait(4_000);
    t.in('.', 1, 0, 3);
    t.wait(4_999);
    t.in('.', 1, 0, 3); // nothing new
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.do(() => s.write(octets(1)));
    t.wait(1);
    expect(t.states()).toEqual([]);
    const other = bring('ESTABLISHED');
    other.t.do(() => {
      other.s.userTimeout = 5 * SECOND;
      other.s.write(octets(5));
    });
    other.t.in('.', 1, 0, 6);
    other.t.wait(3_600_000);
    expect(other.t.states()).toEqual(['ESTABLISHED']);
  });

  it('counts in front of a closed window too, though the peer answers', () => {
    const profile = withOverrides(linux, { userTimeoutFrom: 'queued' });
    const { t, s } = bring('ESTABLISHED', { profile });
    t.in('.', 1, 0, 1, { win: 0 });
    t.do(() => {
      s.userTimeout = 5 * SECOND;
      s.write(octets(5));
    });
    for (let i = 0; i < 9; i++) {
      t.wait(500);
      t.in('.', 1, 0, 1, { win: 0 });
    }
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(500);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('bounds an opening', () => {
    const t = new Drill();
    t.connect({ userTimeout: 4 * SECOND });
    t.wait(3_999);
    expect(t.states()).toEqual(['SYN-SENT']);
    t.wait(1);
    expect(t.events).toEqual(['close ETIMEDOUT']);
    const late = bring('SYN-SENT');
    late.t.wait(1_000);
    late.t.do(() => {
      late.s.userTimeout = 2 * SECOND;
    });
    late.t.wait(2_000);
    expect(late.t.states()).toEqual([]);
  });

  it('of an opening that succeeds is over with it', () => {
    const t = new Drill();
    t.activeOpen({ mss: 1460 }, { userTimeout: 4 * SECOND });
    t.wait(100_000);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('bounds the FIN, and is part of a profile', () => {
    const profile = withOverrides(linux, { userTimeout: 3 * SECOND, userTimeoutFrom: 'queued' });
    const { t, s } = bring('CLOSE-WAIT', { profile });
    expect(s.userTimeout).toBe(3 * SECOND);
    t.do(() => s.end());
    t.wait(3_000);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('set while data waits counts from then', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.write(octets(5)));
    t.wait(2_000);
    t.do(() => {
      s.userTimeout = 3 * SECOND;
    });
    t.wait(2_999);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(1);
    expect(t.states()).toEqual([]);
  });

  it('must be a time above 0', () => {
    const { s } = bring('ESTABLISHED');
    for (const timeout of [0, -1, Number.NaN, 1e18]) {
      expect(() => {
        s.userTimeout = timeout;
      }).toThrow(RangeError);
    }
  });
});
