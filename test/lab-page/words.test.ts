import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/base/words.ts';
import { axe, type Lab, openLab } from './support/index.ts';

const FORMATS = ['mermaid', 'svg', 'png', 'pcapng', 'packetdrill', 'json', 'markdown', 'narration'];

/** What an English reader must not meet, and where a Chinese one meets English: terms, code and quotes aside. */
async function foreign(lab: Lab, lang: Lang): Promise<string[]> {
  return await lab.page.evaluate((l) => {
    const found: string[] = [];
    const dialog = document.querySelector('dialog[open]') as HTMLElement;
    const walker = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
    for (let n = walker.nextNode(); n !== null; n = walker.nextNode()) {
      const text = n.textContent?.trim() ?? '';
      const isQuote =
        n.parentElement?.closest('pre, code, svg, [lang="zh-CN"], [lang="en"]') !== null;
      if (text === '' || isQuote) continue;
      if (l === 'en' && /\p{Script=Han}/u.test(text)) found.push(text);
      if (
        l === 'zh' &&
        /[a-z]+ [a-z]+ [a-z]+ [a-z]+/i.test(text) &&
        !/\p{Script=Han}/u.test(text)
      ) {
        found.push(text);
      }
      if (/undefined|NaN/.test(text)) found.push(text);
    }
    return found;
  }, lang);
}

describe('the notes', () => {
  it('answer task 4: is seq=2350 right?', async () => {
    const lab = await openLab({ hash: '#/notes' });
    await lab.page.getByTestId('claim').fill('笔记说第三次挥手 seq=2350。对吗？');
    await lab.click('claim-check');
    const verdict = lab.page.getByTestId('claim-verdict').locator('[data-verdict]');
    await verdict.first().waitFor();
    expect(await verdict.getAttribute('data-verdict')).toBe('wrong');
    expect(await lab.text('claim-verdict')).toMatch(/序号是 2351，不是 2350/);
    await lab.click('claim-open');
    await expect.poll(async () => (await lab.trace()).scenario).toBe('close/worked-numbers');
    await lab.close();
  });

  it('compare six numbers with the run, and say why', async () => {
    const lab = await openLab({ hash: '#/notes', lang: 'en' });
    for (const [i, n] of [1101, 2301, 1102, 2350, 1102, 2352].entries()) {
      await lab.page.getByTestId(`blank-${i + 1}`).fill(String(n));
    }
    await lab.page.getByTestId('blank-6').press('Enter');
    await expect.poll(() => lab.text('blanks-score')).toBe('5 of six are right.');
    expect(await lab.text('blank-verdict-4')).toMatch(/✗ wrong: the run has 2351.*300 \+ 1/);
    await lab.page.getByTestId('blanks-down').fill('1999');
    await lab.page.getByTestId('blanks-down').press('Tab');
    await lab.click('blanks-compare');
    await expect.poll(() => lab.text('blank-verdict-4')).toMatch(/✓ right/);
    await lab.close();
  });

  it('say which kinds of claims they know when they know none', async () => {
    const lab = await openLab({ hash: '#/notes' });
    await lab.page.getByTestId('claim').fill('你好');
    await lab.page.getByTestId('claim').press('Enter');
    expect(await lab.text('claim-verdict')).toMatch(/能查的有这几种/);
    await lab.close();
  });
});

describe('the glossary', () => {
  it.each([
    ['SYN_SEND', 'syn-sent'],
    ['SYN-REVD', 'syn-received'],
    ['Syn_RECV', 'syn-received'],
    ['半连接队列', 'syn-queue'],
    ['TIME-WAIT', 'time-wait'],
  ])('finds %s', async (text, id) => {
    const lab = await openLab({ hash: `#/glossary/${encodeURIComponent(text)}` });
    await lab.page.getByTestId(`term-${id}`).waitFor();
    await lab.page.getByTestId('glossary-search').fill('');
    expect(await lab.page.getByTestId('glossary').locator('article').count()).toBeGreaterThan(40);
    await lab.page.getByTestId('glossary-search').fill(text);
    expect(await lab.page.locator('.is-main').getAttribute('data-testid')).toBe(`term-${id}`);
    await lab.close();
  });
});

describe('what is exported', () => {
  it('is shown, copied and downloaded in every format', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4' });
    await lab.click('open-export');
    for (const format of FORMATS) {
      await lab.click(`export-${format}`);
      await lab.page.getByTestId('export-preview').waitFor();
      const [file] = await Promise.all([
        lab.page.waitForEvent('download'),
        lab.click('export-download'),
      ]);
      expect(file.suggestedFilename()).toMatch(/^synwave-close-lost-ack4\.\w+$/);
      const chunks: Buffer[] = [];
      for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).length, format).toBeGreaterThan(1000);
    }
    await lab.close();
  });

  it('is drawn by Mermaid too, which is not asked for before', async () => {
    const lab = await openLab({ hash: '#/lab/close/lost-ack4' });
    const asked: string[] = [];
    lab.page.on('request', (r) => asked.push(r.url()));
    await lab.click('open-export');
    await lab.page.getByTestId('export-link').waitFor();
    expect(asked.filter((url) => /mermaid/i.test(url))).toEqual([]);
    await lab.click('export-mermaid');
    await lab.page.locator('[data-testid="export-mermaid-drawing"][data-state="drawn"]').waitFor();
    const messages = lab.page.locator('[data-testid="export-mermaid-drawing"] .messageText');
    expect(await messages.count()).toBe((await lab.trace()).segments.length);
    await lab.close();
  });

  it('as a link brings back the same run in another browser', async () => {
    const hash = '#/lab/close/basic';
    const query = 'x=drop:A4,whatif:noTimeWait@A,set:B.timeWait=30s&t=575&n=raw';
    const lab = await openLab({ hash, query });
    await lab.click('open-export');
    const url = await lab.page.getByTestId('export-preview').inputValue();
    const [trace, cursor] = [await lab.trace(), await lab.cursor()];
    await lab.close();
    const other = await openLab({ hash: url.slice(url.indexOf('#')) });
    expect(await other.trace()).toEqual(trace);
    expect(await other.cursor()).toEqual(cursor);
    await other.close();
  });
});

describe.each(['zh', 'en'] as const)('in %s', (lang) => {
  it.each(['notes', 'glossary', 'export'])('%s has nothing wrong that axe knows', async (what) => {
    for (const theme of ['light', 'dark'] as const) {
      const lab = await openLab({ lang, theme, hash: '#/lab/close/basic' });
      await lab.click(`open-${what}`);
      await lab.page.getByTestId(what).waitFor();
      if (what === 'notes') {
        await lab.page
          .getByTestId('claim')
          .fill('第三次挥手 seq=2350。第三次握手 ack=301。TIME-WAIT 60 秒');
        await lab.click('claim-check');
        await lab.click('blanks-note');
        await lab.page.locator('[data-verdict="depends"]').waitFor();
      }
      expect(await axe(lab.page)).toEqual([]);
      expect(await foreign(lab, lang)).toEqual([]);
      await lab.close();
    }
  });

  it.each(['notes', 'glossary'])('%s fits a narrow page', async (what) => {
    const lab = await openLab({ lang, size: { width: 320, height: 640 }, hash: `#/${what}` });
    await lab.page.getByTestId(what).waitFor();
    const over = await lab.page.evaluate(() => {
      const body = document.querySelector('.modal-body') as HTMLElement;
      return Math.max(
        body.scrollWidth - body.clientWidth,
        document.documentElement.scrollWidth - innerWidth,
      );
    });
    expect(over).toBeLessThanOrEqual(0);
    await lab.close();
  });
});

describe('the ladder alone', () => {
  it('is what is presented, embedded and printed', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: 't=900' });
    const isShown = (selector: string): Promise<boolean> =>
      lab.page.locator(selector).first().isVisible();
    await lab.press('f');
    expect(await isShown('.lab-left')).toBe(false);
    expect(await isShown('.ladder-area svg')).toBe(true);
    await lab.click('present-leave');
    expect(await isShown('.lab-left')).toBe(true);
    await lab.page.emulateMedia({ media: 'print' });
    expect(await isShown('.lab-right')).toBe(false);
    expect(await isShown('.transport')).toBe(false);
    expect(await isShown('.ladder-area svg')).toBe(true);
    await lab.page.emulateMedia({ media: 'screen' });
    const url = new URL(lab.page.url());
    url.search = '?embed=1';
    await lab.page.goto(url.href);
    await lab.ready();
    expect(await isShown('.header')).toBe(false);
    await expect
      .poll(() => lab.page.getByTestId('embed-open').getAttribute('href'))
      .toContain('#/lab/close/basic');
    await lab.close();
  });
});
