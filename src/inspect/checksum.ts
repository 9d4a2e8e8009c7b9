import { dissect } from './dissect.ts';
import { u8, u16 } from './octets.ts';

/** What a word of a sum is. */
export type WordPart =
  | 'source'
  | 'destination'
  | 'protocol'
  | 'length'
  | 'header'
  | 'checksum'
  | 'options'
  | 'text';

/** One 16-bit word of a sum. */
export interface SumWord {
  readonly part: WordPart;
  /** Where it stands in the packet; null for what the pseudo-header makes up. */
  readonly at: number | null;
  /** The checksum's own field counts as 0; an odd last octet has a 0 put behind it. */
  readonly word: number;
  /** The sum with this word. */
  readonly sum: number;
}

/** One time that what passed 16 bits was added back. */
export interface Fold {
  readonly from: number;
  readonly carry: number;
  readonly low: number;
  readonly to: number;
}

/** How a checksum comes about, RFC 1071. */
export interface ChecksumSteps {
  readonly words: readonly SumWord[];
  /** How many of the words are the pseudo-header's. */
  readonly pseudo: number;
  readonly sum: number;
  readonly folds: readonly Fold[];
  readonly folded: number;
  /** The ones' complement of it: what belongs in the header. */
  readonly result: number;
  /** What stands in the header, and where. */
  readonly stands: number;
  readonly at: number;
  /** Whether a receiver takes it: the sum with what stands there is all ones. */
  readonly ok: boolean;
}

/** Both checksums of a packet. */
export interface Checksums {
  /** Null for IPv6, whose header has none. */
  readonly ip: ChecksumSteps | null;
  /** Null when there is no whole TCP header. */
  readonly tcp: ChecksumSteps | null;
}

/** Computes the checksums of a packet step by step; never throws. */
export function checksumSteps(bytes: Uint8Array): Checksums {
  const { version, fields, tcp } = dissect(bytes);
  const hasHeader = version === 4 && fields.some((f) => f.id === 'ip-checksum');
  const header = (u8(bytes, 0) & 15) * 4;
  const ip = hasHeader && header >= 20 && header <= bytes.length ? ipSteps(bytes, header) : null;
  return { ip, tcp: tcp === null ? null : tcpSteps(bytes, version === 4 ? 4 : 6, tcp) };
}

/** Where the checksum stands in either header. */
const IP_CHECKSUM = 10;
const TCP_CHECKSUM = 16;
const TCP_HEADER = 20;
const TCP = 6;

function ipSteps(bytes: Uint8Array, header: number): ChecksumSteps {
  const s = new Sum();
  for (let at = 0; at < header; at += 2) {
    if (at === IP_CHECKSUM) s.add('checksum', at, 0);
    else s.add(at < 20 ? 'header' : 'options', at, u16(bytes, at));
  }
  return s.finish(0, IP_CHECKSUM, u16(bytes, IP_CHECKSUM));
}

function tcpSteps(
  bytes: Uint8Array,
  version: 4 | 6,
  { from, text, to }: { readonly from: number; readonly text: number; readonly to: number },
): ChecksumSteps {
  const s = new Sum();
  const [source, size] = version === 4 ? [12, 4] : [8, 16];
  for (let at = source; at < source + size; at += 2) s.add('source', at, u16(bytes, at));
  for (let at = source + size; at < source + 2 * size; at += 2) {
    s.add('destination', at, u16(bytes, at));
  }
  // The length has 32 bits in the pseudo-header of IPv6, but no segment needs more than the lower 16.
  s.add('protocol', null, TCP);
  s.add('length', null, to - from);
  const pseudo = s.words.length;
  for (let at = from; at < to; at += 2) {
    const word = at + 1 < to ? u16(bytes, at) : u8(bytes, at) << 8;
    if (at === from + TCP_CHECKSUM) s.add('checksum', at, 0);
    else s.add(at < from + TCP_HEADER ? 'header' : at < text ? 'options' : 'text', at, word);
  }
  return s.finish(pseudo, from + TCP_CHECKSUM, u16(bytes, from + TCP_CHECKSUM));
}

class Sum {
  readonly words: SumWord[] = [];
  #sum = 0;

  add(part: WordPart, at: number | null, word: number): void {
    this.#sum += word;
    this.words.push({ part, at, word, sum: this.#sum });
  }

  finish(pseudo: number, at: number, stands: number): ChecksumSteps {
    const folds: Fold[] = [];
    let folded = this.#sum;
    while (folded > 0xffff) {
      const fold = { from: folded, carry: folded >>> 16, low: folded & 0xffff };
      folded = fold.carry + fold.low;
      folds.push({ ...fold, to: folded });
    }
    const whole = folded + stands;
    const ok = (whole & 0xffff) + (whole >>> 16) === 0xffff;
    const result = ~folded & 0xffff;
    return { words: this.words, pseudo, sum: this.#sum, folds, folded, result, stands, at, ok };
  }
}
