import { describe, expect, it } from 'vitest';
import { send } from '../../../src/tcp/calls/index.ts';
import { rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, type WithPeer } from '../../support/states.ts';

describe('SEND [RFC 9293 3.10.2]', () => {
  it('in SYN-SENT and SYN-RECEIVED queues until ESTABLISHED', () => {
    for (const state of ['SYN-SENT', 'SYN-RECEIVED'] as const) {
      const { t, s } = bring(state);
      expect(t.do(() => s.write(octets(5)))).toBe(5);
      t.wait(500);
      expect(t.out()).toEqual([]);
      if (state === 'SYN-SENT') t.in('S.', 0, 0, 1, { mss: 1460 });
      else t.in('.', 1, 0, 1);
      expect(t.out()).toEqual(['P. 1:6(5) ack 1']);
    }
  });

  it('in ESTABLISHED and CLOSE-WAIT sends, with an ACK', () => {
    for (const state of ['ESTABLISHED', 'CLOSE-WAIT'] as const) {
      const { t, s, rcv } = bring(state);
      t.do(() => s.write(octets(5)));
      expect(t.out()).toEqual([`P. 1:6(5) ack ${rcv}`]);
    }
  });

  it('after the user has closed is an error, and sends nothing', () => {
    const states: readonly WithPeer[] = [
      'FIN-WAIT-1',
      'FIN-WAIT-2',
      'CLOSING',
      'LAST-ACK',
      'TIME-WAIT',
    ];
    for (const state of states) {
      const { t, s } = bring(state);
      expect(() => t.do(() => s.write(octets(5)))).toThrow('already closed');
      expect(t.out()).toEqual([]);
    }
  });

  it('in CLOSED is an error: there is no connection', () => {
    const { t, s } = bring('LAST-ACK');
    t.in('.', 2, 0, 2);
    expect(() => s.write(octets(1))).toThrow('already closed');
    const { t: u, s: refused } = bring('SYN-SENT');
    u.do(() => refused.end());
    expect(() => refused.write(octets(1))).toThrow('not connected');
  });

  it('takes no more than there is room for, and tells when there is room again', () => {
    const t = new Drill({ profile: withOverrides(rfc, { sendBuffer: 1000 }) });
    const s = t.activeOpen();
    let drained = 0;
    s.ondrain = () => drained++;
    expect(t.do(() => s.write(octets(1500)))).toBe(1000);
    expect(t.do(() => s.write(octets(1)))).toBe(0);
    t.in('.', 1, 0, 401);
    expect(drained).toBe(0);
    t.in('.', 1, 0, 1001);
    expect(drained).toBe(1);
  });

  it('of nothing is nothing', () => {
    const { t, s } = bring('ESTABLISHED');
    expect(t.do(() => s.write(octets(0)))).toBe(0);
    expect(t.out()).toEqual([]);
  });

  it('takes part of an array, and refuses a part that is none', () => {
    const { t, s, c } = bring('ESTABLISHED');
    expect(t.do(() => s.write(octets(10), 2, 5))).toBe(3);
    expect(t.out()).toEqual(['P. 1:4(3) ack 1']);
    const wrong: readonly [number, number][] = [
      [-1, 5],
      [0, 11],
      [6, 5],
      [Number.NaN, 5],
      [0, Number.NaN],
    ];
    for (const [from, to] of wrong) {
      expect(() => send(c, octets(10), from, to)).toThrow(RangeError);
    }
  });
});
