import { describe, expect, it } from 'vitest';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { NO_SAMPLE, RttEstimator } from '../../src/tcp/rtt.ts';
import { MSS, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

const MS = 1000;
/** No smallest timeout, to see the formula. */
const bare = withOverrides(rfc, { minRto: 0 });

describe('the estimator', () => {
  it('waits one second before there is a sample [RFC 6298 2.1]', () => {
    expect(new RttEstimator(rfc).rto).toBe(1000 * MS);
  });

  it('takes the first sample as SRTT and half of it as RTTVAR [RFC 6298 2.2]', () => {
    const e = new RttEstimator(bare);
    e.sample(100 * MS);
    expect([e.srtt, e.rttvar, e.rto]).toEqual([100 * MS, 50 * MS, 300 * MS]);
  });

  it('mixes later samples in with 1/8 and 1/4, RTTVAR first [RFC 6298 2.3]', () => {
    const e = new RttEstimator(bare);
    e.sample(100 * MS);
    e.sample(180 * MS);
    // RTTVAR = 3/4 * 50 + 1/4 * |100 - 180| = 57.5; SRTT = 7/8 * 100 + 1/8 * 180 = 110
    expect([e.srtt, e.rttvar, e.rto]).toEqual([110 * MS, 57.5 * MS, 340 * MS]);
    e.sample(110 * MS);
    expect([e.srtt, e.rttvar]).toEqual([110 * MS, 43.125 * MS]);
  });

  it('never adds less than the granularity of the clock [RFC 6298 2.3]', () => {
    const e = new RttEstimator(bare);
    for (let i = 0; i < 100; i++) e.sample(100 * MS);
    expect(e.rto).toBeCloseTo(101 * MS, 0);
  });

  it('is never below one second by the RFC, nor below 200 ms in Linux [RFC 6298 2.4]', () => {
    for (const [profile, least] of [
      [rfc, 1000 * MS],
      [linux, 200 * MS],
    ] as const) {
      const e = new RttEstimator(profile);
      e.sample(0);
      expect(e.rto).toBe(least);
    }
  });

  it('stays 200 ms above the round trip in Linux, however steady that is', () => {
    const e = new RttEstimator(linux);
    for (let i = 0; i < 100; i++) e.sample(300 * MS);
    expect(e.rto).toBe(500 * MS);
  });

  it('is never above the maximum, however often it is doubled [RFC 6298 2.5]', () => {
    for (const [profile, most] of [
      [rfc, 60_000 * MS],
      [linux, 120_000 * MS],
    ] as const) {
      const e = new RttEstimator(profile);
      for (let i = 0; i < 2000; i++) e.backOff(0);
      expect(e.rto).toBe(most);
      e.sample(3_000_000 * MS);
      expect(e.rto).toBe(most);
    }
  });

  it('keeps the doubled timeout until there is a new sample [RFC 6298 5.5, 5.7]', () => {
    const e = new RttEstimator(rfc);
    e.sample(500 * MS);
    e.backOff(0);
    e.backOff(0);
    expect(e.rto).toBe(4 * 1500 * MS);
    e.sent(100, 0);
    e.sentAgain(50);
    expect(e.acked(100, 10 * MS)).toBe(NO_SAMPLE);
    expect(e.rto).toBe(4 * 1500 * MS);
    e.sent(200, 0);
    expect(e.acked(200, 500 * MS)).toBe(500 * MS);
    // RTTVAR = 3/4 * 250; RTO = 500 + 4 * 187.5
    expect(e.rto).toBe(1250 * MS);
  });

  it('times one segment at a time, across the wrap of sequence numbers', () => {
    const e = new RttEstimator(bare);
    e.sent((2 ** 31 + 5) | 0, 0);
    e.sent((2 ** 31 + 9) | 0, 7 * MS);
    expect(e.acked((2 ** 31 + 4) | 0, 20 * MS)).toBe(NO_SAMPLE);
    expect(e.acked((2 ** 31 + 9) | 0, 40 * MS)).toBe(40 * MS);
    expect(e.srtt).toBe(40 * MS);
  });
});

describe('a connection', () => {
  it('takes a sample from the handshake', () => {
    const t = new Drill({ profile: bare });
    t.connect();
    t.out();
    t.wait(80);
    t.in('S.', 0, 0, 1, { mss: MSS });
    expect(t.connection.rtt.srtt).toBe(80 * MS);
    expect(t.connection.rtt.rto).toBe(240 * MS);
  });

  it('takes a sample from each flight', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 3 * MSS);
    t.wait(50);
    t.in('.', 1, 0, 1 + 3 * MSS);
    // After a first sample of 0: SRTT = 50 / 8, RTTVAR = 50 / 4.
    expect(t.connection.rtt.srtt).toBe(6.25 * MS);
    expect(t.connection.rtt.rttvar).toBe(12.5 * MS);
  });

  it('takes no sample from a segment sent twice: Karn [MUST-18]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, MSS);
    t.wait(1000);
    expect(t.out().length).toBe(2);
    t.wait(10);
    t.in('.', 1, 0, 1 + MSS);
    expect(t.connection.rtt.srtt).toBe(0);
    expect(t.connection.rtt.rto).toBe(2000 * MS); // still backed off
    write(t, s, MSS);
    t.wait(40);
    t.in('.', 1, 0, 1 + 2 * MSS);
    expect(t.connection.rtt.srtt).toBe(5 * MS);
    expect(t.connection.rtt.rto).toBe(1000 * MS);
  });

  it('takes no sample from new text either when what precedes it was sent again [MUST-18]', () => {
    const t = new Drill();
    const s = t.passiveOpen();
    write(t, s, 4 * MSS);
    t.wait(30);
    for (let i = 0; i < 3; i++) t.in('.', 1, 0, 1);
    t.wait(30);
    t.in('.', 1, 0, 1 + 4 * MSS);
    expect(t.connection.rtt.srtt).toBe(0);
  });

  it('takes one from a segment sent twice when timestamps tell which it was [RFC 7323 4.1]', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, ts: [500, 0] });
    write(t, s, 100);
    t.out();
    t.wait(1000);
    const value = t.connection.ts.value(t.clock.now);
    t.wait(64);
    t.in('.', 1, 0, 101, { ts: [502, value] });
    expect(t.connection.rtt.srtt).toBe(8 * MS);
    expect(t.connection.rtt.backoffs).toBe(0);
  });

  it('takes none from a timestamp older than the last retransmission: an answer was lost between', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, ts: [500, 0] });
    write(t, s, 100);
    const first = t.connection.ts.value(t.clock.now);
    t.wait(1000);
    t.wait(2000);
    t.in('.', 1, 0, 101, { ts: [502, first] });
    expect(t.connection.rtt.srtt).toBe(0);
    expect(t.connection.rtt.rto).toBe(4000 * MS);
  });

  it('takes none from a timestamp that was never sent', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, ts: [500, 0] });
    write(t, s, 100);
    t.wait(1000);
    const now = t.connection.ts.value(t.clock.now);
    t.in('.', 1, 0, 11, { ts: [502, now + 1] });
    t.in('.', 1, 0, 21, { ts: [502, now + 5000] });
    t.in('.', 1, 0, 31, { ts: [502, now - 2_000_000] });
    expect(t.connection.snd.una).toBe((t.iss + 31) | 0);
    expect(t.connection.rtt.srtt).toBe(0);
  });

  it('begins with three seconds and one segment when the SYN had to be sent again [RFC 6298 5.7]', () => {
    const t = new Drill();
    const s = t.connect();
    t.out();
    t.wait(1000);
    expect(t.out()).toEqual(['S 0:0(0)']);
    t.in('S.', 0, 0, 1, { mss: MSS });
    t.out();
    expect(t.connection.rtt.rto).toBe(3000 * MS);
    expect(t.connection.congestion.cwnd).toBe(MSS);
    write(t, s, 5 * MSS);
    expect(t.out().length).toBe(1);
    expect(t.waitAndSee(3000).map((x) => Number(x.split(' ')[0]))).toEqual([4000]);
  });

  it('begins so too when it was the SYN-ACK', () => {
    const t = new Drill();
    t.listen();
    t.in('S', 0, 0, 0, { mss: MSS });
    t.wait(1000);
    t.out();
    t.in('.', 1, 0, 1);
    expect(t.connection.rtt.rto).toBe(3000 * MS);
    expect(t.connection.congestion.cwnd).toBe(MSS);
  });
});
