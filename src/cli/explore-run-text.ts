import type { Lang } from '../base/words.ts';
import { type Counterexample, laidSteps, type Staged, toScenario } from '../explore/index.ts';
import { wrap } from '../ladder/index.ts';
import { run } from '../sim/index.ts';
import { type SearchJob, taskOf } from './explore-job.ts';
import { brokenText, labelled, runText, stepsText, WIDTH } from './explore-report.ts';
import { EXPLORE_WORDS } from './explore-words.ts';

/** A counterexample, and the scenario that shows it, where there is one. */
export interface Shown {
  readonly counterexample: Counterexample;
  readonly staged: Staged;
}

/** Makes a scenario of a counterexample; `id` is the question's or the world's. */
export function shown(c: Counterexample, job: SearchJob, id: string): Shown {
  return { counterexample: c, staged: toScenario(taskOf(job), c, { id: `explore/${id}` }) };
}

/** A counterexample: how many steps, which, the run drawn and told, and what breaks. */
export function counterexampleText(s: Shown, job: SearchJob, lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  const { counterexample: c, staged } = s;
  const head = wrap(`${words.shortest(c.path.length)}${words.colon}`.trimEnd(), WIDTH);
  const listed = stepsText(c, staged.run, job.world, lang);
  const steps = wrap(listed, WIDTH - 2).map((line) => `  ${line}`);
  if (staged.run !== null && laidSteps(c, staged.run).some((s) => !s.isFound)) {
    steps.push(...wrap(words.byTheWay, WIDTH));
  }
  const drawn =
    staged.scenario === null
      ? wrap(`${words.notDrawn}${words.colon}${staged.reason[lang]}`, WIDTH).join('\n')
      : runText(run(staged.scenario), job.world, lang);
  const broken = labelled(words.breaks, brokenText(c, lang), lang);
  return [[...head, ...steps].join('\n'), drawn, broken].join('\n\n');
}
