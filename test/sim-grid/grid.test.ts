import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/tcp/profile.ts';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { type Cell, grid, LINE, speed, table } from './grid.ts';
import { transfer } from './transfer.ts';

const PROFILES: readonly (readonly [string, Profile])[] = [rfc, linux].flatMap((p) => [
  [`${p.name} with SACK`, p] as const,
  [`${p.name} without SACK`, withOverrides(p, { sack: false })] as const,
]);

/** The grids, each run once. */
const grids = new Map<string, Cell[]>();

function gridOf(name: string, profile: Profile): Cell[] {
  const made = grids.get(name) ?? grid(profile);
  grids.set(name, made);
  return made;
}

/** What the formula of Mathis and others expects of Reno, octets a second. */
function expected(loss: number, delay: number): number {
  if (loss === 0) return LINE.rate;
  return Math.min(LINE.rate, ((1460 / (2 * delay)) * 1000 * 1.22) / Math.sqrt(loss));
}

describe('1 MiB over a line of 10 Mbit/s with a queue of 100 packets', () => {
  it('takes as long as the picture says', () => {
    const page = PROFILES.map(([name, profile]) => {
      const cells = gridOf(name, profile);
      return [
        `${name}: thousand octets a second, by loss and round trip`,
        table(cells, speed),
        '',
        `${name}: timeouts / fast recoveries / retransmissions`,
        table(cells, (o) => `${o.timeouts}/${o.fastRecoveries}/${o.retransmissions}`),
      ].join('\n');
    });
    expect(`\n${page.join('\n\n')}\n`).toMatchSnapshot();
  });

  for (const [name, profile] of PROFILES) {
    it(`is never absurd, ${name}`, () => {
      for (const { loss, delay, runs } of gridOf(name, profile)) {
        for (const o of runs) {
          const where = `${loss * 100}% loss, ${2 * delay} ms round trip`;
          expect(o.seconds, where).toBeLessThan(1500);
          // Without loss there is no timeout, and the line is well used once it can be.
          if (loss === 0) expect(o.timeouts, where).toBe(0);
          // Nothing is sent again for nothing: lost packets, what a full queue dropped, and some.
          const lost = o.segments * loss;
          const copies = o.duplicates / o.segments;
          expect(copies, where).toBeLessThan(0.03);
          expect(o.timeouts, where).toBeLessThan(2 + lost);
        }
      }
    });
  }

  it('reaches a good part of what the formula for Reno expects, up to 2% loss', () => {
    for (const [name, profile] of PROFILES) {
      for (const { loss, delay, runs } of gridOf(name, profile)) {
        if (loss > 0.02 || loss === 0) continue;
        const o = runs[1] as (typeof runs)[number];
        const share = o.octets / o.seconds / expected(loss, delay);
        expect(share, `${name}, ${loss * 100}%, ${2 * delay} ms`).toBeGreaterThan(0.15);
      }
    }
  });
});

describe('a transfer', () => {
  it('both ways at once is no slower than one after the other, nearly', () => {
    for (const [name, profile] of PROFILES) {
      const o = transfer({ ...LINE, profile, seed: 1, delay: 10, loss: 0.005, both: true });
      expect(o.seconds, name).toBeLessThan(6);
    }
  });

  it('to a slow reader goes as fast as he reads, without a timeout', () => {
    for (const [name, profile] of PROFILES) {
      for (const readRate of [20_000, 200_000, 333_333]) {
        const o = transfer({ ...LINE, profile, seed: 1, delay: 10, loss: 0, readRate });
        const rate = o.octets / o.seconds;
        expect(rate, name).toBeGreaterThan(readRate * 0.95);
        expect(o.timeouts, name).toBe(0);
        expect(o.retransmissions, name).toBe(0);
      }
    }
  });

  it('into a buffer of a few segments, or less than one, goes at a window a round trip', () => {
    for (const [name, profile] of PROFILES) {
      for (const receiveBuffer of [1000, 1460, 2000, 4096, 10_000]) {
        const o = transfer({
          ...LINE,
          octets: 1 << 17,
          profile: withOverrides(profile, { receiveBuffer }),
          seed: 1,
          delay: 10,
          loss: 0,
        });
        // Whole segments of 1448 octets, or all of a window smaller than that.
        const window = Math.max(
          receiveBuffer - (receiveBuffer % 1448),
          Math.min(receiveBuffer, 1448),
        );
        const rate = o.octets / o.seconds;
        expect(rate, `${name}, ${receiveBuffer}`).toBeGreaterThan((window / 0.02) * 0.5);
        expect(o.retransmissions, name).toBe(0);
      }
    }
  });
});
