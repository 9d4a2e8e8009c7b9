import {
  EOL,
  EXPERIMENTAL,
  eachOption,
  FAST_OPEN,
  MSS,
  NOP,
  type RawOption,
  SACK,
  TIMESTAMPS,
  USER_TIMEOUT,
  WSCALE,
} from '../wire/tcp-options.ts';
import type { Draft } from './draft.ts';
import type { FieldWords } from './field.ts';
import { u8, u16 } from './octets.ts';
import {
  cookieMeans,
  kindMeans,
  mssMeans,
  OPTION,
  scaleMeans,
  timeoutMeans,
} from './words/options.ts';
import { WHY } from './words/payload.ts';

/** What an experimental option starts with when it is TCP Fast Open, RFC 7413 section 4.1.1. */
const FAST_OPEN_MAGIC = 0xf989;

/** What kinds are called in the ids of fields. */
const NAMES: Readonly<Record<number, string>> = {
  2: 'mss',
  3: 'wscale',
  4: 'sack-ok',
  5: 'sack',
  8: 'ts',
  28: 'uto',
  34: 'tfo',
};

/** Reads the options at [from, to), a field for each part of each. */
export function readOptions(d: Draft, from: number, to: number): void {
  let at = from;
  let n = 0;
  for (const option of eachOption(d.bytes, from, to)) {
    n++;
    at = option.to;
    readOption(d, option, n);
    if (option.kind === EOL) {
      if (at < to) d.octets('options', 'opt-padding', at, to, OPTION.padding);
      return;
    }
  }
  d.unreadable('options', at, to, WHY.option);
}

function readOption(d: Draft, { kind, from, to }: RawOption, option: number): void {
  if (kind === EOL || kind === NOP) {
    const name = kind === EOL ? 'eol' : 'nop';
    const means = kindMeans(kind);
    d.octets('options', `opt${option}-${name}`, from, to, OPTION[name], { option, means });
    return;
  }
  const id = `opt${option}-${NAMES[kind] ?? 'unknown'}`;
  const means = kindMeans(kind);
  d.octets('options', `${id}-kind`, from, from + 1, OPTION.kind, { option, means });
  d.octets('options', `${id}-length`, from + 1, from + 2, OPTION.length, { option });
  readValue(new Part(d, id, option), kind, from + 2, to);
}

/** Where the parts of an option's value go. */
class Part {
  readonly draft: Draft;
  readonly #id: string;
  readonly #option: number;

  constructor(draft: Draft, id: string, option: number) {
    this.draft = draft;
    this.#id = id;
    this.#option = option;
  }

  add(
    name: string,
    from: number,
    to: number,
    words: FieldWords,
    means: FieldWords['name'] | null = null,
  ): void {
    const extra = { option: this.#option, means };
    this.draft.octets('options', `${this.#id}-${name}`, from, to, words, extra);
  }

  /** The bits of a user timeout: a unit and a number. */
  timeout(at: number): void {
    const { draft } = this;
    const value = u16(draft.bytes, at);
    const means = timeoutMeans(value & 0x7fff, value >> 15 === 1);
    const option = this.#option;
    const [unit, number] = [`${this.#id}-unit`, `${this.#id}-value`];
    draft.rows('options', at, [
      { id: unit, bits: 1, words: OPTION.granularity },
      { id: number, bits: 15, words: OPTION.timeout, means: () => means },
    ]);
    const added = draft.fields.splice(-2).map((f) => ({ ...f, option }));
    draft.fields.push(...added);
  }
}

/** The octets [at, to) behind kind and length; of a known kind with a wrong length, as of none. */
function readValue(p: Part, kind: number, at: number, to: number): void {
  const { bytes } = p.draft;
  const n = to - at;
  if (kind === MSS && n === 2) p.add('value', at, to, OPTION.mss, mssMeans(u16(bytes, at)));
  else if (kind === WSCALE && n === 1) {
    p.add('value', at, to, OPTION.wscale, scaleMeans(u8(bytes, at)));
  } else if (kind === TIMESTAMPS && n === 8) {
    p.add('value', at, at + 4, OPTION.tsVal);
    p.add('echo', at + 4, to, OPTION.tsEcr);
  } else if (kind === SACK && n > 0 && n % 8 === 0) {
    for (let i = 0; i < n / 8; i++) {
      p.add(`left${i + 1}`, at + 8 * i, at + 8 * i + 4, OPTION.left);
      p.add(`right${i + 1}`, at + 8 * i + 4, at + 8 * i + 8, OPTION.right);
    }
  } else if (kind === USER_TIMEOUT && n === 2) p.timeout(at);
  else if (kind === FAST_OPEN) {
    if (n > 0) p.add('cookie', at, to, OPTION.cookie, cookieMeans(n));
  } else if (kind === EXPERIMENTAL && n >= 2 && u16(bytes, at) === FAST_OPEN_MAGIC) {
    p.add('magic', at, at + 2, OPTION.magic, kindMeans(FAST_OPEN));
    if (n > 2) p.add('cookie', at + 2, to, OPTION.cookie, cookieMeans(n - 2));
  } else if (n > 0) p.add('data', at, to, OPTION.data);
}
