import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hazardsTable, propertiesTable } from '../../scripts/explore-docs.ts';
import { QUESTIONS, WORLDS } from '../../src/explore/index.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'explore.md'), 'utf8');

it('names every property and hazard as the code does: npm run explore:docs -- --words', () => {
  expect(page).toContain(propertiesTable());
  expect(page).toContain(hazardsTable());
});

it('has a row for every question and every world: npm run explore:docs', () => {
  for (const { id, breaks } of QUESTIONS) {
    expect(page, id).toMatch(new RegExp(`^\\| \`${id}\` \\|.*\`${breaks}\``, 'm'));
  }
  for (const id of Object.keys(WORLDS)) {
    for (const profile of ['rfc', 'linux', 'freebsd']) {
      expect(page, id).toContain(`| \`${id}\` | ${profile} |`);
    }
  }
});
