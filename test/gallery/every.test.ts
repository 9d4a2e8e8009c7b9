import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGE, page } from '../../scripts/mission.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { inChromium, NO_CHROMIUM } from '../support/chromium.ts';
import { digestOf } from './browser.ts';
import { captures } from './captures.ts';
import { commands } from './commands.ts';
import { diagram } from './diagram.ts';
import { drawings } from './drawings.ts';
import { exports } from './exports.ts';
import { narration } from './narration.ts';
import { byTheBook, performed } from './performed.ts';

// Every exhibit is run once in this file, and all that can be shown of a run is made of that.
describe.each(EXHIBITS.map((e) => [e.id, e] as const))('%s', (_id, e) => {
  drawings(e);
  commands(e);
  exports(e);
  narration(e);
});

captures();
diagram();

it('docs/mission.md is what the gallery is now: npm run mission writes it', () => {
  const now = page((e, standard) => (standard ? byTheBook(e) : performed(e)));
  expect(readFileSync(PAGE, 'utf8')).toBe(now);
});

it('every exhibit has the same trace in Chromium as in Node, octet for octet', async ({ skip }) => {
  skip(NO_CHROMIUM !== null, NO_CHROMIUM ?? '');
  const there = await inChromium(join(import.meta.dirname, 'browser.ts'), 'bundled.digests()');
  expect(there).toEqual(EXHIBITS.map((e) => digestOf(e, performed(e))));
}, 120_000);
