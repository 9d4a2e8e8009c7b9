import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAGE, page } from '../../../scripts/profiles.ts';
import { departures, openTime, orphanTime } from '../../../src/tcp/departures.ts';
import { ms, type Profile, s } from '../../../src/tcp/profile.ts';
import {
  freebsd,
  linux,
  linuxClassic,
  notes,
  rfc,
  withOverrides,
} from '../../../src/tcp/profiles/index.ts';

const fields = (p: Profile): string[] => departures(p).map((d) => d.field);
const requirements = (p: Profile): (string | null)[] => departures(p).map((d) => d.requirement);

describe('departures', () => {
  it('finds none in rfc', () => {
    expect(departures(rfc)).toEqual([]);
  });

  it('finds what Linux is known for', () => {
    expect(fields(linux)).toContain('rstAfterFinMinusOne');
    expect(requirements(linux)).toEqual(expect.arrayContaining(['MUST-13', 'MUST-23', 'MUST-35']));
    expect(requirements(linux)).not.toContain('MUST-25');
  });

  it('finds what FreeBSD is known for', () => {
    expect(fields(freebsd)).toContain('listenSynAck');
    expect(requirements(freebsd)).toEqual(
      expect.arrayContaining(['MUST-13', 'MUST-23', 'MUST-25']),
    );
  });

  it('goes by the values, not by the name', () => {
    expect(departures(withOverrides(linux, { ...rfc, name: 'linux' }))).toEqual([]);
    expect(departures(notes).map((d) => d.field)).toEqual(['timeWait']);
  });

  it.each<[string, Partial<Profile>]>([
    ['MUST-20', { r2: Number.POSITIVE_INFINITY }],
    ['MUST-23', { synRetries: 6 }],
    ['MUST-23', { synTimeout: s(179) }],
    ['MUST-25', { keepAlive: true }],
    ['MUST-28', { keepAliveIdle: s(7199) }],
    ['MUST-29', { keepAliveCount: 1 }],
    ['MUST-40', { delayedAck: ms(500) }],
    ['SHLD-7', { nagle: false }],
    ['SHLD-10', { r1: 2 }],
    ['SHLD-11', { r2: s(99) }],
    ['SHLD-11', { orphanRetries: 2 }],
  ])('names %s for %o', (requirement, values) => {
    expect(requirements(withOverrides(rfc, values))).toContain(requirement);
  });

  it('gives each a clause and a sentence', () => {
    for (const d of [...departures(linux), ...departures(freebsd)]) {
      expect(d.clause).toMatch(/^RFC \d+ section/);
      expect(d.says).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('the times a profile comes to', () => {
  it('are those measured or asserted for an active OPEN [MUST-23]', () => {
    expect(openTime(rfc)).toBe(s(183));
    expect(openTime(linux)).toBe(s(131));
    expect(openTime(linuxClassic)).toBe(s(127));
    expect(openTime(freebsd)).toBe(s(75));
  });

  it('are those measured for an orphan of Linux: 8 retransmissions from 0.2 s', () => {
    expect(orphanTime(linux)).toBe(ms(102_200));
    expect(orphanTime(rfc)).toBe(rfc.r2);
  });
});

describe('docs/profiles.md', () => {
  it('says what the profiles are now; `npm run profiles` writes it', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(page());
  });
});
