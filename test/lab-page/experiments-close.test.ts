import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, Player, readBy, stateIn, withFlags } from './support/play.ts';

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});

afterAll(() => player.lab.close());

/** Segments from the first FIN on. */
async function closing(): Promise<number> {
  const { segments } = await player.trace();
  return segments.length - segments.findIndex((s) => s.flags.includes('F'));
}

describe('E09, why four and not three', () => {
  it('is three when B has nothing left and closes at once, and four when it has', async () => {
    await player.open('close/three-segment');
    await player.predicts(1);
    expect(await closing()).toBe(3);
    expect(await player.text('bytes-in-mouth')).not.toBe('');
    await player.set('octets', 50);
    expect(await closing()).toBe(3);
    await player.set('reaction', 10);
    expect(await closing()).toBeGreaterThanOrEqual(4);
    await player.end();
    expect(await player.number('bytes-in-mouth', 'total')).toBe(50);
    expect(
      calls(await player.trace(), 'A', 'read').reduce((n, c) => n + (c.detail.octets ?? 0), 0),
    ).toBe(50);
  });

  it('loses what B had still to say when it is forced', async () => {
    await player.open('close/three-segment');
    await player.try(2);
    await player.end();
    expect(await player.text('hazard-badge')).toMatch(/not standard/);
    expect(calls(await player.trace(), 'A', 'read')).toEqual([]);
    await player.open('ablate/forced-merge');
    await player.predicts(0);
    expect(calls(await player.trace(), 'A', 'read')).toEqual([]);
  });
});

describe('E10, close or half-close', () => {
  it('answers late data with a RST after close(), and reads it after shutdown()', async () => {
    await player.open('close/close-vs-shutdown');
    await player.predicts(2);
    const t = await player.trace();
    expect(t.segments.filter((s) => s.flow === 1 && s.flags.includes('R'))).toHaveLength(1);
    expect(t.segments.filter((s) => s.flow === 2 && s.flags.includes('R'))).toEqual([]);
    expect(readBy(t, 'A')).toEqual(['last words']);
    expect(await player.page.locator('[data-testid=stream-diff] [data-fate=missing]').count()).toBe(
      10,
    );
    expect(await player.page.locator('[data-testid=stream-diff] [data-fate=right]').count()).toBe(
      10,
    );
  });
});

describe('E11, can the fourth go', () => {
  it('wastes eight segments, and B gives up', async () => {
    await player.open('ablate/no-fourth');
    await player.predicts(2);
    expect(await player.number('counters', 'wasted')).toBeGreaterThanOrEqual(8);
    expect(await player.number('retry-bars', 'waits')).toBeGreaterThanOrEqual(8);
    expect(stateIn(await player.trace(), 'B', 113_000_000)).toBe('CLOSED');
    await player.try(0);
    expect(withFlags(await player.trace(), 'F', 'B')).toHaveLength(4);
    await player.byTheBook();
    expect(withFlags(await player.trace(), 'F', 'B')).toHaveLength(1);
  });
});

describe('E12, TIME-WAIT, for the sake of B', () => {
  it('starts over when the FIN comes again', async () => {
    await player.open('tw/restart');
    await player.predicts(2);
    await player.lab.click('panel-queues');
    const left = (): Promise<number> => player.number('time-wait-row', 'left');
    await player.at(20_499);
    await expect.poll(left).toBeLessThan(41_000_000);
    await player.at(20_501);
    // The FIN that B sends at 20.45 s is there at 20.5 s.
    await expect.poll(left).toBeGreaterThan(59_000_000);
    expect(stateIn(await player.trace(), 'B', 21_000_000)).toBe('CLOSED');
    expect(calls(await player.trace(), 'B', 'closed').map((c) => c.detail.error ?? null)).toEqual([
      null,
    ]);
  });

  it('ends B with a RST when there is none', async () => {
    await player.open('tw/restart');
    await player.offer('noTimeWait', 'A');
    await player.end();
    expect(withFlags(await player.trace(), 'R', 'A').length).toBeGreaterThan(0);
    await player.open('ablate/no-tw-lost-ack');
    await player.predicts(1);
    expect(calls(await player.trace(), 'B', 'closed').map((c) => c.detail.error)).toEqual([
      'ECONNRESET',
    ]);
  });
});

describe('E13, TIME-WAIT, for the sake of the next connection', () => {
  const wrong = (): Promise<number> => player.number('stream-diff', 'wrong');

  it('has the old text in the new stream without it, which no checksum sees', async () => {
    await player.open('ablate/no-tw-old-dup');
    await player.predicts(1);
    expect(await wrong()).toBeGreaterThan(0);
    const t = await player.trace();
    expect(t.frames.some((f) => f.kind === 'call' && f.call === 'read')).toBe(true);
    expect(readBy(t, 'B').join(' ')).toContain('HEOLD!WORLD');
    expect(t.frames.some((f) => f.kind === 'dropped' && f.reason === 'checksum')).toBe(false);
    expect(await player.page.locator('.stream-octet.is-wrong').count()).toBeGreaterThan(0);
  });

  it.each([0, 1])('is saved by a random ISN, or by timestamps: remedy %i', async (i) => {
    await player.open('ablate/no-tw-old-dup');
    await player.try(i);
    await player.end();
    expect(await wrong()).toBe(0);
    expect(readBy(await player.trace(), 'B').join(' ')).toContain('HELLO WORLD');
  });

  it.each([
    ['tw/old-dup-dies', 3],
    ['ablate/no-tw-isn', 0],
    ['ablate/no-tw-paws', 0],
  ] as const)('is guessed: %s', async (id, right) => {
    await player.open(id);
    await player.predicts(right);
    expect(await wrong()).toBe(0);
  });
});

describe('E14, why 2 MSL', () => {
  it('is there and back: two lives fit, one does not', async () => {
    await player.open('tw/2msl-geometry');
    await player.predicts(1);
    expect(await player.number('life-bars', 'msl')).toBe(30_000_000);
    expect(await player.number('life-bars', 'wait')).toBe(60_000_000);
    expect(await player.page.locator('.lives-enough').count()).toBe(1);
    await player.set('msl', 20);
    await player.end();
    expect(await player.number('life-bars', 'msl')).toBe(20_000_000);
    expect(await player.page.locator('.lives-enough').count()).toBe(1);
    await player.offer('oneMslTimeWait', 'A');
    await player.end();
    expect(await player.page.locator('.lives-short').count()).toBe(1);
    expect(withFlags(await player.trace(), 'R', 'A').length).toBeGreaterThan(0);
    await player.open('ablate/one-msl');
    await player.predicts(1);
    expect(calls(await player.trace(), 'B', 'closed').map((c) => c.detail.error)).toEqual([
      'ECONNRESET',
    ]);
  });
});

describe('E15, both close at once', () => {
  it('crosses on the way, and both wait', async () => {
    await player.open('close/simultaneous');
    await player.predicts(1);
    await player.at(225);
    for (const id of ['A3', 'B2'])
      expect(await player.data(`segment-${id}`, 'status')).toBe('under-way');
    await player.at(260);
    expect(await player.states()).toBe('CLOSING CLOSING');
    await player.at(1000);
    expect(await player.states()).toBe('TIME-WAIT TIME-WAIT');
    await player.lab.click('panel-queues');
    await expect.poll(() => player.number('time-wait-A', 'count')).toBe(1);
    expect(await player.number('time-wait-B', 'count')).toBe(1);
    await player.set('gap', 60);
    await player.at(1000);
    expect((await player.states()).split(' ').filter((s) => s === 'TIME-WAIT')).toHaveLength(1);
  });

  it('is mended in CLOSING when a FIN is lost', async () => {
    await player.open('close/simultaneous-lost');
    await player.predicts(1);
    expect(await player.states()).toBe('CLOSED CLOSED');
  });
});
