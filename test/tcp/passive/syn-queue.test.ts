import { describe, expect, it } from 'vitest';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { STATE_NAMES } from '../../../src/tcp/state.ts';
import { Drill, PEER6, US6 } from '../../support/drill.ts';
import { drops, listen } from '../../support/listening.ts';

function syn(t: Drill, sport: number): void {
  t.in('S', 0, 0, 0, { mss: 1460, sport });
}

describe('a full SYN queue', () => {
  const oldest = withOverrides(rfc, { synQueue: 3, synQueueFull: 'drop-oldest' });
  const ports = (l: ReturnType<typeof listen>): number[] =>
    [...l.synQueue.values()].map((h) => h.remotePort);

  it('gives up its oldest entry where the profile says so, in silence', () => {
    const t = new Drill({ profile: oldest });
    const l = listen(t);
    for (let sport = 1; sport <= 5; sport++) syn(t, sport);
    expect(ports(l)).toEqual([3, 4, 5]);
    expect(t.out().length).toBe(5);
    expect(t.host.tcp.counters.halfOpenEvicted).toBe(2);
    expect(drops(t, 'syn-queue-full')).toBe(0);
  });

  it('counts as older what was answered more often, of both IP versions', () => {
    const t = new Drill({ profile: oldest });
    const l = listen(t);
    syn(t, 9);
    t.wait(500);
    t.in('S', 0, 0, 0, { mss: 1440, sport: 8, src: PEER6, dst: US6 });
    t.wait(700); // port 9 was answered twice by now
    syn(t, 7);
    syn(t, 6);
    expect(ports(l)).toEqual([6, 7, 8]);
    syn(t, 5);
    expect(ports(l)).toEqual([5, 6, 7]);
  });

  it('of size 0 takes nothing, whatever the policy', () => {
    const t = new Drill({ profile: withOverrides(oldest, { synQueue: 0 }) });
    listen(t);
    syn(t, 1);
    expect(t.out()).toEqual([]);
    expect(drops(t, 'syn-queue-full')).toBe(1);
  });

  it('may have another size for one listener', () => {
    const t = new Drill({ profile: rfc });
    const l = listen(t, { synQueue: 2 });
    for (let sport = 1; sport <= 5; sport++) syn(t, sport);
    expect(l.synQueueLength).toBe(2);
    for (const synQueue of [-1, 1.5, Number.NaN, 2 ** 24 + 1]) {
      expect(() => listen(t, { synQueue })).toThrow(RangeError);
    }
  });
});

describe('the entries of a SYN queue', () => {
  it('are in LISTEN again after a reset or another SYN, in CLOSED when nobody answers [RFC 9293 3.10.7.4]', () => {
    const seen: string[] = [];
    const t = new Drill({ profile: linux });
    const nothing = (): void => {};
    t.host.observer = {
      transition: (f, _from, to) => seen.push(`${f.remotePort} ${STATE_NAMES[to]}`),
      arrived: nothing,
      sent: nothing,
      dropped: nothing,
      timer: nothing,
      recovery: nothing,
    };
    listen(t);
    for (const sport of [1, 2, 3]) syn(t, sport);
    t.in('R', 1, 0, 0, { sport: 1 });
    t.in('S', 100, 0, 0, { sport: 2 });
    t.wait(64_000);
    expect(seen.slice(3)).toEqual(['1 LISTEN', '2 LISTEN', '3 CLOSED']);
  });

  it('are answered at 1, 3, 7, 15 and 31 s and gone at 63 s, each from its own SYN', () => {
    const t = new Drill({ profile: linux });
    const l = listen(t);
    syn(t, 1);
    t.wait(300);
    syn(t, 2);
    t.out();
    const times = t.waitAndSee(62_999).map((line) => Number(line.split(' ')[0]));
    expect(times).toEqual(
      [1, 1.3, 3, 3.3, 7, 7.3, 15, 15.3, 31, 31.3, 63].slice(0, 10).map((s) => s * 1000),
    );
    expect(l.synQueueLength).toBe(1);
    t.wait(1);
    expect(l.synQueueLength).toBe(0);
    expect(t.host.tcp.counters.halfOpenExpired).toBe(2);
    expect(t.host.tcp.counters.synAckRetransmissions).toBe(10);
  });

  it('do not end sooner or later because others came and went', () => {
    const t = new Drill({ profile: linux });
    const l = listen(t, { backlog: 100 });
    for (let sport = 1; sport <= 100; sport++) {
      syn(t, sport);
      t.wait(7);
    }
    for (let sport = 1; sport <= 100; sport += 2) t.in('R', 1, 0, 0, { sport });
    expect(l.synQueueLength).toBe(50);
    t.wait(63_000 - 700 + 13); // the second one's SYN came 7 ms after the first
    expect(l.synQueueLength).toBe(49);
    t.wait(700);
    expect(l.synQueueLength).toBe(0);
  });

  it('answer a challenge at most once in the profile’s interval, each for itself [RFC 5961 7]', () => {
    const t = new Drill();
    listen(t);
    syn(t, 1);
    syn(t, 2);
    t.out();
    for (const sport of [1, 1, 2, 2]) t.in('R', 5, 0, 0, { sport });
    expect(t.out().length).toBe(2);
    t.wait(500);
    t.in('R', 5, 0, 0, { sport: 1 });
    expect(t.out().length).toBe(1);
  });

  it('are the same for the peer over IPv6', () => {
    const t = new Drill({ ipv6: true });
    const l = listen(t);
    const peer = { src: PEER6, dst: US6 };
    t.in('S', 0, 0, 0, { mss: 1440, wscale: 2, sackOk: true, ts: [7, 0], ...peer });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1440,sackOK,TS,wscale 3>']);
    const [h] = [...l.synQueue.values()];
    expect(h?.offer).toMatchObject({ mss: 1440, wscale: 2, sackOk: true, ts: true, tsVal: 7 });
    t.in('.', 1, 0, 1, { ts: [8, 0], ...peer });
    expect(t.states()).toEqual(['ESTABLISHED']);
  });
});

describe('a SYN that comes again', () => {
  const times = (synAckTimer: 'keep' | 'restart'): number[] => {
    const t = new Drill({ profile: withOverrides(rfc, { synAckTimer }) });
    listen(t);
    syn(t, 9);
    t.wait(600);
    syn(t, 9);
    t.out();
    return t.waitAndSee(3000).map((line) => Number.parseFloat(line));
  };

  it('is answered at once, and the wait before the next SYN-ACK goes on', () => {
    expect(times('keep')).toEqual([1000, 3000]);
  });

  it('makes that wait begin anew where the profile says so: linux', () => {
    expect(linux.synAckTimer).toBe('restart');
    expect(times('restart')).toEqual([1600, 3600]);
  });
});
