/** Takes the pictures of the page that the documents show, in Chromium: npm run lab:pictures; -- 03 for one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Lang } from '../src/base/words.ts';
import { staticFiles } from '../src/cli/static-files.ts';
import { launch } from '../test/lab-page/support/browser.ts';
import { whyNot } from '../test/lab-page/support/chromium.ts';
import { buildPage, LAB } from './build-lab.ts';
import { encodePng, type Pixels } from './png.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'lab');
const SIZES = { desktop: [1440, 900], phone: [360, 740] } as const;
/** Octets that a picture may have, and all of them together. */
const [MOST, MOST_OF_ALL] = [120_000, 1_000_000];

interface Picture {
  readonly name: string;
  readonly size: keyof typeof SIZES;
  readonly lang: Lang;
  readonly theme: 'light' | 'dark';
  /** Where in the page; nowhere unless given. */
  readonly at?: string;
  /** What is done before it is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  { name: '01-opening', size: 'desktop', lang: 'zh', theme: 'light' },
  { name: '02-opening-phone', size: 'phone', lang: 'zh', theme: 'light' },
  {
    name: '03-two-way',
    size: 'desktop',
    lang: 'en',
    theme: 'dark',
    at: 'ablate/two-way-lost-synack?t=3200',
  },
  {
    name: '04-time-wait-restarts',
    size: 'desktop',
    lang: 'zh',
    theme: 'light',
    at: 'close/lost-ack4?t=980',
  },
  {
    name: '05-crossing-phone',
    size: 'phone',
    lang: 'en',
    theme: 'dark',
    at: 'open/simultaneous?t=80',
  },
  {
    name: '06-flood',
    size: 'desktop',
    lang: 'zh',
    theme: 'dark',
    at: 'flood/syn?t=3000',
    act: (page) => page.getByTestId('panel-queues').click(),
  },
  {
    name: '07-octets-phone',
    size: 'phone',
    lang: 'zh',
    theme: 'light',
    act: async (page) => {
      await touch(page, 'A1');
      await page.getByTestId('tool-bytes').click();
      await page.getByTestId('jump-flags').click();
    },
  },
  {
    name: '08-predict',
    size: 'desktop',
    lang: 'en',
    theme: 'light',
    at: 'close/basic?t=205&predict=1',
    act: untilAsked,
  },
  {
    name: '09-gallery',
    size: 'desktop',
    lang: 'zh',
    theme: 'light',
    act: (page) => page.getByTestId('open-gallery').click(),
  },
  {
    name: '10-compare',
    size: 'desktop',
    lang: 'en',
    theme: 'light',
    at: 'close/basic?t=560',
    act: async (page) => {
      await touch(page, 'A4');
      await page.getByTestId('fault-drop').click();
      await page.getByTestId('ghost-legend').waitFor();
      await page.getByTestId('tool-deselect').click();
      await page.evaluate(() => window.__lab?.seek(61_000_000));
    },
  },
];

const reason = whyNot();
if (reason === null) await takeAll();
else console.error(`no pictures: ${reason}`);

async function takeAll(): Promise<void> {
  buildPage(() => console.error('building the page ...'));
  mkdirSync(FOLDER, { recursive: true });
  const server = createServer(staticFiles(LAB)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await launch();
  const wanted = PICTURES.filter(({ name }) => name.startsWith(process.argv[2] ?? ''));
  let all = 0;
  try {
    for (const p of wanted) {
      const png = encodePng(await take(browser, base, p));
      writeFileSync(join(FOLDER, `${p.name}.png`), png);
      all += png.length;
      console.log(`${p.name}.png: ${png.length} octets${png.length > MOST ? ', too many' : ''}`);
      if (png.length > MOST) process.exitCode = 1;
    }
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
  if (all > MOST_OF_ALL) process.exitCode = 1;
}

async function take(browser: Browser, base: string, p: Picture): Promise<Pixels> {
  const [width, height] = SIZES[p.size];
  const isPhone = p.size === 'phone';
  const page = await browser.newPage({
    viewport: { width, height },
    ...(isPhone ? { hasTouch: true, isMobile: true } : {}),
    locale: p.lang === 'zh' ? 'zh-CN' : 'en-US',
    colorScheme: p.theme,
    // What moves would be another picture every time.
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  await page.goto(p.at === undefined ? base : `${base}#/lab/${p.at}&lang=${p.lang}`);
  await page.waitForFunction(() => window.__lab?.ready === true);
  await page.waitForLoadState('networkidle');
  await p.act?.(page);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(500); // what has been loaded last is drawn
  const pixels = await pixelsOf(page, await page.screenshot());
  await page.close();
  return pixels;
}

/** Selects a segment, as a finger does. */
async function touch(page: Page, id: string): Promise<void> {
  await page.locator(`[data-testid="segment-${id}"] .ladder-hit`).click({ force: true });
}

/** Goes on until there is a question. */
async function untilAsked(page: Page): Promise<void> {
  for (let i = 0; i < 20; i++) {
    if (await page.getByTestId('question').isVisible()) return;
    await page.getByTestId('step').click();
    await page.waitForTimeout(150);
  }
  throw new Error('nothing is asked');
}

/** A browser is what can read its own pictures. */
async function pixelsOf(page: Page, png: Buffer): Promise<Pixels> {
  const { width, height, text } = await page.evaluate(async (of) => {
    const octets = Uint8Array.from(atob(of), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([octets], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let binary = '';
    for (let i = 0; i < data.length; i += 8192) {
      binary += String.fromCharCode(...data.subarray(i, i + 8192));
    }
    return { width: image.width, height: image.height, text: btoa(binary) };
  }, png.toString('base64'));
  return { width, height, rgba: Buffer.from(text, 'base64') };
}
