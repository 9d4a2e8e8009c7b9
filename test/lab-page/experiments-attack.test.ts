import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, Player, stateIn, withFlags } from './support/play.ts';

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});

afterAll(() => player.lab.close());

/** How many of those who only want to connect did, in the whole run. */
async function honest(): Promise<string> {
  const whole = player.page.getByTestId('flood-honest-whole');
  await player.page.getByTestId('flood-honest').waitFor();
  return (await whole.count()) > 0
    ? ((await whole.getAttribute('data-connected')) ?? '')
    : `${await player.number('flood-honest', 'connected')}`;
}

describe('E16, a SYN flood', () => {
  it('needs one forged SYN in 7.9 s to fill eight slots, and cookies let everybody in', async () => {
    await player.open('flood/syn');
    await player.lab.click('panel-queues');
    await player.predicts(0);
    expect(await player.text('flood-formula')).toMatch(/8 .*63 s.*7\.8[78]|8 .*63 s.*7\.9/);
    expect(await honest()).toBe('0');
    await player.at(50_000);
    expect(await player.number('syn-queue-B', 'count')).toBe(8);
    expect(await player.page.locator('[data-testid=syn-slot][data-filled=true]').count()).toBe(8);
    await player.reruns(() => player.page.getByTestId('flood-cookies').selectOption('full'));
    await player.end();
    expect(await honest()).toBe('20');
  });

  it.each([
    ['flood/one-per-8s', 0],
    ['flood/live-host', 1],
    ['flood/short-timeout', 2],
    ['flood/limit', 2],
    ['flood/cookies', 1],
    ['flood/100k', 1],
  ] as const)('is guessed: %s', async (id, right) => {
    await player.open(id);
    await player.predicts(right);
  });

  it('fails when it is too slow for the slots', async () => {
    await player.open('flood/one-per-8s');
    await player.lab.click('panel-queues');
    await player.end();
    expect(await honest()).toBe('0');
    await player.try(0);
    await player.end();
    expect(await honest()).toBe('10');
  });
});

describe('E16b, what a cookie is', () => {
  it('is 32 bits, of which none can be changed', async () => {
    await player.open('flood/cookie-bits');
    await player.predicts(0);
    const b1 = withFlags(await player.trace(), 'S.', 'B')[0];
    await player.lab.click(`segment-${b1?.id}`);
    expect(await player.number('cookie-bits', 'seq')).toBe(b1?.seq);
    const bits = await player.page.locator('.cookie-bit').allInnerTexts();
    expect(Number.parseInt(bits.join(''), 2)).toBe(b1?.seq);
    const before = await player.text('cookie-verdict');
    for (const bit of [0, 12, 25, 31]) {
      await player.page.locator('.cookie-bit').nth(bit).click();
      expect(await player.text('cookie-verdict')).not.toBe(before);
      await player.page.locator('.cookie-bit').nth(bit).click();
    }
    expect(await player.text('cookie-verdict')).toBe(before);
  });

  it('is not believed when it is forged', async () => {
    await player.open('flood/cookie-forged');
    await player.predicts(0);
    expect(withFlags(await player.trace(), 'R', 'B')).toHaveLength(10);
    await player.lab.click('panel-sockets');
    const own = player.page.locator(
      '[data-testid=sockets-B] [data-testid=socket-row][data-state=ESTABLISHED]',
    );
    await expect.poll(() => own.count()).toBe(1);
  });
});

describe('E17, the backlog', () => {
  it('has two sides disagree: client 4 is connected, and B is not', async () => {
    await player.open('queue/overflow-ack');
    await player.predicts(1);
    await player.flow(4);
    await player.at(10_000);
    expect(await player.states()).toBe('ESTABLISHED SYN-RECEIVED');
    await player.lab.click('panel-queues');
    await expect.poll(() => player.number('accept-queue-B', 'count')).toBe(3);
    expect(await player.number('syn-queue-B', 'count')).toBe(1);
    expect(await player.number('overflows-B', 'count')).toBeGreaterThan(0);
    const t = await player.trace();
    expect(stateIn(t, 'A', 10_000_000, 4)).toBe('ESTABLISHED');
    expect(stateIn(t, 'B', 10_000_000, 4)).toBe('SYN-RECEIVED');
    await player.try(1);
    await player.flow(4);
    await player.end();
    expect(await player.states()).toBe('CLOSED CLOSED');
    await player.open('queue/abort-on-overflow');
    await player.predicts(2);
  });
});

describe('E18, the life of a half-open entry', () => {
  it('is a sum: 63 s with five repetitions', async () => {
    await player.open('queue/lifetime');
    await player.predicts(2);
    expect(await player.number('retry-bars', 'total')).toBe(63_000_000);
    expect(await player.text('retry-sum')).toMatch(/^1 \+ 2 \+ 4 \+ 8 \+ 16 \+ 32 = 63 s/);
    expect(await player.page.locator('[data-testid=retry-bars] .bars-row').count()).toBe(6);
    await player.set('retries', 3);
    await player.end();
    expect(await player.text('retry-sum')).toMatch(/^1 \+ 2 \+ 4 \+ 8 = 15 s/);
  });
});

describe('E19, CLOSE-WAIT piles up', () => {
  it('holds twenty connections whose peers are done, and no timer clears them', async () => {
    await player.open('leak/close-wait');
    await player.predicts(1);
    await player.set('clients', 20);
    await player.lab.click('panel-sockets');
    const rows = (host: string, state: string): Promise<number> =>
      player.page
        .locator(`[data-testid=sockets-${host}] [data-testid=socket-row][data-state=${state}]`)
        .count();
    await player.at(30_000);
    // Some are listed, the others counted; one row is the listener's.
    await expect.poll(() => player.number('sockets-B', 'count')).toBe(21);
    expect(await rows('B', 'CLOSE-WAIT')).toBeGreaterThan(0);
    expect(await rows('A', 'FIN-WAIT-2')).toBeGreaterThan(0);
    const t = await player.trace();
    const b = t.counts.find((c) => c.host === 'B');
    expect(b?.transitions['ESTABLISHED>CLOSE-WAIT']).toBe(20);
    await player.at(3_599_000);
    expect(await player.number('sockets-B', 'count')).toBe(21);
  });

  it('is cured by close() alone, and by keep-alive once the peer has forgotten', async () => {
    await player.open('leak/close-wait-fixed');
    await player.predicts(2);
    await player.lab.click('panel-sockets');
    await player.at(2000);
    await expect.poll(() => player.number('sockets-B', 'count')).toBe(1);
    await player.open('leak/close-wait-keepalive');
    await player.predicts(1);
    expect(withFlags(await player.trace(), 'R', 'A').length).toBeGreaterThan(0);
    expect(await player.number('sockets-B', 'count')).toBe(1);
  });

  it.each([1, 2])('is not cured by shorter timers: %i', async (i) => {
    await player.open('leak/close-wait');
    await player.lab.click('panel-sockets');
    await player.try(i);
    await player.at(3_599_000);
    await expect.poll(() => player.number('sockets-B', 'count')).toBe(51);
  });
});

describe('E20, TIME-WAIT piles up', () => {
  it('has eight ports and no ninth, until one is free again', async () => {
    await player.open('tw/small-range');
    await player.predicts(1);
    await player.at(4400);
    const waiting = player.page.locator('[data-testid=port][data-use=time-wait]');
    expect(await waiting.count()).toBe(8);
    expect(await player.number('port-grid', 'ports')).toBe(8);
    expect(await player.number('port-grid', 'time-wait')).toBe(8);
    expect(await player.text('port-holders')).toMatch(/A 8/);
    expect(await player.page.locator('.port-failed').count()).toBe(1);
    const failed = calls(await player.trace(), 'A', 'connect').filter(
      (c) => c.detail.error != null,
    );
    expect(failed.map((c) => c.detail.error)).toEqual(['EADDRNOTAVAIL']);
  });

  it.each([0, 1])('has room for the ninth with remedy %i', async (i) => {
    await player.open('tw/small-range');
    await player.try(i);
    await player.end();
    const failed = calls(await player.trace(), 'A', 'connect').filter(
      (c) => c.detail.error != null,
    );
    expect(failed).toEqual([]);
    expect(await player.page.locator('.port-failed').count()).toBe(0);
  });

  it.each([
    ['tw/server-closes', 1],
    ['tw/range', 1],
    ['tw/pool', 1],
    ['tw/manage', 2],
  ] as const)('is guessed: %s', async (id, right) => {
    await player.open(id);
    await player.predicts(right);
  });
});
