import { describe, expect, it } from 'vitest';
import { freebsd, linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { bring, octets, type WithPeer } from '../../support/states.ts';

const HOUR = 3_600_000;
const SECOND = 1_000_000;
/** A peer that is asked every ten seconds, and three times more at intervals of one. */
const QUICK = { idle: 10 * SECOND, interval: SECOND, count: 3 };

/** A connection in `state` whose peer is watched so. */
function watched(state: WithPeer = 'ESTABLISHED', o = QUICK) {
  const situation = bring(state);
  situation.t.do(() => situation.s.setKeepAlive(true, o));
  return situation;
}

describe('a connection that is idle', () => {
  it('is left in peace unless the user asks otherwise [MUST-24, MUST-25]', () => {
    for (const profile of [rfc, linux]) {
      const { t, s } = bring('ESTABLISHED', { profile });
      expect(s.keepAlive).toBe(false);
      expect(t.waitAndSee(48 * HOUR)).toEqual([]);
      expect(t.states()).toEqual(['ESTABLISHED']);
    }
  });

  it('is probed after two hours of silence by default [MUST-28]', () => {
    for (const profile of [rfc, linux]) {
      const { t, s } = bring('ESTABLISHED', { profile });
      t.do(() => s.setKeepAlive(true));
      expect(t.waitAndSee(2 * HOUR - 1)).toEqual([]);
      expect(t.waitAndSee(1)).toEqual(['7200000 . 0:0(0) ack 1']);
    }
  });

  it('is probed without being asked where the profile says so, after the accepting too', () => {
    const { t } = bring('ESTABLISHED', { profile: freebsd });
    expect(t.waitAndSee(2 * HOUR)).toHaveLength(1);
  });

  it('is probed by an empty segment at SND.NXT - 1 [SHLD-12, MAY-5]', () => {
    const { t } = watched();
    expect(t.waitAndSee(10_000)).toEqual(['10000 . 0:0(0) ack 1']);
  });

  it('is probed by one octet of garbage where the profile says so [MAY-6]', () => {
    const profile = withOverrides(rfc, { keepAliveGarbage: true });
    const { t, s } = bring('ESTABLISHED', { profile });
    t.do(() => s.setKeepAlive(true, QUICK));
    expect(t.waitAndSee(10_000)).toEqual(['10000 . 0:1(1) ack 1']);
    t.in('.', 1, 0, 1);
    t.do(() => s.write(octets(3)));
    expect(t.out()).toEqual(['P. 1:4(3) ack 1']);
  });

  it.each(['CLOSE-WAIT', 'FIN-WAIT-2'] as const)('is probed in %s as well', (state) => {
    const { t, snd, rcv } = watched(state);
    const n = snd - 1;
    expect(t.waitAndSee(10_000)).toEqual([`10000 . ${n}:${n}(0) ack ${rcv}`]);
    t.in('.', rcv, 0, snd);
    expect(t.waitAndSee(13_000)).toHaveLength(4);
    expect(t.states()).toEqual([]);
  });

  it('keeps the numbers the user gave: time before, time between, count [MUST-27]', () => {
    const { t } = watched('ESTABLISHED', { idle: 3 * SECOND, interval: 5 * SECOND, count: 2 });
    expect(t.waitAndSee(60_000)).toEqual([
      '3000 . 0:0(0) ack 1',
      '8000 . 0:0(0) ack 1',
      '13000 R. 1:1(0) ack 1',
    ]);
  });
});

describe('the peer that is probed', () => {
  it('answers: the connection lives on, and the time begins again', () => {
    const { t } = watched();
    expect(t.waitAndSee(10_000)).toEqual(['10000 . 0:0(0) ack 1']);
    t.wait(400);
    t.in('.', 1, 0, 1);
    expect(t.waitAndSee(9_999)).toEqual([]);
    expect(t.waitAndSee(1)).toEqual(['20400 . 0:0(0) ack 1']);
    expect(t.events).toEqual([]);
  });

  it('answers after two probes: one that is lost is no sign of death [MUST-29]', () => {
    const { t } = watched();
    expect(t.waitAndSee(12_500)).toHaveLength(3);
    t.in('.', 1, 0, 1);
    expect(t.waitAndSee(13_000)).toEqual([
      '22500 . 0:0(0) ack 1',
      '23500 . 0:0(0) ack 1',
      '24500 . 0:0(0) ack 1',
      '25500 R. 1:1(0) ack 1',
    ]);
  });

  it('has forgotten the connection and answers with a reset: ECONNRESET', () => {
    const { t } = watched();
    t.wait(10_000);
    t.in('R', 1);
    expect(t.events).toEqual(['close ECONNRESET']);
    expect(t.states()).toEqual([]);
  });

  it('is silent: after 7200 + 9 * 75 = 7875 seconds it gets a reset, and the user ETIMEDOUT', () => {
    const { t, s } = bring('ESTABLISHED', { profile: linux });
    t.do(() => s.setKeepAlive(true));
    const seen = t.waitAndSee(3 * HOUR);
    expect(seen).toHaveLength(10);
    expect(seen.slice(0, 9)).toEqual(
      Array.from({ length: 9 }, (_, i) => `${7_200_000 + i * 75_000} . 0:0(0) ack 1`),
    );
    expect(seen[9]).toBe('7875000 R. 1:1(0) ack 1');
    expect(t.events).toEqual(['close ETIMEDOUT']);
    expect(t.host.tcp.counters.keepAlivesOut).toBe(9);
  });
});

describe('keep-alive', () => {
  it('waits while the peer sends anything at all [MUST-26]', () => {
    const { t, s } = watched();
    for (let i = 0; i < 4; i++) {
      t.wait(9_000);
      t.in('P.', 1 + i * 10, 10, 1);
      t.do(() => s.read(new Uint8Array(10)));
    }
    t.wait(200);
    t.out();
    expect(t.waitAndSee(9_799)).toEqual([]);
    expect(t.waitAndSee(1)).toHaveLength(1);
  });

  it('leaves it to retransmissions while something is unacknowledged [MUST-26]', () => {
    const { t, s } = watched('ESTABLISHED', { idle: SECOND, interval: SECOND, count: 1 });
    t.do(() => s.write(octets(5)));
    for (const line of t.waitAndSee(20_000)) expect(line).toContain('P. 1:6(5) ack 1');
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.in('.', 1, 0, 6);
    expect(t.waitAndSee(3_000)).toEqual(['21000 . 5:5(0) ack 1', '22000 R. 6:6(0) ack 1']);
  });

  it('leaves it to window probes while the window is closed [MUST-26]', () => {
    const { t, s } = watched('ESTABLISHED', { idle: SECOND, interval: SECOND, count: 1 });
    t.in('.', 1, 0, 1, { win: 0 });
    t.do(() => s.write(octets(5)));
    t.wait(30_000);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.host.tcp.counters.keepAlivesOut).toBe(0);
  });

  it('can be turned off again, and on: the time counts from what was last heard', () => {
    const { t, s } = watched();
    t.wait(11_500);
    t.out();
    t.do(() => s.setKeepAlive(false));
    expect(t.waitAndSee(HOUR)).toEqual([]);
    t.in('.', 1, 0, 1);
    t.wait(4_000);
    t.do(() => s.setKeepAlive(true));
    expect(t.waitAndSee(5_999)).toEqual([]);
    expect(t.waitAndSee(1)).toHaveLength(1);
  });

  it('asked for before the connection is there begins with it', () => {
    const { t, s } = bring('SYN-SENT');
    t.do(() => s.setKeepAlive(true, QUICK));
    t.wait(500);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    t.out();
    expect(t.waitAndSee(10_000)).toEqual(['10500 . 0:0(0) ack 1']);
  });

  it('goes on for a connection the user has let go of', () => {
    const { t, s } = watched('FIN-WAIT-2');
    t.do(() => s.release());
    t.wait(13_000);
    expect(t.states()).toEqual([]);
  });

  it('has nothing to do in TIME-WAIT', () => {
    const { t, s } = bring('TIME-WAIT');
    t.do(() => s.setKeepAlive(true, QUICK));
    expect(t.waitAndSee(100_000)).toEqual([]);
  });

  it('refuses times and counts that make no sense', () => {
    const { s } = bring('ESTABLISHED');
    for (const o of [
      { idle: 0 },
      { idle: Number.NaN },
      { interval: -1 },
      { interval: Number.POSITIVE_INFINITY },
      { count: 0 },
      { count: 1.5 },
      { count: 256 },
    ]) {
      expect(() => s.setKeepAlive(true, o)).toThrow(RangeError);
    }
    expect(s.keepAlive).toBe(false);
  });
});
