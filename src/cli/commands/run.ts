import { ladderText } from '../../ladder/index.ts';
import { run as play, SCENARIOS, type Scenario } from '../../sim/index.ts';
import type { ExitCode } from '../main.ts';
import type { Terminal } from '../terminal.ts';
import { didYouMean, readOptions, UsageError, wholeNumber } from '../usage.ts';

const OPTIONS = {
  seed: { type: 'string' },
  raw: { type: 'boolean' },
  ascii: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `synwave run`: plays a scenario in virtual time and draws it. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const given = readOptions(args, OPTIONS);
  const scenario = chooseScenario(given.words);
  const seed = wholeNumber('seed', given.text('seed'), 0, 0xffff_ffff) ?? 1;
  const trace = play(scenario, { seed });
  if (given.has('json')) {
    terminal.out(`${JSON.stringify(trace)}\n`);
    return 0;
  }
  terminal.out(
    ladderText(trace, {
      title: `${scenario.title.en} (seed ${seed})`,
      width: Math.max(1, Math.min(80, terminal.columns)),
      ascii: given.has('ascii'),
      color: terminal.color,
      numbers: given.has('raw') ? 'raw' : 'relative',
      hostTitles: Object.fromEntries(
        scenario.hosts.map((h) => [h.name, `${h.title.en} ${h.name}`]),
      ),
    }),
  );
  return 0;
}

function chooseScenario(words: readonly string[]): Scenario {
  const names = SCENARIOS.map((s) => s.id);
  const [name, more] = words;
  if (name === undefined) {
    throw new UsageError(`Say which scenario to run: ${names.join(', ')}.`);
  }
  if (more !== undefined) throw new UsageError(`One scenario at a time; what is "${more}"?`);
  const found = SCENARIOS.find((s) => s.id === name);
  if (found === undefined) {
    throw new UsageError(`There is no scenario ${name}.${didYouMean(name, names)}`);
  }
  return found;
}
