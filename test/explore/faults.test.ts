import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PLANTED } from '../../scripts/explore-faults/faults.ts';
import { PAGE, withTable } from '../../scripts/explore-faults/page.ts';
import { readRecord } from '../../scripts/explore-faults/record.ts';
import { Arena } from '../../src/explore/arena.ts';
import { ENGINE, whatBreaks } from '../../src/explore/expand.ts';
import {
  actionText,
  fullBounds,
  PROPERTIES,
  planFor,
  worldNamed,
} from '../../src/explore/index.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const record = readRecord();

/** `npm run explore:faults` plants them, which takes minutes; here only what it has written down is looked at. */
describe('the faults that the search must find', () => {
  it('are fifteen at least, each with a title of its own in both languages', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(15);
    expect(new Set(PLANTED.map((f) => f.title.en)).size).toBe(PLANTED.length);
    expect(new Set(PLANTED.map((f) => f.title.zh)).size).toBe(PLANTED.length);
  });

  it('stand where the code is', () => {
    const wrong = PLANTED.filter(({ file, find, replace }) => {
      const source = readFileSync(join(ROOT, 'src', file), 'utf8');
      return source.split(find).length !== 2 || find === replace;
    });
    expect(wrong.map((f) => `${f.title.en}: not once in src/${f.file}`)).toEqual([]);
  });

  it('break a property that there is', () => {
    const known = [ENGINE, ...PROPERTIES.map((p) => p.id)];
    expect(PLANTED.filter((f) => !known.includes(f.breaks)).map((f) => f.breaks)).toEqual([]);
  });

  it('have all been found where they are looked for', () => {
    const found = record.map(({ title, world, profile, breaks }) => ({
      title,
      world,
      profile,
      breaks,
    }));
    const due = PLANTED.map(({ title, world, profile, breaks }) => ({
      title,
      world,
      profile,
      breaks,
    }));
    expect(found).toEqual(due);
  });

  it('are listed in the page as in the record', () => {
    const page = readFileSync(join(ROOT, PAGE), 'utf8');
    expect(withTable(page, record)).toBe(page);
  });
});

describe('the run that shows a planted fault', () => {
  it.each(record)('"$title.en" breaks nothing of the kind where there is none', (entry) => {
    const fault = PLANTED.find((f) => f.title.en === entry.title.en);
    const world = worldNamed(entry.world, entry.profile);
    const bounds = fullBounds(fault?.bounds ?? world.bounds);
    const task = {
      plan: planFor(world),
      bounds,
      properties: PROPERTIES.filter((p) => p.id === entry.breaks),
      hazards: [],
    };
    const arena = new Arena(task.plan, bounds);
    for (const step of entry.run) {
      const action = arena.actions().find((code) => actionText(code, world.hosts) === step);
      if (action === undefined) return; // the engine goes on otherwise
      expect(whatBreaks(task, arena, () => arena.perform(action))).toBeNull();
    }
  });
});
