import type { Words } from '../base/words.ts';
import type { Exhibit, Scenario } from '../gallery/index.ts';
import { ALL_CALLS, action, endless, happening, host, overrides, toJson } from './action-check.ts';
import {
  among,
  type Check,
  fields,
  flag,
  isObject,
  listOf,
  micros,
  readJson,
  text,
  value,
  whole,
  words,
  wordsOf,
  wrong,
} from './json-check.ts';

const at = fields({ at: micros });
const on = fields({
  ...{ on: happening, 'after?': micros, 'octets?': whole(1, 1e9), 'socket?': text },
  'every?': flag,
});
const when: Check = {
  is: { zh: '时刻，例如 {"at": 0}', en: 'a moment, such as {"at": 0}' },
  test: (v, place) => {
    if (!isObject(v)) throw wrong(place, when.is);
    ('at' in v ? at : on).test(v, place);
  },
};
const pair = value(
  { zh: '两台主机的名字', en: 'the names of two hosts' },
  (v) => Array.isArray(v) && v.length === 2 && v.every((name) => typeof name === 'string'),
);

/** What a scenario's file must be: a `Scenario`, and what is said around it. */
const SCENARIO: Check = fields({
  'id?': text,
  'title?': words,
  'story?': words,
  'point?': words,
  'breaks?': words,
  'beside?': among(['book', 'mechanism']),
  'restores?': listOf(fields({ host: text, set: overrides })),
  hosts: listOf(host(), 1),
  cables: listOf(
    fields({
      between: pair,
      ...{ 'mtu?': whole(68, 65_535), 'delay?': micros, 'rate?': whole(1, 1e12) },
      ...{ 'queue?': whole(0, 1e6), 'checksums?': flag },
    }),
  ),
  steps: listOf(fields({ host: text, when, do: action(ALL_CALLS) })),
  'faults?': listOf(
    fields({
      segment: value(
        { zh: '报文段的名字，例如 A3', en: 'the name of a segment, such as A3' },
        (v) => typeof v === 'string' && /^[A-Za-z]+[1-9]\d*$/.test(v),
      ),
      action: among(['drop', 'delay', 'duplicate', 'corrupt', 'reorder']),
      'by?': micros,
      'bit?': whole(0, 1e6),
    }),
  ),
  'until?': micros,
});

/** A scenario and what it is about, as they stand in a file. */
export interface Told {
  readonly story: Words;
  readonly point: Words;
  /** What breaks in a run that a search found. */
  readonly breaks?: Words;
  /** What `--by-the-book` puts back, and what that is. */
  readonly beside?: Exhibit['beside'];
  readonly restores?: Exhibit['restores'];
}

/** A scenario with what is said around it, as {@link readScenario} reads it. */
export function scenarioJson(scenario: Scenario, told: Told): string {
  return toJson({ ...scenario, ...told });
}

/** A scenario from a file of JSON, to be shown. Throws a UsageError that says what is wrong in it, and where. */
export function readScenario(file: string): Exhibit {
  const read = readJson(file, SCENARIO) as Scenario & Partial<Told>;
  const nothing = { zh: '', en: '' };
  const { hosts, cables, steps, faults, until, beside, restores } = read;
  return {
    id: file,
    shelf: 'own',
    title: wordsOf(read.title ?? read.id ?? file),
    story: wordsOf(read.story ?? nothing),
    point: wordsOf(read.point ?? nothing),
    ...(read.breaks === undefined ? {} : { breaks: wordsOf(read.breaks) }),
    ...(beside === undefined ? {} : { beside }),
    ...(restores === undefined
      ? {}
      : { restores: restores.map(({ host, set }) => ({ host, set: endless(set) })) }),
    items: [],
    question: { asks: nothing, answers: [] },
    build: () => ({
      hosts: hosts.map((h) => ({
        ...h,
        title: wordsOf(h.title ?? h.name),
        ...(h.set === undefined ? {} : { set: endless(h.set as Record<string, unknown>) }),
      })),
      cables,
      steps,
      ...(faults === undefined ? {} : { faults }),
      ...(until === undefined ? {} : { until }),
    }),
    checks: [],
    ...(restores !== undefined || hosts.some((h) => (h.whatIfs ?? []).length > 0)
      ? { standardChecks: [] }
      : {}),
    refutedBy: {},
  };
}
