/**
 * The states of a connection, and the diagram of RFC 9293 figure 5 as data.
 *
 * The order has meaning: every state from ESTABLISHED on is synchronized with the peer, and in every
 * state from FIN_WAIT_1 on the user has closed.
 */
export const CLOSED = 0;
export const LISTEN = 1;
export const SYN_SENT = 2;
export const SYN_RECEIVED = 3;
export const ESTABLISHED = 4;
export const CLOSE_WAIT = 5;
export const FIN_WAIT_1 = 6;
export const CLOSING = 7;
export const LAST_ACK = 8;
export const FIN_WAIT_2 = 9;
export const TIME_WAIT = 10;

export type State = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

// biome-ignore format: one line
export const STATE_NAMES: readonly string[] = [
  'CLOSED', 'LISTEN', 'SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT',
  'FIN-WAIT-1', 'CLOSING', 'LAST-ACK', 'FIN-WAIT-2', 'TIME-WAIT',
];

/**
 * Every transition there is: from, to, what causes it. A segment that acknowledges our FIN and brings
 * the peer's takes FIN-WAIT-1 to TIME-WAIT by way of FIN-WAIT-2, as the steps of section 3.10.7.4 do.
 */
// biome-ignore format: a table
export const DIAGRAM: readonly (readonly [from: State, to: State, cause: string])[] = [
  [CLOSED,       SYN_SENT,     'active OPEN: snd SYN'],
  [CLOSED,       LISTEN,       'passive OPEN'],
  [LISTEN,       SYN_RECEIVED, 'rcv SYN: snd SYN,ACK'],
  [LISTEN,       SYN_SENT,     'SEND: snd SYN'],
  [LISTEN,       CLOSED,       'CLOSE'],
  [SYN_SENT,     SYN_RECEIVED, 'rcv SYN: snd SYN,ACK'],
  [SYN_SENT,     ESTABLISHED,  'rcv SYN,ACK: snd ACK'],
  [SYN_SENT,     CLOSED,       'CLOSE, rcv RST, or timeout'],
  [SYN_RECEIVED, ESTABLISHED,  'rcv ACK of SYN'],
  [SYN_RECEIVED, LISTEN,       'rcv RST, after a passive OPEN'],
  [SYN_RECEIVED, TIME_WAIT,    'rcv RST or timeout, after a SYN in TIME-WAIT [MAY-2]'],
  [SYN_RECEIVED, FIN_WAIT_1,   'CLOSE: snd FIN'],
  [SYN_RECEIVED, CLOSED,       'rcv RST, ABORT, or timeout'],
  [ESTABLISHED,  FIN_WAIT_1,   'CLOSE: snd FIN'],
  [ESTABLISHED,  CLOSE_WAIT,   'rcv FIN: snd ACK'],
  [ESTABLISHED,  CLOSED,       'rcv RST, ABORT, or timeout'],
  [CLOSE_WAIT,   LAST_ACK,     'CLOSE: snd FIN'],
  [CLOSE_WAIT,   CLOSED,       'rcv RST, ABORT, or timeout'],
  [FIN_WAIT_1,   FIN_WAIT_2,   'rcv ACK of FIN'],
  [FIN_WAIT_1,   CLOSING,      'rcv FIN: snd ACK'],
  [FIN_WAIT_1,   CLOSED,       'rcv RST, ABORT, or timeout'],
  [FIN_WAIT_2,   TIME_WAIT,    'rcv FIN: snd ACK'],
  [FIN_WAIT_2,   CLOSED,       'rcv RST, ABORT, or timeout'],
  [CLOSING,      TIME_WAIT,    'rcv ACK of FIN'],
  [CLOSING,      CLOSED,       'rcv RST, ABORT, or timeout'],
  [LAST_ACK,     CLOSED,       'rcv ACK of FIN, RST, or timeout'],
  [TIME_WAIT,    CLOSED,       'timeout=2MSL, or rcv RST'],
  [TIME_WAIT,    SYN_RECEIVED, 'rcv later SYN: snd SYN,ACK [MAY-2]'],
];

/** For each state, a bit for each state that may follow it. */
const NEXT: Uint16Array = new Uint16Array(STATE_NAMES.length);
for (const [from, to] of DIAGRAM) NEXT[from] = (NEXT[from] as number) | (1 << to);

export function follows(from: State, to: State): boolean {
  return (((NEXT[from] as number) >> to) & 1) === 1;
}

/** Throws unless the diagram has a line from `from` to `to`: that would be a bug of ours. */
export function mustFollow(from: State, to: State): void {
  if (follows(from, to)) return;
  throw new Error(`no transition from ${STATE_NAMES[from]} to ${STATE_NAMES[to]}`);
}

/** The peer's SYN has been received and ours acknowledged (RFC 9293 section 3.4). */
export function isSynchronized(s: State): boolean {
  return s >= ESTABLISHED;
}
