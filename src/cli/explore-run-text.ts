import type { Lang } from '../base/words.ts';
import type { Counterexample } from '../explore/index.ts';
import { wrap } from '../ladder/index.ts';
import type { SearchJob } from './explore-job.ts';
import { brokenText, labelled, stepsText, WIDTH } from './explore-report.ts';
import { EXPLORE_WORDS } from './explore-words.ts';

/** A counterexample: how many steps, which, the run drawn and told, and what breaks. */
export function counterexampleText(c: Counterexample, job: SearchJob, lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  const head = wrap(`${words.shortest(c.path.length)}${words.colon}`.trimEnd(), WIDTH);
  const steps = wrap(stepsText(c, job.world, lang), WIDTH - 2).map((line) => `  ${line}`);
  const broken = labelled(words.breaks, brokenText(c, lang), lang);
  return [[...head, ...steps].join('\n'), broken].join('\n\n');
}
