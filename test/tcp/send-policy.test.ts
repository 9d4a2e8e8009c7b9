import { describe, expect, it } from 'vitest';
import { rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { MSS, octets, segments, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

describe('Nagle [SHLD-7]', () => {
  it('sends a small segment at once when nothing is in flight', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 1);
    expect(t.out()).toEqual(['P. 1:2(1) ack 1']);
  });

  it('holds small segments back while something is, and sends them as one', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    for (let i = 0; i < 10; i++) write(t, s, 10);
    expect(t.out()).toEqual(['P. 1:11(10) ack 1']);
    t.in('.', 1, 0, 11);
    expect(t.out()).toEqual(['P. 11:101(90) ack 1']);
  });

  it('sends full segments all the while [SHLD-28]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 10);
    write(t, s, 2 * MSS + 5);
    expect(segments(t).map((p) => p.len)).toEqual([10, MSS, MSS]);
    t.in('.', 1, 0, 11 + 2 * MSS);
    expect(segments(t).map((p) => p.len)).toEqual([5]);
  });

  it('lets the rest of a write go, where it asks only before the first segment', () => {
    const t = new Drill({ profile: withOverrides(rfc, { nagleRule: 'each-output' }) });
    const s = t.passiveOpen();
    write(t, s, MSS + 5);
    expect(segments(t).map((p) => p.len)).toEqual([MSS, 5]);
    write(t, s, MSS + 7);
    expect(segments(t).map((p) => p.len)).toEqual([MSS]);
  });

  it('can be turned off for a connection [MUST-17]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    s.noDelay = true;
    for (let i = 0; i < 3; i++) write(t, s, 10);
    expect(segments(t).map((p) => p.len)).toEqual([10, 10, 10]);
  });

  it('turned off, what is held back goes at once', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 10);
    write(t, s, 10);
    t.out();
    t.do(() => {
      s.noDelay = true;
    });
    expect(t.out()).toEqual(['P. 11:21(10) ack 1']);
  });

  it('does not hold back the last of the text before a FIN', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 10);
    write(t, s, 10);
    t.do(() => s.end());
    expect(t.out()).toEqual(['P. 1:11(10) ack 1', 'FP. 11:21(10) ack 1']);
  });
});

describe('the sender’s silly window avoidance [MUST-38]', () => {
  it('does not send part of a segment because the window has room for no more', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 10_000 });
    write(t, s, 20_000);
    expect(segments(t).map((p) => p.len)).toEqual([MSS, MSS, MSS, MSS, MSS, MSS]);
    t.in('.', 1, 0, 1 + MSS, { win: 10_000 - MSS }); // the edge stays
    expect(segments(t)).toEqual([]);
    t.in('.', 1, 0, 1 + MSS, { win: 10_000 });
    expect(segments(t).map((p) => p.len)).toEqual([MSS]);
  });

  it('sends half of the largest window there was, when nothing is in flight', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 1000 });
    write(t, s, 1000);
    segments(t);
    write(t, s, 5000);
    t.in('.', 1, 0, 1001, { win: 499 });
    expect(segments(t)).toEqual([]);
    t.in('.', 1, 0, 1001, { win: 500 });
    expect(segments(t).map((p) => p.len)).toEqual([500]);
  });

  it('gives up waiting after the override timeout, 0.1 to 1 s [MUST-60]', () => {
    expect(rfc.overrideTimeout).toBeGreaterThanOrEqual(100_000);
    expect(rfc.overrideTimeout).toBeLessThanOrEqual(1_000_000);
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 10_000 });
    write(t, s, 6 * MSS);
    segments(t);
    write(t, s, 5000);
    t.in('.', 1, 0, 1 + 6 * MSS, { win: 100 });
    expect(t.waitAndSee(1000)).toEqual(['200 . 8761:8861(100) ack 1']);
  });

  it('forgets the override when a full segment went in the meantime', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 10_000 });
    write(t, s, 6 * MSS);
    write(t, s, MSS + 20);
    segments(t);
    t.in('.', 1, 0, 1 + 6 * MSS, { win: 100 });
    t.wait(100);
    t.in('.', 1, 0, 1 + 6 * MSS, { win: 10_000 });
    expect(segments(t).map((p) => p.len)).toEqual([MSS]); // the 20 octets are Nagle's
    t.wait(500);
    expect(segments(t)).toEqual([]);
  });

  it('sends all there is when it fits, however small the window', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 100 });
    write(t, s, 100);
    expect(t.out()).toEqual(['P. 1:101(100) ack 1']);
  });
});

describe('PSH', () => {
  it('is on the last segment of what is queued, and on no other [MUST-61, SHLD-27]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    t.do(() => {
      s.write(octets(MSS));
      s.write(octets(MSS));
      s.write(octets(10));
    });
    expect(t.out()).toEqual(['. 1:1461(1460) ack 1', '. 1461:2921(1460) ack 1']);
    t.in('.', 1, 0, 2921);
    expect(t.out()).toEqual(['P. 2921:2931(10) ack 1']);
  });

  it('is on a retransmission only when nothing is queued behind it', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 10);
    expect(t.out()).toEqual(['P. 1:11(10) ack 1']);
    write(t, s, 10);
    t.wait(1000);
    // What waited goes with it no further than what had been sent.
    expect(t.out()).toEqual(['. 1:11(10) ack 1']);
  });
});

describe('the congestion window', () => {
  it('lets no part of a segment out while something is in flight', () => {
    const t = new Drill({ profile: withOverrides(rfc, {}) });
    const s = t.passiveOpen();
    t.connection.congestion.cwnd = 2 * MSS + 700;
    write(t, s, 10 * MSS);
    expect(segments(t).map((p) => p.len)).toEqual([MSS, MSS]);
  });
});
