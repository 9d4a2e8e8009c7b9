import type { CDPSession, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openLab } from './support/index.ts';

/** What the page and its worker hold on to, megabytes. */
async function heapOf(session: CDPSession, page: Page): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const own = metrics.find((m) => m.name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  const workers = page.workers().map((w) =>
    w.evaluate(() => {
      const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
      return memory?.usedJSHeapSize ?? 0;
    }),
  );
  return (await Promise.all(workers)).reduce((sum, n) => sum + n, own) / 2 ** 20;
}

/** Frames a second while it plays, over two seconds. Runs in the page. */
function framesPerSecond(): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now();
    let count = 0;
    const next = (now: number): void => {
      count++;
      if (now - began > 2000) resolve((count * 1000) / (now - began));
      else requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

it.each(['flood/syn', 'flood/100k'])(
  '%s plays at 30 frames a second, within 200 MB',
  async (id) => {
    const lab = await openLab({ hash: `#/lab/${id}` });
    await lab.click('panel-queues');
    const session = await lab.context.newCDPSession(lab.page);
    await session.send('Performance.enable');
    const rates: number[] = [];
    // What else the machine does may slow it down once: it is asked again.
    for (let i = 0; i < 5 && !rates.some((rate) => rate >= 30); i++) {
      await lab.press('Home');
      await lab.press(' ');
      rates.push(await lab.page.evaluate(framesPerSecond));
      await lab.press(' ');
    }
    const heap = await heapOf(session, lab.page);
    const shown = rates.map((r) => r.toFixed(0)).join(', ');
    console.log(`${id}: ${shown} frames a second, ${heap.toFixed(0)} MB`);
    expect(Math.max(...rates)).toBeGreaterThanOrEqual(30);
    expect(heap).toBeLessThan(200);
    await lab.close();
  },
  120_000,
);
