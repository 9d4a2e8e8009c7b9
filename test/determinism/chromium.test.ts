import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';
import { digests } from './browser.ts';

const SEEDS = 200;
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The schedules as one script that defines `schedules.digests`. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, 'browser.ts'),
        formats: ['iife'],
        name: 'schedules',
      },
    },
  });
  const [first] = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  const chunk = first?.output[0];
  if (chunk === undefined) throw new Error('the bundle is empty');
  return chunk.code;
}

it(`Chromium runs ${SEEDS} random schedules to the same octets as Node`, async ({ skip }) => {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) {
    skip(`no Chromium at ${BROWSERS.join(', ')}`);
    return;
  }
  const script = await bundle();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    const there = await page.evaluate(`schedules.digests(0, ${SEEDS})`);
    expect(there).toEqual(digests(0, SEEDS));
  } finally {
    await browser.close();
  }
}, 120_000);
