import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../scripts/mutations/faults.ts';

const ROOT = join(import.meta.dirname, '..');

/** `npm run mutations` plants them, which takes minutes; this only sees that it could. */
describe('the faults that are planted to try the tests', () => {
  it('stand where the code is', () => {
    const wrong = FAULTS.filter(({ file, find }) => {
      const source = readFileSync(join(ROOT, 'src', file), 'utf8');
      return source.split(find).length !== 2;
    });
    expect(wrong.map((f) => `${f.name}: not once in src/${f.file}`)).toEqual([]);
  });

  it('name tests and scripts that there are', () => {
    const named = FAULTS.flatMap(({ tests, scripts }) => [
      ...tests,
      ...(scripts === null || 'invisible' in scripts ? [] : scripts.map((s) => join('drill', s))),
    ]);
    expect(named.filter((path) => !existsSync(join(ROOT, 'test', path)))).toEqual([]);
  });

  it('are caught by scripts of ours, but for few that say why not', () => {
    const engine = FAULTS.filter((f) => !f.file.startsWith('packetdrill/'));
    for (const { name, scripts } of engine) expect(scripts, name).not.toBeNull();
    const invisible = engine.filter((f) => f.scripts !== null && 'invisible' in f.scripts);
    expect(invisible.length).toBeLessThan(5);
    expect(new Set(FAULTS.map((f) => f.name)).size).toBe(FAULTS.length);
  });
});
