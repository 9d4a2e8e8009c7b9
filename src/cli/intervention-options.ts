import type { Words } from '../base/words.ts';
import { byTheBook, type Exhibit, scenarioOf, type Values } from '../gallery/index.ts';
import { goTogether } from '../link/impairments.ts';
import type { HostChange } from '../observe/index.ts';
import type { Intervention } from '../sim/index.ts';
import type { Profile } from '../tcp/profile.ts';
import { FIELDS } from '../tcp/profiles/fields.ts';
import { PROFILES } from '../tcp/profiles/index.ts';
import { WHAT_IFS } from '../tcp/what-if.ts';
import { measure, readFieldValue, TIMES } from './profile-options.ts';
import { valueText } from './run-report.ts';
import { RUN_USAGE } from './run-words-usage.ts';
import { STACK_USAGE } from './stack-words-usage.ts';
import { type Given, nearest, nearNames, type OptionTable, UsageError } from './usage.ts';

const several = { type: 'string', multiple: true } as const;

/** The options that change a run. */
export const INTERVENTION_OPTIONS = {
  drop: several,
  delay: several,
  dup: several,
  reorder: several,
  corrupt: several,
  'what-if': several,
  'no-what-if': several,
  'by-the-book': { type: 'boolean' },
  set: several,
  profile: several,
  'power-off': several,
  boot: several,
  kill: several,
  unplug: several,
  plug: several,
} as const satisfies OptionTable;

/** What the command line asks to be done to a run. */
export interface Asked {
  readonly interventions: readonly Intervention[];
  readonly values: Values;
  /** Without the what-ifs that the exhibit has on, and with what it restores. */
  readonly standard: boolean;
  /** That was asked for, and there is nothing to take back. */
  readonly isNothingBack: boolean;
}

/** Reads them for an exhibit; throws a UsageError that says what there is. */
export function readInterventions(given: Given, exhibit: Exhibit): Asked {
  const hosts = scenarioOf(exhibit).hosts.map((h) => h.name);
  const interventions: Intervention[] = [...readFaults(given, hosts)];
  for (const text of given.all('what-if')) interventions.push(readWhatIf(text, exhibit, hosts));
  for (const text of given.all('no-what-if')) {
    interventions.push({ ...readWhatIf(text, exhibit, hosts, 'no-what-if'), off: true });
  }
  const values: Record<string, number> = {};
  for (const text of given.all('set')) {
    const set = readSet(text, exhibit, hosts);
    if ('kind' in set) interventions.push(set);
    else if (Object.hasOwn(values, set.name)) {
      throw new UsageError(RUN_USAGE.twice(`--set ${set.name}`));
    } else values[set.name] = set.value;
  }
  for (const text of given.all('profile')) interventions.push(...readProfiles(text, hosts));
  for (const what of ['power-off', 'boot', 'kill', 'unplug', 'plug'] as const) {
    for (const text of given.all(what)) interventions.push(readChange(what, text, hosts));
  }
  const wantsBook = given.has('by-the-book');
  refuseContradictions(interventions, wantsBook);
  const isBack = byTheBook(scenarioOf(exhibit), exhibit).length > 0;
  return {
    ...{ interventions, values },
    ...{ standard: wantsBook && isBack, isNothingBack: wantsBook && !isBack },
  };
}

function readFaults(given: Given, hosts: readonly string[]): Intervention[] {
  const faults: Intervention[] = [];
  const add = (option: string, text: string, f: Omit<Intervention & { kind: 'fault' }, 'kind'>) => {
    const host = /^([A-Za-z]+)[1-9]\d*$/.exec(f.segment)?.[1];
    if (host === undefined) throw new UsageError(RUN_USAGE.segmentName(`--${option} ${text}`));
    if (!hosts.includes(host)) {
      throw new UsageError(RUN_USAGE.noSender(`--${option} ${text}`, host, hosts));
    }
    faults.push({ kind: 'fault', ...f });
  };
  for (const segment of listed(given, 'drop')) add('drop', segment, { segment, action: 'drop' });
  for (const text of listed(given, 'corrupt')) {
    const [segment = '', which] = text.split(':');
    const fault = { segment, action: 'corrupt' } as const;
    const bit = which === undefined ? undefined : readBit(`--corrupt ${text}`, which);
    add('corrupt', text, bit === undefined ? fault : { ...fault, bit });
  }
  for (const [option, action] of TIMED_FAULTS) {
    for (const text of listed(given, option)) {
      const [segment = '', time] = text.split(':');
      if (time === undefined && action === 'delay') {
        throw new UsageError(RUN_USAGE.howLong(`--delay ${text}`, `${segment || 'B2'}:400ms`));
      }
      const by = time === undefined ? undefined : readTime(`--${option} ${text}`, time);
      add(option, text, by === undefined ? { segment, action } : { segment, action, by });
    }
  }
  return faults;
}

/** Faults that may say, or must say, for how long. */
const TIMED_FAULTS = [
  ['dup', 'duplicate'],
  ['delay', 'delay'],
  ['reorder', 'reorder'],
] as const;

function readBit(option: string, text: string): number {
  const bit = /^bit(\d{1,6})$/.exec(text)?.[1];
  if (bit === undefined) throw new UsageError(RUN_USAGE.whichBit(option));
  return Number(bit);
}

/** An option may be given several times, or several values with commas; `a2` is A2. */
function listed(given: Given, option: string): string[] {
  return given
    .all(option)
    .flatMap((text) => text.split(','))
    .map((text) => text.replace(/^[a-z]+(?=\d)/, (host) => host.toUpperCase()));
}

function readTime(option: string, text: string): number {
  const time = measure(text, TIMES);
  if (time === null) throw new UsageError(RUN_USAGE.time(option));
  return time;
}

function readWhatIf(
  text: string,
  exhibit: Exhibit,
  hosts: readonly string[],
  option = 'what-if',
): Extract<Intervention, { kind: 'what-if' }> {
  const [id = '', host] = text.split('@');
  const ids = Object.keys(WHAT_IFS);
  if (!ids.includes(id)) {
    throw new UsageError(RUN_USAGE.noWhatIf(`--${option} ${id}`, ids, nearest(id, ids)));
  }
  const at = host ?? exhibit.whatIfs?.find((w) => w.id === id)?.host;
  if (at === undefined) return { kind: 'what-if', id };
  return { kind: 'what-if', id, host: hostNamed(`--${option} ${text}`, at, hosts) };
}

type Set = Intervention | { readonly name: string; readonly value: number };

function readSet(text: string, exhibit: Exhibit, hosts: readonly string[]): Set {
  const found = /^(?:([A-Za-z]+)\.)?([\w-]+)=(.+)$/.exec(text);
  if (found === null) throw new UsageError(RUN_USAGE.setForm(text));
  const [, host, name = '', value = ''] = found;
  const parameters = exhibit.parameters ?? {};
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (host === undefined && parameter !== undefined) {
    const isTime = parameter.unit === 'microseconds';
    const n = measure(value, isTime ? TIMES : { '': 1 });
    if (n === null) {
      throw new UsageError(isTime ? RUN_USAGE.setTime(text) : RUN_USAGE.setNumber(text));
    }
    if (n < parameter.least || n > parameter.most) {
      const bound = (v: number): string => valueText(parameter, v);
      const [least, most] = [bound(parameter.least), bound(parameter.most)];
      throw new UsageError(RUN_USAGE.setRange(text, name, least, most));
    }
    return { name, value: n };
  }
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof Profile] : undefined;
  if (field === undefined) {
    if (parameter !== undefined) throw new UsageError(RUN_USAGE.setOfScenario(text, name));
    const own = Object.keys(parameters);
    const near = nearNames(name, [...own, ...Object.keys(FIELDS)]);
    throw new UsageError(RUN_USAGE.noSetting(name, exhibit.id, own, near));
  }
  const set = { kind: 'set', field: name, value: readFieldValue(name, value, field) } as const;
  return host === undefined ? set : { ...set, host: hostNamed(`--set ${text}`, host, hosts) };
}

/** `rfc` for all hosts, or `A=linux,B=freebsd`. */
function readProfiles(text: string, hosts: readonly string[]): Intervention[] {
  return text.split(',').flatMap((part) => {
    const [first = '', second] = part.split('=');
    const name = second ?? first;
    if (!Object.hasOwn(PROFILES, name)) {
      const names = Object.keys(PROFILES);
      throw new UsageError(STACK_USAGE.noProfile(name, names, nearest(name, names)));
    }
    if (second === undefined)
      return hosts.map((host) => ({ kind: 'profile', host, name }) as const);
    return [{ kind: 'profile', host: hostNamed(`--profile ${text}`, first, hosts), name }];
  });
}

function readChange(what: HostChange, text: string, hosts: readonly string[]): Intervention {
  const [host = '', time] = text.split('@');
  if (time === undefined) {
    throw new UsageError(RUN_USAGE.when(`--${what} ${text}`, `${host || 'B'}@5s`));
  }
  const option = `--${what} ${text}`;
  return { kind: 'host', what, host: hostNamed(option, host, hosts), at: readTime(option, time) };
}

function hostNamed(option: string, host: string, hosts: readonly string[]): string {
  if (hosts.includes(host)) return host;
  throw new UsageError(RUN_USAGE.noHost(option, host, hosts));
}

/** Two things that cannot both be done. */
function refuseContradictions(interventions: readonly Intervention[], standard: boolean): void {
  const seen = new Set<string>();
  for (const i of interventions) {
    if (standard && i.kind === 'what-if' && i.off !== true) {
      throw new UsageError(RUN_USAGE.bookOrWhatIf(i.id));
    }
    const key = keyOf(i);
    if (seen.has(key.what)) throw new UsageError(key.says);
    seen.add(key.what);
  }
  const faults = interventions.flatMap((i) => (i.kind === 'fault' ? [i] : []));
  for (const [n, f] of faults.entries()) {
    const others = faults.slice(0, n).filter((o) => o.segment === f.segment);
    if (others.every((o) => goTogether(o.action, f.action))) continue;
    throw new UsageError(RUN_USAGE.twoForSegment(f.segment));
  }
}

function keyOf(i: Intervention): { what: string; says: Words } {
  switch (i.kind) {
    case 'fault':
      return { what: `${i.action} ${i.segment}`, says: RUN_USAGE.twoForSegment(i.segment) };
    case 'what-if':
      return {
        what: `what-if ${i.id}@${i.host ?? ''}`,
        says: RUN_USAGE.twice(`--what-if ${i.id}`),
      };
    case 'set':
      return { what: `set ${i.host ?? ''}.${i.field}`, says: RUN_USAGE.twice(`--set ${i.field}`) };
    case 'profile':
      return { what: `profile ${i.host}`, says: RUN_USAGE.twoProfiles(i.host) };
    case 'host':
      return {
        what: `host ${i.host}@${i.at}`,
        says: RUN_USAGE.twoForHost(i.host),
      };
  }
}
