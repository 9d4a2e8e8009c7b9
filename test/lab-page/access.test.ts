import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Lab, openLab } from './support/index.ts';
import { settle } from './support/tour.ts';

/** Notes whatever is put before those who listen. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const region = document.querySelector('[data-testid="announcer"]') as Element;
    new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
      ...{ childList: true, characterData: true, subtree: true },
    });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

const selectedOf = (lab: Lab): Promise<string> => lab.text('tools-title');

describe('by keyboard alone', () => {
  it('E02: find it, drop the SYN,ACK, watch, and do without the third segment', async () => {
    const lab = await openLab({ lang: 'en' });
    const { page } = lab;
    await lab.press('g');
    await page.getByTestId('gallery-search').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'gallery-search',
    );
    await page.keyboard.type('open/lost-synack');
    await lab.press('ArrowDown');
    await lab.press('Enter');
    await expect.poll(async () => (await lab.trace()).scenario).toMatch(/^open\/lost-synack/);
    await page.locator('dialog').waitFor({ state: 'detached' });
    // The exhibit loses it already; what is dropped now is the one that is sent instead of it.
    await lab.press('End');
    const { segments } = await lab.trace();
    const wanted =
      segments.filter(({ flags }) => /S/.test(flags) && flags.length > 1).at(-1)?.id ?? '';
    for (let i = 0; i < segments.length + 1; i++) {
      await lab.press('ArrowUp');
      if ((await selectedOf(lab)).startsWith(`${wanted} `)) break;
    }
    expect(await selectedOf(lab)).toContain('SYN,ACK');
    await lab.press('d');
    await expect
      .poll(async () => (await lab.trace()).interventions)
      .toContainEqual(expect.objectContaining({ segment: wanted }));
    const last = (await lab.trace()).frames.length - 1;
    await lab.press('Home');
    for (let i = 0; i < 400 && (await lab.cursor()).frame < last; i++)
      await lab.press('ArrowRight');
    expect((await lab.cursor()).frame).toBe(last);
    await lab.press('w');
    await page.getByTestId('what-if-twoWay-B').waitFor();
    for (let i = 0; i < 60; i++) {
      await lab.press('Tab');
      const at = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
      if (at === 'what-if-twoWay-B') break;
    }
    await lab.press('Space');
    await expect.poll(async () => (await lab.trace()).nonStandard.length).toBe(1);
    await lab.press('Escape');
    await lab.close();
  });

  it('the table has the same segments in the same order, and can drop one', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic' });
    const { page } = lab;
    await lab.press('End');
    await lab.press('v');
    await settle(lab);
    const rows = await page
      .locator('[data-testid="segment-table"] tbody tr')
      .evaluateAll((all) => all.map((r) => r.getAttribute('data-segment')));
    const { segments } = await lab.trace();
    expect(rows).toEqual(segments.map((s) => s.id));
    const last = rows.at(-1) ?? '';
    await page.getByTestId(`row-drop-${last}`).focus();
    await lab.press('Enter');
    await expect.poll(async () => (await lab.trace()).interventions).toHaveLength(1);
    await expect.poll(() => lab.text(`row-${last}`)).toContain('丢');
    await lab.close();
  });
});

describe('without motion', () => {
  it('nothing moves, a play goes from step to step, and is not read out', async () => {
    const lab = await openLab({ reducedMotion: true, hash: '#/lab/close/basic' });
    const { page } = lab;
    const moving = (): Promise<number> => page.evaluate(() => document.getAnimations().length);
    const heard = await listen(page);
    for (let n = 1; n <= 4; n++) {
      await lab.press('ArrowRight');
      await settle(lab);
      expect(await heard()).toHaveLength(n);
      expect(await moving()).toBe(0);
    }
    const from = (await lab.cursor()).frame;
    await lab.press('Space');
    for (const key of ['1', '2', '3', '4', '5']) {
      await lab.press(key);
      await settle(lab);
      expect(await moving()).toBe(0);
    }
    await expect.poll(async () => (await lab.cursor()).frame, { timeout: 15_000 }).not.toBe(from);
    const { frames } = await lab.trace();
    const { frame, at } = await lab.cursor();
    expect(frames[frame]?.at).toBe(at);
    await lab.press('Space');
    for (const key of ['g', 'w', 'Shift+Slash']) {
      await lab.press(key);
      await page.locator('dialog[open]').waitFor();
      expect(await moving()).toBe(0);
      await lab.press('Escape');
    }
    expect((await heard()).slice(4).filter((text) => text.trim() !== '')).toEqual([]);
    await lab.close();
  });
});

/** Colours that meet: what is written or drawn, what it lies on, and the least contrast. */
const MEETINGS: readonly (readonly [string, string, number])[] = [
  ...['--bg', '--panel', '--raised', '--hover', '--chosen'].flatMap((on) => [
    ...['--ink', '--muted', '--accent'].map((text) => [text, on, 4.5] as const),
  ]),
  ...['--bg', '--panel'].flatMap((on) => [
    ...['--open', '--data', '--reset', '--time-wait', '--good', '--bad', '--close'].map(
      (text) => [text, on, on === '--panel' ? 4.5 : 3] as const,
    ),
    ...['--ack', '--idle', '--edge'].map((line) => [line, on, 3] as const),
  ]),
  ['--on-accent', '--accent', 4.5],
  ['--hazard-b', '--hazard-a', 4.5],
];

it.each(['light', 'dark'] as const)('has enough contrast, %s', async (theme) => {
  const lab = await openLab({ theme });
  const weak = await lab.page.evaluate((meetings) => {
    const box = document.body.appendChild(document.createElement('i'));
    const luminance = (name: string): number => {
      box.style.color = `var(${name})`;
      const rgb = (getComputedStyle(box).color.match(/[\d.]+/g) ?? []).map(Number);
      const [r = 0, g = 0, b = 0] = rgb.map((c) =>
        c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = meetings.flatMap(([a, b, least]) => {
      const [x, y] = [luminance(a), luminance(b)];
      const ratio = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
      return ratio < least ? [`${a} on ${b}: ${ratio.toFixed(2)} < ${least}`] : [];
    });
    box.remove();
    return found;
  }, MEETINGS);
  expect(weak).toEqual([]);
  await lab.close();
});

describe('without colours', () => {
  it('tells the kinds of segments apart by how their lines are drawn', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4' });
    await lab.press('End');
    await settle(lab);
    const looks = await lab.page.evaluate(() => {
      const by = new Map<string, Set<string>>();
      for (const g of document.querySelectorAll('.ladder-segment[data-kind]')) {
        const drawn = [...g.querySelectorAll('path, polygon')].filter(
          (e) => !e.matches('.ladder-halo, .ladder-hit'),
        );
        const look = drawn.map((e) => {
          const isHollow = e.tagName === 'polygon' && e.getAttribute('stroke') !== 'none';
          const parts = [e.tagName, e.getAttribute('stroke-width'), `${isHollow}`];
          return [...parts, e.getAttribute('stroke-dasharray')].join(' ');
        });
        const name = `${g.getAttribute('data-kind')} ${g.getAttribute('data-status')}`;
        by.set(name, (by.get(name) ?? new Set()).add(look.join(' | ')));
      }
      return [...by].map(([kind, set]) => [kind, [...set]] as const);
    });
    const all = looks.flatMap(([, set]) => set);
    expect(looks.map(([kind]) => kind).sort()).toEqual(
      expect.arrayContaining([
        'ack arrived',
        'ack lost',
        'close arrived',
        'data arrived',
        'open arrived',
      ]),
    );
    expect(new Set(all).size, JSON.stringify(looks)).toBe(all.length);
    await lab.close();
  });

  it.each(['light', 'dark'] as const)(
    'shows all in the colours of the system, %s',
    async (theme) => {
      const lab = await openLab({ forcedColors: true, theme, hash: '#/lab/close/lost-ack4' });
      await lab.press('End');
      await lab.press('5');
      await settle(lab);
      const unseen = await lab.page.evaluate(() => {
        const found: string[] = [];
        const ground = getComputedStyle(document.body).backgroundColor;
        const drawn = document.querySelectorAll(
          '.ladder-segment path:not(.ladder-halo, .ladder-hit), .ladder-segment polygon, .states-node:not(.is-current) *',
        );
        for (const e of drawn) {
          if (!(e instanceof SVGGraphicsElement) || e instanceof SVGGElement) continue;
          const { stroke, fill, opacity } = getComputedStyle(e);
          const inks = [stroke, fill].filter((c) => c !== 'none' && c !== 'rgba(0, 0, 0, 0)');
          // The second stroke of a SYN,ACK is the gap in the first.
          const isGap = e.getAttribute('stroke-width') === '1.7';
          if (inks.length === 0 || isGap || Number(opacity) === 0) continue;
          if (inks.every((c) => c === ground))
            found.push(`${e.tagName} ${e.getAttribute('class')}`);
        }
        return { found, count: drawn.length };
      });
      expect(unseen.found).toEqual([]);
      expect(unseen.count).toBeGreaterThan(20);
      await lab.close();
    },
  );
});
