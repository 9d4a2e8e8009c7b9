import { describe, expect, it } from 'vitest';
import { stopsOf } from '../../lab/state/cursor.ts';
import { matrixAt } from '../../lab/view/matrix.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { perform } from '../../src/gallery/perform.ts';

const named = (id: string) => {
  const found = EXHIBITS.find((e) => e.id === id);
  if (found === undefined) throw new RangeError(id);
  return perform(found).trace;
};

/** How many cells are known after each stop, where that changes, and the frame it changes with. */
function course(id: string, flow = 1): { known: number; code: string; segment: string | null }[] {
  const trace = named(id);
  const found: { known: number; code: string; segment: string | null }[] = [];
  for (const frame of stopsOf(trace)) {
    const known = matrixAt(trace, flow, { frame, at: 0 }).filter((c) => c.since !== null).length;
    if (known === (found.at(-1)?.known ?? 0)) continue;
    const told = trace.frames.slice(0, frame + 1).findLast((f) => f.kind === 'arrived');
    found.push({ known, code: told?.code ?? '', segment: told?.segment ?? null });
  }
  return found;
}

describe('the knowledge matrix', () => {
  it('is 2, 6 and 8 of 8 as the three segments of a handshake arrive, and 8 not before the third', () => {
    expect(course('open/ledger')).toEqual([
      { known: 2, code: 'arrived/syn', segment: 'A1' },
      { known: 6, code: 'arrived/syn-ack', segment: 'B1' },
      { known: 8, code: 'arrived/ack-of-syn', segment: 'A2' },
    ]);
  });

  it('never fills without the third', () => {
    expect(course('open/blackhole').at(-1)?.known ?? 0).toBeLessThan(8);
    expect(course('ablate/two-way').at(-1)?.known).toBeLessThanOrEqual(8);
  });

  it('has nothing unknown by a segment that has not come, at any stop of any exhibit', () => {
    for (const id of [
      'open/simultaneous',
      'ablate/split-synack',
      'ablate/n-way',
      'queue/backlog',
    ]) {
      const trace = named(id);
      for (const frame of stopsOf(trace)) {
        for (const c of matrixAt(trace, 1, { frame, at: 0 })) {
          if (c.by === null) continue;
          const arrived = trace.frames
            .slice(0, frame + 1)
            .some((f) => f.kind === 'arrived' && f.segment === c.by && f.host === c.knower);
          expect(arrived, `${id} ${frame} ${c.by}`).toBe(true);
        }
      }
    }
  });
});
