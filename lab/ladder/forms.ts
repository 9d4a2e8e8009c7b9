import type { Lang } from '../../src/base/words.ts';
import { flagNames, labels, senderOf } from '../../src/ladder/format.ts';
import type { Arrow, Ladder } from '../../src/ladder/layout.ts';
import { isSpokenOf } from '../../src/ladder/svg-label.ts';
import { word } from '../../src/ladder/words.ts';

/** What may stand on an arrow, the fullest first; shorter where there is little room. */
export function formsOf(a: Arrow, ladder: Ladder, lang: Lang, compact: boolean): readonly string[] {
  if (a.fate === 'copy') return [`${a.segment} ${word('copy', lang)}`, a.segment];
  const isForged = senderOf(a, ladder) !== ladder[a.from].name;
  const isNamed = isForged || isSpokenOf(a.segment, ladder);
  const texts = compact ? shortLabels(a) : labels(a);
  return isNamed ? texts.map((text) => `${a.segment} ${text}`) : texts;
}

/** `FIN 2351 a=1102`, `+50 2301`: what a phone has room for. */
function shortLabels(a: Arrow): string[] {
  const name = shortName(a);
  const ack = a.ackText === null ? '' : ` a=${a.ackText}`;
  const forms = [`${name} ${a.seqText}${ack}`, `${name} ${a.seqText}`, name];
  // Two that cross share the lane.
  return a.crosses ? forms.slice(1) : forms;
}

/** The flag that says what a segment is for; octets speak for themselves. */
function shortName(a: Arrow): string {
  const octets = a.length > 0 ? `+${a.length}` : '';
  if (a.flags.includes('R')) return `RST${octets}`;
  if (a.flags.includes('S')) return `${a.ackText === null ? 'SYN' : 'SYN,ACK'}${octets}`;
  if (a.flags.includes('F')) return `FIN${octets}`;
  return octets === '' ? flagNames(a.flags) : octets;
}

const SHORT_STATES: Readonly<Record<string, string>> = {
  LISTEN: 'LSTN',
  CLOSED: 'CLSD',
  'SYN-SENT': 'SYN-S',
  'SYN-RECEIVED': 'SYN-R',
  ESTABLISHED: 'ESTAB',
  'FIN-WAIT-1': 'FW-1',
  'FIN-WAIT-2': 'FW-2',
  'CLOSE-WAIT': 'CL-W',
  CLOSING: 'CLSNG',
  'LAST-ACK': 'L-AK',
  'TIME-WAIT': 'T-W',
};

/** A state in at most five letters. */
export function shortestState(state: string): string {
  return SHORT_STATES[state] ?? state;
}
