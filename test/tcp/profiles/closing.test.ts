import { describe, expect, it } from 'vitest';
import { freebsd, linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, SYNCHRONIZED, type WithPeer } from '../../support/states.ts';

describe('a reset in CLOSE-WAIT', () => {
  it('is told as ECONNRESET, or as EPIPE: linux [RFC 9293 3.10.7.4]', () => {
    for (const [profile, error] of [
      [rfc, 'ECONNRESET'],
      [freebsd, 'ECONNRESET'],
      [linux, 'EPIPE'],
    ] as const) {
      const { t, rcv } = bring('CLOSE-WAIT', { profile });
      t.in('R', rcv);
      expect(t.events, profile.name).toEqual([`close ${error}`]);
    }
  });
});

describe('a reset at RCV.NXT - 1', () => {
  const AFTER_FIN: readonly WithPeer[] = ['CLOSE-WAIT', 'CLOSING', 'LAST-ACK'];

  it.each(AFTER_FIN)('ends %s, which is after the peer’s FIN: linux', (state) => {
    const { t, rcv } = bring(state, { profile: linux });
    t.in('R', rcv - 1);
    expect(t.states()).toEqual([]);
  });

  it.each(SYNCHRONIZED)('is dropped in %s: rfc, freebsd [RFC 5961 3.2]', (state) => {
    for (const profile of [rfc, freebsd]) {
      const { t, rcv } = bring(state, { profile });
      t.in('R', rcv - 1);
      expect(t.states()).toEqual([state]);
      expect(t.out()).toEqual([]);
    }
  });

  it('is dropped before the peer’s FIN, and one further back always: linux', () => {
    for (const [state, back] of [
      ['ESTABLISHED', 1],
      ['FIN-WAIT-2', 1],
      ['CLOSE-WAIT', 2],
    ] as const) {
      const { t, rcv } = bring(state, { profile: linux });
      t.in('R', rcv - back);
      expect(t.states()).toEqual([state]);
    }
  });
});

describe('a FIN in FIN-WAIT-1 that does not acknowledge ours', () => {
  it('is answered with an ACK: rfc, linux [RFC 9293 figure 13]', () => {
    for (const profile of [rfc, linux]) {
      const { t } = bring('FIN-WAIT-1', { profile });
      t.in('F.', 1, 0, 1);
      expect(t.out()).toEqual(['. 2:2(0) ack 2']);
      expect(t.states()).toEqual(['CLOSING']);
    }
  });

  it('is answered with our FIN once more: freebsd', () => {
    const { t } = bring('FIN-WAIT-1', { profile: freebsd });
    t.in('F.', 1, 0, 1);
    expect(t.out()).toEqual(['F. 1:1(0) ack 2']);
    expect(t.states()).toEqual(['CLOSING']);
    t.in('.', 2, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('is answered with an ACK while our FIN waits behind text: freebsd', () => {
    const t = new Drill({ profile: freebsd });
    const socket = t.activeOpen({ mss: 1460, win: 10 });
    t.do(() => socket.write(octets(20)));
    t.do(() => socket.end());
    expect(t.out()).toEqual(['. 1:11(10) ack 1']);
    t.in('F.', 1, 0, 1, { win: 10 });
    expect(t.out()).toEqual(['. 11:11(0) ack 2']);
  });
});

describe('a reset in TIME-WAIT', () => {
  it('at RCV.NXT ends it, or does nothing: freebsd [RFC 1337, RFC 9293 3.10.7.4]', () => {
    for (const [profile, states] of [
      [rfc, []],
      [linux, []],
      [freebsd, ['TIME-WAIT']],
    ] as const) {
      const { t, rcv } = bring('TIME-WAIT', { profile });
      t.in('R', rcv);
      expect(t.states(), profile.name).toEqual(states);
      expect(t.out()).toEqual([]);
    }
  });
});

describe('a SYN in TIME-WAIT', () => {
  /** TIME-WAIT with a listener behind it, whose peer then sends a SYN at `seq`. */
  function syn(profile: typeof rfc, seq: number, ts?: readonly [number, number]): string[] {
    const t = new Drill({ profile });
    t.listen(5000);
    const options = { mss: 1460, ...(ts === undefined ? {} : { ts: [1000, 0] as const }) };
    const socket = t.activeOpen(options);
    const stamp = ts === undefined ? {} : { ts: [1000, 0] as const };
    t.do(() => socket.end());
    t.in('.', 1, 0, 2, stamp);
    t.in('F.', 1, 0, 2, stamp);
    expect(t.states()).toContain('TIME-WAIT');
    t.wait(100);
    t.out();
    t.in('S', seq, 0, 0, { mss: 1460, ...(ts === undefined ? {} : { ts }) });
    return t.out();
  }
  const REOPENS = (seq: number) => [`S. 0:0(0) ack ${seq + 1}`];
  const ANSWERED = ['. 2:2(0) ack 2'];

  it('beyond RCV.NXT reopens the connection: rfc, linux, freebsd [MAY-2]', () => {
    for (const profile of [rfc, linux, freebsd]) expect(syn(profile, 3)).toEqual(REOPENS(3));
  });

  it('at or before RCV.NXT gets an ACK, or silence: freebsd', () => {
    for (const seq of [2, 0, -1000]) {
      expect(syn(rfc, seq)).toEqual(ANSWERED);
      expect(syn(linux, seq)).toEqual(ANSWERED);
      expect(syn(freebsd, seq)).toEqual([]);
    }
  });

  it('with a later timestamp reopens it whatever its number, but not for freebsd [SHLD-4]', () => {
    expect(syn(rfc, 0, [2000, 0])).toEqual(REOPENS(0));
    expect(syn(linux, 0, [2000, 0])).toEqual(REOPENS(0));
    expect(syn(freebsd, 0, [2000, 0])).toEqual([]);
    expect(syn(freebsd, 3, [1, 0])).toEqual(REOPENS(3));
  });

  it('never reopens it where the profile says so, but gets an ACK', () => {
    const never = withOverrides(rfc, { timeWaitSyn: 'answer' });
    for (const seq of [0, 3]) expect(syn(never, seq)).toEqual(ANSWERED);
  });
});

describe('a FIN without an ACK in TIME-WAIT', () => {
  it('is answered, or dropped: freebsd [RFC 9293 3.10.7.4]', () => {
    for (const [profile, answer] of [
      [rfc, ['. 2:2(0) ack 2']],
      [linux, ['. 2:2(0) ack 2']],
      [freebsd, []],
    ] as const) {
      const { t } = bring('TIME-WAIT', { profile });
      t.in('F', 1);
      expect(t.out(), profile.name).toEqual(answer);
      expect(t.states()).toEqual(['TIME-WAIT']);
      t.in('F.', 1, 0, 2);
      expect(t.out(), profile.name).toEqual(['. 2:2(0) ack 2']);
    }
  });
});

describe('an acknowledgment', () => {
  it('of one segment waits 40 ms, of two goes at once, whatever their size: freebsd [MUST-40]', () => {
    const { t } = bring('ESTABLISHED', { profile: freebsd });
    t.in('P.', 1, 1, 1);
    expect(t.waitAndSee(100)).toEqual(['40 . 1:1(0) ack 2']);
    t.in('P.', 2, 1, 1);
    t.in('P.', 3, 1, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 4']);
  });
});
