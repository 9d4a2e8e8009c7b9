import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inChromium, NO_CHROMIUM } from '../support/chromium.ts';
import { digests } from './browser.ts';
import { counterexamples } from './counterexample.ts';

const SEEDS = 200;

it(`Chromium runs ${SEEDS} random schedules to the same octets as Node`, async ({ skip }) => {
  skip(NO_CHROMIUM !== null, NO_CHROMIUM ?? '');
  const entry = join(import.meta.dirname, 'browser.ts');
  const there = await inChromium(entry, `bundled.digests(0, ${SEEDS})`);
  expect(there).toEqual(digests(0, SEEDS));
}, 120_000);

it('Chromium finds the same counterexamples as Node, and replays them to the same octets', async ({
  skip,
}) => {
  skip(NO_CHROMIUM !== null, NO_CHROMIUM ?? '');
  const entry = join(import.meta.dirname, 'counterexample.ts');
  const there = await inChromium(entry, 'bundled.counterexamples()');
  expect(there).toEqual(counterexamples());
  expect(counterexamples().every((c) => c.startsWith('[{'))).toBe(true);
}, 120_000);
