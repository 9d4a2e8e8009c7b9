import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/base/words.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { openLab } from './support/index.ts';
import { FOREIGN } from './support/texts.ts';
import { settle } from './support/tour.ts';

/** The whole gallery, on a machine that does other things besides. */
const LONG = 300_000;

describe('another language', () => {
  it('changes what is said, and nothing else', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4' });
    const { page } = lab;
    await lab.seek(900_000);
    await lab.press('ArrowDown');
    await lab.press('1');
    await settle(lab);
    const state = async () => ({
      cursor: await lab.cursor(),
      selected: await page.locator('[data-testid^="segment-"][aria-pressed="true"]').count(),
      title: (await lab.text('tools-title')).split(' ')[0],
      link: page.url().replace(/lang=\w+/, ''),
    });
    const before = await state();
    expect(before.selected).toBe(1);
    const read = () => lab.page.locator('.lab-main').innerText();
    const zh = await read();
    await lab.click('lang');
    await settle(lab);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await expect.poll(() => page.evaluate(FOREIGN, 'en' as Lang)).toEqual([]);
    await expect.poll(() => page.url()).toContain('lang=en');
    const after = await state();
    expect({ ...after, link: '' }).toEqual({ ...before, link: '' });
    await lab.click('lang');
    await settle(lab);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await expect.poll(read).toBe(zh);
    await lab.close();
  });
});

it.each(['zh', 'en'] as const)(
  'says all of the gallery in %s',
  async (lang) => {
    const lab = await openLab({ lang });
    await lab.page.evaluate(`window.foreign = ${FOREIGN}`);
    const found = await lab.page.evaluate(
      async ([ids, lang]) => {
        const { foreign } = window as unknown as { foreign: (lang: string) => string[] };
        const found: string[] = [];
        for (const [i, id] of ids.entries()) {
          if ((await window.__lab?.open(id)) !== true) found.push(`${id}: is not opened`);
          const end = window.__lab?.trace()?.frames.at(-1)?.at ?? 0;
          for (const [j, at] of [Math.round(end / 2), end].entries()) {
            window.__lab?.seek(at);
            const code = `Digit${1 + ((2 * i + j) % 5)}`;
            document.dispatchEvent(new KeyboardEvent('keydown', { code }));
            for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
            found.push(...foreign(lang).map((line) => `${id}: ${line}`));
          }
        }
        return found;
      },
      [EXHIBITS.map(({ id }) => id), lang] as const,
    );
    expect(found).toEqual([]);
    await lab.close();
  },
  LONG,
);

it('finds a term in the gallery by any spelling', async () => {
  const lab = await openLab();
  await lab.press('g');
  const search = lab.page.getByTestId('gallery-search');
  for (const [text, term] of [
    ['SYN_SEND', 'SYN-SENT'],
    ['SYN-REVD', 'SYN-RECEIVED'],
    ['Syn_RECV', 'SYN-RECEIVED'],
    ['半连接队列', '半连接队列'],
    ['TIME-WAIT', 'TIME-WAIT'],
  ] as const) {
    await search.fill(text);
    await expect.poll(() => lab.text('gallery-term')).toContain(term);
    expect(await lab.page.locator('[data-testid^="gallery-item-"]').count()).toBeGreaterThan(0);
  }
  await lab.close();
});
