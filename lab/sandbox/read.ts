import type { Words } from '../../src/base/words.ts';

/** What is given is no such thing; says why. */
export class Wrong extends Error {
  readonly words: Words;

  constructor(zh: string, en: string) {
    super(en);
    this.words = { zh, en };
  }

  /** The same, with where it is. */
  at(zh: string, en: string): Wrong {
    return new Wrong(`${zh}：${this.words.zh}`, `${en}: ${this.words.en}`);
  }
}

/** Has what is wrong inside say where. */
export function within<T>(zh: string, en: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Wrong ? error.at(zh, en) : error;
  }
}

/** An object's fields, of which nothing is known yet. */
export function fields<K extends string>(value: unknown): { readonly [P in K]?: unknown } {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Wrong('格式不对', 'not of the right form');
}

export function list(
  value: unknown,
  zh: string,
  en: string,
  least: number,
  most: number,
): readonly unknown[] {
  if (Array.isArray(value) && value.length >= least && value.length <= most) return value;
  throw new Wrong(`${zh}要有 ${least} 到 ${most} 个`, `there are ${least} to ${most} ${en}`);
}

/** A whole number within bounds. */
export function whole(value: unknown, zh: string, en: string, least: number, most: number): number {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
    return Number(value);
  throw new Wrong(
    `${zh}是 ${least} 到 ${most} 的整数`,
    `${en} is a whole number from ${least} to ${most}`,
  );
}

/** A time in microseconds, told of in seconds. */
export function span(value: unknown, zh: string, en: string, least: number, most: number): number {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
    return Number(value);
  const [from, to] = [least / 1_000_000, most / 1_000_000];
  throw new Wrong(`${zh}在 ${from} 到 ${to} 秒之间`, `${en} is from ${from} to ${to} s`);
}

export function text(value: unknown, zh: string, en: string, least: number, most: number): string {
  if (typeof value === 'string' && value.length >= least && value.length <= most) return value;
  throw new Wrong(`${zh}要有 ${least} 到 ${most} 个字`, `${en} has ${least} to ${most} characters`);
}

export function flag(value: unknown, zh: string, en: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new Wrong(`${zh}只能是开或关`, `${en} is on or off`);
}

export function oneOf<T extends string>(
  value: unknown,
  of: readonly T[],
  zh: string,
  en: string,
): T {
  const found = of.find((x) => x === value);
  if (found !== undefined) return found;
  throw new Wrong(`${zh}没有选`, `${en} is not chosen`);
}
