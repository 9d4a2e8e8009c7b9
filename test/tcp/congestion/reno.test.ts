import { describe, expect, it } from 'vitest';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { MSS, segments, write } from '../../support/data.ts';
import { Drill } from '../../support/drill.ts';

const MANY = 100 * MSS;

/** A connection with much to send; what its initial window let out has left. */
function sending(o: ConstructorParameters<typeof Drill>[0] = {}, mss = MSS) {
  const t = new Drill(o);
  const s = t.passiveOpen({ mss, wscale: 7, win: 65535 });
  write(t, s, MANY);
  return { t, s, c: t.connection, first: segments(t).length };
}

describe('the initial window', () => {
  it('is ten segments [RFC 6928]', () => {
    expect(sending().first).toBe(10);
  });

  it('is 14600 octets when segments are larger, and two segments at least [RFC 6928]', () => {
    expect(sending({ mtu: 4000 }, 3000).c.congestion.cwnd).toBe(14_600);
    expect(sending({ mtu: 9000 }, 8960).c.congestion.cwnd).toBe(2 * 8960);
  });

  it('is one segment after a SYN that had to be repeated [RFC 5681 3.1]', () => {
    const t = new Drill();
    const s = t.connect();
    t.wait(1000);
    t.in('S.', 0, 0, 1, { mss: MSS });
    t.out();
    write(t, s, MANY);
    expect(segments(t).length).toBe(1);
  });
});

describe('slow start', () => {
  it('opens the window by what an ACK acknowledges [MUST-19, RFC 3465 2.2]', () => {
    const { t, c } = sending();
    t.in('.', 1, 0, 1 + MSS);
    expect(c.congestion.cwnd).toBe(11 * MSS);
    expect(segments(t).length).toBe(2);
    t.in('.', 1, 0, 1 + 3 * MSS);
    expect(c.congestion.cwnd).toBe(13 * MSS);
    expect(segments(t).length).toBe(4);
  });

  it('opens it by two segments for one ACK at most, by the RFC [RFC 3465 2.2]', () => {
    const { t, c } = sending();
    t.in('.', 1, 0, 1 + 10 * MSS);
    expect(c.congestion.cwnd).toBe(12 * MSS);
  });

  it('opens it by all that an ACK acknowledges, in Linux', () => {
    const { t, c } = sending({ profile: linux });
    t.in('.', 1, 0, 1 + 10 * MSS);
    expect(c.congestion.cwnd).toBe(20 * MSS);
  });

  it('gains nothing from an ACK of a few octets [RFC 3465]', () => {
    const { t, c } = sending();
    for (let i = 1; i <= 10; i++) t.in('.', 1, 0, 1 + i);
    expect(c.congestion.cwnd).toBe(10 * MSS + 10);
  });

  it('does not open a window that nobody fills [RFC 7661 4.3]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    for (let i = 1; i <= 20; i++) {
      write(t, s, 100);
      t.in('.', 1, 0, 1 + i * 100);
    }
    expect(t.connection.congestion.cwnd).toBe(10 * MSS);
  });

  it('does not open it while the peer is what holds us back', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 4 * MSS });
    write(t, s, 100 * MSS);
    for (let i = 1; i <= 20; i++) t.in('.', 1, 0, 1 + i * MSS, { win: 4 * MSS });
    expect(t.connection.congestion.cwnd).toBe(10 * MSS);
  });
});

describe('congestion avoidance', () => {
  it('opens the window by one segment for each window acknowledged [MUST-19, RFC 5681 3.1]', () => {
    const { t, c } = sending();
    c.congestion.ssthresh = 10 * MSS;
    for (let i = 1; i <= 9; i++) t.in('.', 1, 0, 1 + i * MSS);
    expect(c.congestion.cwnd).toBe(10 * MSS);
    t.in('.', 1, 0, 1 + 10 * MSS);
    expect(c.congestion.cwnd).toBe(11 * MSS);
    for (let i = 11; i <= 20; i++) t.in('.', 1, 0, 1 + i * MSS);
    expect(c.congestion.cwnd).toBe(11 * MSS);
    t.in('.', 1, 0, 1 + 21 * MSS);
    expect(c.congestion.cwnd).toBe(12 * MSS);
  });
});

describe('after a timeout', () => {
  it('the window is one segment, and slow start goes to half of what was in flight', () => {
    const { t, c } = sending();
    t.wait(1000);
    expect(segments(t).length).toBe(1);
    expect(c.congestion.cwnd).toBe(MSS);
    expect(c.congestion.ssthresh).toBe(5 * MSS);
  });

  it('the threshold stays what it is when the same segment times out again [RFC 5681 3.1]', () => {
    const { t, c } = sending();
    t.wait(1000);
    t.wait(2000);
    t.wait(4000);
    expect(c.congestion.ssthresh).toBe(5 * MSS);
    expect(c.congestion.cwnd).toBe(MSS);
  });

  it('the threshold is two segments at least', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 10);
    t.wait(1000);
    expect(t.connection.congestion.ssthresh).toBe(2 * MSS);
  });

  it('an ACK that jumps over text which had arrived opens the window by one segment [RFC 3465 2.3]', () => {
    for (const profile of [rfc, linux]) {
      const { t, c } = sending({ profile });
      t.wait(1000);
      segments(t);
      c.congestion.ssthresh = 100 * MSS;
      const before = c.congestion.cwnd;
      t.in('.', 1, 0, 1 + 10 * MSS);
      expect(c.congestion.cwnd).toBe(before + MSS);
    }
  });

  it('with SACK the text that had arrived does not count, and the rest does', () => {
    const t = new Drill({ profile: linux });
    const s = t.passiveOpen({ mss: MSS, sackOk: true });
    write(t, s, 10 * MSS);
    const c = t.connection;
    t.in('.', 1, 0, 1, { sack: [[1 + 9 * MSS, 1 + 10 * MSS]] });
    t.wait(200);
    c.congestion.ssthresh = 100 * MSS;
    const before = c.congestion.cwnd;
    t.in('.', 1, 0, 1 + 10 * MSS);
    expect(c.congestion.cwnd).toBe(before + 9 * MSS);
  });
});

describe('after an idle time', () => {
  it('longer than the RTO, the window is the initial one again [RFC 5681 4.1]', () => {
    const { t, s, c } = sending();
    for (let i = 1; i <= 100; i++) t.in('.', 1, 0, 1 + i * MSS);
    expect(c.sendQueue.length).toBe(0);
    expect(c.congestion.cwnd).toBeGreaterThan(30 * MSS);
    segments(t);
    t.wait(1001);
    write(t, s, MANY);
    expect(segments(t).length).toBe(10);
  });

  it('shorter than the RTO, it is what it was', () => {
    const { t, s, c } = sending();
    for (let i = 1; i <= 100; i++) t.in('.', 1, 0, 1 + i * MSS);
    segments(t);
    const before = c.congestion.cwnd;
    t.wait(999);
    write(t, s, MANY);
    expect(segments(t).length).toBe(Math.floor(before / MSS));
  });

  it('a window smaller than the initial one is not enlarged', () => {
    const { t, s, c } = sending({ profile: withOverrides(rfc, {}) });
    for (let i = 1; i <= 100; i++) t.in('.', 1, 0, 1 + i * MSS);
    c.congestion.cwnd = 3 * MSS;
    segments(t);
    t.wait(5000);
    write(t, s, MANY);
    expect(segments(t).length).toBe(3);
  });
});
