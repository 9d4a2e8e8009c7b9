import { describe, expect, it } from 'vitest';
import { EXHIBITS, type Exhibit, perform } from '../../src/gallery/index.ts';
import { type Known, knowledge, knownBy } from '../../src/gallery/knowledge.ts';
import type { Intervention } from '../../src/sim/index.ts';

const exhibit = (id: string): Exhibit => {
  const found = EXHIBITS.find((e) => e.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
const learned = (id: string, at: number, interventions: Intervention[] = []): Known[] =>
  knowledge(perform(exhibit(id), { interventions }).trace, at);
const text = (cells: readonly Known[]): string[] =>
  cells.map((c) => `${c.knower}: ${c.about} ${c.can}s${c.by === null ? '?' : ` ${c.by}`}`);

describe('who knows what of an opening', () => {
  it('is nothing before anything has arrived', () => {
    expect(learned('open/basic', 49_999).every((c) => c.since === null && c.by === null)).toBe(
      true,
    );
  });

  it('comes from arrivals and acknowledgments, each with the segment that taught it', () => {
    expect(text(learned('open/basic', 150_000))).toEqual([
      'A: A sends B1',
      'A: A receives B1',
      'A: B sends B1',
      'A: B receives B1',
      'B: A sends A1',
      'B: A receives A2',
      'B: B sends A2',
      'B: B receives A1',
    ]);
  });

  it('stays incomplete for B while the third segment is lost, which A cannot see', () => {
    const lost: Intervention[] = [{ kind: 'fault', segment: 'A2', action: 'drop' }];
    const cells = learned('open/basic', 1_000_000, lost);
    expect([knownBy('A', cells), knownBy('B', cells)]).toEqual([4, 2]);
  });

  it('is not learned from what is dropped, such as an acknowledgment of what was never sent', () => {
    const cells = learned('open/bad-ack', 70_000);
    expect(text(cells).slice(0, 4)).toEqual([
      'A: A sends?',
      'A: A receives?',
      'A: B sends?',
      'A: B receives?',
    ]);
  });

  it('is not learned from a segment that arrived broken', () => {
    const broken: Intervention[] = [{ kind: 'fault', segment: 'A1', action: 'corrupt' }];
    expect(knownBy('B', learned('open/basic', 900_000, broken))).toBe(0);
  });

  it('is empty for a flow that is not there', () => {
    expect(knowledge(perform(exhibit('open/basic')).trace, 0, 9)).toEqual([]);
  });
});
