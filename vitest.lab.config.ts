import { defineConfig } from 'vitest/config';
import { whyNot } from './test/lab-page/support/chromium.ts';

const reason = whyNot();

/** Tests of the page, in a Chromium without a screen: npm run test:lab */
export default defineConfig({
  test: {
    name: 'lab-page',
    include: ['test/lab-page/**/*.test.ts'],
    globalSetup: 'test/lab-page/support/global.ts',
    setupFiles: 'test/lab-page/support/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Other work on the machine makes a page late; what is wrong is wrong three times.
    retry: 2,
    // A busy machine is slow; nobody waits that long where all is well.
    expect: { poll: { timeout: 15_000 } },
    // Each has a browser of its own, and some measure time.
    maxWorkers: 2,
    // Where there is nothing to run them in, no test has this name: all are skipped.
    ...(reason === null ? {} : { testNamePattern: /(?!)/ }),
  },
});
