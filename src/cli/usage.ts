import { parseArgs } from 'node:util';
import { distance, nearest } from '../base/nearest.ts';
import type { Words } from '../base/words.ts';
import { USAGE } from './usage-words.ts';

/**
 * The command line cannot be understood: exit code 2. `main` says why in the reader's language, by `words`;
 * `message` is the English. A text that there is only in one language is given as it is.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly words: Words;

  constructor(says: Words | string) {
    const words = typeof says === 'string' ? { en: says, zh: says } : says;
    super(words.en);
    this.words = words;
  }
}

/** The command was understood and could not be carried out: exit code 1. `hint` says what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly hint: string;

  constructor(message: string, hint = '') {
    super(message);
    this.hint = hint;
  }
}

/** The options of a command, as `node:util` parseArgs takes them. */
export type OptionTable = Readonly<
  Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }>
>;

/** What was given on the command line. */
export interface Given {
  /** The value of an option that was given, the last one if there are several. */
  text(name: string): string | undefined;
  /** All the values of an option that may be repeated. */
  all(name: string): readonly string[];
  has(name: string): boolean;
  /** What is not an option. */
  readonly words: readonly string[];
}

/** Reads `args` by `table`; throws UsageError, with the nearest name when one is unknown. */
export function readOptions(args: readonly string[], table: OptionTable): Given {
  const { tokens } = parseArgs({
    args: [...args],
    options: table,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (spec === undefined) throw unknownOption(token.rawName, table);
    const before = values.get(token.name) ?? [];
    if (before.length > 0 && spec.multiple !== true) {
      throw new UsageError(USAGE.givenTwice(token.rawName));
    }
    values.set(token.name, [...before, readValue(spec.type, token)]);
  }
  return {
    text: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
    has: (name) => values.has(name),
    words,
  };
}

function readValue(
  type: 'string' | 'boolean',
  token: { rawName: string; value: string | undefined; inlineValue: boolean | undefined },
): string {
  const { rawName, value, inlineValue } = token;
  if (type === 'boolean') {
    if (value !== undefined) throw new UsageError(USAGE.takesNoValue(rawName));
    return 'true';
  }
  const missing = value === undefined || value === '';
  if (missing || (inlineValue !== true && value.startsWith('--'))) {
    throw new UsageError(USAGE.needsValue(rawName));
  }
  return value;
}

function unknownOption(rawName: string, table: OptionTable): UsageError {
  const names = Object.keys(table).map((name) => `--${name}`);
  return new UsageError(USAGE.noOption(rawName, nearest(rawName, names)));
}

export { nearest };

/**
 * The names that a mistyped one may have meant, at most `most`: one but for a letter; those that have it in
 * them, in whatever case; the nearest; those with most of its parts.
 */
export function nearNames(given: string, names: readonly string[], most = 5): string[] {
  const whole = given.toLowerCase();
  const same = names.filter((name) => name.toLowerCase() === whole);
  if (same.length > 0) return same;
  const slip = nearest(given, names);
  if (slip !== '' && distance(given, slip) === 1) return [slip];
  const within = whole.length < 3 ? [] : names.filter((n) => n.toLowerCase().includes(whole));
  if (within.length > 0) return within.slice(0, most);
  if (slip !== '') return [slip];
  const parts = given.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).map((part) => part.toLowerCase());
  const has = (name: string): number =>
    parts.filter((part) => part.length > 2 && name.toLowerCase().includes(part)).length;
  const best = Math.max(0, ...names.map(has));
  return best === 0 ? [] : names.filter((name) => has(name) === best).slice(0, most);
}

/** An option that must be a whole number from `least` to `most`. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined {
  return text === undefined ? undefined : numberFrom(`--${name}`, text, least, most);
}

/** What `text`, which was given as `what`, says: a whole number from `least` to `most`. */
export function numberFrom(what: string, text: string, least: number, most: number): number {
  const n = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (n >= least && n <= most) return n;
  throw new UsageError(USAGE.wholeNumber(what, text, least, most));
}
