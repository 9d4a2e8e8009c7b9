import { describe, expect, it } from 'vitest';
import { close, send } from '../../../src/tcp/calls/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, openPassive, readAll, SYNCHRONIZED } from '../../support/states.ts';

/** What the user hears when a reset ends the connection in each state. */
const HEARS: Record<string, readonly string[]> = {
  ESTABLISHED: ['close ECONNRESET'],
  'CLOSE-WAIT': ['close ECONNRESET'],
  'FIN-WAIT-1': ['close ECONNRESET'],
  'FIN-WAIT-2': ['close ECONNRESET'],
  CLOSING: ['close'], // all but the FIN had been acknowledged: nothing was lost
  'LAST-ACK': ['close'],
  'TIME-WAIT': [], // it was told before
};

describe.each(SYNCHRONIZED)('%s, a reset', (state) => {
  it('exactly at RCV.NXT ends it, and the user hears whether something was lost [MUST-12]', () => {
    const { t, rcv } = bring(state);
    t.in('R', rcv);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(HEARS[state]);
    expect(t.out()).toEqual([]);
  });

  it('counts with any ACK number, and with text [SHLD-2]', () => {
    for (const ack of [0, 1, 77_777]) {
      const { t, rcv } = bring(state);
      t.in('R.', rcv, 10, ack);
      expect(t.states()).toEqual([]);
    }
  });

  it('inside the window, but not at RCV.NXT, gets a challenge ACK [RFC 5961 3.2]', () => {
    const { t, snd, rcv } = bring(state);
    t.in('R', rcv + 1);
    expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
    expect(t.states()).toEqual([state]);
    t.in('R', rcv); // the true peer's answer to it
    expect(t.states()).toEqual([]);
  });

  it('outside the window is dropped in silence', () => {
    const { t, rcv } = bring(state);
    t.in('R', rcv - 1);
    t.in('R', rcv + 600_000);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([state]);
    expect(t.events).toEqual([]);
  });

  it('is believed without timestamps, which it need not carry [RFC 7323 3.2]', () => {
    const t = new Drill();
    t.activeOpen({ mss: 1460, ts: [100, 0] });
    t.in('R', 1);
    expect(t.events).toEqual(['connected', 'close ECONNRESET']);
  });
});

describe('a reset', () => {
  it('in LAST-ACK with text not yet acknowledged tells the user that it was lost', () => {
    const { t, s } = bring('CLOSE-WAIT');
    t.do(() => s.write(octets(100)));
    t.do(() => s.end());
    t.in('R', 2);
    expect(t.events).toEqual(['close ECONNRESET']);
  });

  it('leaves what was received before it to be read', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 3, 1, { text: octets(3) });
    t.in('R', 4);
    expect(t.events).toEqual(['close ECONNRESET']);
    expect(readAll(t, s)).toEqual([0, 1, 2]);
    expect(t.out()).toEqual([]);
  });

  it('makes later calls fail with what it was', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('R', 1);
    expect(() => t.do(() => s.write(octets(1)))).toThrow('connection reset by peer');
    t.do(() => s.end());
    t.do(() => s.abort());
    expect(t.events).toEqual(['close ECONNRESET']);
  });
});

describe('a reset in SYN-RECEIVED', () => {
  it('returns a single passive OPEN to LISTEN, and its user is not told [MUST-11]', () => {
    const t = new Drill();
    openPassive(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    t.in('R', 1);
    expect(t.events).toEqual([]);
    t.wait(10_000);
    expect(t.out()).toEqual([]);
    t.in('S', 5000, 0, 0, { mss: 1460, sport: 40_001 });
    expect(t.out()).toEqual(['S. 0:0(0) ack 5001']);
    t.in('.', 5001, 0, 1, { sport: 40_001 });
    expect(t.events).toEqual(['connected']);
  });

  it('that is not at RCV.NXT gets a challenge ACK there as well', () => {
    for (const open of [(t: Drill) => openPassive(t), (t: Drill) => t.listen()]) {
      const t = new Drill();
      open(t);
      t.in('S', 0, 0, 0, { mss: 1460 });
      t.out();
      t.in('R', 2);
      expect(t.out()).toEqual(['. 1:1(0) ack 1']);
      t.in('R', 0);
      t.in('R', 100_000);
      expect(t.out()).toEqual([]);
      expect(t.states()).toEqual(['SYN-RECEIVED']);
    }
  });

  it('ends a passive OPEN whose user has closed meanwhile: he waits for nobody', () => {
    const t = new Drill();
    const c = openPassive(t);
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.do(() => send(c, octets(5)));
    t.do(() => close(c));
    t.in('R', 1);
    expect(t.events).toEqual(['close ECONNRESET']);
    expect(t.states()).toEqual([]);
  });
});
