import { expect, it } from 'vitest';
import { axe, openLab } from './support/index.ts';
import { SQUEEZED } from './support/room.ts';
import { FOREIGN } from './support/texts.ts';
import { tour } from './support/tour.ts';

/** A run with a what-if, questions, and all kinds of panels filled. */
const HASH = '#/lab/ablate/two-way-lost-synack';
/** The least side of what is clicked and of what is touched, CSS pixels. */
const CLICKED = 24;
const TOUCHED = 44;
/** Machines that do other things besides take minutes for the whole page. */
const LONG = 300_000;

// Each language, theme and size meets each other once.
it.each([
  ['zh', 'light', 'desktop'],
  ['en', 'dark', 'desktop'],
  ['zh', 'dark', 'phone'],
  ['en', 'light', 'phone'],
] as const)(
  'is said in one language, operable and accessible: %s, %s, %s',
  async (lang, theme, size) => {
    const lab = await openLab({ lang, theme, size, hash: HASH });
    const found = await tour(lab, async ({ page }, view) => [
      ...(await axe(page, {}, view.within ?? null)),
      ...(await page.evaluate(FOREIGN, lang)),
      ...(await page.evaluate(SQUEEZED, size === 'phone' ? TOUCHED : CLICKED)),
    ]);
    expect(found).toEqual([]);
    await lab.close();
  },
  LONG,
);

// A page of 1440 × 900 at 200 % has half of its pixels; the longer words are English.
it.each([
  ['320 pixels wide', { width: 320, height: 640 }],
  ['enlarged to 200 %', { width: 720, height: 450 }],
] as const)(
  'has room for everything when %s',
  async (_, size) => {
    const lab = await openLab({ lang: 'en', size, hash: HASH });
    const found = await tour(lab, ({ page }) => page.evaluate(SQUEEZED, TOUCHED));
    expect(found).toEqual([]);
    await lab.close();
  },
  LONG,
);
