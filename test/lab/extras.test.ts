import { describe, expect, it } from 'vitest';
import { stage } from '../../lab/engine/stage.ts';
import { extrasFor } from '../../lab/extras/which.ts';
import { lastOf } from '../../lab/state/cursor.ts';
import { attemptsAt, attemptsOf } from '../../lab/view/clients.ts';
import { cookieAt } from '../../lab/view/cookie.ts';
import { tallyAt } from '../../lab/view/counters.ts';
import { deathAt } from '../../lab/view/deaths.ts';
import { guessesAt } from '../../lab/view/guesses.ts';
import { livesAt } from '../../lab/view/lives.ts';
import { lettersAt, mouthAt } from '../../lab/view/mouth.ts';
import { portsAt } from '../../lab/view/ports.ts';
import { halfOpenLife, profileOf, synWaits } from '../../lab/view/profile.ts';
import { countsAt, synQueueAt } from '../../lab/view/tables.ts';
import { waitsAt } from '../../lab/view/waits.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';

function run(id: string, values: Record<string, number> = {}) {
  const e = EXHIBITS.find((x) => x.id === id);
  if (e === undefined) throw new RangeError(id);
  return stage(e, { exhibit: id, seed: 1, values, interventions: [] });
}

describe('panels of experiments', () => {
  it('E18: 1 + 2 + 4 + 8 + 16 + 32 = 63 s', () => {
    const r = run('queue/lifetime');
    const waits = waitsAt(r.trace, lastOf(r.trace), 1);
    expect(waits?.over.map((w) => (w.to - w.from) / 1e6)).toEqual([1, 2, 4, 8, 16, 32]);
    expect(waits?.total).toBe(63e6);
    expect(halfOpenLife(profileOf(r, 'B'))).toBe(63e6);
  });

  it('E05: what a SYN waits is what the profile says', () => {
    const r = run('open/blackhole');
    const waits = waitsAt(r.trace, lastOf(r.trace), 1);
    expect(waits?.over.map((w) => w.to - w.from)).toEqual(synWaits(profileOf(r, 'A')));
  });

  it('E16: eight slots of 63 s, each with its peer, its age and its retries', () => {
    const r = run('flood/syn');
    const at = { frame: -1, at: 40_000_000 };
    const frame = r.trace.frames.findLastIndex((f) => f.at <= at.at);
    const queue = synQueueAt(r.trace, 'B', { frame, at: at.at });
    expect(queue).toMatchObject({ count: 8, limit: 8, unseen: 0 });
    expect(queue.rows.every((x) => x.isSpoofed && x.retries === 5)).toBe(true);
    for (const x of queue.rows) expect(Math.abs(x.age - 40_000_000)).toBeLessThan(300_000);
    expect(attemptsOf(r.trace)).toMatchObject({ tried: 20, connected: 0, failed: 20 });
  });

  it('E16: attempts add up, at the end and for the whole run', () => {
    const r = run('flood/one-per-8s');
    expect(attemptsAt(r.trace, lastOf(r.trace))).toEqual(attemptsOf(r.trace));
  });

  it('E16b: a cookie taken apart is put together again', () => {
    const { trace } = run('flood/cookie-bits');
    const seen = trace.segments
      .filter((s) => s.flags === 'S.')
      .map((s) => cookieAt(trace, lastOf(trace), s.id));
    // The mask is the same for all four: time and MSS explain how they differ.
    expect(new Set(seen.map((c) => c?.mask)).size).toBe(1);
    expect(seen.map((c) => [c?.tick, c?.mssClass])).toEqual([
      [0, 7],
      [0, 2],
      [0, 7],
      [1, 7],
    ]);
  });

  it('E20: as many ports wait as the engine counts', () => {
    const r = run('tw/small-range');
    const range = profileOf(r, 'A').ephemeralPorts;
    r.trace.frames.forEach((f, frame) => {
      if (f.kind !== 'tables' || f.host !== 'A') return;
      const c = { frame, at: f.at };
      const waiting = portsAt(r.trace, 'A', range, c).filter((p) => p.use === 'time-wait');
      expect(waiting.length).toBe(countsAt(r.trace, 'A', c).timeWait);
    });
  });

  it('E21: tells the four deaths apart', () => {
    const told = (id: string) => {
      const { trace } = run(id);
      const d = deathAt(trace, lastOf(trace));
      return [d?.how, d?.was];
    };
    expect(told('alive/killed')[0]).toBe('kill');
    expect(told('alive/dead-client')).toEqual(['power-off', 'idle-keepalive']);
    expect(told('alive/off-by-default')).toEqual(['power-off', 'idle']);
    expect(told('alive/powered-off-sending')).toEqual(['power-off', 'sending']);
    expect(told('alive/reboot')[0]).toBe('reboot');
    expect(told('alive/unplug')[0]).toBe('unplug');
  });

  it('E22: in the window, exact, outside', () => {
    const hits = (id: string) => {
      const { trace } = run(id);
      return guessesAt(trace, lastOf(trace)).map((g) => g.hit);
    };
    expect(hits('rst/blind')).toEqual(['window']);
    expect(hits('rst/exact')).toEqual(['exact']);
    const edges = ['outside', 'outside', 'outside', 'window'];
    expect(hits('rst/out-of-window')).toEqual(edges);
  });

  it('E04, E06, E09, E14: segments, letters, bytes in the mouth, lives', () => {
    const split = run('ablate/split-synack').trace;
    expect(tallyAt(split, lastOf(split)).toOpen).toBeGreaterThan(3);
    expect(tallyAt(run('open/ledger').trace, { frame: 1e6, at: 0 }).toOpen).toBe(3);
    const twice = run('ablate/syn-data-delivered').trace;
    expect(lettersAt(twice, lastOf(twice)).flatMap((l) => l.readAt).length).toBe(2);
    for (const octets of [0, 50]) {
      const { trace } = run('close/three-segment', { octets });
      expect(mouthAt(trace, lastOf(trace), 1)?.total).toBe(octets);
    }
    const lives = run('tw/2msl-geometry').trace;
    expect(livesAt(lives, lastOf(lives))?.lives.length).toBeGreaterThan(0);
  });

  it('are there for the experiments that have one, and where the same occurs', () => {
    const of = (id: string) => {
      const r = run(id);
      return extrasFor(r.card, r.trace);
    };
    expect(of('open/ledger')).toEqual(['matrix']);
    expect(of('flood/syn')).toEqual(['flood']);
    expect(of('ablate/no-tw-old-dup')).toContain('stream-diff');
    expect(of('tw/small-range')).toEqual(['port-grid']);
    expect(of('flood/cookie-cost')).toContain('cookie-bits');
    expect(of('queue/lifetime')).toEqual(['retry-bars']);
  });
});

describe('what a panel concludes', () => {
  it.each([
    [0, 0, 3, true],
    [50, 0, 3, true],
    [4900, 0, 6, false],
    [0, 10_000, 4, false],
  ])('E09: %i octets, %i µs: %i segments close', (octets, reaction, segments, withAck) => {
    const { trace } = run('close/three-segment', { octets, reaction });
    const m = mouthAt(trace, lastOf(trace), 1);
    expect([m?.segments, m?.isOver, m?.fin?.withAck]).toEqual([segments, true, withAck]);
    expect(m?.ackHadText).toBe(octets > 0);
  });

  it('E19: a peer whose connections are gone sees no end of any: a FIN meets nobody', () => {
    const e = EXHIBITS.find((x) => x.id === 'leak/close-wait');
    const kill = [{ kind: 'host', host: 'B', what: 'kill', at: 7_200_000_000 }] as const;
    const setup = { exhibit: 'leak/close-wait', seed: 1, values: {}, interventions: kill };
    const { trace } = stage(e as NonNullable<typeof e>, setup);
    const d = deathAt(trace, lastOf(trace));
    expect(d?.was).toBe('gone');
    expect(d?.saw.map((s) => s.code)).toEqual(['arrived/no-connection', 'arrived/no-connection']);
  });

  it('no wait has begun before anything has happened', () => {
    const { trace } = run('ablate/two-way-lost-synack');
    expect(waitsAt(trace, { frame: -1, at: 0 }, 1)?.running).toBeNull();
  });
});
