import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAB } from '../../scripts/build-lab.ts';
import { staticFiles } from '../../src/cli/static-files.ts';
import { drawn, goTo, type Lab, openLab } from './support/index.ts';

const isShown = (lab: Lab, selector: string): Promise<boolean> =>
  lab.page.locator(selector).first().isVisible();

describe('presenting', () => {
  it.each(['desktop', 'phone'] as const)(
    'shows the ladder, large, and no panels, %s',
    async (size) => {
      const lab = await openLab({ hash: '#/lab/close/basic', query: 't=575', size });
      await lab.press('f');
      for (const hidden of ['.lab-left', '.lab-right', '.header', '.tabs']) {
        expect(await isShown(lab, hidden), hidden).toBe(false);
      }
      expect(await isShown(lab, '[data-testid=play]')).toBe(true);
      const label = lab.page.getByTestId('label-A3').locator('text');
      expect((await label.boundingBox())?.height).toBeGreaterThan(15);
      const wide = await lab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      await lab.press('ArrowRight');
      await lab.press('Escape');
      expect(await isShown(lab, '.header')).toBe(true);
      await lab.close();
    },
  );
});

describe('on paper', () => {
  it.each(['light', 'dark'] as const)(
    'there is the ladder alone, legible, from %s',
    async (theme) => {
      const lab = await openLab({ hash: '#/lab/close/basic', theme });
      await lab.press('End');
      await lab.page.emulateMedia({ media: 'print' });
      for (const hidden of ['.lab-left', '.lab-right', '.transport', '.tabs-panel', '.notice']) {
        expect(await isShown(lab, hidden), hidden).toBe(false);
      }
      const looks = await lab.page.evaluate(() => {
        const text = document.querySelector('[data-testid=label-A3] text') as SVGTextElement;
        const svg = document.querySelector('svg.ladder-svg') as SVGSVGElement;
        const scroll = document.querySelector('.ladder-scroll') as HTMLElement;
        return {
          ink: getComputedStyle(text).fill,
          ground: getComputedStyle(document.body).backgroundColor,
          size: text.getBoundingClientRect().height,
          isWhole: svg.getBoundingClientRect().height <= scroll.getBoundingClientRect().height + 1,
        };
      });
      expect(looks.ground).toBe('rgb(255, 255, 255)');
      expect(
        looks.ink
          .match(/\d+/g)
          ?.map(Number)
          .every((c) => c < 190),
      ).toBe(true);
      expect(looks.size).toBeGreaterThan(9);
      expect(looks.isWhole).toBe(true);
      await lab.close();
    },
  );
});

describe('embedded in a page of the same origin', () => {
  let server: Server;
  let base = '';

  beforeAll(async () => {
    const files = staticFiles(LAB);
    server = createServer((request, response) => {
      if (request.url !== '/lesson.html') files(request, response);
      else {
        response.setHeader('Content-Type', 'text/html');
        response.end(
          '<!doctype html><title>Lesson</title><link rel="icon" href="data:,"><h1>Lesson</h1><iframe title="lab" width="700" height="500" src="./?embed=1#/lab/close/lost-ack4?t=650&lang=en"></iframe>',
        );
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is the ladder with its buttons, and a way to the whole', async () => {
    const lab = await openLab({ base, lang: 'en' });
    await lab.page.goto(`${base}lesson.html`);
    const frame = lab.page.frameLocator('iframe');
    await frame.getByTestId('embed-bar').waitFor();
    await frame.getByTestId('ladder').locator('svg.ladder-svg').waitFor();
    expect(await frame.locator('.header').isVisible()).toBe(false);
    await frame.getByTestId('segment-A3').click();
    await frame.getByTestId('fault-drop').click();
    await frame.getByTestId('branch-B').waitFor();
    await frame.getByTestId('step').click();
    const href = frame.getByTestId('embed-open');
    await expect
      .poll(() => href.getAttribute('href'))
      .toMatch(/#\/lab\/close\/lost-ack4\?x=drop:A3/);
    const wide = await frame
      .locator('html')
      .evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await lab.close();
  });
});

describe('keys', () => {
  it('mean nothing while an input method composes, in fields, and with others held', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: 't=575' });
    const before = await lab.cursor();
    await lab.page.evaluate(() => {
      const fire = (o: KeyboardEventInit) =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...o }));
      fire({ code: 'ArrowRight', key: 'ArrowRight', isComposing: true });
      fire({ code: 'ArrowRight', key: 'Process' });
      fire({ code: 'ArrowRight', key: 'ArrowRight', ctrlKey: true });
      fire({ code: 'ArrowRight', key: 'ArrowRight', metaKey: true });
    });
    expect(await lab.cursor()).toEqual(before);
    // The key's place counts, not what an input method makes of it.
    await lab.page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { bubbles: true, code: 'ArrowRight', key: 'Unidentified' }),
      ),
    );
    expect(await lab.cursor()).not.toEqual(before);
    await lab.press('ArrowUp');
    const field = lab.page.getByTestId('delay-ms');
    await field.focus();
    await field.press('Home');
    await field.press('d');
    await field.press('ArrowUp');
    expect((await lab.cursor()).frame).toBeGreaterThanOrEqual(0);
    expect(await lab.page.getByTestId('branch-B').count()).toBe(0);
    await lab.close();
  });

  it('held down do once what is not walking', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: 't=575' });
    await lab.page.keyboard.down('v');
    for (let i = 0; i < 3; i++) await lab.page.keyboard.down('v');
    await lab.page.keyboard.up('v');
    expect(await lab.page.getByTestId('table').getAttribute('aria-pressed')).toBe('true');
    await lab.close();
  });

  it('press the button that has the focus, and go from event to event with Shift', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic' });
    await lab.page.getByTestId('step').focus();
    await lab.press(' ');
    await drawn(lab);
    expect(await lab.page.getByTestId('play').getAttribute('aria-label')).not.toMatch(/暂停/);
    await goTo(lab, '#/lab/close/basic');
    const kinds: string[] = [];
    for (let i = 0; i < 6; i++) {
      await lab.press('Shift+ArrowRight');
      const { frame } = await lab.cursor();
      const before = (await lab.trace()).frames.slice(0, frame + 1);
      kinds.push(
        before.findLast((f) => !['vars', 'timers', 'tables'].includes(f.kind))?.kind ?? '',
      );
    }
    expect(new Set(kinds)).toEqual(new Set(['sent', 'arrived']));
    for (let i = 0; i < 6; i++) await lab.press('Shift+ArrowLeft');
    expect((await lab.cursor()).frame).toBeLessThan(10);
    await lab.close();
  });
});
