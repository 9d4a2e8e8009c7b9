import { toScenario } from '../../src/explore/index.ts';
import { run } from '../../src/sim/index.ts';
import { CORPUS, found, taskFor } from '../explore/small-worlds.ts';

/**
 * Bundled for the browser: the counterexamples of a few small worlds, found and told in time here, and all that
 * their scenarios record, packets with every octet.
 */
export function counterexamples(): string[] {
  return CORPUS.filter(([world]) => world.bounds.timers === undefined).map(([world, property]) => {
    const task = taskFor(world, property);
    const { scenario, reason } = toScenario(task, found(task));
    return scenario === null
      ? `${world.id}: ${reason.en}`
      : JSON.stringify([scenario, run(scenario, { keepBytes: true })]);
  });
}
