import type { Trace } from '../observe/trace.ts';

/**
 * A trace as JSON text, as `docs/trace.schema.json` describes it. Nothing is lost: what is read back
 * is the same trace.
 *
 * @param indent spaces a level; 0, the default, writes one line
 */
export function json(trace: Trace, indent = 0): string {
  return `${JSON.stringify(trace, null, indent)}\n`;
}
