import { describe, expect, it } from 'vitest';
import { type Profile, rfc, withWhatIf } from '../../../src/index.ts';
import { Drill } from '../../support/drill.ts';
import { Pair } from '../../support/pair.ts';
import { bring, octets } from '../../support/states.ts';

const last = octets(5, 65);

describe('what if the FIN of the peer closed our side too', () => {
  const profile = withWhatIf(rfc, 'forceThreeClose');

  /** `a` closes; `b` would still write. What `a` reads, and what `b` sent. */
  const story = (b: Profile): { read: number[]; sent: string[]; refused: boolean; w: Pair } => {
    const w = new Pair({ b });
    const [here, there] = w.connect();
    w.sent();
    w.do(() => here.end());
    let refused = false;
    there.onend = () => {
      try {
        there.write(last);
      } catch {
        refused = true;
      }
      there.end();
    };
    w.wait(1000);
    return { read: w.readAll(here), sent: w.sent(), refused, w };
  };

  it('three segments close the connection, and what the application still had to say is lost', () => {
    const { read, sent, refused, w } = story(profile);
    expect([read, refused]).toEqual([[], true]);
    expect(sent).toEqual([
      '300 a F. 101:101(0) ack 301',
      '350 b F. 301:301(0) ack 102',
      '400 a . 102:102(0) ack 302',
    ]);
    expect(w.states()).toEqual(['TIME-WAIT', '']);
  });

  it('which the standard delivers [RFC 9293 3.6]', () => {
    const { read, refused, w } = story(rfc);
    expect([read, refused]).toEqual([[...last], false]);
    expect(w.states()).toEqual(['TIME-WAIT', '']);
  });

  it('what was written before still goes, and the FIN after it', () => {
    const t = new Drill({ profile });
    const s = t.passiveOpen({ mss: 1460, win: 3 });
    t.do(() => s.write(last));
    t.out();
    t.in('F.', 1, 0, 1, { win: 3 });
    expect(t.states()).toEqual(['LAST-ACK']);
    t.in('.', 2, 0, 4, { win: 100 });
    expect(t.out()).toEqual(['. 4:4(0) ack 2', 'FP. 4:6(2) ack 2']);
  });
});

describe('what if the ACK of a FIN waited for our own', () => {
  const profile = withWhatIf(rfc, 'mergedClose');
  const close = (b: Profile): string[] => {
    const w = new Pair({ b });
    const [here, there] = w.connect();
    w.sent();
    w.do(() => here.end());
    w.wait(10_000);
    w.do(() => there.end());
    w.wait(200);
    expect(w.states()).toEqual(['TIME-WAIT', '']);
    return w.sent();
  };

  it('the peer takes its FIN for lost and sends it again and again, until the application closes', () => {
    expect(close(profile)).toEqual([
      '300 a F. 101:101(0) ack 301',
      '1300 a F. 101:101(0) ack 301',
      '3300 a F. 101:101(0) ack 301',
      '7300 a F. 101:101(0) ack 301',
      '10300 b F. 301:301(0) ack 102',
      '10350 a . 102:102(0) ack 302',
    ]);
  });

  it('while the standard answers it at once [RFC 9293 3.10.7.4]', () => {
    expect(close(rfc)).toEqual([
      '300 a F. 101:101(0) ack 301',
      '350 b . 301:301(0) ack 102',
      '10300 b F. 301:301(0) ack 102',
      '10350 a . 102:102(0) ack 302',
    ]);
  });

  it('text on the FIN is acknowledged, and what we write meanwhile acknowledges no more', () => {
    const t = new Drill({ profile });
    const s = t.passiveOpen();
    t.in('FP.', 1, 5, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 6']);
    t.do(() => s.write(last));
    t.in('FP.', 1, 5, 1);
    expect(t.out()).toEqual(['P. 1:6(5) ack 6']);
    t.in('.', 7, 0, 6);
    t.do(() => s.end());
    expect(t.out()).toEqual(['F. 6:6(0) ack 7']);
    t.in('.', 7, 0, 7);
    expect(t.events).toEqual(['accepted 1', 'end', 'close']);
  });

  it('who closed first acknowledges at once', () => {
    const { t } = bring('FIN-WAIT-2', { profile });
    t.in('F.', 1, 0, 2);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
  });
});

describe('what if the fourth segment never went', () => {
  const profile = withWhatIf(rfc, 'noFourth');
  const close = (a: Profile): Pair => {
    const w = new Pair({ a });
    const [here, there] = w.connect();
    w.do(() => here.end());
    w.wait(200);
    w.sent();
    w.do(() => there.end());
    w.wait(4000);
    return w;
  };

  it('the other side sends its FIN again until it gives up', () => {
    const w = close(profile);
    expect(w.sent()).toEqual([
      '500 b F. 301:301(0) ack 102',
      '1500 b F. 301:301(0) ack 102',
      '3500 b F. 301:301(0) ack 102',
    ]);
    expect(w.states()).toEqual(['TIME-WAIT', 'LAST-ACK']);
    w.wait(400_000);
    expect(w.states()).toEqual(['', '']);
    expect(w.events.slice(-1)).toEqual(['b ETIMEDOUT']);
  });

  it('which the standard lets go with one ACK [RFC 9293 3.10.7.4]', () => {
    const w = close(rfc);
    expect(w.sent()).toEqual(['500 b F. 301:301(0) ack 102', '550 a . 102:102(0) ack 302']);
    expect(w.states()).toEqual(['TIME-WAIT', '']);
  });

  it('text before the FIN is acknowledged, the FIN is not, in CLOSING neither', () => {
    const first = bring('FIN-WAIT-2', { profile });
    first.t.in('FP.', 1, 5, 2);
    expect(first.t.out()).toEqual(['. 2:2(0) ack 6']);
    expect(first.t.states()).toEqual(['TIME-WAIT']);
    const second = bring('FIN-WAIT-1', { profile });
    second.t.in('F.', 1, 0, 1);
    expect(second.t.out()).toEqual([]);
    expect(second.t.waitAndSee(1500)).toEqual(['1000 F. 1:1(0) ack 1']);
    second.t.in('.', 2, 0, 2);
    second.t.in('F.', 1, 0, 2);
    expect([...second.t.out(), ...second.t.states()]).toEqual(['TIME-WAIT']);
  });

  it('who closed second acknowledges as always', () => {
    const t = new Drill({ profile });
    t.passiveOpen();
    t.in('F.', 1, 0, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 2']);
  });
});
