import type { TraceSegment } from '../observe/trace.ts';

/**
 * A segment as a check writes it, with numbers as they are on the wire: `A S 100`, `B S. 300 a101`,
 * `A P. 101:1101 a301`, `X R 301`; behind it `lost` when it never arrived.
 */
export function segmentText(s: TraceSegment): string {
  const { from, flags, seq, length, ack } = s;
  const range = length > 0 ? `${seq}:${(seq + length) >>> 0}` : `${seq}`;
  const acks = flags.includes('.') ? ` a${ack}` : '';
  return `${from ?? '?'} ${flags} ${range}${acks}${s.fate === 'lost' ? ' lost' : ''}`;
}

// biome-ignore format: a table
const FLAGS: readonly (readonly [letter: string, name: string])[] = [
  ['S', 'SYN'], ['F', 'FIN'], ['R', 'RST'], ['P', 'PSH'], ['E', 'ECE'], ['W', 'CWR'], ['A', 'AE'],
  ['U', 'URG'], ['.', 'ACK'],
];

/** A segment that {@link segmentText} wrote, with its flags in words: `B SYN+ACK 300 a101`. */
export function spelled(text: string, lost = ' lost'): string {
  return text
    .replace(/^(\S+) (\S+)/, (_all, from: string, flags: string) => `${from} ${flagWords(flags)}`)
    .replace(/ lost$/, lost);
}

/** Flags as sentences name them: `SYN+ACK` for `S.`. */
export function flagWords(flags: string): string {
  return FLAGS.flatMap(([letter, name]) => (flags.includes(letter) ? [name] : [])).join('+');
}
