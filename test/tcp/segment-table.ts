/**
 * What RFC 9293 section 3.10.7 wants of every segment in every state, as a table. It was written from the
 * RFC's text, not from what the engine does, and says where the engine's choice among what the RFC allows,
 * or a profile, departs from it.
 */

/** Flags and text of a segment. TEXT is ACK with ten octets; NONE has no flag at all. */
export const TYPES = [
  'SYN',
  'SYN-ACK',
  'ACK',
  'TEXT',
  'FIN-ACK',
  'RST',
  'RST-ACK',
  'FIN',
  'NONE',
] as const;
export type Type = (typeof TYPES)[number];

/**
 * Where the segment is: its last sequence number just left of RCV.NXT, its first at RCV.NXT, its last the
 * last in the window, its first the first beyond it.
 */
export const PLACES = ['left of', 'at', 'inside', 'right of'] as const;

/** What it acknowledges: all that we sent, nothing new (SND.UNA), or what was never sent (SND.NXT + 1). */
export const ACKNOWLEDGES = ['all', 'nothing new', 'too much'] as const;
export type Acknowledges = (typeof ACKNOWLEDGES)[number];

/** The states, some of which can be reached in several ways that matter. */
export const SITUATIONS = [
  'CLOSED',
  'LISTEN',
  'LISTEN for one peer',
  'SYN-SENT',
  'SYN-RECEIVED, both opened',
  'SYN-RECEIVED, half-open entry',
  'SYN-RECEIVED, LISTEN for one peer',
  'ESTABLISHED',
  'CLOSE-WAIT',
  'FIN-WAIT-1',
  'CLOSING',
  'LAST-ACK',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'TIME-WAIT, port in LISTEN',
] as const;
export type Situation = (typeof SITUATIONS)[number];

/**
 * How the segment is answered, and `>` the next state where it changes:
 *
 * - `none`: not at all
 * - `ack`: ACK of RCV.NXT at once, which has not moved, every time
 * - `challenge`: the same, but no more often than challenges may be sent: RFC 5961 section 7
 * - `taken`: ACK at once that covers the whole segment
 * - `later`: the same within half a second [MUST-40]
 * - `fin`: as `taken`, with our FIN once more
 * - `reset`: a reset as section 3.5.2 forms it
 * - `syn-ack`: SYN-ACK that acknowledges the SYN
 */
export type Kind = 'none' | 'ack' | 'challenge' | 'taken' | 'later' | 'fin' | 'reset' | 'syn-ack';

/** Four cells, one for each of {@link PLACES}, with blanks between. */
export type Row = string;
type Rows = Readonly<Record<Type, Row>>;

export const IGNORED: Row = 'none none none none';
const RESET: Row = 'reset reset reset reset';
export const CHALLENGED: Row = 'challenge challenge challenge challenge';

// ---- section 3.10.7.1 and 3.10.7.2: there is no window, and the place does not matter

const CLOSED: Rows = {
  SYN: RESET,
  'SYN-ACK': RESET,
  ACK: RESET,
  TEXT: RESET,
  'FIN-ACK': RESET,
  RST: IGNORED,
  'RST-ACK': IGNORED,
  FIN: RESET,
  NONE: RESET,
};

const OPENS: Row =
  'syn-ack>SYN-RECEIVED syn-ack>SYN-RECEIVED syn-ack>SYN-RECEIVED syn-ack>SYN-RECEIVED';

const LISTEN: Rows = { ...CLOSED, SYN: OPENS, FIN: IGNORED, NONE: IGNORED };

// ---- section 3.10.7.3: RCV.NXT is not known yet

const SYN_SENT: Rows = {
  SYN: OPENS,
  'SYN-ACK': 'taken>ESTABLISHED taken>ESTABLISHED taken>ESTABLISHED taken>ESTABLISHED',
  ACK: IGNORED,
  TEXT: IGNORED,
  'FIN-ACK': IGNORED,
  RST: IGNORED,
  'RST-ACK': 'none>CLOSED none>CLOSED none>CLOSED none>CLOSED',
  FIN: IGNORED,
  NONE: IGNORED,
};
/** First: an ACK that is not for our SYN. */
const SYN_SENT_BAD_ACK: Partial<Rows> = {
  'SYN-ACK': RESET,
  ACK: RESET,
  TEXT: RESET,
  'FIN-ACK': RESET,
  'RST-ACK': IGNORED,
};

// ---- section 3.10.7.4. All that is left or right of the window is answered with an ACK, unless it is a
// reset; RFC 5961 section 7 limits the answer to what has neither text nor FIN.

/** After the peer's FIN: text and FIN that come behind it are void. */
const SYNCHRONIZED: Rows = {
  //         left      at           inside    right
  SYN: CHALLENGED, // fourth, [RFC 5961 4.2]
  'SYN-ACK': CHALLENGED,
  ACK: '     challenge none         none      challenge',
  TEXT: '    ack       none         none      ack',
  'FIN-ACK': 'ack      none         none      ack',
  RST: '     none      none>CLOSED  challenge none', // second, [RFC 5961 3.2]
  'RST-ACK': 'none     none>CLOSED  challenge none',
  FIN: '     ack       none         none      ack', // fifth: no ACK
  NONE: '    challenge none         none      challenge',
};
/** Fifth: it acknowledges what was never sent. Not so for a reset, which came second. */
const BAD_ACK: Partial<Rows> = {
  ACK: CHALLENGED,
  TEXT: '   ack challenge challenge ack',
  'FIN-ACK': 'ack challenge challenge ack',
};
/** Seventh: text is taken. What lies beyond a gap is kept, and acknowledged at once [SHLD-31, MAY-13]. */
const TAKES_TEXT: Partial<Rows> = { TEXT: 'ack later ack ack' };

/**
 * Before the ACK of our SYN. A SYN-ACK whose SYN is the one we have, left of the window, counts as its ACK:
 * by the letter of the RFC a simultaneous open would never end, as its appendix A.2 admits [MUST-10].
 */
const SYN_RECEIVED: Rows = {
  SYN: CHALLENGED,
  'SYN-ACK': 'none>ESTABLISHED challenge challenge challenge',
  ACK: '      challenge none>ESTABLISHED  none>ESTABLISHED challenge',
  TEXT: '     ack       later>ESTABLISHED ack>ESTABLISHED  ack',
  'FIN-ACK': 'ack       taken>CLOSE-WAIT  ack>ESTABLISHED  ack',
  RST: '      none      none>CLOSED       challenge        none',
  'RST-ACK': 'none      none>CLOSED       challenge        none',
  FIN: '      ack       none              none             ack',
  NONE: '     challenge none              none             challenge',
};
const SYN_RECEIVED_BAD_ACK: Partial<Rows> = {
  'SYN-ACK': CHALLENGED,
  ACK: '     challenge reset reset challenge',
  TEXT: '    ack       reset reset ack',
  'FIN-ACK': 'ack      reset reset ack',
};
/** A passive OPEN returns to LISTEN: second for RST, fourth for SYN [MUST-11]. */
const PASSIVE: Partial<Rows> = {
  SYN: '      challenge        none>LISTEN none>LISTEN challenge',
  'SYN-ACK': 'none>ESTABLISHED none>LISTEN none>LISTEN challenge',
  RST: '      none             none>LISTEN challenge   none',
  'RST-ACK': 'none             none>LISTEN challenge   none',
};
const PASSIVE_BAD_ACK: Partial<Rows> = {
  ...SYN_RECEIVED_BAD_ACK,
  'SYN-ACK': 'challenge none>LISTEN none>LISTEN challenge',
};
/**
 * The SYN once more says that our SYN-ACK was lost, and it is repeated: the RFC's ACK would tell a peer in
 * SYN-SENT nothing. Nobody answers a SYN-ACK with one here, so it is no ACK of ours.
 */
const HALF_OPEN: Partial<Rows> = {
  ...PASSIVE,
  SYN: '      syn-ack   none>LISTEN none>LISTEN challenge',
  'SYN-ACK': 'challenge none>LISTEN none>LISTEN challenge',
};

const ESTABLISHED: Rows = {
  ...SYNCHRONIZED,
  ...TAKES_TEXT,
  'FIN-ACK': 'ack taken>CLOSE-WAIT ack ack',
};

const FIN_WAIT_2: Rows = {
  ...SYNCHRONIZED,
  ...TAKES_TEXT,
  'FIN-ACK': 'ack taken>TIME-WAIT ack ack',
};

/** Fifth: whatever acknowledges our FIN and is in the window leads to FIN-WAIT-2, and what follows there. */
const FIN_WAIT_1: Rows = {
  ...SYNCHRONIZED,
  ACK: '      challenge none>FIN-WAIT-2  none>FIN-WAIT-2 challenge',
  TEXT: '     ack       later>FIN-WAIT-2 ack>FIN-WAIT-2  ack',
  'FIN-ACK': 'ack       taken>TIME-WAIT  ack>FIN-WAIT-2  ack',
};
const FIN_WAIT_1_FIN_UNACKED: Partial<Rows> = {
  ACK: ESTABLISHED.ACK,
  TEXT: ESTABLISHED.TEXT,
  'FIN-ACK': 'ack taken>CLOSING ack ack',
};

/** Fifth again. The peer's FIN is known: text and FIN behind it are void. */
const CLOSING: Rows = {
  ...SYNCHRONIZED,
  ACK: '      challenge none>TIME-WAIT none>TIME-WAIT challenge',
  TEXT: '     ack       none>TIME-WAIT none>TIME-WAIT ack',
  'FIN-ACK': 'ack       none>TIME-WAIT none>TIME-WAIT ack',
};
const LAST_ACK: Rows = {
  ...SYNCHRONIZED,
  ACK: '      challenge none>CLOSED none>CLOSED challenge',
  TEXT: '     ack       none>CLOSED none>CLOSED ack',
  'FIN-ACK': 'ack       none>CLOSED none>CLOSED ack',
};
const OUR_FIN_UNACKED: Partial<Rows> = {
  ACK: SYNCHRONIZED.ACK,
  TEXT: SYNCHRONIZED.TEXT,
  'FIN-ACK': SYNCHRONIZED['FIN-ACK'],
};

/**
 * Fifth: "the only thing that can arrive in this state is a retransmission of the remote FIN. Acknowledge
 * it": the rest with text or FIN gets the same answer, also a FIN without ACK, which the RFC would drop
 * inside the window.
 */
const TIME_WAIT: Rows = {
  ...SYNCHRONIZED,
  TEXT: '    ack ack ack ack',
  'FIN-ACK': 'ack ack ack ack',
  FIN: '     ack ack ack ack',
};
const TIME_WAIT_BAD_ACK: Partial<Rows> = { ACK: CHALLENGED };
/** Fourth: a SYN beyond RCV.NXT begins the next connection, section 3.6.1 [MAY-2]. */
const REOPENS: Partial<Rows> = {
  SYN: 'challenge challenge syn-ack>SYN-RECEIVED syn-ack>SYN-RECEIVED',
};

interface Entry {
  readonly all: Rows;
  /** Where they differ from `all`. */
  readonly 'nothing new'?: Partial<Rows>;
  readonly 'too much'?: Partial<Rows>;
}

/** The RFC's table. */
export const TABLE: Readonly<Record<Situation, Entry>> = {
  CLOSED: { all: CLOSED },
  LISTEN: { all: LISTEN },
  'LISTEN for one peer': { all: LISTEN },
  'SYN-SENT': { all: SYN_SENT, 'nothing new': SYN_SENT_BAD_ACK, 'too much': SYN_SENT_BAD_ACK },
  'SYN-RECEIVED, both opened': {
    all: SYN_RECEIVED,
    'nothing new': SYN_RECEIVED_BAD_ACK,
    'too much': SYN_RECEIVED_BAD_ACK,
  },
  'SYN-RECEIVED, half-open entry': {
    all: { ...SYN_RECEIVED, ...HALF_OPEN },
    'nothing new': PASSIVE_BAD_ACK,
    'too much': PASSIVE_BAD_ACK,
  },
  'SYN-RECEIVED, LISTEN for one peer': {
    all: { ...SYN_RECEIVED, ...PASSIVE },
    'nothing new': PASSIVE_BAD_ACK,
    'too much': PASSIVE_BAD_ACK,
  },
  ESTABLISHED: { all: ESTABLISHED, 'too much': BAD_ACK },
  'CLOSE-WAIT': { all: SYNCHRONIZED, 'too much': BAD_ACK },
  'FIN-WAIT-1': {
    all: FIN_WAIT_1,
    'nothing new': FIN_WAIT_1_FIN_UNACKED,
    'too much': BAD_ACK,
  },
  CLOSING: { all: CLOSING, 'nothing new': OUR_FIN_UNACKED, 'too much': BAD_ACK },
  'LAST-ACK': { all: LAST_ACK, 'nothing new': OUR_FIN_UNACKED, 'too much': BAD_ACK },
  'FIN-WAIT-2': { all: FIN_WAIT_2, 'too much': BAD_ACK },
  'TIME-WAIT': { all: TIME_WAIT, 'too much': TIME_WAIT_BAD_ACK },
  'TIME-WAIT, port in LISTEN': { all: { ...TIME_WAIT, ...REOPENS }, 'too much': TIME_WAIT_BAD_ACK },
};

/** The state of a situation, by the RFC's name. */
export function stateOf(situation: Situation): string {
  return (situation.split(/,| for /)[0] as string).trim();
}
