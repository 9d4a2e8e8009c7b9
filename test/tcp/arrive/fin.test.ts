import { describe, expect, it } from 'vitest';
import { bring, octets, readAll } from '../../support/states.ts';

describe('a FIN', () => {
  it('takes ESTABLISHED to CLOSE-WAIT, is acknowledged at once, and the user is told', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('F.', 1, 0, 1);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
    expect(t.out()).toEqual(['. 1:1(0) ack 2']);
    expect(t.events).toEqual(['end']);
    expect(s.ended).toBe(true);
  });

  it('comes after the text of its segment', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('FP.', 1, 3, 1, { text: octets(3) });
    expect(t.out()).toEqual(['. 1:1(0) ack 5']);
    expect(s.ended).toBe(false);
    expect(readAll(t, s)).toEqual([0, 1, 2]);
    expect(s.ended).toBe(true);
  });

  it('takes FIN-WAIT-1 to CLOSING when ours is not acknowledged', () => {
    const { t } = bring('FIN-WAIT-1');
    t.in('F.', 1, 0, 1);
    expect(t.states()).toEqual(['CLOSING']);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.events).toEqual(['end']);
  });

  it('takes FIN-WAIT-1 to TIME-WAIT when it acknowledges ours', () => {
    const { t } = bring('FIN-WAIT-1');
    t.in('F.', 1, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.events).toEqual(['end', 'close']);
  });

  it('takes FIN-WAIT-2 to TIME-WAIT', () => {
    const { t } = bring('FIN-WAIT-2');
    t.in('F.', 1, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.events).toEqual(['end', 'close']);
  });

  it('that comes again is acknowledged again, and nothing else happens', () => {
    for (const state of ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK'] as const) {
      const { t, snd } = bring(state);
      for (let i = 0; i < 2; i++) {
        t.in('F.', 1, 0, 1);
        expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack 2`]);
      }
      expect(t.states()).toEqual([state]);
      expect(t.events).toEqual([]);
    }
  });

  it('at the next number after one was taken is no second FIN', () => {
    for (const state of ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK'] as const) {
      const { t, c, rcv } = bring(state);
      const { nxt } = c.rcv;
      t.in('F.', rcv, 0, 1);
      expect(t.states()).toEqual([state]);
      expect(c.rcv.nxt).toBe(nxt);
    }
  });
});

describe('a FIN ahead of missing text', () => {
  it('waits for it: the stream ends only when all before it is there', () => {
    const { t, s, c } = bring('ESTABLISHED');
    t.in('FP.', 4, 3, 1, { text: octets(3, 3) });
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual([]);
    expect(c.rcv.finAhead).toBe(true);
    expect(s.ended).toBe(false);
    t.in('P.', 1, 3, 1, { text: octets(3) });
    expect(t.out()).toEqual(['. 1:1(0) ack 8']);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
    expect(t.events).toEqual(['end']);
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('waits when it comes alone', () => {
    const { t } = bring('ESTABLISHED');
    t.in('F.', 4, 0, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.in('P.', 1, 3, 1);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
    expect(t.out()).toEqual(['. 1:1(0) ack 1', '. 1:1(0) ack 5']);
  });

  it('waits in FIN-WAIT-1 and FIN-WAIT-2 as well', () => {
    for (const [state, after] of [
      ['FIN-WAIT-1', 'CLOSING'],
      ['FIN-WAIT-2', 'TIME-WAIT'],
    ] as const) {
      const { t, c } = bring(state);
      const ack = state === 'FIN-WAIT-1' ? 1 : 2;
      t.in('F.', 4, 0, ack);
      expect(t.states()).toEqual([state]);
      t.in('P.', 1, 3, ack);
      expect(t.states()).toEqual([after]);
      expect((c.rcv.nxt - c.rcv.irs) | 0).toBe(5);
    }
  });

  it('is void when text goes past it: such a peer contradicts itself, and its true FIN still counts', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('F.', 4, 0, 1);
    t.in('P.', 1, 10, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual([]);
    expect(s.readable).toBe(10);
    t.in('F.', 11, 0, 1);
    expect(t.states()).toEqual(['CLOSE-WAIT']);
  });

  it('beyond the window is not remembered', () => {
    const { t, c } = bring('ESTABLISHED');
    t.in('FP.', 60_000, 10_000, 1);
    expect(c.rcv.finAhead).toBe(false);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });
});

describe('text after a FIN', () => {
  it('is ignored in CLOSE-WAIT, CLOSING and LAST-ACK', () => {
    for (const state of ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK'] as const) {
      const { t, s, rcv } = bring(state);
      t.in('P.', rcv, 10, 1);
      expect(s.readable).toBe(0);
      expect(t.states()).toEqual([state]);
      expect(t.events).toEqual([]);
    }
  });
});
