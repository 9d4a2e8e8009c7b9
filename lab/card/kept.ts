import type { Parameter, Try, Values } from '../../src/gallery/exhibit.ts';
import type { Setup } from '../engine/protocol.ts';

/** A setup with what a try changes; values that it does not set stay as somebody chose them. */
export function withTry(setup: Setup, { interventions, values = {} }: Try): Setup {
  return { ...setup, interventions, values: { ...setup.values, ...values } };
}

/** The setup without it: nothing is interfered with, and values that it set are the exhibit's own. */
export function withoutTry(setup: Setup, { values = {} }: Try): Setup {
  const kept = Object.entries(setup.values).filter(([name]) => !Object.hasOwn(values, name));
  return { ...setup, interventions: [], values: Object.fromEntries(kept) };
}

/** Whether a setup is what a try makes of it. */
export function isTried({ interventions, values }: Setup, x: Try): boolean {
  return (
    JSON.stringify(interventions) === JSON.stringify(x.interventions) &&
    Object.entries(x.values ?? {}).every(([name, value]) => values[name] === value)
  );
}

/** The bounds of an exhibit's parameters, by name. */
export type Bounds = Readonly<Record<string, Pick<Parameter, 'least' | 'most'>>>;

/** Of the values chosen for one exhibit, those that another can have too. */
export function keptValues(bounds: Bounds, values: Values): Values {
  const kept = Object.entries(values).filter(([name, value]) => {
    const p = Object.hasOwn(bounds, name) ? bounds[name] : undefined;
    return p !== undefined && value >= p.least && value <= p.most;
  });
  return Object.fromEntries(kept);
}
