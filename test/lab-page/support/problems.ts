import type { BrowserContext } from 'playwright-core';

/** What the browser says by itself where a test forbids what the page may do without. */
const HARMLESS = 'Service Worker registration blocked by Playwright';

/** Collects what a page must never do: complain, fail, or ask for anything of another origin. */
export class Problems {
  readonly list: string[] = [];

  /** Listens to all pages of `context`, which are of `origin`. */
  constructor(context: BrowserContext, origin: string) {
    context.on('console', (message) => {
      const type = message.type();
      if ((type !== 'error' && type !== 'warning') || message.text() === HARMLESS) return;
      this.list.push(`${type}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => {
      this.list.push(`exception: ${error.error().stack ?? error.error().message}`);
    });
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol === 'blob:' || url.protocol === 'data:' || url.origin === origin) return;
      this.list.push(`request of another origin: ${request.url()}`);
    });
  }

  /** Throws, with all of them, if there are any; they are forgotten then. */
  throwAny(): void {
    const found = this.list.splice(0);
    if (found.length > 0) throw new Error(`the page has problems:\n${found.join('\n')}`);
  }
}
