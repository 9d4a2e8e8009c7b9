import { describe, expect, it } from 'vitest';
import { receive } from '../../../src/tcp/calls/index.ts';
import { bring, octets, readAll, WITH_PEER } from '../../support/states.ts';

describe('RECEIVE [RFC 9293 3.10.3]', () => {
  it('gives nothing while there is nothing, in every state', () => {
    for (const state of WITH_PEER) {
      const { t, s } = bring(state);
      expect(readAll(t, s)).toEqual([]);
    }
  });

  it('gives what was received, in pieces of any size', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 5, 1, { text: octets(5) });
    expect(t.events).toEqual([]);
    const into = new Uint8Array(4);
    expect(s.read(into, 1, 2)).toBe(2);
    expect([...into]).toEqual([0, 0, 1, 0]);
    expect(readAll(t, s)).toEqual([2, 3, 4]);
    expect(readAll(t, s)).toEqual([]);
  });

  it('after the peer’s FIN gives what is left, then says that it was the last', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('FP.', 1, 5, 1, { text: octets(5) });
    expect(s.ended).toBe(false);
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4]);
    expect(s.ended).toBe(true);
    expect(readAll(t, s)).toEqual([]);
  });

  it('has not ended while text before the FIN is missing, though there is nothing to read', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('F.', 4, 0, 1);
    expect(s.ended).toBe(false);
  });

  it('gives what is left after TIME-WAIT and CLOSED as well', () => {
    const { t, s } = bring('FIN-WAIT-2');
    t.in('FP.', 1, 5, 2, { text: octets(5) });
    t.out();
    t.wait(240_000);
    expect(t.states()).toEqual([]);
    expect(s.ended).toBe(false);
    expect(readAll(t, s)).toEqual([0, 1, 2, 3, 4]);
    expect(s.ended).toBe(true);
    expect(t.out()).toEqual([]);
  });

  it('refuses a place outside the array', () => {
    const { c } = bring('ESTABLISHED');
    for (const at of [-1, 11, 0.5, Number.NaN]) {
      expect(() => receive(c, new Uint8Array(10), at)).toThrow(RangeError);
    }
    expect(receive(c, new Uint8Array(10), 10)).toBe(0);
  });
});
