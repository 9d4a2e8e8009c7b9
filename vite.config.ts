import { defineConfig } from 'vite';
import { offline } from './lab/build/offline.ts';
import { stage } from './lab/build/stage.ts';
import { CONTENT_POLICY } from './src/cli/content-policy.ts';

/** The lab: a folder of static files, for any host and any path. */
export default defineConfig({
  root: 'lab',
  base: './',
  plugins: [stage(), offline(CONTENT_POLICY)],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: '../dist/lab',
    emptyOutDir: true,
    target: 'es2022',
    // Content-Security-Policy is default-src 'self': nothing may come from a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
});
