import type { Lang } from '../base/words.ts';
import {
  type Bounds,
  type Counterexample,
  ENGINE,
  type ExploreWorld,
  fullBounds,
  HAZARDS,
  laidSteps,
  programStep,
  propertyNamed,
  type SearchReport,
  type TimedRun,
  unpack,
} from '../explore/index.ts';
import {
  clauseText,
  displayWidth,
  ladderText,
  padEnd,
  padStart,
  timeText,
  wrap,
} from '../ladder/index.ts';
import type { Trace } from '../observe/index.ts';
import { narrate } from '../story/index.ts';
import type { Searched } from './explore-crew.ts';
import { count } from './explore-progress.ts';
import { BOUND_WORDS, EXPLORE_WORDS, type Row } from './explore-words.ts';
import { duration, octets } from './format.ts';
import { brokenRules } from './run-report.ts';

export const WIDTH = 80;

/** A label and what it says, on as many lines as it takes. */
export function labelled(label: string, text: string, lang: Lang): string {
  const { colon } = EXPLORE_WORDS[lang];
  return wrap(`${label}${colon}${text}`, WIDTH).join('\n');
}

/** The bounds, all of them, in one sentence; what is not bounded stands at its end. */
export function boundsText(bounds: Bounds, lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  const all = fullBounds(bounds);
  const said: string[] = [];
  const free: string[] = [];
  for (const [name, says] of Object.entries(BOUND_WORDS)) {
    const n = all[name as keyof Bounds];
    if (n === Number.POSITIVE_INFINITY) {
      // Each of the three has a bound of its own then.
      if (name !== 'faults') free.push(says[lang]);
    } else said.push(`${says[lang]} ${name === 'lateness' ? timeText(n, 'u') : count(n)}`);
  }
  const bound = said.join(words.comma);
  return free.length === 0 ? bound : `${bound}${words.notBounded(free)}`;
}

/**
 * The steps of a counterexample, in words: `1 A: connect; 2 A1 arrives`. Where the run is laid out in time they
 * come in the order in which they do there; what arrives by the way stands in brackets.
 */
export function stepsText(
  c: Counterexample,
  laid: TimedRun | null,
  world: ExploreWorld,
  lang: Lang,
): string {
  const found = c.path.map((action) => ({ action, isFound: true }));
  const [open, close, between] = lang === 'zh' ? ['（', '）', '；'] : ['(', ')', '; '];
  let n = 0;
  const steps = (laid === null ? found : laidSteps(c, laid)).map(({ action, isFound }) => {
    const text = stepText(action, world, lang);
    return isFound ? `${++n} ${text}` : `${open}${text}${close}`;
  });
  return steps.join(between);
}

export function stepText(code: number, world: ExploreWorld, lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  const { kind, host, n } = unpack(code);
  const h = world.hosts[host];
  const name = h?.name ?? '?';
  if (kind === 'fire') return words.step.fire(name);
  if (kind !== 'do') return words.step[kind](`${name}${n}`);
  const { list, step } = programStep(n);
  return words.calls(name, h?.program?.[list]?.[step]?.do.call ?? '?');
}

/** The property that is broken, where, and the clause that says that it must not. */
export function brokenText({ property, at }: Counterexample, lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  if (property === ENGINE) return words.engineBroke(at);
  const { id, title, clause } = propertyNamed(property);
  const [open, close] = lang === 'zh' ? ['（', '）'] : [' (', ')'];
  const where = words.at(at);
  const by = clauseText(clause, lang);
  return `${title[lang]}${words.comma}${where}${open}${id}${words.comma}${by}${close}`;
}

/** The run as a ladder, and told in words. */
export function runText(trace: Trace, world: ExploreWorld, lang: Lang): string {
  const titled = world.hosts.filter((h) => h.title[lang] !== h.name);
  const titles = titled.map((h) => [h.name, `${h.title[lang]} ${h.name}`]);
  const plain = { ...trace, nonStandard: [], omitted: 0 };
  const ladder = ladderText(plain, {
    lang,
    width: WIDTH,
    names: true,
    numbers: 'xy',
    hostTitles: Object.fromEntries(titles),
    most: 3,
  }).trimEnd();
  const indent = ' '.repeat(11);
  const told = narrate(trace, { lang, numbers: 'xy' }).flatMap((line) => {
    const time = padStart(timeText(line.at), 9);
    return wrap(line.one, WIDTH - 11).map((text, i) => (i === 0 ? `${time}  ` : indent) + text);
  });
  const rules = brokenRules(trace, { lang, width: WIDTH });
  const letters = wrap(EXPLORE_WORDS[lang].letters(Math.min(3, trace.flows.length)), WIDTH);
  return [rules, [ladder], letters, told]
    .filter((p) => p.length > 0)
    .map((p) => p.join('\n'))
    .join('\n\n');
}

/** Hazards that were met, a line for each. */
export function hazardLines({ hazards }: SearchReport, lang: Lang): string[] {
  return Object.entries(hazards).flatMap(([id, times]) => {
    const found = HAZARDS.find((h) => h.id === id);
    const words = EXPLORE_WORDS[lang];
    const clause = clauseText(found?.clause ?? '', lang);
    const text = words.hazard(found?.title[lang] ?? id, id, clause, times);
    return wrap(text, WIDTH - 2).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);
  });
}

/** States a second. */
export function rateOf({ report, ms }: Searched): number {
  return ms === 0 ? 0 : (report.states * 1000) / ms;
}

/** Octets of the tables for each state. */
export function octetsPerState({ states, octets: all }: SearchReport): number {
  return states === 0 ? 0 : all / states;
}

/** Of a search with fewer states than this nobody asks how fast it was. */
const MANY = 1000;
/** Rows that are there for large searches, or when they are asked for. */
const STATS: readonly Row[] = ['spared', 'rate', 'octets'];

/** The numbers of one or more searches, side by side; `all` of them, or those that say something. */
export function numbers(
  columns: readonly (readonly [head: string, of: Searched])[],
  lang: Lang,
  all: boolean,
): string {
  const words = EXPLORE_WORDS[lang];
  const cell: Readonly<Record<Row, (s: Searched) => string>> = {
    outcome: ({ report }) =>
      report.counterexample === null
        ? words.outcome[report.outcome]
        : words.foundIn(report.counterexample.path.length),
    states: ({ report }) => count(report.states),
    transitions: ({ report }) => count(report.transitions),
    spared: ({ report }) => count(report.spared),
    depth: ({ report }) => count(report.depth),
    time: ({ ms }) => duration(ms),
    rate: (s) => count(rateOf(s)),
    memory: ({ resident }) => octets(resident),
    octets: ({ report }) => count(octetsPerState(report)),
  };
  const isLarge = columns.some(([, { report }]) => report.states >= MANY);
  const rows = (Object.keys(cell) as Row[]).filter((r) => all || isLarge || !STATS.includes(r));
  const first = Math.max(...rows.map((row) => displayWidth(words.rows[row])));
  const heads = columns.map(([head]) => head);
  const lines = [heads, ...rows.map((row) => columns.map(([, of]) => cell[row](of)))];
  const widths = columns.map((_, i) => Math.max(...lines.map((l) => displayWidth(l[i] ?? ''))));
  const drawn = lines.map((line, i) => {
    const label = i === 0 ? '' : words.rows[rows[i - 1] as Row];
    const cells = line.map((text, k) => padStart(text, widths[k] as number));
    return `${padEnd(label, first)}   ${cells.join('   ')}`.trimEnd();
  });
  return drawn.join('\n');
}

/** A search with less taken away: what is, and what was found. */
export function lessText(s: Searched, says: string, names: string, lang: Lang): string {
  const words = EXPLORE_WORDS[lang];
  const { counterexample: c, outcome, states } = s.report;
  const found = c === null ? words.outcome[outcome] : words.foundIn(c.path.length);
  const text = words.less([says, names], found, count(states), duration(s.ms));
  return wrap(text, WIDTH).join('\n');
}
