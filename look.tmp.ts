import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { staticFiles } from './src/cli/static-files.ts';
const server = createServer(staticFiles('/tmp/wt-t-look/dist/lab')).listen(0, '127.0.0.1');
await new Promise((d) => server.once('listening', d));
const base = `http://127.0.0.1:${(server.address() as any).port}/`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const jobs = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
await Promise.all([0, 1].map(async (w) => {
  for (let i = w; i < jobs.length; i += 2) {
    const [name, size, lang, theme, hash, acts = [], query = ''] = jobs[i];
    const [width, height] = { d: [1440, 900], p: [360, 740] }[size as string] ?? size.split('x').map(Number);
    const phone = width < 900;
    const ctx = await browser.newContext({ viewport: { width, height }, hasTouch: phone, isMobile: phone, locale: lang === 'zh' ? 'zh-CN' : 'en-US', colorScheme: theme, serviceWorkers: 'block' });
    const page = await ctx.newPage();
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && !m.text().includes('Service Worker') && console.log(name, m.text().slice(0, 200)));
    page.setDefaultTimeout(5000);
    try {
      await page.goto(base + query + (hash ? `#${hash}${hash.includes('?') ? '&' : '?'}lang=${lang}` : ''));
      await page.waitForFunction(() => (window as any).__lab?.ready, null, { timeout: 20000 });
      await page.waitForTimeout(500);
      for (const a of acts) {
        const [op, arg] = a.split('=');
        if (op === 'key') await page.keyboard.press(arg);
        else if (op === 'seek') await page.evaluate((t) => (window as any).__lab.seek(t), Number(arg));
        else if (op === 'css') await page.locator(a.slice(4)).first().click();
        else if (op === 'scroll') await page.evaluate((s) => document.querySelector(s)?.scrollBy(0, 3000), arg);
        else if (op === 'force') await page.getByTestId(arg).first().click({ force: true });
        else await page.getByTestId(a).first().click();
        await page.waitForTimeout(250);
      }
      await page.waitForTimeout(300);
    } catch (e) { console.log(name, String(e).slice(0, 300)); }
    const over = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
    if (over) console.log(name, 'SCROLLS SIDEWAYS');
    await page.screenshot({ path: `/tmp/look/${name}.png` });
    await ctx.close();
  }
}));
await browser.close(); server.closeAllConnections(); server.close();
