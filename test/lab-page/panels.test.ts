import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { axe, type Lab, openLab } from './support/index.ts';

const HAN = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;
let lab: Lab;

afterEach(() => lab.close());

// biome-ignore lint/performance/useDomNodeTextContent: only what can be read counts.
const read = (it: Locator): Promise<string> => it.innerText();
const lines = (page: Page) => page.getByTestId('narration-line');
const frames = (page: Page): Promise<number[]> =>
  lines(page).evaluateAll((all) => all.map((l) => Number(l.getAttribute('data-frame'))));
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
  });

async function open(id: string, o: Parameters<typeof openLab>[0] = {}): Promise<Page> {
  lab = await openLab({ hash: `#/lab/${id}`, ...o });
  await lab.page.getByTestId('narration').waitFor();
  return lab.page;
}

/** What the panels are made of; the rest of the page has its own tests. */
const OWN = /narration|tcb|states|timers?-|edge-|pin-|bingo/;

const PANELS = [
  ['panel-tcb', 'tcb'],
  ['panel-states', 'states'],
] as const;

/** All that the panels say, as one reads it; but what has been seen stays lit, whichever way one goes. */
async function said(page: Page, panel: string): Promise<string> {
  await settled(page);
  const text = `${await lab.text('narration')}\n${await lab.text(panel)}`;
  return text.replace(/画一遍状态机[\s\S]*/, '');
}

describe('the narration', () => {
  it('tells what has happened, and nothing of what is to come', async () => {
    const page = await open('close/lost-ack4');
    for (const at of [0, 60_000, 300_000, 900_000, 30_000_000]) {
      await lab.seek(at);
      const { frame } = await lab.cursor();
      const told = await frames(page);
      expect(told.length).toBeGreaterThan(0);
      expect(Math.max(...told)).toBeLessThanOrEqual(frame);
    }
  });

  it('gives the reason, the clause in a tab of its own, and what brought it about', async () => {
    const page = await open('close/lost-ack4');
    await lab.seek(900_000);
    await page.getByTestId('why').last().click();
    expect(await lab.text('why-text')).toMatch(/重传/);
    const link = page.getByTestId('clause');
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\//);
    const cause = page.getByTestId('cause').first();
    const to = Number(await cause.getAttribute('data-frame'));
    await cause.click();
    expect((await lab.cursor()).frame).toBeGreaterThanOrEqual(to);
    expect((await lab.cursor()).at).toBe((await lab.trace()).frames[to]?.at);
  });

  it('stands where a line tells that one clicks', async () => {
    const page = await open('close/lost-ack4');
    await lab.seek(900_000);
    const line = page.locator('[data-testid="narration-line"]', { hasText: 'A6' }).first();
    const frame = Number(await line.getAttribute('data-frame'));
    await line.getByRole('button').first().click();
    expect((await lab.cursor()).at).toBe((await lab.trace()).frames[frame]?.at);
  });

  it('has three voices, and both languages when asked', async () => {
    const page = await open('close/lost-ack4');
    await lab.seek(30_000_000);
    await lab.click('voice-playground');
    await expect.poll(() => lab.text('narration')).toContain('小明，你在吗');
    expect(await page.locator('.narration-line.is-stops').count()).toBeGreaterThan(0);
    await lab.click('voice-letters');
    await expect.poll(() => lab.text('narration')).toContain('分手');
    await lab.click('voice-technical');
    await page.getByTestId('bilingual-toggle').check();
    await expect.poll(() => read(lines(page).last())).toMatch(/[一-龥][\s\S]*[a-z]{3}/);
  });

  it('is announced once for each step, in either direction, and not while it plays', async () => {
    const page = await open('close/basic');
    await page.evaluate(() => {
      const region = document.querySelector('[data-testid="announcer"]') as Element;
      const heard: string[] = [];
      Object.assign(window, { heard });
      new MutationObserver((list) => {
        if (list.length > 0) heard.push(region.textContent ?? '');
      }).observe(region, { childList: true, characterData: true, subtree: true });
    });
    const heard = (): Promise<string[]> =>
      page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    for (let n = 1; n <= 12; n++) {
      await lab.press('ArrowRight');
      await settled(page);
      expect(await heard()).toHaveLength(n);
    }
    for (let n = 13; n <= 20; n++) {
      await lab.press('ArrowLeft');
      await settled(page);
      expect(await heard()).toHaveLength(n);
    }
    expect((await heard()).every((text) => text.trim() !== '')).toBe(true);
    await lab.click('play');
    await page.waitForTimeout(1500);
    const spoken = (await heard()).slice(20).filter((text) => text.trim() !== '');
    expect(spoken).toEqual([]);
  });
});

describe('what the panels say', () => {
  it('is the same whether one comes from before or from behind', async () => {
    const page = await open('close/lost-ack4');
    for (const [tab, panel] of PANELS) {
      await lab.click(tab);
      // On a tab, arrow keys go through the tabs.
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await lab.seek(600_000);
      const forth = [await said(page, panel)];
      for (let n = 1; n <= 10; n++) {
        await lab.press('ArrowRight');
        forth.push(await said(page, panel));
      }
      for (let n = 9; n >= 0; n--) {
        await lab.press('ArrowLeft');
        expect(await said(page, panel)).toBe(forth[n]);
      }
    }
  });

  it('is in one language, with nothing unsaid', async () => {
    const page = await open('rst/out-of-window', { lang: 'en' });
    for (const [tab, panel] of PANELS) {
      await lab.click(tab);
      for (const at of [0, 60_000, 120_000, 2_650_000]) {
        await lab.seek(at);
        const text = await said(page, panel);
        expect(text).not.toMatch(HAN);
        expect(text).not.toMatch(/undefined|NaN|\[object|null/);
      }
    }
  });

  it('is accessible', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const page = await open('tw/restart', { theme });
      await lab.seek(30_000_000);
      for (const tab of ['panel-tcb', 'panel-states']) {
        await lab.click(tab);
        await settled(page);
        expect((await axe(page)).filter((found) => OWN.test(found))).toEqual([]);
      }
      if (theme === 'light') await lab.close();
    }
  }, 180_000);
});

describe('the variables', () => {
  it('mark what this step changed, and lead to the segment that changed it', async () => {
    await open('close/lost-ack4');
    await lab.click('panel-tcb');
    await lab.seek(350_000);
    expect(await lab.text('tcb-B-rcvNxt')).toMatch(/▲\s*x\+1002[\s\S]*A4/);
    expect(await lab.text('tcb-A-rcvNxt')).not.toContain('▲');
    expect(await lab.text('ruler-A-B')).toContain('已发未确认');
  });

  it('say why a half-open entry has no TCB', async () => {
    await open('open/ledger');
    await lab.click('panel-tcb');
    await lab.seek(60_000);
    expect(await lab.text('tcb-note-B')).toContain('半连接队列');
    expect(await lab.text('tcb-B-iss')).toBe('y');
    expect(await lab.text('tcb-B-cwnd')).toBe('—');
  });

  it('show where forged segments fall', async () => {
    await open('rst/out-of-window');
    await lab.click('panel-tcb');
    await lab.seek(2_650_000);
    expect(await lab.text('pin-X2')).toMatch(/冒名.*超出窗口/);
    expect(await lab.text('pin-X3')).toMatch(/冒名.*旧/);
    expect(await lab.text('pin-X4')).toMatch(/冒名.*在窗口内/);
  });
});

describe('timers', () => {
  it('lead to their expiry, or say when they are cancelled', async () => {
    const page = await open('tw/restart');
    await lab.click('panel-tcb');
    await lab.seek(600_000);
    expect(await lab.text('timer-A-time-wait')).toMatch(/20\.5 秒 时重新计时/);
    await lab.click('jump-B-retransmission');
    expect((await lab.cursor()).at).toBe(20_450_000);
    await lab.seek(21_000_000);
    expect(await lab.text('timer-A-time-wait')).toMatch(/第 1 次重新计时/);
    await lab.click('jump-A-time-wait');
    expect((await lab.cursor()).at).toBe(80_500_000);
    expect(await lab.text('timer-A-time-wait')).toContain('到期了');
    await lab.press('End');
    await expect.poll(() => page.getByTestId('timer-A-time-wait').count()).toBe(0);
  });
});

describe('the diagrams', () => {
  it('go to where a line was taken, and say how others are', async () => {
    const page = await open('close/basic');
    await lab.seek(10_000_000);
    await lab.click('panel-states');
    const edge = (name: string) => page.locator(`[data-testid="edge-${name}"][data-host="A"]`);
    const state = (name: string) => page.getByTestId(`state-A-${name}`);
    expect(await state('TIME-WAIT').getAttribute('data-current')).toBe('true');
    await edge('SYN-SENT-ESTABLISHED').focus();
    await page.keyboard.press('Enter');
    expect((await lab.cursor()).at).toBe(100_000);
    expect(await state('ESTABLISHED').getAttribute('data-current')).toBe('true');
    await edge('FIN-WAIT-1-CLOSING').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => lab.text('edge-card')).toMatch(/收到 FIN[\s\S]*同时关闭/);
    await lab.click('edge-exhibit-close-simultaneous');
    await expect.poll(async () => (await lab.trace()).scenario).toContain('simultaneous');
    // Of one of the two ends: that which is the first to make it.
    const closing = page.locator('[data-state="CLOSING"][data-current="true"]');
    await expect.poll(() => closing.count()).toBeGreaterThan(0);
  });

  it('hide their names, and count what one finds', async () => {
    const page = await open('close/basic');
    await lab.click('panel-states');
    await page.getByTestId('hide-labels').first().click();
    const machine = page.locator('.states-machine').first();
    expect(await machine.locator('.states-node.is-hidden').count()).toBe(11);
    expect(await read(machine)).toMatch(/请点出 ESTABLISHED/);
    await page.getByTestId('state-A-ESTABLISHED').click();
    expect(await read(machine)).toMatch(/点对 1\/11/);
    await page.getByTestId('state-A-LISTEN').click();
    expect(await read(machine)).toMatch(/那是 LISTEN[\s\S]*点对 1\/11/);
  });

  it('are lit by what was seen, also after the page is opened again', async () => {
    const page = await open('close/basic');
    await lab.click('panel-states');
    await lab.seek(0);
    expect(await lab.text('bingo-count')).toBe('1/28');
    await lab.seek(70_000_000);
    expect(await lab.text('bingo-count')).toBe('11/28');
    await page.reload();
    await lab.ready();
    await lab.click('panel-states');
    expect(await lab.text('bingo-count')).toBe('11/28');
  });
});
