import { chromium } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { findChromium } from '../lab-page/support/chromium.ts';

const FOUND = findChromium();

/** Why there is nothing to run in, or null when there is. */
export const NO_CHROMIUM: string | null = FOUND === null ? 'there is no Chromium' : null;

/** A module and all that it imports as one script that defines `bundled`. */
async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'bundled' } },
  });
  const [first] = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  const chunk = first?.output[0];
  if (chunk === undefined) throw new Error('the bundle is empty');
  return chunk.code;
}

/** What `expression` is in a page that has the module `entry` as `bundled`. */
export async function inChromium(entry: string, expression: string): Promise<unknown> {
  if (FOUND === null) throw new Error(`${NO_CHROMIUM}`);
  const script = await bundle(entry);
  const browser = await chromium.launch({ executablePath: FOUND, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    return await page.evaluate(expression);
  } finally {
    await browser.close();
  }
}
