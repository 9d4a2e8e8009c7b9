import type { Words } from '../../base/words.ts';

/** A spelling found in the notes that is a slip: understood, and said to be one. */
export interface Slip {
  readonly spelling: string;
  /** What is wrong with it. */
  readonly why: Words;
  /** Its number in {@link ERRATA}. */
  readonly erratum: string;
}

/** A term of the trade, in both languages. */
export interface Term {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** Other spellings: of the standard, of tools, of the notes. */
  readonly aliases: readonly string[];
  readonly about: Words;
  /** Where the standard speaks of it; empty where it does not. */
  readonly clause: string;
  readonly slips: readonly Slip[];
  /** What the notes say of it that is loose or wrong, as numbers in {@link ERRATA}. */
  readonly errata: readonly string[];
  /** Terms that it is confused with, by id. */
  readonly unlike: readonly string[];
}

interface More {
  readonly slips?: readonly Slip[];
  readonly errata?: readonly string[];
  readonly unlike?: readonly string[];
}

/** Aliases are separated by commas. */
export function term(
  id: string,
  names: Words,
  aliases: string,
  clause: string,
  about: Words,
  more: More = {},
): Term {
  const { slips = [], errata = [], unlike = [] } = more;
  const list = aliases === '' ? [] : aliases.split(', ');
  return { id, ...names, aliases: list, about, clause, slips, errata, unlike };
}

export function slip(spelling: string, erratum: string, zh: string, en: string): Slip {
  return { spelling, erratum, why: { zh, en } };
}
