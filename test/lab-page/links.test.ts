import { describe, expect, it } from 'vitest';
import { addressOf, done, drawn, goTo, type Inside, type Lab, openLab } from './support/index.ts';

/** All that a link must bring back. */
async function stateOf(lab: Lab): Promise<unknown> {
  const [trace, cursor] = [await lab.trace(), await lab.cursor()];
  const rest = await lab.page.evaluate(() => ({
    setup: (window as unknown as { __lab: Inside }).__lab.run()?.setup,
    lang: document.documentElement.lang,
    flow: document.querySelector<HTMLSelectElement>('[data-testid="flow-picker"]')?.value,
    predicts: document
      .querySelector('[data-testid="predict-toggle"]')
      ?.getAttribute('aria-pressed'),
  }));
  return { trace, cursor, ...rest };
}

const TEN =
  'x=drop:A4,delay:B2:400ms,dup:A3,reorder:A6,corrupt:B1,whatif:noTimeWait@A,whatif:noChecksum@B,set:B.timeWait=30s,profile:A=freebsd,power-off:B@5s';

describe('a link', () => {
  it('brings back run, place, language and what-ifs in another browser, in less than 2 kB', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: `${TEN}&t=575`, lang: 'en' });
    await lab.press('ArrowRight');
    const url = await addressOf(lab, /[?&]t=(?!575&).*lang=en/);
    const was = await stateOf(lab);
    expect((was as { setup: { interventions: unknown[] } }).setup.interventions).toHaveLength(10);
    expect(url.length).toBeLessThan(2000);
    await lab.close();
    // Another reader's browser speaks the other language.
    const other = await openLab({ hash: url.slice(url.indexOf('#')), lang: 'en' });
    expect(await stateOf(other)).toEqual(was);
    await other.close();
  });

  it('is what the address bar has: reloading in the middle brings back all', async () => {
    const lab = await openLab({ hash: '#/lab/tw/restart', query: 't=575' });
    await lab.press('ArrowUp');
    await lab.press('d');
    await expect.poll(() => done(lab)).toHaveLength(1);
    await lab.press('ArrowRight');
    await lab.click('lang');
    await lab.press('p');
    await addressOf(lab, /x=drop.*lang=en.*predict=1/);
    const was = await stateOf(lab);
    await lab.page.reload();
    await lab.ready();
    expect(await stateOf(lab)).toEqual(was);
    await lab.close();
  });

  it('to another exhibit can be gone back from, and forward to', async () => {
    const lab = await openLab();
    const at = async (): Promise<string> => (await lab.trace()).scenario;
    await goToByHand(lab, '#/lab/close/basic?t=575&lang=zh');
    await expect.poll(at).toBe('close/basic');
    await lab.press('ArrowRight');
    const stood = await lab.cursor();
    await addressOf(lab, /t=(?!575&)/);
    await lab.press('g');
    await lab.page.getByTestId('gallery').waitFor();
    await lab.page.evaluate(() => {
      location.hash = '#/lab/close/simultaneous';
    });
    await expect.poll(at).toBe('close/simultaneous');
    expect(await lab.page.getByTestId('gallery').count()).toBe(0);
    await lab.page.goBack();
    await expect.poll(at).toBe('close/basic');
    expect(await lab.cursor()).toEqual(stood);
    await lab.page.goBack();
    await expect.poll(at).toBe('open/ledger');
    expect((await lab.cursor()).at).toBe(125_000);
    await lab.page.goForward();
    await expect.poll(at).toBe('close/basic');
    await lab.page.goForward();
    await expect.poll(at).toBe('close/simultaneous');
    await lab.page.goBack();
    await expect.poll(at).toBe('close/basic');
    await lab.page.goForward();
    await expect.poll(at).toBe('close/simultaneous');
    await lab.close();
  });
});

async function goToByHand(lab: Lab, hash: string): Promise<void> {
  await lab.page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

const HOSTILE: readonly (readonly [string, RegExp, RegExp])[] = [
  ['#/lab/no/such', /没有叫“no\/such”的场景/, /no scenario called “no\/such”/],
  ['#/lab/close/basic?x=drop:Z9', /没有叫“Z9”的报文段/, /No segment is called “Z9”/],
  ['#/lab/close/basic?x=whatif:noTimeWait@Q', /没有叫“Q”的主机/, /no host “Q”/],
  ['#/lab/close/basic?v=bogus:3', /没有叫“bogus”的参数/, /no parameter “bogus”/],
  ['#/lab/close/basic?x=drop:A99', /没有 A99/, /no A99/],
  ['#/lab/close/basic?x=%3Cscript%3Ealert(1)%3C/script%3E', /看不懂/, /mean nothing/],
  ['#/%3Cimg%20src=x%20onerror=alert(1)%3E', /看不懂/, /mean nothing/],
  ['#/lab/close/basic?%E0%A4%A&t=1e99&f=-7&seed=-1&lang=xx', /看不懂/, /mean nothing/],
  ['#/lab/close/basic?z=AAAAAAAA', /看不懂/, /mean nothing/],
  ['#/sandbox?w=e30', /看不懂|跑不了/, /mean nothing|cannot be run/],
  [`#/lab/${'a'.repeat(70_000)}`, /看不懂/, /mean nothing/],
  [`#/lab/close/basic?x=${'drop:A1,'.repeat(5000)}`, /看不懂/, /mean nothing/],
  ['#/lab/close/basic?x=set:A.toString=1,whatif:constructor,__proto__:x', /看不懂/, /mean nothing/],
  ['#/lab/__proto__/constructor', /看不懂|没有叫/, /mean nothing|no scenario/],
];

describe('a link that makes no sense', () => {
  it.each(['zh', 'en'] as const)('is answered in words, and breaks nothing, %s', async (lang) => {
    const lab = await openLab({ lang });
    for (const [hash, zh, en] of HOSTILE) {
      await lab.page.evaluate((to) => {
        document.querySelector<HTMLElement>('[data-testid=notice-dismiss]')?.click();
        history.replaceState(null, '', '#/');
        location.hash = to;
      }, hash);
      const words = lang === 'zh' ? zh : en;
      await expect
        .poll(() => lab.page.getByTestId('notice').allInnerTexts(), { message: hash.slice(0, 80) })
        .toEqual([expect.stringMatching(words)]);
      const [text = ''] = await lab.page.getByTestId('notice').allInnerTexts();
      expect(text.length, hash.slice(0, 80)).toBeLessThan(600);
      if (lang === 'zh') expect(text).not.toMatch(/[a-z]+ [a-z]+ [a-z]+ [a-z]+/i);
      else expect(text).not.toMatch(/\p{Script=Han}/u);
      // The page still works.
      await lab.press('Home');
      await lab.press('ArrowRight');
      await expect.poll(async () => (await lab.cursor()).frame).toBeGreaterThanOrEqual(0);
      expect(await lab.page.getByTestId('ladder').locator('svg.ladder-svg').count()).toBe(1);
    }
    await lab.close();
  });

  it('is answered when the page is opened by it, too', async () => {
    for (const hash of ['#/lab/no/such', '#/lab/close/basic?flow=77&f=999999999&t=9999999999999']) {
      const lab = await openLab({ hash, lang: 'en' });
      expect(await lab.page.getByTestId('ladder').locator('svg.ladder-svg').count()).toBe(1);
      await lab.close();
    }
  });
});

describe('a what-if', () => {
  it('is seen on the page, in the link and in the file; switched off, nothing is left of it', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic', query: 't=575', lang: 'en' });
    const hasStripe = (): Promise<number> => lab.page.locator('.ladder-hazard').count();
    expect(await hasStripe()).toBe(0);
    expect(await commentIn(lab)).toBe(false);
    await lab.press('w');
    await lab.page.getByTestId('what-if-noTimeWait-A').check();
    await lab.page.keyboard.press('Escape');
    await expect.poll(hasStripe).toBe(1);
    expect(await lab.text('hazard-badge')).toMatch(/not standard TCP/);
    expect(await lab.text('what-if-open')).toMatch(/1/);
    await addressOf(lab, /whatif:noTimeWait@A/);
    expect((await lab.trace()).nonStandard).toHaveLength(1);
    expect(await commentIn(lab)).toBe(true);
    await lab.press('w');
    await lab.click('what-if-all-off');
    await lab.page.keyboard.press('Escape');
    await expect.poll(hasStripe).toBe(0);
    expect(await lab.page.getByTestId('hazard-badge').count()).toBe(0);
    await lab.page.waitForFunction(() => !location.hash.includes('whatif'));
    expect((await lab.trace()).nonStandard).toEqual([]);
    expect(await commentIn(lab)).toBe(false);
    await lab.close();
  });
});

/** Whether the exported capture says that it shows no real TCP. */
async function commentIn(lab: Lab): Promise<boolean> {
  await lab.click('open-export');
  await lab.click('export-pcapng');
  await lab.page.getByTestId('export-preview').waitFor();
  const [file] = await Promise.all([
    lab.page.waitForEvent('download'),
    lab.click('export-download'),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  await lab.page.keyboard.press('Escape');
  await drawn(lab);
  return Buffer.concat(chunks).toString('utf8').includes('noTimeWait');
}

describe('several things in turn', () => {
  it('leave one place for each exhibit in the history', async () => {
    const lab = await openLab({ hash: '#/lab/close/basic' });
    await goTo(lab, '#/lab/close/lost-ack4');
    const before = await lab.page.evaluate(() => history.length);
    for (let i = 0; i < 5; i++) {
      await lab.press('ArrowRight');
      await lab.page.waitForTimeout(300);
    }
    expect(await lab.page.evaluate(() => history.length)).toBe(before);
    await lab.close();
  });
});
