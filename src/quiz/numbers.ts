import { type NumberMode, type NumberTexts, numberTexts } from '../observe/numbering.ts';
import type { Trace } from '../observe/trace.ts';
import type { Reference, References } from './draft.ts';

const known = new WeakMap<Trace, Map<NumberMode, Map<string, NumberTexts>>>();

function textsOf(trace: Trace, mode: NumberMode): Map<string, NumberTexts> {
  const byMode = known.get(trace) ?? new Map<NumberMode, Map<string, NumberTexts>>();
  known.set(trace, byMode);
  const texts = byMode.get(mode) ?? numberTexts(trace, mode);
  byMode.set(mode, texts);
  return texts;
}

/** Writes raw numbers, also of segments that nobody sent, as the ladder would. */
export class NumberWriter {
  readonly #texts: ReadonlyMap<string, NumberTexts>;
  readonly #references: References;

  constructor(trace: Trace, mode: NumberMode, references: References) {
    this.#texts = textsOf(trace, mode);
    this.#references = references;
  }

  /** A number of the host that is asked about. */
  own(raw: number): string {
    return this.#write(raw, this.#references.own);
  }

  /** A number of its peer. */
  peer(raw: number): string {
    return this.#write(raw, this.#references.peer);
  }

  #write(raw: number, from: Reference | null): string {
    const text = from === null ? undefined : this.#texts.get(from.segment)?.[from.field];
    if (from === null || text === undefined || text === null) return `${raw >>> 0}`;
    return shifted(text, (raw - from.raw) | 0);
  }

  /** A segment that was sent. */
  of(segment: string): NumberTexts | null {
    return this.#texts.get(segment) ?? null;
  }
}

/** `x+17` and 3 are `x+20`; `17` and 3 are `20`. */
function shifted(text: string, by: number): string {
  const symbol = /^([a-z]+'*)([+-]\d+)?$/.exec(text);
  if (symbol === null) {
    const n = Number(text) + by;
    return `${n < 0 && n > -0x8000_0000 && Number(text) < 0x8000_0000 ? n : n >>> 0}`;
  }
  const n = Number(symbol[2] ?? 0) + by;
  return `${symbol[1]}${n === 0 ? '' : n > 0 ? `+${n}` : n}`;
}
