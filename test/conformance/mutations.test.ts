import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../scripts/mutations/faults.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Which `npm run mutations` plants one at a time; here only that they can be. */
describe('the planted faults', () => {
  it('are twenty at least, each with a name of its own', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(20);
    expect(new Set(FAULTS.map((f) => f.name)).size).toBe(FAULTS.length);
  });

  it.each(FAULTS)('"$name" has its one place in $file, and tests that exist', (fault) => {
    const source = readFileSync(join(ROOT, 'src', fault.file), 'utf8');
    expect(source.split(fault.find).length - 1, `times that '${fault.find}' occurs`).toBe(1);
    expect(fault.replace).not.toBe(fault.find);
    expect(fault.tests.length).toBeGreaterThan(0);
    for (const file of fault.tests) expect(existsSync(join(ROOT, 'test', file)), file).toBe(true);
  });
});
