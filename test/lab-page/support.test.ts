import { describe, expect, it } from 'vitest';
import { openLab } from './support/index.ts';

describe('a page that is tested', () => {
  it('fails the test when it warns, throws, breaks its policy or asks another origin', async () => {
    const { page, problems, close } = await openLab();
    await page.evaluate(() => {
      console.warn('beware');
      setTimeout(() => {
        throw new Error('thrown later');
      });
      fetch('https://example.org/').catch(() => {});
      document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }));
    });
    await expect.poll(() => problems.list.join('\n')).toMatch(/thrown later/);
    const told = problems.list.join('\n');
    expect(told).toMatch(/warning: beware/);
    expect(told).toMatch(/error: .*example\.org.*Content Security Policy/);
    expect(told).toMatch(/error: .*inline script.*Content Security Policy/);
    await expect(close()).rejects.toThrow('the page has problems');
  });
});
