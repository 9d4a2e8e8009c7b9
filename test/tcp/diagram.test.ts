import { describe, expect, it } from 'vitest';
import { abort, activate, close } from '../../src/tcp/calls/index.ts';
import type { Observer } from '../../src/tcp/observer.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import { DIAGRAM, STATE_NAMES } from '../../src/tcp/state.ts';
import { Drill, PEER } from '../support/drill.ts';
import { openPassive } from '../support/states.ts';

const name = (from: number, to: number): string => `${STATE_NAMES[from]} > ${STATE_NAMES[to]}`;

/** The transitions that `play` makes. */
function taken(play: (t: Drill) => void): string[] {
  const t = new Drill({ profile: linux });
  const seen: string[] = [];
  const nothing = (): void => {};
  const observer: Observer = {
    transition: (_f, from, to) => seen.push(name(from, to)),
    arrived: nothing,
    sent: nothing,
    dropped: nothing,
    timer: nothing,
    recovery: nothing,
  };
  t.host.observer = observer;
  play(t);
  return seen;
}

const end = (t: Drill): void => t.do(() => close(t.connection));
const reset = (t: Drill): void => t.do(() => abort(t.connection));
const opened = (t: Drill): void => void t.activeOpen();
const passive = (t: Drill): void => {
  openPassive(t);
  t.in('S', 0, 0, 0, { mss: 1460 });
  t.out();
};

/** Walks of the diagram, each with the steps it takes: from CLOSED to CLOSED, or as far as it matters. */
const WALKS: readonly [what: string, play: (t: Drill) => void, steps: string][] = [
  [
    'active, closed by us',
    (t) => {
      opened(t);
      end(t);
      t.in('.', 1, 0, 2);
      t.in('F.', 1, 0, 2);
      t.wait(60_000);
    },
    'CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT CLOSED',
  ],
  [
    'active, closed by the peer',
    (t) => {
      opened(t);
      t.in('F.', 1, 0, 1);
      end(t);
      t.in('.', 2, 0, 2);
    },
    'CLOSED SYN-SENT ESTABLISHED CLOSE-WAIT LAST-ACK CLOSED',
  ],
  [
    'active, closed by the peer with a FIN that acknowledges ours',
    (t) => {
      opened(t);
      end(t);
      t.in('F.', 1, 0, 2);
    },
    'CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT',
  ],
  [
    'simultaneous open and close',
    (t) => {
      t.connect();
      t.out();
      t.in('S', 0, 0, 0, { mss: 1460 });
      t.in('S.', 0, 0, 1, { mss: 1460 });
      end(t);
      t.in('F.', 1, 0, 1);
      t.in('.', 2, 0, 2);
    },
    'CLOSED SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 CLOSING TIME-WAIT',
  ],
  [
    'passive, closed before it is established',
    (t) => {
      passive(t);
      end(t);
    },
    'CLOSED LISTEN SYN-RECEIVED FIN-WAIT-1',
  ],
  [
    'passive, reset by the peer',
    (t) => {
      passive(t);
      t.in('R', 1);
    },
    'CLOSED LISTEN SYN-RECEIVED LISTEN',
  ],
  [
    'passive, aborted by us',
    (t) => {
      passive(t);
      reset(t);
    },
    'CLOSED LISTEN SYN-RECEIVED CLOSED',
  ],
  [
    'passive, closed at once',
    (t) => {
      const c = openPassive(t);
      t.do(() => close(c));
    },
    'CLOSED LISTEN CLOSED',
  ],
  [
    'passive turned active, refused',
    (t) => {
      const c = openPassive(t);
      t.do(() => activate(c, PEER, 40_000));
      t.out();
      t.iss = c.snd.iss;
      t.in('R.', 0, 0, 1);
    },
    'CLOSED LISTEN SYN-SENT CLOSED',
  ],
  [
    'reopened from TIME-WAIT by an old duplicate SYN',
    (t) => {
      t.passiveOpen();
      end(t);
      t.in('F.', 1, 0, 2);
      t.out();
      t.in('S', 500, 0, 0, { mss: 1460 });
      t.in('R', 501);
    },
    'LISTEN SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT SYN-RECEIVED TIME-WAIT',
  ],
  [
    'aborted in FIN-WAIT-2',
    (t) => {
      opened(t);
      end(t);
      t.in('.', 1, 0, 2);
      reset(t);
    },
    'CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 CLOSED',
  ],
  [
    'reset in ESTABLISHED',
    (t) => {
      opened(t);
      t.in('R', 1);
    },
    'CLOSED SYN-SENT ESTABLISHED CLOSED',
  ],
  [
    'reset in CLOSE-WAIT',
    (t) => {
      opened(t);
      t.in('F.', 1, 0, 1);
      t.in('R', 2);
    },
    'CLOSED SYN-SENT ESTABLISHED CLOSE-WAIT CLOSED',
  ],
  [
    'reset in FIN-WAIT-1',
    (t) => {
      opened(t);
      end(t);
      t.in('R', 1);
    },
    'CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 CLOSED',
  ],
  [
    'reset in CLOSING',
    (t) => {
      opened(t);
      end(t);
      t.in('F.', 1, 0, 1);
      t.in('R', 2);
    },
    'CLOSED SYN-SENT ESTABLISHED FIN-WAIT-1 CLOSING CLOSED',
  ],
];

/** The steps of a walk as pairs. */
function pairs(steps: string): string[] {
  const states = steps.split(' ');
  return states.slice(1).map((to, i) => `${states[i]} > ${to}`);
}

describe('a connection', () => {
  it.each(WALKS)('%s: goes from state to state as the diagram says', (_what, play, steps) => {
    expect(taken(play)).toEqual(pairs(steps));
  });

  it('takes every edge of the diagram in one of these walks', () => {
    const all = new Set(WALKS.flatMap(([, , steps]) => pairs(steps)));
    expect([...all].sort()).toEqual(DIAGRAM.map(([from, to]) => name(from, to)).sort());
  });
});
