import { describe, expect, it } from 'vitest';
import { bring, octets, WITH_PEER } from '../../support/states.ts';

const SECOND = 1_000_000;

describe('linger', () => {
  it('is off at first: what is written goes on being sent after the user has let go', () => {
    const { t, s } = bring('ESTABLISHED');
    expect(s.linger).toBeNull();
    t.do(() => {
      s.write(octets(10));
      s.release();
    });
    t.wait(20_000);
    expect(t.out()).toContain('FP. 1:11(10) ack 1');
    expect(t.states()).toEqual(['FIN-WAIT-1']);
  });

  it('of 0 resets at once, and what is queued is lost', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.linger = 0;
      s.write(octets(10));
      s.release();
    });
    expect(t.out()).toEqual(['R. 1:1(0) ack 1']);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual([]);
  });

  it.each(WITH_PEER)('of 0 leaves nothing behind in %s', (state) => {
    const { t, s } = bring(state);
    t.do(() => {
      s.linger = 0;
      s.release();
    });
    expect(t.states()).toEqual(state === 'TIME-WAIT' ? ['TIME-WAIT'] : []);
    expect(t.events).toEqual([]);
    const silent = ['SYN-SENT', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'].includes(state);
    expect(t.out()).toHaveLength(silent ? 0 : 1);
  });

  it('of some time resets when the peer has not acknowledged everything by then', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.linger = 3 * SECOND;
      s.write(octets(10));
      s.release();
    });
    t.wait(1_000);
    t.in('.', 1, 0, 11); // but not the FIN
    t.wait(1_999);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
    t.out();
    t.wait(1);
    expect(t.out()).toEqual(['R. 12:12(0) ack 1']);
    expect(t.states()).toEqual([]);
  });

  it('of some time changes nothing when the peer has', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.linger = 3 * SECOND;
      s.write(octets(10));
      s.release();
    });
    t.in('.', 1, 0, 12);
    t.wait(10_000);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
    t.in('F.', 1, 0, 12);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('has no say in closing without letting go', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.linger = 0;
      s.end();
    });
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
  });

  it('must be null or a time', () => {
    const { s } = bring('ESTABLISHED');
    for (const linger of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => {
        s.linger = linger;
      }).toThrow(RangeError);
    }
  });
});

describe('closing with data that nobody has read [RFC 2525 2.17]', () => {
  const readers = ['ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2'] as const;

  it.each(readers)('resets in %s, however the user lingers [SHLD-3, MAY-1]', (state) => {
    for (const linger of [null, 0, 5 * SECOND]) {
      const { t, s, snd, rcv } = bring(state);
      t.in('P.', rcv, 5, snd);
      t.out();
      t.do(() => {
        s.linger = linger;
        s.release();
      });
      expect(t.out()).toEqual([`R. ${snd}:${snd}(0) ack ${rcv + 5}`]);
      expect(t.states()).toEqual([]);
    }
  });

  it.each(['CLOSE-WAIT', 'LAST-ACK'] as const)('resets in %s', (state) => {
    const { t, s, snd, rcv } = bring('ESTABLISHED');
    t.in('FP.', rcv, 5, snd);
    if (state === 'LAST-ACK') t.do(() => s.end());
    t.out();
    t.do(() => s.release());
    const next = state === 'LAST-ACK' ? snd + 1 : snd;
    expect(t.out()).toEqual([`R. ${next}:${next}(0) ack ${rcv + 6}`]);
  });

  it('does not count what waits behind a gap: the user never could have read it', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 11, 5, 1);
    t.out();
    t.do(() => s.release());
    expect(t.out()).toEqual(['F. 1:1(0) ack 1']);
  });
});
