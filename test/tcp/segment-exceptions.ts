import {
  type Acknowledges,
  CHALLENGED,
  IGNORED,
  type Kind,
  type Row,
  type Situation,
  stateOf,
  TABLE,
  type Type,
} from './segment-table.ts';

/** A row of the table that some profiles answer otherwise. */
export interface Exception {
  readonly profiles: readonly string[];
  readonly situations: readonly Situation[];
  readonly types: readonly Type[];
  /** What the segment acknowledges, where that matters. */
  readonly acknowledges?: Acknowledges;
  readonly row: Row;
  /** Where the standard says otherwise: as `departures()` has it. */
  readonly clause: string;
}

const LINUX = ['linux', 'linux-classic', 'linux-sender'];
const FREEBSD = ['freebsd'];
const TIME_WAITS: readonly Situation[] = ['TIME-WAIT', 'TIME-WAIT, port in LISTEN'];

/** Where profiles depart from {@link TABLE}. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    profiles: LINUX,
    situations: ['SYN-RECEIVED, both opened'],
    types: ['SYN-ACK'],
    acknowledges: 'all',
    row: 'ack>ESTABLISHED challenge challenge challenge',
    clause: 'RFC 9293 section 3.5, figure 7',
  },
  {
    profiles: LINUX,
    situations: ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK'],
    types: ['RST', 'RST-ACK'],
    row: 'none>CLOSED none>CLOSED challenge none',
    clause: 'RFC 5961 section 3.2',
  },
  {
    profiles: LINUX,
    situations: ['ESTABLISHED'],
    types: ['ACK'],
    acknowledges: 'too much',
    row: 'challenge none none challenge',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: LINUX,
    situations: ['ESTABLISHED'],
    types: ['TEXT', 'FIN-ACK'],
    acknowledges: 'too much',
    row: 'ack none none ack',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['LISTEN', 'LISTEN for one peer'],
    types: ['SYN-ACK'],
    row: IGNORED,
    clause: 'RFC 9293 section 3.10.7.2',
  },
  {
    profiles: FREEBSD,
    situations: ['FIN-WAIT-1'],
    types: ['FIN-ACK'],
    acknowledges: 'nothing new',
    row: 'ack fin>CLOSING ack ack',
    clause: 'RFC 9293 section 3.6, figure 13',
  },
  {
    profiles: FREEBSD,
    situations: ['FIN-WAIT-1'],
    types: ['ACK'],
    acknowledges: 'all',
    row: 'challenge>FIN-WAIT-2 none>FIN-WAIT-2 none>FIN-WAIT-2 challenge',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['FIN-WAIT-1'],
    types: ['TEXT'],
    acknowledges: 'all',
    row: 'ack>FIN-WAIT-2 later>FIN-WAIT-2 ack>FIN-WAIT-2 ack',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['FIN-WAIT-1'],
    types: ['FIN-ACK'],
    acknowledges: 'all',
    row: 'ack>FIN-WAIT-2 taken>TIME-WAIT ack>FIN-WAIT-2 ack',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['CLOSING'],
    types: ['ACK'],
    acknowledges: 'all',
    row: 'challenge>TIME-WAIT none>TIME-WAIT none>TIME-WAIT challenge',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['CLOSING'],
    types: ['TEXT', 'FIN-ACK'],
    acknowledges: 'all',
    row: 'ack>TIME-WAIT none>TIME-WAIT none>TIME-WAIT ack',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['LAST-ACK'],
    types: ['ACK'],
    acknowledges: 'all',
    row: 'none>CLOSED none>CLOSED none>CLOSED challenge',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['LAST-ACK'],
    types: ['TEXT', 'FIN-ACK'],
    acknowledges: 'all',
    row: 'none>CLOSED none>CLOSED none>CLOSED ack',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: TIME_WAITS,
    types: ['ACK'],
    row: 'challenge none challenge challenge',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: TIME_WAITS,
    types: ['ACK'],
    acknowledges: 'too much',
    row: CHALLENGED,
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: LINUX,
    situations: TIME_WAITS,
    types: ['ACK'],
    row: 'challenge none challenge challenge',
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: TIME_WAITS,
    types: ['RST', 'RST-ACK', 'FIN'],
    row: IGNORED,
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['TIME-WAIT'],
    types: ['SYN'],
    row: IGNORED,
    clause: 'RFC 9293 section 3.10.7.4',
  },
  {
    profiles: FREEBSD,
    situations: ['TIME-WAIT, port in LISTEN'],
    types: ['SYN'],
    row: 'none none syn-ack>SYN-RECEIVED syn-ack>SYN-RECEIVED',
    clause: 'RFC 9293 section 3.10.7.4',
  },
];

/** One cell: the answer, and the state afterwards. */
export interface Cell {
  readonly kind: Kind;
  readonly next: string;
}

/** The four cells for a segment, in the order of {@link PLACES}. */
export function cellsFor(
  profile: string,
  situation: Situation,
  type: Type,
  acknowledges: Acknowledges,
): readonly Cell[] {
  const entry = TABLE[situation];
  const special = acknowledges === 'all' ? undefined : entry[acknowledges]?.[type];
  let row = special ?? entry.all[type];
  for (const e of EXCEPTIONS) {
    if (!e.profiles.includes(profile) || !e.situations.includes(situation)) continue;
    if (!e.types.includes(type) || (e.acknowledges ?? acknowledges) !== acknowledges) continue;
    row = e.row;
  }
  return row
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [kind, next] = word.split('>');
      return { kind: kind as Kind, next: next ?? stateOf(situation) };
    });
}
