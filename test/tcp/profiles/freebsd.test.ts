import { describe, expect, it } from 'vitest';
import { freebsd, linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, SYNCHRONIZED, type WithPeer } from '../../support/states.ts';

const MSS = 1460;
/** 45 segments, the least multiple of a segment that holds 64 KiB. */
const BUFFER = 45 * MSS;
const ALIVE = SYNCHRONIZED.filter((state) => state !== 'TIME-WAIT');

describe('a reset in the window', () => {
  const insecure = withOverrides(freebsd, { resetInWindow: 'take' });

  it.each(ALIVE)('ends %s wherever it stands, where insecure_rst is set', (state) => {
    for (const last of [0, BUFFER - 1]) {
      const { t, rcv } = bring(state, { profile: insecure });
      t.in('R', rcv + last);
      expect(t.states()).toEqual([]);
    }
    const { t, rcv } = bring(state, { profile: insecure });
    t.in('R', rcv + BUFFER);
    expect(t.states()).toEqual([state]);
  });

  it.each(ALIVE)('is challenged in %s unless it is at RCV.NXT [RFC 5961 3.2]', (state) => {
    const { t, snd, rcv } = bring(state, { profile: freebsd });
    t.in('R', rcv + BUFFER - 1);
    expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
    t.in('R', rcv + BUFFER);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([state]);
  });

  it('ends a half-open entry too', () => {
    const t = new Drill({ profile: insecure });
    t.listen();
    t.in('S', 0, 0, 0, { mss: MSS });
    t.out();
    t.in('R', 65_536);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    t.in('R', 65_535);
    expect(t.states()).toEqual([]);
  });

  it('is told as ECONNRESET in CLOSING and LAST-ACK', () => {
    for (const state of ['CLOSING', 'LAST-ACK'] as const) {
      const { t, rcv } = bring(state, { profile: freebsd });
      t.in('R', rcv);
      expect(t.events).toEqual(['close ECONNRESET']);
      const other = bring(state, { profile: rfc });
      other.t.in('R', other.rcv);
      expect(other.t.events).toEqual(['close']);
    }
  });
});

describe('a SYN in the window', () => {
  const insecure = withOverrides(freebsd, { synInWindow: 'reset' });

  it.each(ALIVE)('is an error that ends %s, where insecure_syn is set', (state) => {
    const { t, snd, rcv } = bring(state, { profile: insecure });
    t.in('S', rcv + BUFFER);
    expect(t.out()).toEqual([`. ${snd}:${snd}(0) ack ${rcv}`]);
    t.in('S', rcv + BUFFER - 1);
    expect(t.out()).toEqual([`R. ${snd}:${snd}(0) ack ${rcv}`]);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual(['close ECONNRESET']);
  });

  it('ends TIME-WAIT as well, where that treats it like every other state', () => {
    const profile = withOverrides(insecure, { timeWaitSyn: 'answer' });
    const { t } = bring('TIME-WAIT', { profile });
    t.in('S', 2 + 65_535);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    t.in('S', 2 + 65_534);
    expect(t.out()).toEqual(['R. 2:2(0) ack 2']);
    expect(t.states()).toEqual([]);
  });

  it('does not in TIME-WAIT otherwise', () => {
    const { t } = bring('TIME-WAIT', { profile: insecure });
    t.in('S', 2);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });
});

describe('a SYN with a FIN, where drop_synfin is set', () => {
  const dropping = withOverrides(freebsd, { synFin: 'drop-always' });

  it('is void in LISTEN, SYN-SENT and the states after it', () => {
    const t = new Drill({ profile: dropping });
    t.listen();
    t.in('SF', 0, 0, 0, { mss: MSS });
    expect(t.out()).toEqual([]);
    for (const state of ['SYN-SENT', ...ALIVE] as readonly WithPeer[]) {
      const scene = bring(state, { profile: dropping });
      scene.t.in('SF', scene.rcv, 0, 0, { mss: MSS });
      expect(scene.t.out(), state).toEqual([]);
      expect(scene.t.states()).toEqual([state]);
    }
  });
});

describe('a port nobody waits on', () => {
  it('answers as net.inet.tcp.blackhole says', () => {
    for (const [closedPort, toSyn, toAck] of [
      ['reset', 1, 1],
      ['drop-syn', 0, 1],
      ['drop', 0, 0],
    ] as const) {
      const t = new Drill({ profile: withOverrides(freebsd, { closedPort }) });
      t.in('S', 0);
      expect(t.out().length, closedPort).toBe(toSyn);
      t.in('.', 0, 0, 1);
      expect(t.out().length, closedPort).toBe(toAck);
    }
  });
});

describe('the ACK of an old segment', () => {
  it('counts: LAST-ACK ends, FIN-WAIT-1 goes on', () => {
    const last = bring('LAST-ACK', { profile: freebsd });
    last.t.in('.', 1, 0, 2);
    expect(last.t.states()).toEqual([]);
    const first = bring('FIN-WAIT-1', { profile: freebsd });
    first.t.in('.', 0, 0, 2);
    expect(first.t.out()).toEqual(['. 2:2(0) ack 1']);
    expect(first.t.states()).toEqual(['FIN-WAIT-2']);
  });

  it('is dropped: rfc, linux [RFC 9293 3.10.7.4]', () => {
    for (const profile of [rfc, linux]) {
      const { t } = bring('LAST-ACK', { profile });
      t.in('.', 1, 0, 2);
      expect(t.states()).toEqual(['LAST-ACK']);
    }
  });
});

describe('the window', () => {
  it('is all that is free, in every segment', () => {
    const t = new Drill({ profile: freebsd });
    const s = t.activeOpen({ mss: MSS });
    t.in('.', 1, 799, 1);
    t.in('.', 800, 1, 1);
    expect(t.out({ win: true })).toEqual([`. 1:1(0) ack 801 win ${BUFFER - 800}`]);
    t.do(() => s.read(new Uint8Array(800)));
    expect(t.out()).toEqual([]);
    t.in('F.', 801, 0, 1);
    expect(t.out({ win: true })).toEqual(['. 1:1(0) ack 802 win 65535']);
  });

  it('is told after a read when that opens it by a quarter of the buffer', () => {
    for (const [octetsRead, told] of [
      [2 * MSS, 0],
      [Math.ceil(BUFFER / 4) + MSS, 1],
    ] as const) {
      const t = new Drill({ profile: freebsd });
      const s = t.activeOpen({ mss: MSS });
      for (let n = 0; n < 20; n++) t.in('.', 1 + n * MSS, MSS, 1);
      t.out();
      t.do(() => s.read(new Uint8Array(octetsRead)));
      expect(t.out().length).toBe(told);
    }
  });
});

describe('the retransmission timeout', () => {
  it('has rexmit_slop added, each time after doubling', () => {
    const t = new Drill({ profile: freebsd });
    const s = t.connect();
    t.out();
    t.wait(100);
    t.in('S.', 0, 0, 1, { mss: MSS });
    t.out();
    const from = t.clock.now / 1000;
    t.do(() => s.write(octets(10)));
    // SRTT 100 ms, RTTVAR 50 ms: 300 ms, doubled, and 200 ms
    const at = t.waitAndSee(3000).map((line) => Number(line.split(' ')[0]) - from);
    expect(at).toEqual([0, 500, 500 + 800, 1300 + 1400]);
  });
});

describe('answers to what cannot be right', () => {
  it('go five at once and then one each 200 ms', () => {
    const { t } = bring('ESTABLISHED', { profile: freebsd });
    for (let n = 0; n < 8; n++) t.in('S', 1);
    expect(t.out()).toHaveLength(5);
    t.wait(199);
    t.in('S', 1);
    expect(t.out()).toHaveLength(0);
    t.wait(1);
    t.in('S', 1);
    t.in('S', 1);
    expect(t.out()).toHaveLength(1);
    t.wait(2000);
    for (let n = 0; n < 8; n++) t.in('S', 1);
    expect(t.out()).toHaveLength(5);
  });
});

describe('an empty ACK in TIME-WAIT', () => {
  it('is left unanswered where the profile has nothing to say to it', () => {
    // [sequence number, acknowledgment]
    const acks = [
      [2, 2],
      [3, 2],
      [2, 1],
    ] as const;
    for (const [profile, answered] of [
      [rfc, [false, false, true]],
      [linux, [false, true, false]],
      [freebsd, [false, true, true]],
    ] as const) {
      const got = acks.map(([seq, ack]) => {
        const { t } = bring('TIME-WAIT', { profile });
        t.in('.', seq, 0, ack);
        return t.out().length > 0;
      });
      expect(got, profile.name).toEqual(answered);
    }
  });
});

describe('a SYN without options: TCP_NOOPT', () => {
  it('offers nothing, and neither does the SYN-ACK', () => {
    const bare = { mssOption: false, timestamps: false, sack: false, windowScaling: false };
    const t = new Drill({ profile: withOverrides(freebsd, bare) });
    t.connect();
    expect(t.out({ options: true })).toEqual(['S 0:0(0) <>']);
    const other = new Drill({ profile: withOverrides(freebsd, bare) });
    other.listen();
    other.in('S', 0, 0, 0, { mss: 1000, sackOk: true, wscale: 6, ts: [1, 0] });
    expect(other.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <>']);
  });
});

describe('a FIN that comes ahead of missing text', () => {
  it('is covered by the SACK block before it: linux; not by that of others', () => {
    for (const [profile, block] of [
      [linux, '11:22'],
      [freebsd, '11:21'],
      [rfc, '11:21'],
    ] as const) {
      const t = new Drill({ profile });
      t.activeOpen({ mss: MSS, sackOk: true });
      t.in('F.', 11, 10, 1);
      expect(t.out({ options: true }), profile.name).toEqual([`. 1:1(0) ack 1 <sack ${block}>`]);
    }
  });
});

describe('text of which a part came before', () => {
  it('is acknowledged at once, with a report of that part [RFC 2883 4]', () => {
    for (const profile of [rfc, linux, freebsd]) {
      const t = new Drill({ profile: withOverrides(profile, { quickAcks: 0 }) });
      t.activeOpen({ mss: MSS, sackOk: true });
      t.in('.', 1, 10, 1);
      t.in('.', 1, 20, 1);
      expect(t.out({ options: true }), profile.name).toEqual(['. 1:1(0) ack 21 <sack 1:11>']);
    }
  });
});
