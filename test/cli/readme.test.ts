import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { ladder, ladderIn, READMES } from '../../scripts/refresh-readme.ts';

for (const file of READMES) {
  it(`${basename(file)} shows what the command draws (else: npx tsx scripts/refresh-readme.ts)`, async () => {
    expect(ladderIn(file)).toBe(await ladder(file));
  });
}
