import type { Browser, Page } from 'playwright-core';

/** Loads the page again; how long it takes until it is ready, milliseconds from the start of navigation. */
export async function timeToReady(page: Page): Promise<number> {
  await page.addInitScript(noteReady);
  await page.reload();
  await page.waitForFunction(() => performance.getEntriesByName('lab ready').length > 0);
  return await page.evaluate(() => performance.getEntriesByName('lab ready')[0]?.startTime ?? 0);
}

/** Notes the first moment at which the page is ready; runs in the page. */
function noteReady(): void {
  // Functions without names only: tsx would have them call a helper that the page does not have.
  const timer = setInterval(() => {
    if (window.__lab?.ready !== true) return;
    clearInterval(timer);
    performance.mark('lab ready');
  }, 1);
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

/** Waits until the page shows the exhibit. */
export async function untilRuns(page: Page, exhibit: string): Promise<void> {
  await page.waitForFunction(
    (id) => window.__lab?.ready === true && window.__lab.trace()?.scenario === id,
    exhibit,
  );
}

/** How long something took, milliseconds: by the clock, and for how much of that a processor worked on it. */
export interface Taken {
  readonly clock: number;
  readonly processor: number;
}

/**
 * Moves the cursor to `count` places all over the run, to and fro; how long scripts, style and layout take for
 * each until it is drawn.
 */
export async function scrub(page: Page, count: number): Promise<Taken[]> {
  const meters = [await meter(page, 'timeTicks'), await meter(page, 'threadTicks')] as const;
  const taken: Taken[] = [];
  for (let i = 0; i < count; i++) {
    const [clock, processor] = [await meters[0](), await meters[1]()];
    // Steps that share no divisor with the number of places come by all of them.
    await page.evaluate(seekTo, ((i * 7) % count) / count);
    taken.push({ clock: (await meters[0]()) - clock, processor: (await meters[1]()) - processor });
  }
  return taken;
}

/** What tells how long the page has been at work so far, in milliseconds of one kind of time. */
async function meter(
  page: Page,
  timeDomain: 'timeTicks' | 'threadTicks',
): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const counted = metrics.filter((m) => SPENT.includes(m.name));
    return counted.reduce((sum, m) => sum + m.value * 1000, 0);
  };
}

const SPENT = ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'];

/** Moves the cursor to a part of the run, from 0 to 1, and waits until that is drawn; runs in the page. */
async function seekTo(part: number): Promise<void> {
  const end = window.__lab?.trace()?.frames.at(-1)?.at ?? 0;
  window.__lab?.seek(Math.round(end * part));
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
}

/** A part of a trace of Chromium; times are microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
  readonly dur?: number;
  /** The time that its thread ran, which is not that for which it waited for a processor. */
  readonly tdur?: number;
}

/** How long the tasks on the main thread of a page were that take longest within `during`, milliseconds. */
export async function longestTask(browser: Browser, page: Page, during: number): Promise<Taken> {
  const categories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { categories });
  await page.waitForTimeout(during);
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as {
    traceEvents: readonly TraceEvent[];
  };
  const threadOf = (e: TraceEvent): string => `${e.pid} ${e.tid}`;
  const named = traceEvents.filter((e) => e.name === 'thread_name');
  const main = new Set(named.filter((e) => e.args.name === 'CrRendererMain').map(threadOf));
  const tasks = traceEvents.filter((e) => /RunTask$/.test(e.name) && main.has(threadOf(e)));
  if (tasks.length === 0) throw new Error('the trace has no tasks');
  return {
    clock: Math.max(...tasks.map((e) => e.dur ?? 0)) / 1000,
    processor: Math.max(...tasks.map((e) => e.tdur ?? 0)) / 1000,
  };
}

/** The value below which the share `q` of the values lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
