import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/tcp/profile.ts';
import { linux, rfc } from '../../src/tcp/profiles/index.ts';
import { drillWithIss, MSS, octets, segments } from '../support/data.ts';
import type { Drill, Extras } from '../support/drill.ts';

const TOTAL = 60_000;

/** What a peer may do; numbers are shares of what is there, so that most of it makes sense. */
const deed = fc.record({
  /** 0 to 1: where between SND.UNA and SND.NXT the ACK is; a little outside now and then. */
  ack: fc.oneof(
    { weight: 4, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.double({ min: -0.2, max: 1.2, noNaN: true }) },
  ),
  win: fc.oneof(
    { weight: 5, arbitrary: fc.constant(65_535) },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 12_000 }) },
  ),
  blocks: fc.array(
    fc.record({
      at: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
      length: fc.integer({ min: -10, max: 6000 }),
    }),
    { maxLength: 4 },
  ),
  text: fc.constantFrom(0, 0, 0, 100, 1460),
  gap: fc.constantFrom(0, 0, 500, 3000),
  wait: fc.constantFrom(0, 0, 0, 10, 300, 3000),
  write: fc.constantFrom(0, 0, 0, 1, 3000),
});

interface Run {
  readonly t: Drill;
  una: number;
  nxt: number;
  /** The farthest the peer ever let us send. */
  edge: number;
  /** The peer's own SND.NXT. */
  top: number;
}

/** Nothing new goes beyond what the peer allowed, but for the probe of one octet. */
function look(run: Run): void {
  const seen = segments(run.t);
  for (const p of seen) {
    const end = p.seq + p.len + (p.flags & 1);
    expect(p.size).toBeLessThanOrEqual(1500);
    if (end <= run.nxt) continue;
    if (end > run.edge) expect([p.seq, end - p.seq]).toEqual([run.nxt, 1]);
    run.nxt = end;
  }
  expect(seen.length).toBeLessThan(200);
}

for (const [name, profile] of [
  ['rfc', rfc],
  ['linux', linux],
] as readonly (readonly [string, Profile])[]) {
  for (const sackOk of [false, true]) {
    describe(`whatever a peer acknowledges (${name}${sackOk ? ', SACK' : ''})`, () => {
      it('no invariant breaks, nothing passes the window, and an honest peer gets it all in the end', () => {
        fc.assert(
          fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
            // Close to the wrap: nothing may depend on where the numbers are.
            const t = drillWithIss(2 ** 32 - 20_000, { profile });
            const s = t.activeOpen({ mss: MSS, sackOk, wscale: 0 });
            const run: Run = { t, una: 1, nxt: 1, edge: 1 + 65_535, top: 1 };
            const sent = octets(TOTAL);
            let written = 0;
            const write = (n: number): void => {
              if (s.isOpen)
                written += t.do(() => s.write(sent, written, Math.min(TOTAL, written + n)));
              look(run);
            };
            write(20_000);
            let irs = 1;
            for (const d of deeds) {
              if (!s.isOpen) return;
              const flight = run.nxt - run.una;
              const ack = Math.round(run.una + d.ack * flight);
              const extras: Extras = { win: d.win };
              if (sackOk && d.blocks.length > 0) {
                extras.sack = d.blocks.map(({ at, length }) => {
                  const from = Math.round(run.una + at * flight);
                  return [from, from + length] as const;
                });
              }
              const seq = irs + (d.text > 0 ? d.gap : 0);
              run.edge = Math.max(run.edge, ack + d.win);
              run.top = Math.max(run.top, seq + d.text);
              t.in('.', d.text > 0 ? seq : run.top, d.text, ack, extras);
              if (d.text > 0 && d.gap === 0)
                irs = (t.connection.rcv.nxt - t.connection.rcv.irs) | 0;
              run.una = (t.connection.snd.una - t.connection.snd.iss) | 0;
              look(run);
              t.wait(d.wait);
              look(run);
              if (d.write > 0) write(d.write);
            }
            finish(
              run,
              () => write(TOTAL - written),
              () => written,
            );
          }),
          { numRuns: 150 },
        );
      });
    });
  }
}

/** From now on the peer takes and acknowledges all there is. */
function finish(run: Run, write: () => void, written: () => number): void {
  const { t } = run;
  write();
  for (let round = 0; round < 400; round++) {
    const c = t.connection;
    const una = (c.snd.una - c.snd.iss) | 0;
    if (una === 1 + TOTAL) return;
    run.una = una;
    run.edge = Math.max(run.edge, una + 65_535);
    t.in('.', run.top, 0, (c.snd.nxt - c.snd.iss) | 0, { win: 30_000 });
    run.una = (c.snd.una - c.snd.iss) | 0;
    look(run);
    t.wait(100);
    look(run);
    if (written() < TOTAL) write();
  }
  throw new Error(`stalled at ${run.una} of ${TOTAL}`);
}
