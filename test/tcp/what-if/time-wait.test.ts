import { describe, expect, it } from 'vitest';
import { rfc, withOverrides, withWhatIf } from '../../../src/index.ts';
import { Drill } from '../../support/drill.ts';
import { Pair } from '../../support/pair.ts';
import { octets } from '../../support/states.ts';

/** `a` closes, then `b`; b's sixth packet is the last ACK's answer. */
function closed(w: Pair): void {
  const [a, b] = w.connect();
  w.do(() => a.end());
  w.wait(100);
  w.sent();
  w.do(() => b.end());
  w.wait(100);
}

describe('what if there were no TIME-WAIT', () => {
  const profile = withWhatIf(rfc, 'noTimeWait');

  it('the last ACK goes and the connection is CLOSED at once; the four-tuple is free', () => {
    const w = new Pair({ a: profile });
    closed(w);
    expect(w.sent()).toEqual(['400 b F. 301:301(0) ack 102', '450 a . 102:102(0) ack 302']);
    expect(w.states()).toEqual(['', '']);
    expect(w.events.slice(-2)).toEqual(['a closed', 'b closed']);
    w.open();
    w.wait(300);
    expect(w.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
  });

  it('a FIN that comes again is answered with a reset, which the other side takes for a failure', () => {
    const w = new Pair({ a: profile });
    w.judge = (from, n) => (from === 'a' && n === 4 ? 'drop' : 'pass');
    closed(w);
    w.wait(2000);
    expect(w.sent().slice(2)).toEqual(['1400 b F. 301:301(0) ack 102', '1450 a R 102:102(0)']);
    expect(w.states()).toEqual(['', '']);
  });

  it('which the standard acknowledges [RFC 9293 3.6.1]', () => {
    const w = new Pair();
    w.judge = (from, n) => (from === 'a' && n === 4 ? 'drop' : 'pass');
    closed(w);
    w.wait(2000);
    expect(w.sent().slice(2)).toEqual([
      '1400 b F. 301:301(0) ack 102',
      '1450 a . 102:102(0) ack 302',
    ]);
    expect(w.states()).toEqual(['TIME-WAIT', '']);
    expect(() => w.open()).toThrow('address already in use');
  });

  it('both sides of a simultaneous close are gone', () => {
    const w = new Pair({ a: profile, b: profile });
    const [a, b] = w.connect();
    w.do(() => {
      a.end();
      b.end();
    });
    w.wait(200);
    expect(w.states()).toEqual(['', '']);
    expect(w.events.slice(-2)).toEqual(['a closed', 'b closed']);
  });

  it.each([
    ['is read by the next connection', profile, [...octets(4, 65)]],
    ['waits for one that never comes', rfc, []],
  ])('old text %s [RFC 9293 3.6.1]', (_, of, read) => {
    const w = new Pair({ a: withOverrides(of, { timestamps: false }) });
    const [a, b] = w.connect();
    let held = 0;
    w.judge = (from) => (from === 'b' && held++ === 0 ? 'hold' : 'pass');
    w.do(() => b.write(octets(4, 65)));
    w.wait(2000); // the text goes again
    expect(w.readAll(a)).toEqual([...octets(4, 65)]);
    w.do(() => a.end());
    w.wait(100);
    w.do(() => b.end());
    w.wait(100);
    if (of === rfc) {
      expect(() => w.open()).toThrow('address already in use');
      return;
    }
    const next = w.open();
    w.wait(100);
    expect(w.states()[0]).toBe('ESTABLISHED');
    w.letGo();
    w.wait(60);
    expect(w.readAll(next)).toEqual(read);
  });
});

describe('what if TIME-WAIT lasted one MSL', () => {
  it.each([
    ['it ends after 120 s', withWhatIf(rfc, 'oneMslTimeWait'), 120_000],
    ['while the standard waits for 240 [RFC 9293 3.6.1]', rfc, 240_000],
  ])('%s', (_, profile, ms) => {
    const t = new Drill({ profile });
    const s = t.activeOpen();
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    t.wait(ms - 1);
    expect(t.states()).toEqual(['TIME-WAIT']);
    t.wait(1);
    expect(t.states()).toEqual([]);
  });
});
