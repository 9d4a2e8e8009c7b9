import { describe, expect, it } from 'vitest';
import { linux, rfc } from '../../src/tcp/profiles/index.ts';
import { OPEN } from '../../src/tcp/recovery/index.ts';
import { MSS, numbers, octets, write } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

/** A connection whose peer has closed its window; 5000 octets wait. */
function closed(profile = rfc) {
  const t = new Drill({ profile });
  const s = t.passiveOpen({ mss: MSS, win: 1000 });
  write(t, s, 1000);
  t.in('.', 1, 0, 1001, { win: 0 });
  t.out();
  write(t, s, 5000);
  expect(t.out()).toEqual([]);
  return { t, s, c: t.connection };
}

/** Answers every probe with a closed window for `ms`; says when they came, in seconds. */
function answering(t: Drill, ms: number, ack: number): number[] {
  const at: number[] = [];
  const until = t.clock.now / 1000 + ms;
  for (let left = ms; left > 0; left = until - t.clock.now / 1000) {
    t.wait(Math.min(100, left));
    for (const _ of t.out()) {
      at.push(t.clock.now / 1_000_000);
      t.in('.', 1, 0, ack, { win: 0 });
    }
  }
  return at;
}

describe('a zero window is probed [MUST-36]', () => {
  it('with the next octet, by the RFC: first after the RTO, then at doubling intervals [SHLD-29, SHLD-30]', () => {
    const { t } = closed(rfc);
    expect(t.waitAndSee(8000)).toEqual([
      '1000 . 1001:1002(1) ack 1',
      '3000 . 1001:1002(1) ack 1',
      '7000 . 1001:1002(1) ack 1',
    ]);
  });

  it('with nothing at SND.UNA - 1, in Linux', () => {
    const { t } = closed(linux);
    expect(t.waitAndSee(1500)).toEqual([
      '200 . 1000:1000(0) ack 1',
      '600 . 1000:1000(0) ack 1',
      '1400 . 1000:1000(0) ack 1',
    ]);
  });

  it('at intervals that end at a minute by the RFC, at two in Linux', () => {
    const a = closed(rfc);
    expect(answering(a.t, 250_000, 1001)).toEqual([1, 3, 7, 15, 31, 63, 123, 183, 243]);
    const b = closed(linux);
    const last = answering(b.t, 600_000, 1001).slice(-2) as [number, number];
    expect(last[1] - last[0]).toBe(120);
  });

  it('for as long as the probes are answered [MUST-37]', () => {
    for (const profile of [rfc, linux]) {
      const { t } = closed(profile);
      answering(t, 7_200_000, 1001);
      expect(t.states()).toEqual(['ESTABLISHED']);
    }
  });

  it('until R2 when they are not [RFC 9293 3.8.3]', () => {
    for (const profile of [rfc, linux]) {
      const { t } = closed(profile);
      t.wait(profile.r2 / 1000);
      expect(t.states()).toEqual(['ESTABLISHED']);
      t.wait(300_000);
      expect(t.events.at(-1)).toBe('close ETIMEDOUT');
    }
  });

  it('and the answers are no sign of loss', () => {
    const { t, c } = closed(rfc);
    answering(t, 60_000, 1001);
    expect(c.recovery.phase).toBe(OPEN);
    expect(c.tcp.counters.fastRecoveries).toBe(0);
    expect(c.congestion.cwnd).toBe(10 * MSS);
  });

  it('not while nothing waits to be sent', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 1000 });
    write(t, s, 1000);
    t.in('.', 1, 0, 1001, { win: 0 });
    t.out();
    expect(t.waitAndSee(100_000)).toEqual([]);
    write(t, s, 1);
    expect(t.waitAndSee(1000).length).toBe(1);
  });

  it('with the FIN when that is all that waits', () => {
    const t = new Drill();
    const s = t.passiveOpen({ mss: MSS, win: 1000 });
    write(t, s, 1000);
    t.in('.', 1, 0, 1001, { win: 0 });
    t.out();
    t.do(() => s.end());
    expect(t.waitAndSee(1000)).toEqual(['1000 F. 1001:1001(0) ack 1']);
    t.in('.', 1, 0, 1002, { win: 0 });
    expect(t.states()).toEqual(['FIN-WAIT-2']);
    expect(t.waitAndSee(100_000)).toEqual([]);
  });
});

describe('the answer to a probe', () => {
  it('may open the window and take the octet', () => {
    const { t } = closed(rfc);
    t.wait(1000);
    t.out();
    t.in('.', 1, 0, 1002, { win: 10_000 });
    expect(t.out()).toEqual([
      '. 1002:2462(1460) ack 1',
      '. 2462:3922(1460) ack 1',
      '. 3922:5382(1460) ack 1',
    ]);
    t.in('.', 1, 0, 5382, { win: 10_000 });
    expect(t.out()).toEqual(['P. 5382:6001(619) ack 1']);
  });

  it('may open the window and refuse the octet: it goes again', () => {
    const { t, c } = closed(rfc);
    t.wait(1000);
    t.out();
    t.in('.', 1, 0, 1001, { win: 10_000 });
    expect(t.out()[0]).toBe('. 1001:1002(1) ack 1');
    t.in('.', 1, 0, 5382, { win: 10_000 });
    t.out();
    t.in('.', 1, 0, 6001, { win: 10_000 });
    expect(t.waitAndSee(100_000)).toEqual([]);
    expect(c.congestion.cwnd).toBeGreaterThanOrEqual(10 * MSS);
  });

  it('may take the octet and keep the window closed: the next one is the next probe', () => {
    const { t } = closed(rfc);
    t.wait(1000);
    t.out();
    t.in('.', 1, 0, 1002, { win: 0 });
    expect(t.waitAndSee(4000)).toEqual(['3000 . 1002:1003(1) ack 1']);
  });

  it('makes up for a window update that was lost', () => {
    const { t } = closed(linux);
    t.wait(200);
    t.out();
    t.in('.', 1, 0, 1001, { win: 10_000 });
    expect(t.out().length).toBe(3);
  });

  it('begins the intervals anew once the window has been open', () => {
    const { t, s } = closed(rfc);
    answering(t, 20_000, 1001);
    t.in('.', 1, 0, 1001, { win: 1 });
    t.in('.', 1, 0, 1002, { win: 0 });
    t.out();
    write(t, s, 1);
    const from = t.clock.now / 1000;
    const seen = t.waitAndSee(3500).map((x) => Number(x.split(' ')[0]) - from);
    expect(seen).toEqual([1000, 3000]);
  });
});

describe('a window update', () => {
  it('sends what waits, without a probe', () => {
    const { t } = closed(rfc);
    t.wait(500);
    t.in('.', 1, 0, 1001, { win: 10_000 });
    expect(numbers(t).length).toBe(3);
    t.in('.', 1, 0, 5381, { win: 10_000 });
    t.in('.', 1, 0, 6001, { win: 10_000 });
    t.out();
    expect(t.waitAndSee(100_000)).toEqual([]);
  });
});

describe('a closed window of ours', () => {
  it('answers a probe with where it is, takes nothing, and says when it opens', () => {
    const t = new Drill({ profile: { ...rfc, receiveBuffer: 2000 } });
    const s = t.passiveOpen();
    t.in('.', 1, 2000, 1, { text: octets(2000) });
    t.wait(200);
    t.out();
    t.in('.', 2001, 1, 1);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 2001 win 0']);
    t.in('.', 2000, 0, 1);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 2001 win 0']);
    t.do(() => s.read(new Uint8Array(2000)));
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 2001 win 2000']);
  });
});
