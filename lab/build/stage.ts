import type { Plugin } from 'vite';
import { QUESTIONS } from '../../src/explore/questions/index.ts';
import type { Exhibit } from '../../src/gallery/exhibit.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { scenarioOf } from '../../src/gallery/perform.ts';
import { stage as perform } from '../engine/stage.ts';
import type { Listed, Scene, Scenes, Why } from '../state/catalogue.ts';
import { OPENING } from '../state/opening.ts';

/**
 * What the page needs before the engine is there, made by the engine when the page is built:
 * `virtual:opening` is the run it opens with, `virtual:catalogue` what there is to be run,
 * `virtual:scenes` which exhibits belong to the same experiment, `virtual:whys` what a search can answer.
 */
export function stage(): Plugin {
  const modules: Readonly<Record<string, () => unknown>> = {
    'virtual:opening': opening,
    'virtual:catalogue': catalogue,
    'virtual:scenes': scenes,
    'virtual:whys': whys,
  };
  return {
    name: 'stage',
    resolveId: (id) => (Object.hasOwn(modules, id) ? `\0${id}` : null),
    load(id) {
      const make = modules[id.slice(1)];
      if (!id.startsWith('\0virtual:') || make === undefined) return null;
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(make()))})`;
    },
  };
}

/** The run the page opens with, the same that the worker would give. */
export function opening() {
  const exhibit = EXHIBITS.find((e) => e.id === OPENING.exhibit);
  if (exhibit === undefined) throw new RangeError(`no exhibit '${OPENING.exhibit}'`);
  return perform(exhibit, OPENING);
}

/** Every exhibit, as far as one needs to know it to choose it. */
export function catalogue(): Listed[] {
  return EXHIBITS.map((e) => ({
    ...{ id: e.id, shelf: e.shelf, title: e.title, story: e.story, point: e.point },
    asks: e.question.asks,
    ...{ items: e.items, experiment: e.experiment ?? null, isOnBadNetwork: losesSomething(e) },
    notes: (e.errata ?? []).map((x) => x.note),
    isAsked: QUESTIONS.some((q) => q.exhibits.includes(e.id)),
  }));
}

/** The exhibits of every experiment that has more than one. */
export function scenes(): Scenes {
  const all: Record<string, Scene[]> = {};
  for (const { experiment, id, title, parameters = {} } of EXHIBITS) {
    if (experiment === undefined) continue;
    const bounds = Object.entries(parameters).map(([name, { least, most }]) => [
      name,
      { least, most },
    ]);
    const scene = { id, title, parameters: Object.fromEntries(bounds) };
    all[experiment] = [...(all[experiment] ?? []), scene];
  }
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 1));
}

/** Every question that a search answers, with the exhibits on whose cards it can be asked. */
export function whys(): Why[] {
  return QUESTIONS.map(({ id, asks, takenAway, exhibits }) => ({ id, asks, takenAway, exhibits }));
}

/** Whether the network does something to a segment before anybody interferes. */
function losesSomething(e: Exhibit): boolean {
  const { faults = [], steps } = scenarioOf(e);
  return faults.length > 0 || steps.some((s) => s.do.call === 'unplug');
}
