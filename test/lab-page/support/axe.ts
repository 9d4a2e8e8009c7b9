import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The serious and critical violations that axe finds in the page as it is now: a line for each element, with
 * the rule, where it is and what is wrong. Empty when there are none.
 */
export async function axe(page: Page, options: RunOptions = {}): Promise<string[]> {
  // As a script of the page it would be refused by its policy.
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(
    (o) =>
      (
        window as unknown as { axe: { run(root: Document, o: unknown): Promise<AxeResults> } }
      ).axe.run(document, o),
    { resultTypes: ['violations'], ...options } as unknown,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => {
        const why = (node.failureSummary ?? '').replace(/\s+/g, ' ');
        return `${impact} ${id}: ${node.target.join(' ')}: ${why} ${node.html.slice(0, 160)}`;
      }),
    );
}
