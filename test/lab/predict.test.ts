import { describe, expect, it } from 'vitest';
import { type Asking, beforeStep, hasMore, nextPlace } from '../../lab/predict/before-step.ts';
import { readList } from '../../lab/predict/quiz-list.ts';
import { cursorOn, lastOf, stepFrom } from '../../lab/state/cursor.ts';
import { EXHIBITS, perform } from '../../src/gallery/index.ts';
import { questionsOf } from '../../src/quiz/index.ts';

const START = { frame: -1, at: 0 };
const ALL: Asking = { flow: 1, seed: 1, numbers: 'xy', done: new Set(), only: null };

function traceOf(id: string) {
  const e = EXHIBITS.find((x) => x.id === id);
  if (e === undefined) throw new Error(`no exhibit ${id}`);
  return perform(e).trace;
}

describe('questions on the way through a run', () => {
  const trace = traceOf('close/lost-ack4');

  it('stand before each step that would show an answer, and nowhere else', () => {
    const met: number[] = [];
    const done = new Set<number>();
    let at = START;
    for (let i = 0; i < 1000; i++) {
      const q = beforeStep(trace, at, { ...ALL, done });
      if (q !== null) {
        expect(at.frame).toBeLessThan(q.frame);
        expect(q.answer ?? q.frame).toBeGreaterThanOrEqual(q.frame);
        met.push(q.frame);
        done.add(q.frame);
        continue;
      }
      const next = stepFrom(trace, at, 1);
      if (next.frame === at.frame) break;
      at = next;
    }
    expect(met).toEqual(questionsOf(trace, 1).map((d) => d.frame));
    expect(at).toEqual(lastOf(trace));
  });

  it('are only those of a list where there is one', () => {
    const [, second] = questionsOf(trace, 1);
    const only = { ...ALL, only: new Set([second?.frame ?? 0]) };
    const place = nextPlace(trace, START, only);
    expect(place).not.toBeNull();
    expect(beforeStep(trace, place ?? START, only)?.frame).toBe(second?.frame);
    expect(hasMore(trace, cursorOn(trace, second?.frame ?? 0), only)).toBe(false);
  });

  it('come to an end', () => {
    expect(hasMore(trace, lastOf(trace), ALL)).toBe(false);
    expect(nextPlace(trace, lastOf(trace), ALL)).toBeNull();
    expect(beforeStep(trace, lastOf(trace), ALL)).toBeNull();
    expect(hasMore(trace, START, { ...ALL, flow: 99 })).toBe(false);
  });
});

describe('a list of exhibits to be asked about', () => {
  const all = EXHIBITS.map(({ id, experiment = null }) => ({ id, experiment }));

  it('takes ids and numbers of experiments, each once, in the order given', () => {
    expect(readList(['E02', 'close/lost-ack4', 'e09', 'E02', ' '], all)).toEqual({
      exhibits: ['ablate/two-way-lost-synack', 'close/lost-ack4', 'close/three-segment'],
      unknown: [],
    });
  });

  it('says what it does not know', () => {
    expect(readList(['E99', 'E12', 'no/such'], all)).toEqual({
      exhibits: ['tw/restart'],
      unknown: ['E99', 'no/such'],
    });
  });
});
