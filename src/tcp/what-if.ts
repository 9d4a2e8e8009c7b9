import type { Micros } from '../base/timer-queue.ts';
import type { Profile } from './profile.ts';

/**
 * Ways to break TCP on purpose, to show why its rules are there. Each is a value of a profile, and so holds for
 * a host, a listener or a connection; its peer may keep to the standard.
 */
export interface WhatIf {
  /**
   * A listener's connection is ESTABLISHED once its SYN was answered; nothing waits for the third segment. What
   * is answered with a cookie, or put off by the user, is opened as always.
   */
  readonly twoWay: boolean;
  /** Text on a SYN goes to the application before the peer has proved that the SYN was no old one. */
  readonly deliverSynData: boolean;
  /** A SYN is answered with two segments, an ACK and a SYN, which meet a peer in SYN-SENT one by one. */
  readonly splitSynAck: boolean;
  /** In SYN-SENT a SYN without an ACK is dropped: who calls must be answered, not called. */
  readonly noSimultaneousOpen: boolean;
  /** How many more times the ACK goes that completes an active OPEN. */
  readonly extraAcks: number;
  /** The peer's FIN closes our side too, at once, whatever the application has still to write. */
  readonly forceThreeClose: boolean;
  /** The peer's FIN, when it comes first, is acknowledged by our FIN and by nothing before it. */
  readonly mergedClose: boolean;
  /** Who closed first never acknowledges the peer's FIN. */
  readonly noFourth: boolean;
  /** The ISS of every connection but those that begin with a SYN cookie; -1 leaves it to the generator. */
  readonly fixedIsn: number;
  /** A reset counts wherever its sequence number lies. */
  readonly acceptAnyRst: boolean;
  /** Of a host's profile: TCP checksums are not verified. */
  readonly noChecksum: boolean;
  /** Text is appended to the stream as it comes, whatever its sequence number. */
  readonly noSeqCheck: boolean;
  /** SYN, SYN-ACK, text and FIN are sent once; zero-window and keep-alive probes go on. */
  readonly noRetransmit: boolean;
  /** TIME-WAIT lasts half as long as the profile says. */
  readonly oneMslTimeWait: boolean;
}

/** Nothing is broken on purpose. */
export const STANDARD: WhatIf = Object.freeze({
  twoWay: false,
  deliverSynData: false,
  splitSynAck: false,
  noSimultaneousOpen: false,
  extraAcks: 0,
  forceThreeClose: false,
  mergedClose: false,
  noFourth: false,
  fixedIsn: -1,
  acceptAnyRst: false,
  noChecksum: false,
  noSeqCheck: false,
  noRetransmit: false,
  oneMslTimeWait: false,
});

/** The names of the what-ifs. */
export type WhatIfId =
  | 'twoWay'
  | 'deliverSynData'
  | 'splitSynAck'
  | 'noSimultaneousOpen'
  | 'nWay'
  | 'forceThreeClose'
  | 'mergedClose'
  | 'noFourth'
  | 'fixedIsn'
  | 'acceptAnyRst'
  | 'noChecksum'
  | 'noSeqCheck'
  | 'noRetransmit'
  | 'noTimeWait'
  | 'oneMslTimeWait';

/** A clause that a profile breaks on purpose. */
export interface Violation {
  readonly id: WhatIfId;
  /** The document and section that says otherwise. */
  readonly clause: string;
}

/** One way to break TCP. What it shows is told elsewhere, in the languages of those who are shown it. */
export interface WhatIfEntry extends Violation {
  /** `p` with it on. */
  apply(p: Profile): Profile;
  /** Whether `p` has it on. */
  isOn(p: Profile): boolean;
}

/** The constant that `fixedIsn` puts in the place of the generator. */
const FIXED_ISN = 1000;
/** How many times more `nWay` has the last ACK of a handshake sent. */
const EXTRA_ACKS = 2;
/** The most extra ACKs that a profile may ask for. */
const MOST_EXTRA_ACKS = 1000;

/** Every what-if, by its id. */
export const WHAT_IFS: Readonly<Record<WhatIfId, WhatIfEntry>> = Object.freeze({
  twoWay: flag('twoWay', 'RFC 9293 section 3.5'),
  deliverSynData: flag('deliverSynData', 'RFC 9293 sections 3.5 and 3.10.7.2'),
  splitSynAck: flag('splitSynAck', 'RFC 9293 section 3.10.7.2, third'),
  noSimultaneousOpen: flag('noSimultaneousOpen', 'RFC 9293 sections 3.5 and 3.10.7.3, fourth'),
  nWay: entry(
    'nWay',
    'RFC 9293 section 3.10.7.3, fourth',
    (p) => withValue(p, { extraAcks: EXTRA_ACKS }),
    (p) => p.whatIf.extraAcks > 0,
  ),
  forceThreeClose: flag('forceThreeClose', 'RFC 9293 section 3.6'),
  mergedClose: flag('mergedClose', 'RFC 9293 section 3.10.7.4, eighth'),
  noFourth: flag('noFourth', 'RFC 9293 section 3.10.7.4, eighth'),
  fixedIsn: entry(
    'fixedIsn',
    'RFC 9293 section 3.4.1',
    (p) => withValue(p, { fixedIsn: FIXED_ISN }),
    (p) => p.whatIf.fixedIsn >= 0,
  ),
  acceptAnyRst: flag('acceptAnyRst', 'RFC 9293 section 3.10.7.4, second'),
  noChecksum: flag('noChecksum', 'RFC 9293 section 3.1'),
  noSeqCheck: flag('noSeqCheck', 'RFC 9293 section 3.10.7.4, first and seventh'),
  noRetransmit: flag('noRetransmit', 'RFC 9293 section 3.8.1'),
  noTimeWait: entry(
    'noTimeWait',
    'RFC 9293 section 3.6.1',
    (p) => Object.freeze({ ...p, timeWait: 0 }),
    (p) => p.timeWait === 0,
  ),
  oneMslTimeWait: flag('oneMslTimeWait', 'RFC 9293 section 3.6.1'),
});

/** `profile` with a what-if on. Throws a RangeError for an id that there is not, naming those there are. */
export function withWhatIf(profile: Profile, id: string): Profile {
  if (Object.hasOwn(WHAT_IFS, id)) return WHAT_IFS[id as WhatIfId].apply(profile);
  throw new RangeError(
    `there is no what-if '${id}'; there are ${Object.keys(WHAT_IFS).join(', ')}`,
  );
}

/** The what-ifs that are on in `profile`, and the clauses they break, found from its values. */
export function violations(profile: Profile): Violation[] {
  return Object.values(WHAT_IFS)
    .filter((w) => w.isOn(profile))
    .map(({ id, clause }) => ({ id, clause }));
}

/** How long TIME-WAIT lasts: 2 MSL, unless a what-if has it last one. [MUST-13] */
export function timeWaitOf(p: Profile): Micros {
  return p.whatIf.oneMslTimeWait ? Math.floor(p.timeWait / 2) : p.timeWait;
}

/** Says what is wrong with `value` as a {@link WhatIf}, for people; null when nothing is. */
export function whyNoWhatIf(value: unknown): string | null {
  const names = Object.keys(STANDARD).join(', ');
  if (typeof value !== 'object' || value === null) return `is an object of ${names}`;
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(STANDARD, name)) return `has no field '${name}'; it has ${names}`;
  }
  for (const [name, off] of Object.entries(STANDARD)) {
    const given = (value as Record<string, unknown>)[name];
    if (typeof given !== typeof off) {
      return `has a ${typeof off} as ${name}, not ${given === null ? 'null' : typeof given}`;
    }
    if (typeof off !== 'number') continue;
    const most = name === 'fixedIsn' ? 0xffff_ffff : MOST_EXTRA_ACKS;
    if (!Number.isInteger(given) || Number(given) < off || Number(given) > most) {
      return `has a whole number from ${off} to ${most} as ${name}, not ${given}`;
    }
  }
  return null;
}

function entry(
  id: WhatIfId,
  clause: string,
  apply: (p: Profile) => Profile,
  isOn: (p: Profile) => boolean,
): WhatIfEntry {
  return Object.freeze({ id, clause, apply, isOn });
}

/** One that is a flag of the same name. */
function flag(
  id: Exclude<WhatIfId, 'nWay' | 'fixedIsn' | 'noTimeWait'>,
  clause: string,
): WhatIfEntry {
  return entry(
    id,
    clause,
    (p) => withValue(p, { [id]: true }),
    (p) => p.whatIf[id],
  );
}

function withValue(p: Profile, change: Partial<WhatIf>): Profile {
  return Object.freeze({ ...p, whatIf: Object.freeze({ ...p.whatIf, ...change }) });
}
