import { readFileSync } from 'node:fs';
import type { Words } from '../base/words.ts';
import { FILE_USAGE } from './explore-words-usage.ts';
import { UsageError } from './usage.ts';

/** Says whether a value is what it should be: throws a UsageError that names the place when it is not. */
export interface Check {
  /** What it must be, as it ends a sentence. */
  readonly is: Words;
  test(value: unknown, at: Place): void;
}

/** A place in a file. */
export interface Place {
  readonly file: string;
  /** `hosts[0].name`; '' for all of it. */
  readonly path: string;
}

/** Reads a file of JSON and checks all of it. Throws a UsageError, or what reading a file throws. */
export function readJson(file: string, check: Check): unknown {
  const text = readFileSync(file, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(FILE_USAGE.noJson(file, whyNoJson(error, text)));
  }
  check.test(value, { file, path: '' });
  return value;
}

/** What JSON.parse says, with the line and the column; in Chinese only these. */
function whyNoJson(error: unknown, text: string): Words {
  const says = error instanceof Error ? error.message : '';
  if (text.trim() === '') return { zh: '文件是空的', en: 'the file is empty' };
  if (/end of JSON/.test(says)) return { zh: '还没有写完就到了结尾', en: 'it ends too soon' };
  const at = /position (\d+)/.exec(says)?.[1] ?? textAt(says, text);
  if (at === null) return { zh: '不合 JSON 的语法', en: says };
  const lines = text.slice(0, Number(at)).split('\n');
  const [line, column] = [lines.length, (lines.at(-1)?.length ?? 0) + 1];
  const what = says.replace(/ in JSON at position.*|, .* is not valid JSON$/s, '');
  return {
    zh: `第 ${line} 行第 ${column} 个字符处写错了`,
    en: `line ${line}, character ${column}: ${what}`,
  };
}

/** Where a text that JSON.parse quotes begins in the whole; it names no position then. */
function textAt(says: string, text: string): number | null {
  const quoted = /^Unexpected token '(.)', /su.exec(says)?.[1];
  const first = text.search(/\S/);
  return quoted !== undefined && text.startsWith(quoted, first) ? first : null;
}

/** A value that `holds` of, said as `is`. */
export function value(is: Words, holds: (v: unknown) => boolean): Check {
  const check: Check = {
    is,
    test: (v, at) => {
      if (!holds(v)) throw wrong(at, is);
    },
  };
  return check;
}

export function wrong({ file, path }: Place, is: Words): UsageError {
  return new UsageError(FILE_USAGE.wrong(file, path === '' ? '$' : path, is));
}

export const text = value(
  { zh: '文字', en: 'a text that is not empty' },
  (v) => typeof v === 'string' && v !== '',
);
export const anyText = value({ zh: '文字', en: 'a text' }, (v) => typeof v === 'string');
export const flag = value(
  { zh: ' true 或 false', en: 'true or false' },
  (v) => typeof v === 'boolean',
);

export function whole(least: number, most: number): Check {
  return value(
    { zh: ` ${least} 到 ${most} 之间的整数`, en: `a whole number from ${least} to ${most}` },
    (v) => Number.isInteger(v) && Number(v) >= least && Number(v) <= most,
  );
}

/** Microseconds. */
export const micros = value(
  { zh: '以微秒计的时间，不小于 0', en: 'a time in microseconds, at least 0' },
  (v) => typeof v === 'number' && v >= 0,
);

export function among(names: readonly string[]): Check {
  return value(
    { zh: `这些之一：${names.join('、')}`, en: `one of ${names.join(', ')}` },
    (v) => typeof v === 'string' && names.includes(v),
  );
}

export function listOf(item: Check, least = 0, most = Number.POSITIVE_INFINITY): Check {
  const is: Words =
    most < Number.POSITIVE_INFINITY
      ? { zh: ` ${least} 到 ${most} 项的列表`, en: `a list of ${least} to ${most}` }
      : least === 0
        ? { zh: '列表', en: 'a list' }
        : { zh: `至少有 ${least} 项的列表`, en: `a list of at least ${least}` };
  return {
    is,
    test: (v, at) => {
      if (!Array.isArray(v) || v.length < least || v.length > most) throw wrong(at, is);
      for (const [i, one] of v.entries()) item.test(one, { ...at, path: `${at.path}[${i}]` });
    },
  };
}

/** An object with these fields and no others; those whose name ends in `?` may be absent. */
export function fields(of: Readonly<Record<string, Check>>): Check {
  const is: Words = { zh: '对象', en: 'an object' };
  const names = Object.keys(of).map((name) => name.replace('?', ''));
  return {
    is,
    test: (v, at) => {
      if (!isObject(v)) throw wrong(at, is);
      for (const name of Object.keys(v)) {
        if (names.includes(name)) continue;
        throw new UsageError(FILE_USAGE.unknown(at.file, inside(at, name).path, names));
      }
      for (const [key, check] of Object.entries(of)) {
        const name = key.replace('?', '');
        const place = inside(at, name);
        if (Object.hasOwn(v, name)) check.test(v[name], place);
        else if (name === key) {
          throw new UsageError(FILE_USAGE.missing(at.file, place.path, check.is));
        }
      }
    },
  };
}

/** Words in both languages, or a text that stands for both. */
export const words: Check = {
  is: { zh: '文字，或 {"zh": …, "en": …}', en: 'a text, or {"zh": …, "en": …}' },
  test: (v, at) => {
    if (typeof v === 'string') return;
    if (!isObject(v)) throw wrong(at, words.is);
    fields({ zh: anyText, en: anyText }).test(v, at);
  },
};

export function inside(at: Place, name: string): Place {
  return { ...at, path: at.path === '' ? name : `${at.path}.${name}` };
}

export function isObject(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

/** What {@link words} has let pass. */
export function wordsOf(v: unknown): Words {
  return typeof v === 'string' ? { zh: v, en: v } : (v as Words);
}
