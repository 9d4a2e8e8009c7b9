import { describe, expect, it } from 'vitest';
import type { RuleAction } from '../../src/link/impairments.ts';
import { done, drawn, goTo, type Inside, type Lab, openLab } from './support/index.ts';

/** A segment is under way, some have arrived, and some are still to come. */
const MIDST = '#/lab/open-and-close?t=275';
const FAULTS: readonly (readonly [RuleAction, string])[] = [
  ['drop', 'd'],
  ['delay', 'l'],
  ['duplicate', 'u'],
  ['reorder', 'r'],
  ['corrupt', 'c'],
];

/** Clicks Drop for the segment that is selected; how long until it is lost on the screen, milliseconds. */
function timeOfDrop(lab: Lab, id: string): Promise<number> {
  return lab.page.evaluate(
    (of) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const watcher = new MutationObserver(() => {
          const drawnSegment = document.querySelector(`[data-testid="segment-${of}"]`);
          if (drawnSegment?.getAttribute('data-status') !== 'lost') return;
          watcher.disconnect();
          resolve(performance.now() - began);
        });
        watcher.observe(document.body, { subtree: true, childList: true, attributes: true });
        document.querySelector<HTMLElement>('[data-testid="fault-drop"]')?.click();
      }),
    id,
  );
}

describe('dropping the ACK under way', () => {
  it.each(['desktop', 'phone'] as const)('shows within 200 ms, %s', async (size) => {
    const lab = await openLab({ size });
    const times: number[] = [];
    const before = await lab.trace();
    for (let i = 0; i < 6 && !times.some((t) => t < 200); i++) {
      await lab.click('segment-A2');
      times.push(await timeOfDrop(lab, 'A2'));
      if (i === 0) await showsLoss(lab, before.segments.length);
      await lab.press('z');
      await expect.poll(() => done(lab)).toEqual([]);
    }
    console.log(
      `a drop shows after ${times.map((t) => `${t.toFixed(0)} ms`).join(', ')} (${size})`,
    );
    expect(Math.min(...times)).toBeLessThan(200);
    await lab.close();
  });

  it('waits for an engine that is slow to come, and says so', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const lab = await openLab({
      lang: 'en',
      before: async (page) =>
        void (await page.route('**/worker-*.js', async (route) => {
          await held;
          await route.continue();
        })),
    });
    await lab.click('segment-A2');
    await lab.click('fault-drop');
    await lab.page.getByText('The engine is running…').waitFor();
    // One goes on meanwhile: what was asked for is done all the same.
    await lab.press('d');
    await lab.press('ArrowRight');
    release();
    await expect.poll(() => done(lab)).toEqual(['drop A2']);
    expect(await lab.page.getByText('The engine is running…').count()).toBe(0);
    await lab.close();
  });
});

/** The cross is where the line ends, between the two hosts, and what comes is something else. */
async function showsLoss(lab: Lab, count: number): Promise<void> {
  const place = await lab.page.evaluate(() => {
    const segment = document.querySelector('[data-testid="segment-A2"]') as SVGGElement;
    const box = (segment.querySelector('.ladder-cross') as SVGPathElement).getBBox();
    const line = segment.querySelector('.ladder-hit')?.getAttribute('d') ?? '';
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = line.match(/[\d.]+/g)?.map(Number) ?? [];
    const lives = [...document.querySelectorAll('.ladder-life')].map((life) =>
      Number(/M([\d.]+)/.exec(life.getAttribute('d') ?? '')?.[1]),
    );
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, x0, y0, x1, y1, lives };
  });
  expect(place.x).toBeCloseTo(place.x1, 0);
  expect(place.y).toBeCloseTo(place.y1, 0);
  const [left = 0, right = 0] = place.lives;
  expect(place.x).toBeGreaterThan(left + 0.2 * (right - left));
  expect(place.x).toBeLessThan(left + 0.8 * (right - left));
  expect(place.y1).toBeGreaterThan(place.y0);
  const { segments } = await lab.trace();
  expect(segments.find((s) => s.id === 'A2')?.fate).toBe('lost');
  expect(segments.length).toBeGreaterThan(count);
}

describe.each(['mouse', 'touch', 'keys'] as const)('by %s', (means) => {
  it('each fault can be put on what is past and on what is to come', async () => {
    const lab = await openLab({ size: means === 'touch' ? 'phone' : 'desktop', lang: 'en' });
    for (const id of ['A1', 'A5']) {
      await goTo(lab, MIDST);
      if ((await lab.page.getByTestId('overview').getAttribute('aria-pressed')) !== 'true') {
        await lab.click('overview');
      }
      for (const [action, key] of FAULTS) {
        await put(lab, means, id, action, key);
        await expect.poll(() => done(lab)).toEqual([`${action} ${id}`]);
        const hit = (await lab.trace()).interventions.map((i) => i.hit);
        expect(hit, `${action} ${id}`).toEqual([true]);
        await lab.press('z');
        await expect.poll(() => done(lab)).toEqual([]);
      }
    }
    await lab.close();
  });
});

async function put(
  lab: Lab,
  means: 'mouse' | 'touch' | 'keys',
  id: string,
  action: RuleAction,
  key: string,
): Promise<void> {
  const isSelected = (): Promise<boolean> =>
    lab.page.evaluate(
      (of) => (window as unknown as { __lab: Inside }).__lab.bench()?.selected === of,
      id,
    );
  if (means !== 'keys') {
    if (!(await isSelected())) await lab.click(`segment-${id}`);
    await lab.click(`fault-${action}`);
    return;
  }
  for (let i = 0; i < 20 && !(await isSelected()); i++) {
    await lab.press(id === 'A1' ? 'ArrowUp' : 'ArrowDown');
  }
  await lab.press(key);
}

describe('what was done', () => {
  it('leaves the old course standing, draws it behind, and is undone exactly', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: 't=575' });
    await lab.press('ArrowUp');
    const before = await lab.page.evaluate(() => {
      const w = window as unknown as { __lab: Inside; was: unknown };
      w.was = w.__lab.bench();
      return JSON.stringify(w.was);
    });
    await lab.press('d');
    await lab.page.getByTestId('branch-B').waitFor();
    expect(await lab.page.getByTestId('branch-B').getAttribute('aria-pressed')).toBe('true');
    await lab.press('End');
    expect(await lab.page.locator('[data-ghost]').count()).toBeGreaterThan(0);
    await lab.page.getByTestId('ghost-legend').waitFor();
    await lab.press('b');
    await expect.poll(() => lab.page.locator('[data-ghost]').count()).toBe(0);
    await lab.click('branch-A');
    await drawn(lab);
    expect(await done(lab)).toEqual([]);
    await lab.press('z');
    await lab.click('undo');
    const isSame = await lab.page.evaluate(() => {
      const w = window as unknown as { __lab: Inside; was: unknown };
      return w.__lab.bench() === w.was;
    });
    expect(isSame).toBe(true);
    const after = await lab.page.evaluate(() =>
      JSON.stringify((window as unknown as { __lab: Inside }).__lab.bench()),
    );
    expect(after).toBe(before);
    await lab.close();
  });

  it('is not lost while the run plays on', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: 't=0' });
    await lab.page.getByTestId('speed').selectOption('slow');
    await lab.press(' ');
    await expect.poll(async () => (await lab.cursor()).at).toBeGreaterThan(10_000);
    await lab.press('d');
    await expect.poll(() => done(lab)).toHaveLength(1);
    await lab.press(' ');
    await lab.close();
  });

  it('is taken back by doing it again, and keeps the focus where it is', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: 't=575' });
    await lab.press('ArrowUp');
    const drop = lab.page.getByTestId('fault-drop');
    await drop.focus();
    await lab.press('Enter');
    await expect.poll(() => done(lab)).toHaveLength(1);
    await drawn(lab);
    expect(await drop.evaluate((e) => e === document.activeElement)).toBe(true);
    expect(await drop.getAttribute('aria-pressed')).toBe('true');
    await lab.press('Enter');
    await expect.poll(() => done(lab)).toEqual([]);
    await lab.close();
  });
});
