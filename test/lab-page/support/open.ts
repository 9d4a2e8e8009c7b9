import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inject } from 'vitest';
import type { Lang } from '../../../src/base/words.ts';
import type { Trace } from '../../../src/observe/trace.ts';
import { theBrowser } from './browser.ts';
import { Problems } from './problems.ts';

/** What the page gives to those who test it. Times are microseconds. */
export interface LabHook {
  trace(): Trace | null;
  readonly cursor: { readonly frame: number; readonly at: number };
  seek(at: number): void;
  /** Opens an exhibit; false when there is none of that id. */
  open(id: string): Promise<boolean>;
  readonly ready: boolean;
}

declare global {
  interface Window {
    __lab?: LabHook;
  }
}

const SIZES = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 360, height: 740 },
} as const;

const LOCALES: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en-US' };

export interface LabOptions {
  /** `desktop` unless given; a phone is touched, not clicked. */
  readonly size?: keyof typeof SIZES | { readonly width: number; readonly height: number };
  /** The reader's language, `zh` unless given: that of the browser, and of the link if there is one. */
  readonly lang?: Lang;
  readonly theme?: 'light' | 'dark';
  /** Where in the page, such as `#/lab/open/isn`; nowhere unless given. */
  readonly hash?: string;
  /** What follows the hash after `?`, such as `x=drop:A2&t=575`. */
  readonly query?: string;
  readonly reducedMotion?: boolean;
  readonly forcedColors?: boolean;
  /** Opens it, waits until it is kept, cuts the network and opens it again. */
  readonly offline?: boolean;
  /** The page may keep itself for offline use; not unless given, for it takes time. */
  readonly keeps?: boolean;
  /** Where the page is served, with the path; the common server unless given. */
  readonly base?: string;
  /** Runs before the page is opened: to listen, to slow it down, to put something in its way. */
  readonly before?: (page: Page) => Promise<void>;
}

/** An open page. */
export interface Lab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What has gone wrong so far; `close` fails if there is anything. */
  readonly problems: Problems;
  trace(): Promise<Trace>;
  cursor(): Promise<LabHook['cursor']>;
  /** Moves the cursor to a time, in microseconds, and waits until that is drawn. */
  seek(at: number): Promise<void>;
  press(key: string): Promise<void>;
  /** Clicks, or on a phone touches, what has that `data-testid`. */
  click(testid: string): Promise<void>;
  /** What is to be read in what has that `data-testid`. */
  text(testid: string): Promise<string>;
  /** Waits until the page is ready, after going somewhere else in it. */
  ready(): Promise<void>;
  /** Closes the page; throws if it complained, failed, or asked for anything of another origin. */
  close(): Promise<void>;
}

/** Pages that are open. */
const open = new Set<Lab>();

/** Opens the page and waits until it is ready. Close it, with `close`, at the end of the test. */
export async function openLab(o: LabOptions = {}): Promise<Lab> {
  const base = o.base ?? `${inject('origin')}/`;
  const context = await (await theBrowser()).newContext(contextOf(o));
  const page = await context.newPage();
  const problems = new Problems(context, new URL(base).origin);
  const lab = labOf(page, context, problems, o.size === 'phone');
  open.add(lab);
  await o.before?.(page);
  await page.goto(base + linkOf(o));
  await lab.ready();
  if (o.offline === true) {
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await context.setOffline(true);
    await page.reload();
    await lab.ready();
  }
  const lang = await page.evaluate(() => document.documentElement.lang);
  const wanted = o.lang ?? 'zh';
  if (!lang.startsWith(wanted)) throw new Error(`the page is in ${lang}, not in ${wanted}`);
  return lab;
}

/** Closes what tests have left open, which may fail as `close` does. */
export async function closeAll(): Promise<void> {
  for (const lab of open) await lab.close();
}

function contextOf(o: LabOptions): BrowserContextOptions {
  const { size = 'desktop' } = o;
  return {
    viewport: typeof size === 'string' ? SIZES[size] : size,
    ...(size === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
    locale: LOCALES[o.lang ?? 'zh'],
    colorScheme: o.theme ?? 'light',
    reducedMotion: o.reducedMotion === true ? 'reduce' : 'no-preference',
    forcedColors: o.forcedColors === true ? 'active' : 'none',
    serviceWorkers: o.offline === true || o.keeps === true ? 'allow' : 'block',
  };
}

function linkOf({ hash = '', query = '', lang }: LabOptions): string {
  const place = hash.replace(/^#/, '');
  if (place === '' && query === '') return '';
  const said = [query, lang === undefined ? '' : `lang=${lang}`].filter((part) => part !== '');
  return `#${place}${said.length === 0 ? '' : `?${said.join('&')}`}`;
}

function labOf(page: Page, context: BrowserContext, problems: Problems, touch: boolean): Lab {
  const lab: Lab = {
    page,
    context,
    problems,
    async trace() {
      const trace = await page.evaluate(() => window.__lab?.trace() ?? null);
      if (trace === null) throw new Error('the page has no trace');
      return trace;
    },
    cursor: () =>
      page.evaluate(() => {
        const { frame, at } = (window.__lab as LabHook).cursor;
        return { frame, at };
      }),
    seek: (at) =>
      page.evaluate(async (to) => {
        window.__lab?.seek(to);
        // The first is before the frame is drawn, the second after it.
        for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
      }, at),
    press: (key) => page.keyboard.press(key),
    click: (testid) => page.getByTestId(testid)[touch ? 'tap' : 'click'](),
    // biome-ignore lint/performance/useDomNodeTextContent: only what can be read counts.
    text: (testid) => page.getByTestId(testid).innerText(),
    async ready() {
      try {
        await page.waitForFunction(() => window.__lab?.ready === true, null, { timeout: 20_000 });
      } catch (error) {
        throw new Error(`the page is not ready: ${error}\n${problems.list.join('\n')}`);
      }
    },
    async close() {
      open.delete(lab);
      await context.close();
      problems.throwAny();
    },
  };
  return lab;
}
