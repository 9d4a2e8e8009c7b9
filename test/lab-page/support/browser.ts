import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

let browser: Promise<Browser> | null = null;

/** The browser of this test file, started when it is first asked for. */
export function theBrowser(): Promise<Browser> {
  browser ??= launch();
  return browser;
}

/** Ends the browser, if there is one. */
export async function closeBrowser(): Promise<void> {
  const open = browser;
  browser = null;
  await (await open)?.close();
}

/** A new browser, which whoever asks for it closes. */
export async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('there is no Chromium');
  // As root there is no sandbox; /dev/shm is small in containers.
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  return await chromium.launch({ executablePath, args });
}
