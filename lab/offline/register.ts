declare global {
  interface ImportMeta {
    /** What Vite knows; `PROD` is false where it serves the sources themselves. */
    readonly env: { readonly PROD: boolean };
  }
}

/**
 * Asks the browser to keep the page, so that it opens without a network from then on. Where that cannot be,
 * in a private window for example, or without https, the page goes on without.
 */
export async function goOffline(): Promise<void> {
  if (!import.meta.env.PROD || !location.protocol.startsWith('http')) return;
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('./sw.js', { updateViaCache: 'none' });
  } catch {
    // The browser will not have it: it is not needed.
  }
}
