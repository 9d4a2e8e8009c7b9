import { describe, expect, it } from 'vitest';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { DIAGRAM, STATE_NAMES } from '../../src/tcp/state.ts';
import { performed } from './performed.ts';

/** The exhibits that take each line of the diagram without breaking a rule. */
function takenBy(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const e of EXHIBITS) {
    const { trace } = performed(e);
    if (trace.nonStandard.length > 0) continue;
    for (const edge of new Set(trace.counts.flatMap((c) => Object.keys(c.transitions)))) {
      found.set(edge, [...(found.get(edge) ?? []), e.id]);
    }
  }
  return found;
}

/** Experiment E25: the state machine, walked by the gallery. */
export function diagram(): void {
  describe('the state diagram, in the gallery', () => {
    const edges = DIAGRAM.map(([from, to]) => `${STATE_NAMES[from]}>${STATE_NAMES[to]}`);

    it.each(edges)('has an exhibit that takes the line %s, by the book', (edge) => {
      expect(takenBy().get(edge) ?? []).not.toEqual([]);
    });

    it('has no line besides those of RFC 9293', () => {
      for (const edge of takenBy().keys()) expect(edges).toContain(edge);
    });
  });
}
