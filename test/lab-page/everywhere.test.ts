import { expect, it } from 'vitest';
import type { Lang } from '../../src/base/words.ts';
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

it('finds what is wrong, where something is', async () => {
  const lab = await openLab();
  await lab.page.evaluate(() => {
    const box = document.querySelector('.lab-panel') as HTMLElement;
    for (const [says, at] of [
      ['Nobody said this in Chinese', 0],
      ['undefined', 8],
    ] as const) {
      const button = document.createElement('button');
      button.textContent = says;
      button.style.cssText = `position:relative;margin-bottom:-${at + 20}px;width:60px;height:30px`;
      button.style.cssText += 'white-space:nowrap;display:block;overflow:hidden';
      box.prepend(button);
    }
  });
  const said = (await lab.page.evaluate(FOREIGN, 'zh' as Lang)).join('\n');
  expect(said).toMatch(/English \[xobody said this in xhinese\]/);
  expect(said).toContain('unsaid');
  const squeezed = (await lab.page.evaluate(SQUEEZED, TOUCHED)).join('\n');
  for (const what of [/^cut by \d+ \(hidden\): .*Nobody/m, /^small, 60×30/m, /^overlap, 60×/m]) {
    expect(squeezed).toMatch(what);
  }
  await lab.close();
});
