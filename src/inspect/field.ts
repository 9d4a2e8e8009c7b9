import type { Words } from '../base/words.ts';

/** Which part of a packet an octet belongs to. */
export type Layer = 'ip' | 'tcp' | 'options' | 'payload';

/** The words that go with a field, whatever stands in it. */
export interface FieldWords {
  readonly name: Words;
  /** What it is for, in one or two sentences. */
  readonly says: Words;
  /** Where that is laid down: `RFC 9293 section 3.1`; empty where nothing is. */
  readonly clause: string;
}

/** Octets or bits of a packet that mean one thing together. */
export interface Field extends FieldWords {
  /** Unique in its packet: `tcp-seq`, `flag-syn`, `opt2-mss-value`. */
  readonly id: string;
  readonly layer: Layer;
  /** Its first octet, counted from the beginning of the packet. */
  readonly from: number;
  /** Octets that it has, or has a part of. */
  readonly length: number;
  /** Where it does not fill its octets: its first bit, counted from the highest of `from`, and how many. */
  readonly bits?: readonly [first: number, count: number];
  /** As shown: `0x0050 = 80`; the same in every language. */
  readonly value: string;
  /** Its number; null where that would have more than 32 bits. */
  readonly raw: number | null;
  /** What this value means by itself, as far as that can be told from the packet alone. */
  readonly means: Words | null;
  /** What a flag means when it is 1 and when it is 0; only flags have it. */
  readonly flag?: { readonly on: Words; readonly off: Words };
  /** The option it is a part of, counted from 1; only options have it. */
  readonly option?: number;
  /** True of octets that cannot be read as what should stand there. */
  readonly unreadable?: true;
}

/** A packet taken apart: every bit of it is in exactly one field. */
export interface Dissection {
  /** 0 when it is neither. */
  readonly version: 4 | 6 | 0;
  /** In the order they stand in. */
  readonly fields: readonly Field[];
  /**
   * Where the TCP header begins, where its text begins, where that ends; null when there is no whole header.
   * One whose data offset is wrong has no text.
   */
  readonly tcp: {
    readonly from: number;
    readonly text: number;
    readonly to: number;
  } | null;
}
