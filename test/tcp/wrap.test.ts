import { describe, expect, it } from 'vitest';
import { drillWithIss, MSS, octets, segments } from '../support/data.ts';

describe('sequence numbers', () => {
  for (const [name, iss] of [
    ['2**32', 2 ** 32 - 5000],
    ['2**31', 2 ** 31 - 5000],
  ] as const) {
    for (const sackOk of [false, true]) {
      it(`wrap at ${name} in the middle of a transfer with losses${sackOk ? ', with SACK' : ''}`, () => {
        const t = drillWithIss(iss);
        const s = t.activeOpen({ mss: MSS, sackOk, wscale: 7 });
        expect(t.iss >>> 0).toBe(iss);
        const sent = octets(40 * MSS);
        t.do(() => {
          s.write(sent);
          s.end();
        });
        // The peer loses the first transmission of every fifth segment.
        const lost = new Set<number>();
        const held = new Map<number, Uint8Array>();
        const got: number[] = [];
        let fin = false;
        for (let round = 0; round < 400 && !fin; round++) {
          const arrived = segments(t);
          if (arrived.length === 0) t.wait(100);
          for (const p of arrived) {
            const n = Math.round((p.seq - 1) / MSS);
            if (n % 5 === 2 && !lost.has(p.seq)) {
              lost.add(p.seq);
              continue;
            }
            held.set(p.seq, p.text);
            for (let at = 1 + got.length; ; at = 1 + got.length) {
              const text = held.get(at);
              if (text === undefined || text.length === 0) break;
              got.push(...text);
            }
            fin = (p.flags & 1) !== 0 && got.length === sent.length;
            const above = [...held.keys()].filter((k) => k > got.length).sort((a, b) => a - b);
            const blocks = above.slice(-4).map((k) => {
              const text = held.get(k) as Uint8Array;
              return [k, k + text.length] as const;
            });
            const sack = sackOk && blocks.length > 0 ? { sack: blocks } : {};
            t.in('.', 1, 0, 1 + got.length + (fin ? 1 : 0), sack);
          }
        }
        expect(Uint8Array.from(got)).toEqual(sent);
        expect(t.states()).toEqual(['FIN-WAIT-2']);
        expect(lost.size).toBe(8);
      });
    }
  }
});
