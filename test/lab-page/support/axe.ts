import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The serious and critical violations that axe finds in the page as it is now: a line for each element, with
 * the rule, where it is and what is wrong. Empty when there are none. `within` is a selector: only what is in
 * there counts.
 */
export async function axe(
  page: Page,
  options: RunOptions = {},
  within: string | null = null,
): Promise<string[]> {
  // As a script of the page it would be refused by its policy.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(
    ([root, o]) =>
      (
        window as unknown as { axe: { run(root: unknown, o: unknown): Promise<AxeResults> } }
      ).axe.run(root ?? document, o),
    [within, { resultTypes: ['violations'], ...options } as unknown] as const,
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
