/**
 * Does the search find what is there? npm run explore:faults
 *
 * Faults are planted in copies of the engine, one at a time, and a world is searched for the shortest run that
 * breaks a property; without the fault the same search must find nothing. What was found is written to
 * test/explore/faults.json and into docs/explore.md. `-- --only FIN` tries those with that in their title. `-- --quick`
 * writes nothing: it tries those that are found soon, and compares them with the record.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PLANTED } from './explore-faults/faults.ts';
import { PAGE, withTable } from './explore-faults/page.ts';
import type { PlantedFault } from './explore-faults/planted.ts';
import { type Entry, RECORD, readRecord } from './explore-faults/record.ts';
import { type Asked, type Found, searching } from './explore-faults/searching.ts';

const ROOT = join(import.meta.dirname, '..');
/** Searches that go on side by side. */
const AT_ONCE = 2;
/** States after which a search has failed. */
const MOST_STATES = 100_000;
/** Milliseconds after which it has. */
const PATIENCE = 900_000;
/** States up to which a search is a quick one. */
const QUICK_STATES = 2000;

/** What was found out about a fault: an entry of the record, or what is wrong. */
type Finding = Entry | string;

/** Plants the fault and searches. */
async function tryOne(fault: PlantedFault, checksWithout: boolean): Promise<Finding> {
  const file = join(ROOT, 'src', fault.file);
  const source = readFileSync(file, 'utf8');
  const times = source.split(fault.find).length - 1;
  if (times !== 1) return `'${fault.find}' occurs ${times} times in ${fault.file}, not once`;
  const planted = { file, source: source.replace(fault.find, () => fault.replace) };
  const asked = (states: number): Asked => {
    const { world, profile, breaks, bounds } = fault;
    return {
      world,
      profile,
      states,
      property: breaks,
      ...(bounds === undefined ? {} : { bounds }),
    };
  };
  const found = await searching(asked(MOST_STATES), planted, PATIENCE);
  if (found === null) return 'no search was made';
  if (found.property !== fault.breaks) return whatInstead(fault, found);
  if (checksWithout) {
    const without = await searching(asked(found.states), null, PATIENCE);
    if (without === null) return 'without the fault no search was made';
    if (without.property !== null) return `without the fault ${without.property} is broken, too`;
  }
  const { run, states, seconds } = found;
  const { title, world, profile, breaks } = fault;
  return { title, world, profile, breaks, run, states, seconds: Number(seconds.toFixed(1)) };
}

function whatInstead({ breaks }: PlantedFault, found: Found): string {
  const { property, outcome, states, at } = found;
  if (property !== null) return `not ${breaks} but ${property} is broken: ${at}`;
  return `${breaks} is not broken in ${states} states; the search is ${outcome}`;
}

/** Tries all of `faults`, so many at once; their findings in the same order. */
async function tryAll(
  faults: readonly PlantedFault[],
  checksWithout: boolean,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < faults.length) {
      const i = next++;
      const fault = faults[i] as PlantedFault;
      const finding = await tryOne(fault, checksWithout);
      findings[i] = finding;
      process.stdout.write(`${line(fault, finding)}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return findings;
}

/** `found      6 steps     141 states   0.4 s  forged, rfc: foreign-reset: a reset anywhere in the window counts` */
function line({ title, world, profile, breaks }: PlantedFault, f: Finding): string {
  if (typeof f === 'string') return `NOT FOUND  ${title.en}: ${f}`;
  const steps = String(f.run.length).padStart(3);
  const states = String(f.states).padStart(6);
  const seconds = f.seconds.toFixed(1).padStart(5);
  return `found ${steps} steps ${states} states ${seconds} s  ${world}, ${profile}: ${breaks}: ${title.en}`;
}

/** Those that the record says are found soon. */
function quickOnes(): readonly PlantedFault[] {
  const record = readRecord();
  return PLANTED.filter((f) => {
    const entry = record.find((e) => e.title.en === f.title.en);
    return entry !== undefined && entry.states <= QUICK_STATES;
  });
}

/** What the record says otherwise. */
function differences(findings: readonly Finding[]): string[] {
  const record = readRecord();
  return findings.flatMap((f) => {
    if (typeof f === 'string') return [];
    const entry = record.find((e) => e.title.en === f.title.en);
    if (entry === undefined || entry.run.length === f.run.length) return [];
    return [`${f.title.en}: ${f.run.length} steps, in ${RECORD} ${entry.run.length}`];
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
    },
  });
  const { only, quick } = values;
  const faults = (quick ? quickOnes() : PLANTED).filter((f) => f.title.en.includes(only));
  if (faults.length === 0) {
    process.stderr.write(`no fault's title has '${only}' in it\n`);
    return 2;
  }
  const began = performance.now();
  const findings = await tryAll(faults, !quick);
  const entries = findings.filter((f) => typeof f !== 'string');
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`${faults.length} faults: found ${entries.length}; ${seconds} s\n`);
  if (!quick) write(entries);
  const wrong = quick ? differences(findings) : [];
  for (const text of wrong) process.stderr.write(`${text}\n`);
  return entries.length === faults.length && wrong.length === 0 ? 0 : 1;
}

/** Writes down what was found; of the others, what the record has. */
function write(entries: readonly Entry[]): void {
  const known = [...entries, ...readRecord()];
  const record = PLANTED.flatMap(({ title }) => {
    const entry = known.find((e) => e.title.en === title.en);
    return entry === undefined ? [] : [{ ...entry, title }];
  });
  writeFileSync(join(ROOT, RECORD), `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(join(ROOT, PAGE), withTable(readFileSync(join(ROOT, PAGE), 'utf8'), record));
}

process.exitCode = await main();
