import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAB } from '../../scripts/build-lab.ts';
import { BUDGET, gzipped } from '../../scripts/page-files.ts';
import { staticFiles } from '../../src/cli/static-files.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { openLab } from './support/index.ts';
import { slowDown, timeToReady } from './support/speed.ts';
import { loadedByPage } from './support/weigh.ts';

describe('the page loads', () => {
  it('in less than a second, and in less than two where everything is four times as slow', async () => {
    const lab = await openLab();
    expect(await quickest(() => timeToReady(lab.page))).toBeLessThan(1000);
    const faster = await slowDown(lab.page, 4);
    expect(await quickest(() => timeToReady(lab.page))).toBeLessThan(2000);
    await faster();
    await lab.close();
  });

  it('with at most 105 KB of compressed scripts, and with the engine when somebody is there', async () => {
    const { byItself, withEngine } = await loadedByPage();
    const [alone, used] = [byItself, withEngine].map((x) => x.filter((f) => f.endsWith('.js')));
    expect(alone).not.toContainEqual(expect.stringMatching(/worker|mermaid/));
    expect(used).toContainEqual(expect.stringMatching(/^assets\/worker-/));
    expect(used).not.toContainEqual(expect.stringMatching(/mermaid/));
    expect(gzipped(alone ?? [])).toBeLessThanOrEqual(BUDGET.byItself);
    expect(gzipped(used ?? [])).toBeLessThanOrEqual(BUDGET.withEngine);
  });
});

describe('the page works', () => {
  it('for every exhibit of the gallery, without a complaint and without asking other origins', async () => {
    const lab = await openLab({ lang: 'en' });
    const wrong: string[] = [];
    for (const { id } of EXHIBITS) {
      await lab.page.evaluate((hash) => {
        location.hash = hash;
      }, `#/lab/${id}`);
      await expect
        .poll(async () => (await lab.trace()).scenario, { timeout: 20_000 })
        .toBe(id)
        .catch((error) => wrong.push(`${id}: ${error}`));
      wrong.push(...lab.problems.list.splice(0).map((problem) => `${id}: ${problem}`));
    }
    expect(wrong).toEqual([]);
    await lab.close();
  }, 600_000);

  it.each([320, 360, 768, 1280, 1920])(
    '%i pixels wide without scrolling sideways',
    async (width) => {
      for (const lang of ['zh', 'en'] as const) {
        const lab = await openLab({ size: { width, height: 740 }, lang });
        const wide = await lab.page.evaluate(() => document.documentElement.scrollWidth);
        expect(wide).toBeLessThanOrEqual(width);
        await lab.close();
      }
    },
  );

  it('where the browser does not keep pages, or refuses to keep this one', async () => {
    for (const how of ['absent', 'refused']) {
      const lab = await openLab({ keeps: true, before: (page) => hinder(page, how) });
      expect((await lab.trace()).segments.length).toBeGreaterThan(2);
      await lab.close();
    }
  });
});

/** Takes service workers away from the page, or makes them fail. */
async function hinder(page: Page, how: string): Promise<void> {
  await page.addInitScript((how) => {
    if (how === 'absent') Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
    else ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error('refused'));
  }, how);
}

describe('the page, in a folder of any host', () => {
  const FOLDER = '/notes/tcp/';
  let server: Server;
  let base = '';

  beforeAll(async () => {
    const files = staticFiles(LAB);
    server = createServer((request, response) => {
      // A host that knows nothing of the page: it has only the folder, and sends no policy.
      if (request.url?.startsWith(FOLDER) !== true) {
        response.writeHead(404).end();
        return;
      }
      request.url = request.url.slice(FOLDER.length - 1);
      const setHeader = response.setHeader.bind(response);
      response.setHeader = (name, value) =>
        name === 'Content-Security-Policy' ? response : setHeader(name, value);
      files(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('brings its policy along', async () => {
    const lab = await openLab({ base });
    const isRefused = await lab.page.evaluate(async () => {
      document.body.append(
        Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }),
      );
      return !('ran' in window);
    });
    expect(isRefused).toBe(true);
    await expect
      .poll(() => lab.problems.list.splice(0).join())
      .toContain('Content Security Policy');
    await lab.close();
  });

  it('opens, runs and breaks exhibits when the server has ended', async () => {
    const lab = await openLab({ base, keeps: true });
    await lab.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    expect(await lab.page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toBe(
      `${base}sw.js`,
    );
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
    await lab.page.goto(`${base}#/lab/close/simultaneous?x=drop:A3`);
    await lab.page.reload();
    await lab.ready();
    const trace = await lab.trace();
    expect(trace.scenario).toBe('close/simultaneous');
    expect(trace.interventions).toHaveLength(1);
    await lab.close();
  });
});

it('opens without a network, once it has been opened with one', async () => {
  const lab = await openLab({ offline: true });
  expect((await lab.trace()).segments.length).toBeGreaterThan(2);
  await lab.page.goto(`${new URL(lab.page.url()).origin}/index.html#/lab/flood/syn`);
  await lab.ready();
  await lab.close();
});

/** The smallest of three: what the page takes, not what else the machine does. */
async function quickest(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push(await measure());
  return Math.min(...times);
}
