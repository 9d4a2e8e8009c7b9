import type { Micros } from '../base/timer-queue.ts';
import type { Arrow, Ladder } from './layout.ts';

/** At most `places` decimal places, and no zeros at the end. */
function short(n: number, places: number): string {
  const text = n.toFixed(places);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A time for people: `50 ms`, `1.52 s`, `7950 s`. */
export function timeText(t: Micros, micro = 'µ'): string {
  if (t < 0) return `-${timeText(-t, micro)}`;
  if (t === 0) return '0 ms';
  if (t < 1000) return `${short(t, 1)} ${micro}s`;
  if (t < 1_000_000) return `${short(t / 1000, t < 100_000 ? 2 : 1)} ms`;
  const s = t / 1_000_000;
  return `${short(s, s < 10 ? 3 : s < 100_000 ? 2 : 0)} s`;
}

/** How long a wait was, to three digits: what stands in a break. */
export function waitText(t: Micros, micro = 'µ'): string {
  if (t >= 3_600_000_000) return `${short(t / 3_600_000_000, 2)} h`;
  if (t < 1000) return `${short(t, 0)} ${micro}s`;
  if (t < 1_000_000) return `${short(t / 1000, t < 10_000 ? 1 : 0)} ms`;
  const s = t / 1_000_000;
  return `${short(s, s < 10 ? 2 : s < 100 ? 1 : 0)} s`;
}

// biome-ignore format: a table
const FLAG_NAMES: readonly (readonly [letter: string, name: string])[] = [
  ['S', 'SYN'], ['F', 'FIN'], ['R', 'RST'], ['P', 'PSH'], ['E', 'ECE'], ['W', 'CWR'], ['A', 'AE'],
  ['U', 'URG'], ['.', 'ACK'],
];

/** `SYN,ACK` for packetdrill's `S.`. */
export function flagNames(flags: string): string {
  const names = FLAG_NAMES.filter(([letter]) => flags.includes(letter)).map(([, name]) => name);
  return names.length === 0 ? 'no flags' : names.join(',');
}

/**
 * Who sent a segment: the host it is named after, which may be neither of the two when it forged the
 * address; of one that came from outside, the host whose address it bears.
 */
export function senderOf(a: Arrow, ladder: Ladder): string {
  const name = a.segment.replace(/\d+$/, '');
  const own = ladder[a.from].name;
  // A host's name may end in a digit itself.
  return name === '?' || a.segment.startsWith(own) ? own : name;
}

/** What may stand on an arrow, the fullest first. */
export function labels(a: Arrow): string[] {
  const { seqText: seq, ackText: ack, length, flags } = a;
  const names = flagNames(flags);
  const text = length > 0 ? ` len=${length}` : '';
  const more = length > 0 ? ` +${length}` : '';
  const both = ack === null ? seq : `${seq}/${ack}`;
  return [
    `${names} seq=${seq}${ack === null ? '' : ` ack=${ack}`}${text}`,
    `${names} ${both}${more}`,
    `${flags} ${both}${more}`,
    `${flags} ${both}`,
    names,
    flags,
  ];
}

const SHORT_STATES: Readonly<Record<string, string>> = {
  'SYN-RECEIVED': 'SYN-RCVD',
  ESTABLISHED: 'ESTAB',
  'FIN-WAIT-1': 'FIN-W-1',
  'FIN-WAIT-2': 'FIN-W-2',
  'CLOSE-WAIT': 'CLOSE-W',
  'TIME-WAIT': 'TIME-W',
};

/** A state in at most 8 columns. */
export function shortState(state: string): string {
  return SHORT_STATES[state] ?? state;
}
