import { defineConfig } from 'vitest/config';

/** Tests that measure real time: they run one after the other, when the others are done. */
const TIMED = ['test/node/**/*.test.ts', 'test/node-net/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'virtual',
          include: ['test/**/*.test.ts'],
          exclude: ['test/interop/**', 'test/lab-page/**', ...TIMED],
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'timed', include: TIMED, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
