import { test } from 'vitest';
import { WORLDS } from '../../src/explore/index.ts';
import { replay, expand } from '../../src/explore/expand.ts';
import { actionText } from '../../src/explore/action.ts';
import { bareTask } from './audit.ts';
import { describe as lines } from '../../src/explore/state/world-state.ts';
test('a', () => {
  const world = WORLDS['zero-window']!('linux');
  const task = bareTask(world, world.bounds, false);
  const go = (words: string) => {
    const path: number[] = [];
    for (const w of words.split(', ')) {
      const a = replay(task, path);
      path.push(a.actions().find((c) => actionText(c, world.hosts) === w)!);
    }
    return replay(task, path);
  };
  for (const t of ['do A 0.0, fire A, deliver A1, fire A, fire B', 'do A 0.0, fire A, deliver A1, fire B, fire A']) {
    const a = go(t);
    console.log(a.now, JSON.stringify(a.flights.map((f) => [f.from, f.n, f.sentAt, f.facts])));
    const b = go(t + ', deliver B1');
    console.log(b.now, JSON.stringify(b.flights.map((f) => [f.from, f.n, f.sentAt, f.facts, f.origin.end?.n])));
  }
});
