import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, Player, readBy, stateIn, withFlags } from './support/play.ts';

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});

afterAll(() => player.lab.close());

const filled = (): Promise<number> => player.number('matrix', 'filled');

describe('E01, why three', () => {
  it('steps through the handshake, and the matrix is full when the third segment is there', async () => {
    await player.open('open/ledger');
    await player.lab.click('card-answer-1');
    const full: string[] = [];
    const end = (await player.trace()).frames.length - 1;
    for (let n = 0; n < 40 && (await player.lab.cursor()).frame < end; n++) {
      await player.lab.click('step');
      const { at } = await player.lab.cursor();
      const known = await filled();
      if (known === 8) full.push(`${at / 1000}`);
      if (at === 100_000) expect(known).toBeLessThanOrEqual(6);
    }
    expect(full[0]).toBe('150');
    expect(await player.text('card-verdict')).toMatch(/^Right\./);
    await player.lab.click('card-answer-0');
    expect(await player.text('card-verdict')).toMatch(/^Not so/);
  });

  it('drops the third on its way: A knows four things, B only two, until it asks again', async () => {
    await player.open('open/ledger');
    await player.at(125);
    await player.fault('A2', 'drop');
    await player.at(1049);
    expect(await filled()).toBe(6);
    expect(await player.page.locator('[data-testid^=matrix-A-][data-known=true]').count()).toBe(4);
    expect(await player.page.locator('[data-testid^=matrix-B-][data-known=true]').count()).toBe(2);
    expect((await player.trace()).segments.find((s) => s.id === 'A2')?.fate).toBe('lost');
    // What A answers to the second SYN,ACK teaches B the rest.
    await player.end();
    expect(await filled()).toBe(8);
  });
});

describe('E02, why not two: the SYN,ACK is lost', () => {
  it('recovers with three, for B waits and sends it again', async () => {
    await player.open('open-and-close');
    await player.at(75);
    await player.fault('B1', 'drop');
    await player.end();
    const t = await player.trace();
    expect(withFlags(t, 'S.', 'B').length).toBeGreaterThan(1);
    expect(stateIn(t, 'A', 1_300_000)).toBe('ESTABLISHED');
    expect(stateIn(t, 'B', 1_300_000)).toBe('ESTABLISHED');
  });

  it('leaves one zombie at B with two', async () => {
    await player.open('ablate/two-way-lost-synack');
    await player.predicts(1);
    expect(await player.states()).toBe('CLOSED ESTABLISHED');
    await player.lab.click('panel-sockets');
    const zombies = player.page.locator(
      '[data-testid=sockets-B] [data-testid=socket-row][data-state=ESTABLISHED]',
    );
    await expect.poll(() => zombies.count()).toBe(1);
    expect(
      await player.page.locator('[data-testid=sockets-A] [data-testid=socket-row]').count(),
    ).toBe(0);
    const broken = await player.trace();
    expect(calls(broken, 'A', 'closed').map((c) => c.detail.error)).toEqual(['ETIMEDOUT']);
    expect(calls(broken, 'B', 'accept')).toHaveLength(1);
    expect(await player.text('hazard-badge')).toMatch(/not standard/);
    await player.byTheBook();
    await player.end();
    expect(await player.states()).toBe('ESTABLISHED ESTABLISHED');
  });
});

describe('E03, why not two: an old SYN comes late', () => {
  it('is accepted once with three, and twice with two', async () => {
    await player.open('ablate/stale-syn');
    await player.predicts(2);
    const twice = await player.trace();
    expect(calls(twice, 'B', 'accept')).toHaveLength(2);
    expect(readBy(twice, 'B').join('')).toBe('PAY 100PAY 100');
    expect(await player.text('row-A1')).toMatch(/held back/);
    await expect.poll(() => player.text('stream-diff')).toMatch(/B/);
    await player.byTheBook();
    await player.end();
    const once = await player.trace();
    expect(calls(once, 'B', 'accept')).toHaveLength(1);
    const late = once.segments.find((s) => s.id === 'A1')?.arrivedAt ?? 0;
    expect(withFlags(once, 'R', 'A').some((s) => s.sentAt > late)).toBe(true);
    expect(stateIn(once, 'B', late + 200_000)).not.toBe('ESTABLISHED');
  });

  it('leaves a zombie when A is switched off', async () => {
    await player.open('ablate/stale-syn');
    await player.try(0);
    await player.end();
    await player.lab.click('panel-sockets');
    const zombies = player.page.locator(
      '[data-testid=sockets-B] [data-testid=socket-row][data-state=ESTABLISHED]',
    );
    await expect.poll(() => zombies.count()).toBe(1);
  });

  it('is held back by hand past TIME-WAIT, and its SYN,ACK gets a RST of who never asked', async () => {
    await player.open('open-and-close');
    await player.at(25);
    await player.lab.click('segment-A1');
    await player.page.getByTestId('delay-ms').fill('100000');
    await player.reruns(() => player.lab.click('fault-delay'));
    await player.end();
    const t = await player.trace();
    const old = t.segments.find((s) => s.id === 'A1');
    expect(old?.fate).toBe('delayed');
    expect(withFlags(t, 'R', 'A').map((s) => s.sentAt > (old?.arrivedAt ?? 0))).toEqual([true]);
    expect(calls(t, 'B', 'accept')).toHaveLength(1);
    expect(await player.text('row-A1')).toMatch(/held back/);
    expect((await player.states()).split(' ')[1]).toMatch(/LISTEN|CLOSED/);
  });
});

describe('E04, why not four', () => {
  it('takes five segments when B splits its SYN,ACK, and nobody knows more', async () => {
    await player.open('ablate/split-synack');
    await player.predicts(2);
    expect(await player.number('counters', 'sent')).toBe(5);
    expect(await filled()).toBe(8);
    expect(await player.states()).toBe('ESTABLISHED ESTABLISHED');
    await player.byTheBook();
    await player.end();
    expect(await player.number('counters', 'sent')).toBe(3);
    expect(await filled()).toBe(8);
  });
});

describe('E05, one of the three is lost', () => {
  it.each([
    ['open/lost-syn', 0],
    ['open/lost-synack', 1],
    ['open/lost-ack3', 2],
    ['open/lost-ack3-data', 2],
    ['ablate/no-retransmit', 1],
  ] as const)('is guessed: %s', async (id, right) => {
    await player.open(id);
    await player.predicts(right);
    if (!id.startsWith('ablate')) expect(await player.states()).toBe('ESTABLISHED ESTABLISHED');
  });

  it.each(['A1', 'B1', 'A2'])('comes to a connection whichever one drops: %s', async (id) => {
    await player.open('open-and-close');
    await player.at(id === 'A1' ? 25 : id === 'B1' ? 75 : 125);
    await player.fault(id, 'drop');
    await player.end();
    const t = await player.trace();
    for (const host of ['A', 'B']) {
      const is = t.frames.some(
        (f) => f.kind === 'state' && f.host === host && f.to === 'ESTABLISHED',
      );
      expect(is, `${host} ${id}`).toBe(true);
    }
    // Nobody has to repeat the third: what A says next has the same ACK.
    if (id === 'A2') expect(t.segments.filter((s) => s.retransmission)).toEqual([]);
  });

  it('waits a second and again a second as Linux, and twice as long as the RFC has it, and in vain when nobody repeats', async () => {
    await player.open('open/lost-syn');
    await player.try(0);
    await player.end();
    expect(await player.number('retry-bars', 'waits')).toBe(2);
    expect(await player.text('retry-sum')).toMatch(/^1 \+ 1 = 2 s/);
    await player.press('w');
    await player.reruns(() => player.page.getByTestId('profile-A').selectOption('rfc'));
    await player.press('Escape');
    await player.end();
    expect(await player.text('retry-sum')).toMatch(/^1 \+ 2 = 3 s/);
    await player.open('open/lost-syn');
    await player.offer('noRetransmit', 'A');
    await player.end();
    expect(await player.states()).toBe('CLOSED LISTEN');
  });
});

describe('E06, text in the handshake', () => {
  it('is read before there is a connection, and twice, when a SYN is believed', async () => {
    await player.open('ablate/syn-data-delivered');
    await player.predicts(1);
    expect(await player.number('inbox', 'reads')).toBe(2);
    expect(await player.text('inbox')).toMatch(/PAY 100/);
    await player.byTheBook();
    await player.end();
    const t = await player.trace();
    const open = t.frames.find(
      (f) => f.kind === 'state' && f.host === 'B' && f.to === 'ESTABLISHED',
    );
    const reads = calls(t, 'B', 'read');
    expect(reads.map((r) => r.detail.text)).toEqual(['PAY 100']);
    expect(reads[0]?.at).toBeGreaterThanOrEqual(open?.at ?? Number.NaN);
  });

  it('is locked up until there is a connection, by the book', async () => {
    await player.open('open/data-on-1-queued');
    await player.at(60);
    await player.page.locator('.inbox-lock').waitFor();
    await player.end();
    expect(await player.page.locator('.inbox-lock').count()).toBe(0);
    expect(await player.number('inbox', 'reads')).toBe(1);
    await player.open('open/data-on-3');
    await player.end();
    expect(readBy(await player.trace(), 'B').join('')).not.toBe('');
  });
});

describe('E07, both open at once', () => {
  it('crosses on the way and makes one connection', async () => {
    await player.open('open/simultaneous');
    await player.predicts(1);
    expect(await player.states()).toBe('ESTABLISHED ESTABLISHED');
    expect((await player.trace()).flows).toHaveLength(1);
    await player.at(25);
    expect(await player.states()).toBe('SYN-SENT SYN-SENT');
    for (const id of ['A1', 'B1'])
      expect(await player.data(`segment-${id}`, 'status')).toBe('under-way');
    await player.at(75);
    expect(await player.states()).toBe('SYN-RECEIVED SYN-RECEIVED');
  });

  it('is still one when they are 49 ms apart, and a RST when they are 60', async () => {
    await player.open('open/simultaneous');
    await player.set('gap', 49);
    await player.end();
    expect(await player.states()).toBe('ESTABLISHED ESTABLISHED');
    await player.set('gap', 60);
    await player.end();
    expect(withFlags(await player.trace(), 'R', 'B')).toHaveLength(1);
  });
});

describe('E08, the numbers of the notes', () => {
  it('are one too low where the server speaks: 2301, 2351, 2352', async () => {
    await player.open('close/worked-numbers');
    await player.predicts(1);
    await player.numbers('raw');
    const cells = async (id: string): Promise<string> =>
      (await player.text(`row-${id}`)).replace(/\s+/g, ' ');
    const t = await player.trace();
    const named = (flags: string, from: string): string =>
      withFlags(t, flags, from).at(-1)?.id ?? '';
    expect(await cells(named('F', 'B'))).toContain('2351');
    expect(await cells(t.segments.at(-1)?.id ?? '')).toContain('2352');
    expect(
      await cells(t.segments.find((s) => s.from === 'B' && s.ack === 1102)?.id ?? ''),
    ).toContain('2301');
    await player.numbers('xy');
    await player.page.evaluate(() => {
      location.hash = '#/notes';
    });
    await player.page.getByTestId('blank-1').waitFor();
    const numbers = [1101, 2300, 1102, 2350, 1102, 2351];
    for (const [i, n] of numbers.entries())
      await player.page.getByTestId(`blank-${i + 1}`).fill(`${n}`);
    await player.lab.click('blanks-compare');
    await expect.poll(() => player.text('blanks-score')).toBe('3 of six are right.');
    for (const [i, right] of [
      [2, 2301],
      [4, 2351],
      [6, 2352],
    ] as const) {
      expect(await player.text(`blank-verdict-${i}`)).toMatch(new RegExp(`wrong.*${right}`));
      await player.page.getByTestId(`blank-${i}`).fill(`${right}`);
    }
    await player.lab.click('blanks-compare');
    await expect.poll(() => player.text('blanks-score')).toBe('6 of six are right.');
    await player.page.keyboard.press('Escape');
  });
});
