import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/tcp/connection.ts';
import { departures } from '../../src/tcp/departures.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { PROFILES, withOverrides } from '../../src/tcp/profiles/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { Drill } from '../support/drill.ts';
import { bring, openPassive, type WithPeer } from '../support/states.ts';
import { type Cell, cellsFor, EXCEPTIONS } from './segment-exceptions.ts';
import {
  ACKNOWLEDGES,
  type Acknowledges,
  PLACES,
  SITUATIONS,
  type Situation,
  stateOf,
  TABLE,
  TYPES,
  type Type,
} from './segment-table.ts';

/** A window of three segments, the same in every profile. */
const WINDOW = 3 * 1460;
/** Octets of text. */
const TEXT = 10;

/** How a segment is written for a {@link Drill}, and how many octets of text it has. */
const SEGMENTS: Readonly<Record<Type, readonly [flags: string, text: number]>> = {
  SYN: ['S', 0],
  'SYN-ACK': ['S.', 0],
  ACK: ['.', 0],
  TEXT: ['.', TEXT],
  'FIN-ACK': ['F.', 0],
  RST: ['R', 0],
  'RST-ACK': ['R.', 0],
  FIN: ['F', 0],
  NONE: ['', 0],
};

/** A host in some situation, with nothing on the way. */
interface Scene {
  readonly t: Drill;
  /** Our SND.UNA and SND.NXT, the peer's RCV.NXT, from the ISSs. */
  readonly una: number;
  readonly snd: number;
  readonly rcv: number;
  readonly state: () => string;
}

/** SND.UNA where it is not SND.NXT. */
const UNACKNOWLEDGED: Readonly<Record<string, number>> = {
  'SYN-SENT': 0,
  'SYN-RECEIVED': 0,
  'FIN-WAIT-1': 1,
  CLOSING: 1,
  'LAST-ACK': 1,
};

function sceneOf(situation: Situation, profile: Profile): Scene {
  switch (situation) {
    case 'CLOSED':
      return scene(new Drill({ profile }), 'CLOSED');
    case 'LISTEN':
      return scene(listening(profile), 'LISTEN');
    case 'SYN-RECEIVED, half-open entry':
      return scene(withSyn(listening(profile)), 'LISTEN', 0);
    case 'LISTEN for one peer': {
      const t = new Drill({ profile });
      return scene(t, openPassive(t));
    }
    case 'SYN-RECEIVED, LISTEN for one peer': {
      const t = new Drill({ profile });
      const c = openPassive(t);
      return scene(withSyn(t), c, 0);
    }
    case 'TIME-WAIT, port in LISTEN':
      return scene(closedByUs(profile), 'CLOSED', 2, 2, 2);
    default: {
      const state = stateOf(situation) as WithPeer;
      const { t, snd, rcv } = bring(state, { profile });
      return scene(t, 'CLOSED', UNACKNOWLEDGED[state] ?? snd, snd, state === 'SYN-SENT' ? 1 : rcv);
    }
  }
}

/** `without` is the state when no flow is left, or the one connection to ask. */
function scene(t: Drill, without: string | Connection, una = 1, snd = 1, rcv = 1): Scene {
  const state = (): string => {
    if (typeof without !== 'string') return STATE_NAMES[without.state] as string;
    return t.states().join(' and ') || without;
  };
  return { t, una, snd, rcv, state };
}

function listening(profile: Profile): Drill {
  const t = new Drill({ profile });
  t.listen();
  return t;
}

function withSyn(t: Drill): Drill {
  t.in('S', 0, 0, 0, { mss: 1460 });
  t.out();
  return t;
}

function closedByUs(profile: Profile): Drill {
  const t = new Drill({ profile });
  const s = t.passiveOpen();
  t.do(() => s.end());
  t.in('F.', 1, 0, 2);
  t.out();
  return t;
}

/** Sequence numbers that the segment takes. */
function lengthOf(type: Type): number {
  const [flags, text] = SEGMENTS[type];
  return text + (/[SF]/.test(flags) ? 1 : 0);
}

/** The right edge, from the peer's ISS: its SYN, and the window. It moves behind a FIN where all that is free counts. */
function edgeOf(profile: Profile, rcv: number): number {
  return (profile.acceptWindow === 'free' ? rcv : 1) + WINDOW;
}

function sequenceAt(place: number, type: Type, rcv: number, edge: number): number {
  const last = Math.max(lengthOf(type), 1) - 1; // what is empty counts as the number it stands at
  return [rcv - 1 - last, rcv, edge - 1 - last, edge][place] as number;
}

/** What the answer looks like. */
function answerOf(cell: Cell, sc: Scene, type: Type, seq: number, ack: number): string[] {
  const { t, snd, rcv } = sc;
  const end = seq + lengthOf(type);
  const at = (n: number): string => `${n}:${n}(0)`;
  switch (cell.kind) {
    case 'none':
      return [];
    case 'ack':
    case 'challenge':
      return [`. ${at(snd)} ack ${rcv}`];
    case 'taken':
    case 'later':
      return [`. ${at(snd)} ack ${end}`];
    case 'fin':
      return [`F. ${at(snd - 1)} ack ${end}`];
    case 'syn-ack':
      return [`S. ${at(0)} ack ${seq + 1}`];
    case 'reset':
      if (SEGMENTS[type][0].includes('.')) return [`R ${at(ack)}`];
      return [`R. ${at((0 - t.iss) | 0)} ack ${end}`];
  }
}

/** What is sent now; or, when that is nothing, the first that is sent within half a second. */
function soon(t: Drill): string[] {
  let sent = t.out();
  for (let ms = 0; ms < 499 && sent.length === 0; ms++) {
    t.wait(1);
    sent = t.out();
  }
  return sent;
}

/** Plays one cell; what was otherwise than it says. */
function play(
  profile: Profile,
  situation: Situation,
  type: Type,
  acknowledges: Acknowledges,
  place: number,
  cell: Cell,
): string[] {
  const sc = sceneOf(situation, profile);
  const { t } = sc;
  const ack = { all: sc.snd, 'nothing new': sc.una, 'too much': sc.snd + 1 }[acknowledges];
  const [flags, text] = SEGMENTS[type];
  const seq = sequenceAt(place, type, sc.rcv, edgeOf(profile, sc.rcv));
  const wrong: string[] = [];
  const must = (what: string, is: string, expected: string): void => {
    if (is === expected) return;
    const where = `${PLACES[place]} the window, acknowledging ${acknowledges}`;
    wrong.push(`${where}: ${what} ${is || 'nothing'}, not ${expected || 'nothing'}`);
  };
  must('was, before it,', sc.state(), stateOf(situation));
  const expected = answerOf(cell, sc, type, seq, ack).join(', ');
  t.in(flags, seq, text, ack);
  must('entered', sc.state(), cell.next);
  must('answered', (cell.kind === 'later' ? soon(t) : t.out()).join(', '), expected);
  if (cell.next !== stateOf(situation) || cell.kind === 'later') return wrong;
  // The same again: only challenges are rationed. [RFC 5961 7]
  t.in(flags, seq, text, ack);
  must('answered to the second', t.out().join(', '), cell.kind === 'challenge' ? '' : expected);
  return wrong;
}

function outcome(profile: Profile, situation: Situation, type: Type): string[] {
  const hasAck = SEGMENTS[type][0].includes('.');
  const wrong: string[] = [];
  for (const acknowledges of hasAck ? ACKNOWLEDGES : (['all'] as const)) {
    const cells = cellsFor(profile.name, situation, type, acknowledges);
    expect(cells.length, 'cells in the row').toBe(PLACES.length);
    cells.forEach((cell, place) => {
      wrong.push(...play(profile, situation, type, acknowledges, place, cell));
    });
  }
  return wrong;
}

for (const original of Object.values(PROFILES)) {
  const profile = withOverrides(original, { receiveBuffer: WINDOW, challengeBurst: 1 });
  describe(`profile ${profile.name}, [RFC 9293 3.10.7]`, () => {
    for (const situation of SITUATIONS) {
      it.each(TYPES)(`${situation}: %s left of, at, inside and right of the window`, (type) => {
        expect(outcome(profile, situation, type)).toEqual([]);
      });
    }
  });
}

describe('the table', () => {
  it('has all 11 states', () => {
    expect(new Set(SITUATIONS.map(stateOf))).toEqual(new Set(STATE_NAMES));
    expect(Object.keys(TABLE)).toEqual([...SITUATIONS]);
  });

  it('makes no exception for a profile that does not state its departure', () => {
    for (const { profiles, clause } of EXCEPTIONS) {
      for (const name of profiles) {
        const stated = departures(PROFILES[name] as Profile).map((d) => d.clause);
        expect(stated, name).toContain(clause);
      }
    }
  });
});
