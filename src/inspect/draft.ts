import type { Words } from '../base/words.ts';
import type { Field, FieldWords, Layer } from './field.ts';
import { bitsAt, hexOf, u8, u16, u32 } from './octets.ts';
import { UNREADABLE } from './words/payload.ts';

/** One row of a header's table. */
export interface Row {
  readonly id: string;
  readonly bits: number;
  readonly words: FieldWords;
  readonly flag?: { readonly on: Words; readonly off: Words };
  /** How its value is shown where hexadecimal and decimal would not do. */
  readonly shows?: (bytes: Uint8Array, at: number) => string;
  readonly means?: (raw: number) => Words | null;
}

/** What goes with octets besides their words. */
export interface Extra {
  readonly value?: string;
  readonly means?: Words | null;
  readonly option?: number;
}

/** Fields as they are found, one after the other. */
export class Draft {
  readonly bytes: Uint8Array;
  readonly fields: Field[] = [];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Lays a header's rows one behind the other from octet `from`, all of which must be there. */
  rows(layer: Layer, from: number, rows: readonly Row[]): void {
    let bit = from * 8;
    for (const row of rows) {
      this.fields.push(this.#rowAt(layer, row, bit));
      bit += row.bits;
    }
  }

  #rowAt(layer: Layer, row: Row, bit: number): Field {
    const at = bit >> 3;
    const first = bit & 7;
    const isWhole = first === 0 && row.bits % 8 === 0;
    const raw = row.bits > 32 ? null : bitsAt(this.bytes, at, first, row.bits);
    const { id, words, flag } = row;
    const shown = row.shows?.(this.bytes, at) ?? (raw === null ? '' : numberText(raw, row.bits));
    return {
      ...words,
      ...{ id, layer, from: at, length: (first + row.bits + 7) >> 3, value: shown, raw },
      ...(isWhole ? {} : { bits: [first, row.bits] as const }),
      ...(flag === undefined ? {} : { flag }),
      means: flag === undefined ? means(row, raw) : raw === 1 ? flag.on : flag.off,
    };
  }

  /** Whole octets [from, to). */
  octets(
    layer: Layer,
    id: string,
    from: number,
    to: number,
    words: FieldWords,
    { value, means = null, option }: Extra = {},
  ): void {
    const length = to - from;
    const raw = numberOf(this.bytes, from, length);
    const shown =
      value ?? (raw === null ? hexText(this.bytes, from, to) : numberText(raw, 8 * length));
    this.fields.push({
      ...words,
      ...{ id, layer, from, length, value: shown, raw, means },
      ...(option === undefined ? {} : { option }),
    });
  }

  /** Octets [from, to) that cannot be read, and why; none when there are none. */
  unreadable(layer: Layer, from: number, to: number, why: Words): void {
    if (from >= to) return;
    const id = this.fields.some((f) => f.id === 'unreadable') ? `unreadable-${from}` : 'unreadable';
    const raw = numberOf(this.bytes, from, to - from);
    const value = hexText(this.bytes, from, to);
    this.fields.push({
      ...UNREADABLE,
      ...{ id, layer, from, length: to - from, value, raw, means: why, unreadable: true },
    });
  }
}

function means(row: Row, raw: number | null): Words | null {
  return raw === null ? null : (row.means?.(raw) ?? null);
}

function numberOf(bytes: Uint8Array, at: number, length: number): number | null {
  if (length === 1) return u8(bytes, at);
  if (length === 2) return u16(bytes, at);
  return length === 4 ? u32(bytes, at) : null;
}

/** `0x0050 = 80`; fewer than 8 bits, or not a multiple of 4, in binary: `010 = 2`. */
function numberText(n: number, bits: number): string {
  if (bits === 1) return `${n}`;
  if (bits % 8 !== 0 && bits < 8) return `${n.toString(2).padStart(bits, '0')} = ${n}`;
  return `0x${hexOf(n, Math.ceil(bits / 4))} = ${n}`;
}

/** How many octets of a long value are shown. */
const SHOWN = 16;

/** Octets in hexadecimal, the first of them when there are many. */
export function hexText(bytes: Uint8Array, from: number, to: number): string {
  let text = '0x';
  for (let i = from; i < Math.min(to, from + SHOWN); i++) text += hexOf(u8(bytes, i), 2);
  return to - from > SHOWN ? `${text}…` : text;
}
