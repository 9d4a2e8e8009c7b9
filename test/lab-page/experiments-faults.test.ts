import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EDGES, edgeKey } from '../../src/ladder/diagram.ts';
import { calls, Player, readBy, stateIn, withFlags } from './support/play.ts';

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});

afterAll(() => player.lab.close());

/** When an application was told that it is over, in seconds from when it was connected, and why. */
async function told(host: string): Promise<string[]> {
  const t = await player.trace();
  const open = t.frames.find(
    (f) => f.kind === 'state' && f.host === host && f.to === 'ESTABLISHED',
  );
  return calls(t, host, 'closed').map((c) => `${(c.at - (open?.at ?? 0)) / 1e6} ${c.detail.error}`);
}

describe('E21, the client dies', () => {
  it('in silence: ten probes, 7950 s; nine of them, 7875 s', async () => {
    await player.open('alive/dead-client');
    await player.predicts(2);
    expect(await told('B')).toEqual(['7950 ETIMEDOUT']);
    expect(await player.data('deaths', 'how')).toBe('power-off');
    expect(await player.data('deaths', 'was')).toBe('idle-keepalive');
    expect(await player.page.locator('.ladder-break', { hasText: '⋯ 2 h ⋯' }).count()).toBe(1);
    await player.try(0);
    expect(await told('B')).toEqual(['7875 ETIMEDOUT']);
  });

  it('in silence, and is never missed without keep-alive', async () => {
    await player.open('alive/off-by-default');
    await player.predicts(2);
    expect((await player.states()).split(' ')[1]).toBe('ESTABLISHED');
    expect(await told('B')).toEqual([]);
    expect(await player.data('deaths', 'was')).toBe('idle');
  });

  it.each([
    ['alive/reboot', 1, 'reboot', ['7200.1 ECONNRESET']],
    ['alive/killed', 2, 'kill', null],
    ['alive/unplug', 1, 'unplug', null],
    ['alive/powered-off-sending', 1, 'power-off', null],
  ] as const)('in another way: %s', async (id, right, how, says) => {
    await player.open(id);
    await player.predicts(right);
    expect(await player.data('deaths', 'how')).toBe(how);
    if (says !== null) expect(await told('B')).toEqual(says);
    if (how === 'kill') expect(withFlags(await player.trace(), 'F', 'A')).toHaveLength(1);
  });
});

describe('E22, RST', () => {
  it('must be exact: in the window it is asked back, and any will do when nobody looks', async () => {
    await player.open('rst/blind');
    await player.predicts(2);
    expect(await player.data('window-guess', 'hit')).toBe('window');
    expect((await player.states()).split(' ')[1]).toBe('ESTABLISHED');
    await player.try(0);
    await player.end();
    expect(await player.data('window-guess', 'hit')).toBe('exact');
    expect(await told('B')).toHaveLength(1);
    await player.open('rst/blind');
    await player.offer('acceptAnyRst', 'B');
    await player.end();
    expect(await player.data('window-guess', 'hit')).toBe('window');
    expect((await told('B'))[0]).toMatch(/ECONNRESET/);
    expect(await player.text('hazard-badge')).toMatch(/not standard/);
  });

  it.each([
    ['rst/closed-port', 2],
    ['rst/half-open', 2],
    ['rst/unread-data', 1],
    ['rst/out-of-window', 1],
    ['rst/exact', 1],
    ['ablate/accept-any-rst', 2],
  ] as const)('is guessed: %s', async (id, right) => {
    await player.open(id);
    await player.predicts(right);
  });
});

describe('E23, make B read one wrong octet', () => {
  it('never succeeds by what the network can do', async () => {
    await player.open('hdr/any-fault');
    await player.predicts(0);
    await player.try(0);
    await player.press('v');
    await player.end();
    for (const [id, action] of [
      ['A5', 'corrupt'],
      ['A9', 'drop'],
      ['A12', 'duplicate'],
      ['A20', 'reorder'],
      ['B3', 'delay'],
    ] as const) {
      await player.lab.click(`row-select-${id}`);
      await player.reruns(() => player.lab.click(`fault-${action}`));
      await player.end();
      expect(await player.number('stream-diff', 'wrong')).toBe(0);
      expect(readBy(await player.trace(), 'B').join('')).toBe('abcdefghijklmnopqrstuvwxyz');
    }
    expect(await player.number('stream-score', 'tries')).toBe(7);
    await player.press('v');
  });

  it.each(['noChecksum', 'noSeqCheck'])('succeeds when B does not look: %s', async (id) => {
    await player.open('hdr/any-fault');
    await player.offer(id, 'B');
    await player.end();
    expect(await player.number('stream-diff', 'wrong')).toBeGreaterThan(0);
    expect(readBy(await player.trace(), 'B').join('')).not.toBe('abcdefghijklmnopqrstuvwxyz');
    expect(await player.text('hazard-badge')).toMatch(/not standard/);
  });

  it.each([
    ['ablate/no-checksum', 1],
    ['ablate/no-seq-check', 2],
  ] as const)('is guessed: %s', async (id, right) => {
    await player.open(id);
    await player.predicts(right);
    expect(await player.number('stream-diff', 'wrong')).toBeGreaterThan(0);
  });
});

describe('E24, FIN-WAIT-2', () => {
  it('is left when B repeats its FIN', async () => {
    await player.open('close/lost-fin');
    await player.predicts(1);
    expect(await player.states()).toBe('CLOSED CLOSED');
  });

  it('is left after 60 s when nobody holds it, and is not left by the RFC alone', async () => {
    await player.open('close/fin-wait-2-timeout');
    await player.predicts(1);
    const t = await player.trace();
    expect(stateIn(t, 'A', 60_299_000)).toBe('FIN-WAIT-2');
    expect(stateIn(t, 'A', 60_301_000)).toBe('CLOSED');
    await player.at(30_000);
    await player.lab.click('panel-tcb');
    await expect.poll(() => player.page.locator('[data-testid^="timer-A-fin"]').count()).toBe(1);
    await player.try(0);
    await player.at(100_000);
    expect((await player.states()).split(' ')[0]).toBe('FIN-WAIT-2');
  });
});

describe('E25, the whole diagram', () => {
  it('is lit by doing: every transition occurs in some exhibit', async () => {
    await player.lab.click('panel-states');
    await player.page.getByTestId('bingo').waitFor();
    const forget = player.page.getByTestId('bingo-forget');
    if (await forget.isEnabled()) await forget.click();
    // A cover of the diagram: each adds what those before have not.
    for (const id of COVER) {
      await player.open(id);
      await player.end();
    }
    // An experiment about queues or sockets opens with their panel.
    await player.lab.click('panel-states');
    expect(await player.text('bingo-count')).toBe(`${EDGES.length}/${EDGES.length}`);
    const lit = await player.page.evaluate(
      () => JSON.parse(localStorage.getItem('synwave.transitions') ?? '[]') as string[],
    );
    for (const e of EDGES) expect(lit).toContain(edgeKey(e));
  });

  it.each([
    ['open/listen-send', 1],
    ['open/listen-close', 2],
    ['open/close-early', 1],
    ['tw/reopened', 1],
    ['rst/in-fin-wait-1', 2],
    ['rst/in-closing', 2],
  ] as const)('is guessed: %s', async (id, right) => {
    await player.open(id);
    await player.predicts(right);
  });
});

const COVER = [
  'close/basic',
  'close/simultaneous',
  'open/simultaneous',
  'open/refused',
  'open/listen-send',
  'open/listen-close',
  'open/old-dup-syn',
  'open/close-early',
  'queue/lifetime',
  'rst/abort',
  'rst/after-close',
  'rst/in-fin-wait-1',
  'rst/in-closing',
  'tw/reopened',
] as const;

describe('E26, analogies', () => {
  it.each(['technical', 'playground', 'letters'])(
    'have one bubble for each segment: %s',
    async (voice) => {
      await player.lab.click(`voice-${voice}`);
      for (const id of [
        'open-and-close',
        'close/lost-ack4',
        'open/simultaneous',
        'hdr/any-fault',
      ]) {
        await player.open(id);
        await player.end();
        const { segments } = await player.trace();
        const bubbles = player.page.locator('[data-testid=narration-line][data-bubble=true]');
        await expect
          .poll(
            async () => {
              // The oldest lines are told when one asks.
              const earlier = player.page.getByTestId('narration-earlier');
              if ((await earlier.count()) > 0) await earlier.click();
              return await bubbles.count();
            },
            { timeout: 15_000 },
          )
          .toBe(segments.length);
      }
      if (voice !== 'technical') {
        // Where shouting and letters say something wrong, that is said.
        expect(await player.page.locator('.narration-line.is-stops').count()).toBeGreaterThan(0);
        expect(await player.page.locator('.narration-line.is-bubble').count()).toBeGreaterThan(0);
      }
      await player.lab.click('voice-technical');
    },
  );
});
