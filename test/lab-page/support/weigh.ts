import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LAB } from '../../../scripts/build-lab.ts';
import { staticFiles } from '../../../src/cli/static-files.ts';
import { launch } from './browser.ts';

/** How long the page must ask for nothing more to have all that it loads by itself, milliseconds. */
const QUIET = 1500;

/** What the page has loaded: files below its folder, in the order in which they are asked for. */
export interface Loaded {
  /** When it was opened and left alone. */
  readonly byItself: readonly string[];
  /** When somebody has dropped the segment that is under way: the same, and the engine with what it runs. */
  readonly withEngine: readonly string[];
}

export async function loadedByPage(): Promise<Loaded> {
  const asked = new Set<string>();
  let last = 0;
  const files = staticFiles(LAB);
  const server = createServer((request, response) => {
    asked.add((request.url ?? '').slice(1));
    last = performance.now();
    files(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launch();
  try {
    const viewport = { width: 1440, height: 900 };
    const o = { viewport, locale: 'zh-CN', serviceWorkers: 'block' } as const;
    const page = await browser.newPage(o);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => window.__lab?.ready === true);
    const rest = async (): Promise<string[]> => {
      while (performance.now() - last < QUIET) await page.waitForTimeout(100);
      return [...asked];
    };
    const byItself = await rest();
    await page.getByTestId('segment-A2').click();
    await page.getByTestId('fault-drop').click();
    await page.waitForFunction(() => window.__lab?.trace()?.interventions.length === 1);
    return { byItself, withEngine: await rest() };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}
