/**
 * The service worker: keeps the whole page, parts that are loaded late among them, so that it opens without
 * a network, or when its server has ended. Built into `sw.js` beside `index.html`.
 */

/** All files of the page, from its folder; `''` is the page itself. Put in when the page is built. */
declare const FILES: readonly string[];
/** Changes whenever one of them does. */
declare const BUILD: string;
declare const self: ServiceWorkerGlobalScope;

export {};

const HOME = self.registration.scope;
/** Other copies of the page may stand in other folders of the same origin. */
const PREFIX = `synwave ${HOME} `;
const NAME = PREFIX + BUILD;
/** Their names change with what they hold: what was kept under one is right for ever. */
const ASSETS = `${HOME}assets/`;
const OWN = new Set(FILES.map((file) => HOME + file));
/** How long the network may take to say what is new, milliseconds. */
const PATIENCE = 4000;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const file = url.replace(/[?#].*$/, '').replace(/\/index\.html$/, '/');
  if (method !== 'GET' || !OWN.has(file)) return;
  event.respondWith(file.startsWith(ASSETS) ? kept(file) : newest(file));
});

/** All or nothing: half of a page is none. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(NAME);
  const requests = [...OWN].map(
    (url) => new Request(url, { cache: url.startsWith(ASSETS) ? 'default' : 'no-cache' }),
  );
  await cache.addAll(requests);
}

/** Only now is no page open that came from an older build, and could ask for parts of it. */
async function takeOver(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(url: string): Promise<Response> {
  return (await caches.match(url, { ignoreVary: true })) ?? fetch(url);
}

/** What the server has now; what was kept when it does not answer, or has something else. */
async function newest(url: string): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url, { cache: 'no-cache', signal });
    if (response.ok && !response.redirected) return response;
  } catch {
    // There is no network, or no server.
  }
  return (await caches.match(url, { ignoreVary: true })) ?? fetch(url);
}
