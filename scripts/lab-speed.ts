/** How fast the page opens, is scrubbed and plays, in Chromium: npm run lab:speed */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { staticFiles } from '../src/cli/static-files.ts';
import { launch } from '../test/lab-page/support/browser.ts';
import { whyNot } from '../test/lab-page/support/chromium.ts';
import {
  longestTask,
  quantile,
  scrub,
  slowDown,
  timeToReady,
  untilRuns,
} from '../test/lab-page/support/speed.ts';
import { buildPage, LAB } from './build-lab.ts';

/** The exhibit with the most that can be seen, and the one with the most that happens. */
const [LARGEST, BUSIEST] = ['open/isn', 'flood/100k'];
const SEEKS = 300;
const PLAYED = 5000;

let isTooSlow = false;

const reason = whyNot();
if (reason === null) await measure();
else console.error(`not measured: ${reason}`);
if (isTooSlow) process.exitCode = 1;

async function measure(): Promise<void> {
  buildPage(() => console.error('building the page ...'));
  const server = createServer(staticFiles(LAB)).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await launch();
  try {
    const viewport = { width: 1440, height: 900 };
    const open = () => browser.newPage({ viewport, serviceWorkers: 'block' });
    await opening(await open(), base);
    await scrubbing(await open(), base);
    await playing(browser, await open(), base);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

async function opening(page: Page, base: string): Promise<void> {
  await page.goto(base);
  tell('ready', quantile(await times(5, () => timeToReady(page)), 0.5), 1000);
  const faster = await slowDown(page, 4);
  tell('ready, four times as slow', quantile(await times(5, () => timeToReady(page)), 0.5), 2000);
  await faster();
  await page.close();
}

async function scrubbing(page: Page, base: string): Promise<void> {
  await page.goto(`${base}#/lab/${LARGEST}`);
  await untilRuns(page, LARGEST);
  const taken = await scrub(page, SEEKS);
  tell(`a seek in ${LARGEST}, median of ${SEEKS}`, quantile(taken, 0.5), 16);
  tell(`a seek in ${LARGEST}, 95 of 100`, quantile(taken, 0.95));
  await page.close();
}

async function playing(browser: Browser, page: Page, base: string): Promise<void> {
  await page.goto(`${base}#/lab/${BUSIEST}?t=0`);
  await untilRuns(page, BUSIEST);
  await page.waitForTimeout(1000); // what opening it takes is over
  const from = await page.evaluate(() => window.__lab?.cursor.at);
  await page.keyboard.press('Space');
  tell(`the longest task while ${BUSIEST} plays`, await longestTask(browser, page, PLAYED), 50);
  const to = await page.evaluate(() => window.__lab?.cursor.at);
  if (from === to) throw new Error(`${BUSIEST} does not play`);
  await page.close();
}

async function times(count: number, once: () => Promise<number>): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < count; i++) taken.push(await once());
  return taken;
}

/** A line of the table: milliseconds, and what they may be at most. */
function tell(what: string, ms: number, most = Number.POSITIVE_INFINITY): void {
  const isOver = ms >= most;
  isTooSlow ||= isOver;
  const limit = most === Number.POSITIVE_INFINITY ? '' : `  (less than ${most})`;
  console.log(
    `${what.padEnd(42)}${ms.toFixed(1).padStart(8)} ms${limit}${isOver ? ' TOO SLOW' : ''}`,
  );
}
