import { describe, expect, it } from 'vitest';
import { linux, rfc } from '../../src/tcp/profiles/index.ts';
import { octets, read } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

describe('a window that nobody opens', () => {
  it.each([rfc, linux])(
    'stays closed for a day, every probe answered, and then opens [MAY-8] ($name)',
    (base) => {
      const t = new Drill({ profile: { ...base, receiveBuffer: 2000 } });
      const s = t.passiveOpen();
      t.in('.', 1, 2000, 1, { text: octets(2000) });
      t.wait(1000);
      t.out();
      for (let minute = 0; minute < 24 * 60; minute++) {
        t.wait(60_000);
        t.in('.', 2001, 1, 1);
        expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 2001 win 0']);
      }
      expect(t.states()).toEqual(['ESTABLISHED']);
      expect(read(t, s).length).toBe(2000);
      expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 2001 win 2000']);
      t.in('P.', 2001, 1, 1);
      expect(read(t, s).length).toBe(1);
    },
  );
});
