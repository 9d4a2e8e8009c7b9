import { describe, expect, it } from 'vitest';
import type { Observer } from '../../src/tcp/observer.ts';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { DROP_NAMES } from '../../src/wire/drop.ts';
import { Drill, type Extras } from '../support/drill.ts';
import { bring } from '../support/states.ts';

const MINUTE = 60_000;

/** A listener on port 80 one of whose connections is in TIME-WAIT: we closed first. */
function server(offer: Extras = { mss: 1460 }, profile = rfc): Drill {
  const t = new Drill({ profile });
  const s = t.passiveOpen(offer);
  t.do(() => s.end());
  t.out();
  const ts: Extras = offer.ts === undefined ? {} : { ts: [offer.ts[0] + 2, 0] };
  t.in('F.', 1, 0, 2, ts);
  expect(t.states()).toEqual(['TIME-WAIT']);
  t.out();
  t.events = [];
  return t;
}

/** Writes down every transition, as 'TIME-WAIT > CLOSED'. */
function transitions(t: Drill): string[] {
  const seen: string[] = [];
  const nothing = (): void => {};
  const observer: Observer = {
    transition: (_f, from, to) => seen.push(`${STATE_NAMES[from]} > ${STATE_NAMES[to]}`),
    arrived: nothing,
    sent: nothing,
    dropped: nothing,
    timer: nothing,
    recovery: nothing,
  };
  t.host.observer = observer;
  return seen;
}

describe('TIME-WAIT', () => {
  it('lasts 2 MSL: four minutes by the RFC, one in Linux [MUST-13]', () => {
    for (const [profile, minutes] of [
      [rfc, 4],
      [linux, 1],
    ] as const) {
      const { t } = bring('TIME-WAIT', { profile });
      t.wait(minutes * MINUTE - 1);
      expect(t.states()).toEqual(['TIME-WAIT']);
      t.wait(1);
      expect(t.states()).toEqual([]);
      expect(t.out()).toEqual([]);
    }
  });

  it('begins again with each FIN, which is acknowledged again [MUST-13]', () => {
    const { t } = bring('TIME-WAIT', { profile: linux });
    t.wait(20_000);
    t.in('F.', 1, 0, 2);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    t.wait(MINUTE - 1);
    expect(t.states()).toEqual(['TIME-WAIT']);
    t.wait(1);
    expect(t.states()).toEqual([]);
  });

  it('begins again with a FIN that brings its text again', () => {
    const { t } = bring('FIN-WAIT-2', { profile: linux });
    t.in('FP.', 1, 100, 2);
    t.out();
    t.wait(30_000);
    t.in('FP.', 1, 100, 2);
    expect(t.out()).toEqual(['. 2:2(0) ack 102']);
    t.wait(59_000);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('ends on time for each, in whatever order they began again', () => {
    const t = new Drill({ profile: linux });
    const enter = (localPort: number): void => {
      const s = t.activeOpen({ mss: 1460 }, { localPort });
      t.do(() => s.end());
      t.in('F.', 1, 0, 2);
    };
    enter(5001);
    t.wait(30_000);
    enter(5002); // ends at 90 s
    t.wait(10_000);
    const iss = [...t.host.tcp.timeWait.values()][0]?.sndNxt as number;
    const extras = { dport: 5001, raw: true };
    t.in('F.', 1_000_001, 0, iss, extras); // begins again, and ends at 100 s
    const left = (): number[] => [...t.host.tcp.timeWait.values()].map((e) => e.localPort);
    t.wait(49_999);
    expect(left()).toEqual([5001, 5002]);
    t.wait(1);
    expect(left()).toEqual([5001]);
    t.wait(10_000);
    expect(left()).toEqual([]);
  });

  it('says nothing to an ACK that is as expected, and where it is to any other', () => {
    const { t } = bring('TIME-WAIT');
    t.in('.', 2, 0, 2);
    expect(t.out()).toEqual([]);
    t.in('.', 2, 0, 1);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    t.in('P.', 2, 10, 2);
    t.in('P.', 1, 1, 2);
    t.in('F.', 50, 0, 2);
    expect(t.out()).toEqual(new Array(3).fill('. 2:2(0) ack 2'));
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('does not begin again with anything else', () => {
    const { t } = bring('TIME-WAIT', { profile: linux });
    t.wait(30_000);
    t.in('.', 2, 0, 2);
    t.in('P.', 1, 1, 2);
    t.in('F.', 50, 0, 2);
    t.wait(30_000);
    expect(t.states()).toEqual([]);
  });

  it('does not echo ACKs for ever with a peer that disagrees [RFC 5961 7]', () => {
    const { t } = bring('TIME-WAIT');
    for (let i = 0; i < 50; i++) t.in('.', 2, 0, 1);
    expect(t.out().length).toBe(1);
  });

  it('keeps at most as many entries as the profile says: the oldest makes room', () => {
    const t = new Drill({ profile: withOverrides(rfc, { timeWaitLimit: 3 }) });
    for (let i = 0; i < 5; i++) {
      const s = t.activeOpen({ mss: 1460 }, { localPort: 5000 + i });
      t.do(() => s.end());
      t.in('F.', 1, 0, 2);
    }
    expect([...t.host.tcp.timeWait.values()].map((e) => e.localPort)).toEqual([5002, 5003, 5004]);
  });

  it('carries timestamps when the connection did', () => {
    const t = server({ mss: 1460, ts: [1000, 0] });
    t.in('F.', 1, 0, 2, { ts: [1010, 0] });
    expect(t.out({ options: true })).toEqual(['. 2:2(0) ack 2 <TS>']);
  });
});

describe('a reset in TIME-WAIT', () => {
  it('exactly at RCV.NXT ends it, by the RFC and in Linux [RFC 9293 3.10.7.4]', () => {
    for (const profile of [rfc, linux]) {
      const { t } = bring('TIME-WAIT', { profile });
      t.in('R', 2);
      expect(t.states()).toEqual([]);
      expect(t.out()).toEqual([]);
    }
  });

  it('is ignored, wherever it is, when the profile follows RFC 1337', () => {
    const { t } = bring('TIME-WAIT', { profile: withOverrides(rfc, { timeWaitReset: 'ignore' }) });
    for (const seq of [1, 2, 3, 100_000]) t.in('R', seq);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });
});

describe('a SYN in TIME-WAIT', () => {
  it('with a later sequence number opens the next connection [MAY-2]', () => {
    const t = server();
    const seen = transitions(t);
    t.in('S', 3, 0, 0, { mss: 1460 });
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    expect(seen).toEqual(['TIME-WAIT > SYN-RECEIVED']);
    expect(t.out()).toEqual(['S. 0:0(0) ack 4']);
    t.in('.', 4, 0, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.accepted.length).toBe(2);
  });

  it('gets an ISS beyond anything the last connection sent [MAY-2]', () => {
    const t = server();
    const before = t.iss;
    t.in('S', 3, 0, 0, { mss: 1460 });
    t.out();
    expect((t.iss - (before + 2)) | 0).toBe(65_537);
  });

  it('with an older or the same sequence number gets an ACK', () => {
    for (const seq of [2, 1, 0, -1000]) {
      const t = server();
      t.in('S', seq, 0, 0, { mss: 1460 });
      expect(t.out()).toEqual(['. 2:2(0) ack 2']);
      expect(t.states()).toEqual(['TIME-WAIT']);
    }
  });

  it('opens by its timestamp, whatever its sequence number, when both have one [SHLD-4, RFC 6191]', () => {
    const cases: readonly [seq: number, ts: number, opens: boolean][] = [
      [-50_000, 1003, true], // later by its timestamp
      [3, 1003, true],
      [3, 1002, true], // the same timestamp: the sequence number decides
      [2, 1002, false],
      [50_000, 1001, false], // older
    ];
    for (const [seq, ts, opens] of cases) {
      const t = server({ mss: 1460, ts: [1000, 0] });
      t.in('S', seq, 0, 0, { mss: 1460, ts: [ts, 0] });
      expect(t.states()).toEqual([opens ? 'SYN-RECEIVED' : 'TIME-WAIT']);
    }
  });

  it('without a timestamp opens by its sequence number', () => {
    const t = server({ mss: 1460, ts: [1000, 0] });
    t.in('S', 2, 0, 0, { mss: 1460 });
    expect(t.states()).toEqual(['TIME-WAIT']);
    t.in('S', 3, 0, 0, { mss: 1460 });
    expect(t.states()).toEqual(['SYN-RECEIVED']);
  });

  it('that turns out to be an old duplicate leads back to TIME-WAIT [MAY-2]', () => {
    const t = server({ mss: 1460 }, linux);
    const seen = transitions(t);
    t.in('S', 100, 0, 0, { mss: 1460 });
    t.out();
    t.in('R', 101); // the peer never sent it
    expect(t.states()).toEqual(['TIME-WAIT']);
    t.wait(MINUTE);
    expect(t.states()).toEqual([]);
    expect(seen).toEqual([
      'TIME-WAIT > SYN-RECEIVED',
      'SYN-RECEIVED > TIME-WAIT',
      'TIME-WAIT > CLOSED',
    ]);
  });

  it('that nobody ever acknowledges leads back as well', () => {
    const t = server({ mss: 1460 }, linux);
    t.in('S', 100, 0, 0, { mss: 1460 });
    t.wait(63_000);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('gets an ACK when nobody listens any more', () => {
    const { t } = bring('TIME-WAIT');
    t.in('S', 1000, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('is dropped in silence while the listener’s queues are full', () => {
    const t = new Drill({ profile: withOverrides(rfc, { synQueue: 1 }) });
    const s = t.passiveOpen();
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    t.in('S', 0, 0, 0, { mss: 1460, sport: 40_001 });
    t.out();
    t.in('S', 1000, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual([]);
    expect(t.states().sort()).toEqual(['SYN-RECEIVED', 'TIME-WAIT']);
    expect(t.host.tcp.counters.drops[DROP_NAMES.indexOf('syn-queue-full')]).toBe(1);
  });
});

describe('a reset inside the window of TIME-WAIT', () => {
  it('gets a challenge ACK when it is not at RCV.NXT [RFC 5961 3.2]', () => {
    const { t } = bring('TIME-WAIT');
    t.in('R', 3);
    expect(t.out()).toEqual(['. 2:2(0) ack 2']);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });
});
