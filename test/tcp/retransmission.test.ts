import { describe, expect, it } from 'vitest';
import { linux, rfc } from '../../src/tcp/profiles/index.ts';
import { MSS, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

/** The seconds at which segments were seen. */
function seconds(seen: readonly string[]): number[] {
  return seen.map((s) => Number(s.split(' ')[0]) / 1000);
}

describe('the retransmission timer', () => {
  it('starts with the first segment sent, and sends that segment again [RFC 6298 5.1, 5.4]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 2 * MSS);
    expect(t.waitAndSee(1000)).toEqual([
      '0 . 1:1461(1460) ack 1',
      '0 P. 1461:2921(1460) ack 1',
      '1000 . 1:1461(1460) ack 1',
    ]);
  });

  it('is not started over by a segment sent while it runs [RFC 6298 5.1]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.wait(600);
    write(t, s, MSS);
    t.out();
    expect(seconds(t.waitAndSee(600))).toEqual([1]);
  });

  it('stops when everything is acknowledged [RFC 6298 5.2]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.in('.', 1, 0, 1 + MSS);
    t.out();
    expect(t.waitAndSee(100_000)).toEqual([]);
  });

  it('starts over when something new is acknowledged, and only then [RFC 6298 5.3]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 3 * MSS);
    t.out();
    t.wait(700);
    t.in('.', 1, 0, 1 + MSS);
    t.wait(200);
    t.in('.', 1, 0, 1 + MSS); // a duplicate
    // The sample of 700 ms makes the timeout 700/8 + 4 * 700/4 = 787.5 ms, so the least one counts.
    expect(seconds(t.waitAndSee(800))).toEqual([1.7]);
  });

  it('doubles each time [MUST-19, RFC 6298 5.5, 5.6]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.out();
    expect(seconds(t.waitAndSee(90_000))).toEqual([1, 3, 7, 15, 31, 63]);
  });

  it('starts at 200 ms in Linux', () => {
    const t = new Drill({ profile: linux });
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.out();
    expect(seconds(t.waitAndSee(10_000))).toEqual([0.2, 0.6, 1.4, 3, 6.2]);
  });

  it('sends everything again from the lost segment on, in slow start, when there is no SACK', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 4 * MSS);
    t.out();
    t.wait(1000);
    expect(t.out()).toEqual(['. 1:1461(1460) ack 1']);
    t.in('.', 1, 0, 1461);
    expect(t.out()).toEqual(['. 1461:2921(1460) ack 1', '. 2921:4381(1460) ack 1']);
    t.in('.', 1, 0, 4381);
    expect(t.out()).toEqual(['P. 4381:5841(1460) ack 1']);
  });
});

describe('giving up', () => {
  it('tells the user at R1 why nothing moves, and goes on [MUST-20, SHLD-9, SHLD-10]', () => {
    const t = new Drill({ profile: rfc });
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.wait(3000);
    expect(t.connection.softError).toBe(null);
    t.wait(4000); // the third retransmission
    expect(t.connection.softError).toBe('ETIMEDOUT');
    t.in('.', 1, 0, 1 + MSS);
    expect(t.connection.softError).toBe(null);
  });

  it('gives up after R2, at least 100 s [MUST-20, SHLD-11]', () => {
    const t = new Drill({ profile: rfc });
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.wait(100_000);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(30_000);
    expect(t.states()).toEqual([]);
    expect(t.events.at(-1)).toBe('close ETIMEDOUT');
  });

  it('gives up after 924.6 s and 15 retransmissions in Linux', () => {
    const t = new Drill({ profile: linux });
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.out();
    expect(t.waitAndSee(924_599).length).toBe(15);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(1);
    expect(t.events.at(-1)).toBe('close ETIMEDOUT');
  });

  it('counts anew once anything is acknowledged', () => {
    const t = new Drill({ profile: rfc });
    const s = t.passiveOpen();
    write(t, s, 2 * MSS);
    t.wait(90_000);
    t.in('.', 1, 0, 1 + MSS);
    t.wait(90_000);
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(100_000);
    expect(t.states()).toEqual([]);
  });
});

describe('the FIN', () => {
  it('rides on the last segment of the text', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    t.do(() => {
      s.write(new Uint8Array(MSS + 10));
      s.end();
    });
    expect(t.out()).toEqual(['. 1:1461(1460) ack 1', 'FP. 1461:1471(10) ack 1']);
  });

  it('is sent again, alone when the text before it has arrived', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    t.do(() => {
      s.write(new Uint8Array(10));
      s.end();
    });
    t.out();
    t.wait(1000);
    expect(t.out()).toEqual(['FP. 1:11(10) ack 1']);
    t.in('.', 1, 0, 11);
    expect(t.out()).toEqual([]);
    t.wait(2000);
    expect(t.out()).toEqual(['F. 11:11(0) ack 1']);
    t.in('.', 1, 0, 12);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('sent later than the text, goes again joined to it after a timeout', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 10);
    t.do(() => s.end());
    expect(t.out()).toEqual(['P. 1:11(10) ack 1', 'F. 11:11(0) ack 1']);
    t.wait(1000);
    expect(t.out()).toEqual(['FP. 1:11(10) ack 1']);
  });

  it('lost with the segment it rode on is repaired by fast retransmit', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, sackOk: true });
    t.do(() => {
      s.write(new Uint8Array(4 * MSS));
      s.end();
    });
    t.out();
    // Everything but the first segment arrived, the FIN too.
    for (let i = 2; i <= 4; i++) {
      t.in('.', 1, 0, 1, { sack: [[1 + MSS, 1 + i * MSS + (i === 4 ? 1 : 0)]] });
    }
    expect(t.out()).toEqual(['. 1:1461(1460) ack 1']);
    t.in('.', 1, 0, 2 + 4 * MSS);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('is lost alone in recovery, and the rescue brings it', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, sackOk: true });
    t.do(() => {
      s.write(new Uint8Array(8 * MSS));
      s.end();
    });
    t.out();
    // The first segment is missing, and the last with the FIN.
    for (let i = 2; i <= 7; i++) t.in('.', 1, 0, 1, { sack: [[1 + MSS, 1 + i * MSS]] });
    expect(t.out()).toEqual(['. 1:1461(1460) ack 1', 'FP. 10222:11681(1459) ack 1']);
    t.in('.', 1, 0, 2 + 8 * MSS);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('waits for room in the window', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 10 });
    t.do(() => {
      s.write(new Uint8Array(10));
      s.end();
    });
    expect(t.out()).toEqual(['P. 1:11(10) ack 1']);
    t.in('.', 1, 0, 11, { win: 10 });
    expect(t.out()).toEqual(['F. 11:11(0) ack 1']);
  });
});
