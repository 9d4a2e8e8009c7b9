import type { Page } from 'playwright-core';

/** Loads the page again; how long it takes until it is ready, milliseconds from the start of navigation. */
export async function timeToReady(page: Page): Promise<number> {
  await page.addInitScript(noteReady);
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName('lab ready').length > 0);
  return await page.evaluate(() => performance.getEntriesByName('lab ready')[0]?.startTime ?? 0);
}

/** Notes the first moment at which the page is ready; runs in the page. */
function noteReady(): void {
  const look = (): void => {
    if (window.__lab?.ready === true) performance.mark('lab ready');
    else setTimeout(look, 1);
  };
  look();
}

/** Makes the page's scripts and layout `times` as slow; call what is returned to end that. */
export async function slowDown(page: Page, times: number): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
  return async () => {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await session.detach();
  };
}
