import { describe, expect, it } from 'vitest';
import { PROFILES, rfc } from '../../src/tcp/profiles/index.ts';
import { synWait } from '../../src/tcp/timers.ts';

const SECOND = 1_000_000;

describe('the profile of the RFC', () => {
  it('has R1 and R2 as large as they are to be [SHLD-10, SHLD-11]', () => {
    expect(rfc.r1).toBeGreaterThanOrEqual(3);
    expect(rfc.r2).toBeGreaterThanOrEqual(100 * SECOND);
  });

  it('tries to open for three minutes at least [MUST-23]', () => {
    let sum = 0;
    for (let i = 0; i <= rfc.synRetries; i++) sum += synWait(rfc, i);
    expect(sum).toBeGreaterThanOrEqual(180 * SECOND);
  });
});

describe.each(Object.values(PROFILES))('the profile $name', (profile) => {
  it('holds no ACK back for half a second [MUST-40]', () => {
    expect(profile.delayedAck).toBeLessThan(SECOND / 2);
  });

  it('lets a partial segment wait for 0.1 to 1 s [MUST-60]', () => {
    const wait = profile.overrideTimeout || profile.minRto; // 0 is the RTO
    expect(wait).toBeGreaterThanOrEqual(SECOND / 10);
    expect(wait).toBeLessThanOrEqual(SECOND);
  });
});
