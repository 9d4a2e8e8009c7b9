import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUNTIMES, type Runtime, smoke, tryRuntime } from '../../scripts/runtimes.ts';

const BUILT = existsSync(join(import.meta.dirname, '..', '..', 'dist', 'sim', 'index.js'));

/** The runtime that runs this test, which needs no network. */
const here: Runtime = {
  name: `Node ${process.versions.node.split('.')[0]}`,
  source: '',
  program: 'node',
  before: [],
};

describe('the smoke test of runtimes', () => {
  it('is for Node 20, 22 and 24, Deno and Bun', () => {
    expect(RUNTIMES.map((r) => r.name)).toEqual(['Node 20', 'Node 22', 'Node 24', 'Deno', 'Bun']);
  });

  it.runIf(BUILT)('echoes 100,000 octets over a bad cable, twice to the same packets', () => {
    const first = smoke(process.execPath);
    expect(first).toMatch(/^[0-9a-f]{16} \d+ 100000 0 client closed server closed$/);
    expect(tryRuntime(here, first).result).toBe('same');
  });

  it.runIf(BUILT)('finds a runtime that sees other packets, and one that fails', () => {
    expect(tryRuntime(here, 'other packets').result).toBe('different');
    const failing = { ...here, before: ['--no-such-option'] };
    expect(tryRuntime(failing, '')).toMatchObject({ result: 'failed' });
  });

  it('skips a runtime that is not to be had, and says why', () => {
    const gone = { name: 'Gone', source: './no-such-package', program: 'gone', before: [] };
    const { result, detail } = tryRuntime(gone, '');
    expect(result).toBe('skipped');
    expect(detail.length).toBeGreaterThan(10);
  });
});
