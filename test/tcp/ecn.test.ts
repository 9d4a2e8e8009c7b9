import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/tcp/profile.ts';
import { freebsd, linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Drill, type Extras } from '../support/drill.ts';

const MSS = 1000;
const CE = 3;
const asking: Profile = withOverrides(rfc, { ecn: 'request' });
const accepting: Profile = withOverrides(rfc, { ecn: 'accept' });
const shown = { ecn: true } as const;

/** A connection with ECN that we opened. */
function opened(profile: Profile = asking, offer: Extras = { mss: MSS }) {
  const t = new Drill({ profile });
  const s = t.connect();
  t.out();
  t.in('SE.', 0, 0, 1, offer);
  t.out();
  return { t, s, c: t.connection };
}

describe('negotiation of ECN [RFC 3168 6.1.1]', () => {
  it('asks with ECE and CWR, and agrees when the answer has ECE alone', () => {
    const t = new Drill({ profile: asking });
    t.connect();
    expect(t.out(shown)).toEqual(['[noecn] SEW 0:0(0)']);
    t.in('SE.', 0, 0, 1, { mss: MSS });
    expect(t.connection.ecn).not.toBeNull();
  });

  it('does not agree when the answer has neither, or both', () => {
    for (const flags of ['S.', 'SEW.']) {
      const t = new Drill({ profile: asking });
      t.connect();
      t.in(flags, 0, 0, 1, { mss: MSS });
      expect(t.connection.ecn, flags).toBeNull();
    }
  });

  it('answers a request with ECE, where the profile accepts it', () => {
    for (const [profile, answer] of [
      [accepting, 'SE. 0:0(0) ack 1'],
      [asking, 'SE. 0:0(0) ack 1'],
      [linux, 'SE. 0:0(0) ack 1'],
      [freebsd, 'SE. 0:0(0) ack 1'],
      [rfc, 'S. 0:0(0) ack 1'],
    ] as const) {
      const t = new Drill({ profile });
      t.listen();
      t.in('SEW', 0, 0, 0, { mss: MSS });
      expect(t.out(), profile.name).toEqual([answer]);
      t.in('.', 1, 0, 1);
      expect(t.connection.ecn !== null, profile.name).toBe(answer.startsWith('SE'));
    }
  });

  it('ignores ECE in the answer to a SYN that did not ask', () => {
    const { c } = opened(accepting);
    expect(c.ecn).toBeNull();
  });

  it('asks no more once the SYN was sent again as often as the profile says [RFC 3168 6.1.1.1]', () => {
    for (const ecnSynRetries of [0, 1, 2]) {
      const t = new Drill({ profile: withOverrides(asking, { ecnSynRetries }) });
      t.connect();
      const asked = t.waitAndSee(16_000).map((line) => line.includes(' SEW '));
      expect(asked).toEqual([0, 1, 2, 3, 4].map((n) => n <= ecnSynRetries));
    }
  });

  it('answers in a simultaneous open by what the peer’s SYN asked', () => {
    for (const [flags, answer] of [
      ['SEW', 'SE. 0:0(0) ack 1'],
      ['S', 'S. 0:0(0) ack 1'],
    ] as const) {
      const t = new Drill({ profile: asking });
      t.connect();
      t.out();
      t.in(flags, 0, 0, 0, { mss: MSS });
      expect(t.out()).toEqual([answer]);
      t.in('.', 1, 0, 1);
      expect(t.connection.ecn !== null).toBe(flags === 'SEW');
    }
  });
});

describe('the ECN field', () => {
  it('is ECT(0) on new text, and on nothing else [RFC 3168 6.1.4, 6.1.5]', () => {
    const { t, s } = opened();
    t.do(() => s.write(new Uint8Array(10)));
    expect(t.out(shown)).toEqual(['[ect0] P. 1:11(10) ack 1']);
    t.wait(1000);
    expect(t.out(shown)).toEqual(['[noecn] P. 1:11(10) ack 1']); // sent again
    t.in('P.', 1, 10, 11);
    t.wait(500);
    expect(t.out(shown)).toEqual(['[noecn] . 11:11(0) ack 11']);
    t.do(() => s.end());
    expect(t.out(shown)).toEqual(['[noecn] F. 11:11(0) ack 11']);
  });

  it('is left alone without an agreement', () => {
    const t = new Drill({ profile: asking });
    const s = t.activeOpen({ mss: MSS });
    t.do(() => s.write(new Uint8Array(10)));
    expect(t.out(shown)).toEqual(['[noecn] P. 1:11(10) ack 1']);
  });
});

describe('who receives a mark [RFC 3168 6.1.3]', () => {
  it('says so with every ACK until the peer says that it slowed down', () => {
    const { t } = opened();
    t.in('.', 1, MSS, 1, { ecn: CE });
    t.in('.', 1 + MSS, MSS, 1);
    expect(t.out()).toEqual([`E. 1:1(0) ack ${1 + 2 * MSS}`]);
    t.in('.', 1 + 2 * MSS, MSS, 1);
    t.in('.', 1 + 3 * MSS, MSS, 1);
    expect(t.out()).toEqual([`E. 1:1(0) ack ${1 + 4 * MSS}`]);
    t.in('W.', 1 + 4 * MSS, MSS, 1);
    t.in('.', 1 + 5 * MSS, MSS, 1);
    expect(t.out()).toEqual([`. 1:1(0) ack ${1 + 6 * MSS}`]);
  });

  it('goes on when what says so is marked itself', () => {
    const { t } = opened();
    t.in('.', 1, MSS, 1, { ecn: CE });
    t.in('W.', 1 + MSS, MSS, 1, { ecn: CE });
    expect(t.out()).toEqual([`E. 1:1(0) ack ${1 + 2 * MSS}`]);
  });

  it('takes no mark from an ACK without text', () => {
    const { t } = opened();
    t.in('.', 1, 0, 1, { ecn: CE });
    t.in('.', 1, MSS, 1);
    t.in('.', 1 + MSS, MSS, 1);
    expect(t.out()).toEqual([`. 1:1(0) ack ${1 + 2 * MSS}`]);
  });
});

describe('who hears of a mark [RFC 3168 6.1.2]', () => {
  it('halves its window once for a window of text, and says so with the next new text', () => {
    const { t, s, c } = opened();
    t.do(() => s.write(new Uint8Array(10 * MSS)));
    t.out();
    const before = c.congestion.cwnd;
    t.in('E.', 1, 0, 1 + MSS);
    const half = c.congestion.cwnd;
    expect(half).toBeLessThan(before);
    expect(half).toBeGreaterThanOrEqual(Math.floor(before / 2) - MSS);
    t.in('E.', 1, 0, 1 + 2 * MSS); // of the same window
    expect(c.congestion.cwnd).toBe(half);
    t.in('.', 1, 0, 1 + 10 * MSS);
    t.do(() => s.write(new Uint8Array(2 * MSS)));
    expect(t.out(shown).map((line) => line.split(' ')[1])).toEqual(['W.', 'P.']);
  });

  it('does so wherever its numbers begin, when it was the peer that asked', () => {
    for (let seed = 1; seed <= 8; seed++) {
      const t = new Drill({ profile: accepting, seed });
      t.listen();
      t.in('SEW', 0, 0, 0, { mss: MSS });
      t.out();
      t.in('.', 1, 0, 1);
      const [s] = t.accepted;
      t.do(() => s?.write(new Uint8Array(10 * MSS)));
      const before = t.connection.congestion.cwnd;
      t.in('E.', 1, 0, 1 + MSS);
      expect(t.connection.congestion.cwnd, `seed ${seed}`).toBeLessThan(before);
    }
  });

  it('does not grow its window with an ACK that tells of a mark', () => {
    const { t, s, c } = opened();
    t.do(() => s.write(new Uint8Array(10 * MSS)));
    t.in('E.', 1, 0, 1 + MSS);
    const half = c.congestion.cwnd;
    for (let n = 2; n <= 9; n++) t.in('E.', 1, 0, 1 + n * MSS);
    expect(c.congestion.cwnd).toBe(half);
  });

  it('says so after a loss as well', () => {
    const { t, s } = opened();
    t.do(() => s.write(new Uint8Array(4 * MSS)));
    t.out();
    for (let n = 0; n < 3; n++) t.in('.', 1, 0, 1);
    expect(t.out(shown)).toEqual([`[noecn] . 1:${1 + MSS}(${MSS}) ack 1`]);
    t.in('.', 1, 0, 1 + 4 * MSS);
    t.do(() => s.write(new Uint8Array(10)));
    expect(t.out(shown)).toEqual([`[ect0] PW. ${1 + 4 * MSS}:${11 + 4 * MSS}(10) ack 1`]);
  });
});
