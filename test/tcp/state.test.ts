import { describe, expect, it } from 'vitest';
import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  DIAGRAM,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  follows,
  isSynchronized,
  LAST_ACK,
  LISTEN,
  mustFollow,
  STATE_NAMES,
  type State,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from '../../src/tcp/state.ts';

const ALL = STATE_NAMES.map((_, i) => i as State);
const names = (states: readonly State[]): string[] => states.map((s) => STATE_NAMES[s] as string);

describe('the diagram', () => {
  it('has the eleven states of RFC 9293 section 3.3.2, each with a name of its own', () => {
    expect(STATE_NAMES.length).toBe(11);
    expect(new Set(STATE_NAMES).size).toBe(11);
  });

  it('has each edge once', () => {
    const edges = DIAGRAM.map(([from, to]) => `${from} ${to}`);
    expect(new Set(edges).size).toBe(edges.length);
  });

  it('allows what it shows and nothing else', () => {
    for (const from of ALL) {
      for (const to of ALL) {
        const shown = DIAGRAM.some(([a, b]) => a === from && b === to);
        expect(follows(from, to), `${STATE_NAMES[from]} to ${STATE_NAMES[to]}`).toBe(shown);
      }
    }
  });

  it('reaches every state from CLOSED, and CLOSED from every state', () => {
    const reach = (start: State, next: (s: State) => State[]): Set<State> => {
      const seen = new Set<State>([start]);
      for (const s of seen) for (const n of next(s)) seen.add(n);
      return seen;
    };
    const after = (s: State): State[] => DIAGRAM.filter(([a]) => a === s).map(([, b]) => b);
    const before = (s: State): State[] => DIAGRAM.filter(([, b]) => b === s).map(([a]) => a);
    expect(reach(CLOSED, after).size).toBe(11);
    expect(reach(CLOSED, before).size).toBe(11);
  });

  it('never leads back from a closing state to one where the user may send', () => {
    const open: State[] = [LISTEN, SYN_SENT, ESTABLISHED, CLOSE_WAIT];
    for (const from of [FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT]) {
      for (const to of open) expect(follows(from as State, to)).toBe(false);
    }
  });

  it('says why for every edge', () => {
    for (const [, , cause] of DIAGRAM) expect(cause).not.toBe('');
  });

  it('throws, naming both states, for a step it does not show', () => {
    expect(() => mustFollow(LISTEN, ESTABLISHED)).toThrow(
      'no transition from LISTEN to ESTABLISHED',
    );
    expect(() => mustFollow(SYN_SENT, SYN_RECEIVED)).not.toThrow();
  });

  it('orders the states: synchronized ones after SYN-RECEIVED, those the user has closed last', () => {
    expect(names(ALL.filter(isSynchronized))).toEqual([
      'ESTABLISHED',
      'CLOSE-WAIT',
      'FIN-WAIT-1',
      'CLOSING',
      'LAST-ACK',
      'FIN-WAIT-2',
      'TIME-WAIT',
    ]);
  });
});
