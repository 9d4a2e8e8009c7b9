import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/tcp/connection.ts';
import { TcpError } from '../../../src/tcp/errors.ts';
import type { Listener } from '../../../src/tcp/passive/listener.ts';
import type { Profile } from '../../../src/tcp/profile.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import type { Address } from '../../../src/wire/address.ts';
import { DROP_NAMES, type DropName } from '../../../src/wire/drop.ts';
import { Drill, PEER, PEER6, US, US6 } from '../../support/drill.ts';

interface Options {
  local?: Address | null;
  backlog?: number;
  ipv6Only?: boolean;
  profile?: Profile;
  port?: number;
}

/** A listener whose user accepts nothing by himself. */
function listen(t: Drill, o: Options = {}): Listener {
  return t.do(() =>
    t.host.tcp.listen({
      local: o.local ?? null,
      localPort: o.port ?? 80,
      backlog: o.backlog,
      ipv6Only: o.ipv6Only,
      reuseAddress: true,
      profile: o.profile,
      onConnection: () => t.events.push('connection'),
    }),
  );
}

function syn(t: Drill, sport: number): void {
  t.in('S', 0, 0, 0, { mss: 1460, sport });
}

/** The peer opens a connection from `sport`, as far as it can. */
function open(t: Drill, sport: number): void {
  syn(t, sport);
  const answered = t.out().length === 1;
  if (answered) t.in('.', 1, 0, 1, { sport });
}

function codeOf(f: () => unknown): string {
  try {
    f();
  } catch (e) {
    if (e instanceof TcpError) return e.code;
    throw e;
  }
  return 'nothing';
}

function drops(t: Drill, name: DropName): number {
  return t.host.tcp.counters.drops[DROP_NAMES.indexOf(name)] as number;
}

describe('a listener', () => {
  it('sends nothing until a SYN comes, and tells of a connection only when it is established', () => {
    const t = new Drill();
    const l = listen(t);
    t.wait(10_000);
    expect(t.out()).toEqual([]);
    syn(t, 40_000);
    expect([l.synQueueLength, l.acceptQueueLength]).toEqual([1, 0]);
    expect(t.events).toEqual([]);
    expect(l.accept()).toBe(null);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    t.in('.', 1, 0, 1);
    expect([l.synQueueLength, l.acceptQueueLength]).toEqual([0, 1]);
    expect(t.events).toEqual(['connection']);
    expect(l.accept()?.remotePort).toBe(40_000);
    expect(l.acceptQueueLength).toBe(0);
  });

  it('gives connections in the order in which they were established', () => {
    const t = new Drill();
    const l = listen(t);
    for (const sport of [1, 2, 3]) open(t, sport);
    const order = [l.accept(), l.accept(), l.accept(), l.accept()];
    expect(order.map((c) => c?.remotePort)).toEqual([1, 2, 3, undefined]);
  });

  it('receives for a connection not yet accepted, and tells its user when there is one', () => {
    const t = new Drill();
    const l = listen(t);
    open(t, 40_000);
    t.in('FP.', 1, 5, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 7']);
    const told: string[] = [];
    t.do(() => {
      const c = l.accept() as Connection;
      c.user = {
        onConnected: () => told.push('connected'),
        onReadable: () => told.push('readable'),
        onWritable: () => told.push('writable'),
        onEnded: () => told.push('end'),
        onClosed: () => told.push('close'),
      };
      c.tell(0);
    });
    expect(told).toEqual(['connected', 'readable', 'end']);
  });

  it('takes a SYN again for the same entry, and answers it again', () => {
    const t = new Drill();
    const l = listen(t);
    syn(t, 40_000);
    syn(t, 40_000);
    expect(l.synQueueLength).toBe(1);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1', 'S. 0:0(0) ack 1']);
  });
});

describe('listeners on one port', () => {
  it('may be bound to an address beside one bound to all: the address goes first [MUST-41, MUST-42, MUST-43]', () => {
    const t = new Drill();
    const all = listen(t);
    const one = listen(t, { local: US });
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.in('S', 0, 0, 0, { mss: 1460, src: PEER6, dst: US6 });
    expect([one.synQueueLength, all.synQueueLength]).toEqual([1, 1]);
    one.close();
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(all.synQueueLength).toBe(2);
  });

  it('conflict when both are for the same: EADDRINUSE, until the first has closed', () => {
    const t = new Drill();
    const all = listen(t);
    listen(t, { local: US });
    expect(codeOf(() => listen(t))).toBe('EADDRINUSE');
    expect(codeOf(() => listen(t, { local: US }))).toBe('EADDRINUSE');
    expect(codeOf(() => listen(t, { local: US6 }))).toBe('nothing');
    expect(codeOf(() => listen(t, { port: 81 }))).toBe('nothing');
    all.close();
    expect(codeOf(() => listen(t))).toBe('nothing');
  });

  it('may be made while connections with that port exist, in any state [MUST-42]', () => {
    const t = new Drill();
    t.connect({ localPort: 80 });
    t.out();
    listen(t);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.states()).toEqual(['ESTABLISHED']);
    const again = new Drill();
    const s = again.passiveOpen();
    expect(codeOf(() => listen(again))).toBe('EADDRINUSE');
    again.do(() => s.end());
    again.in('F.', 1, 0, 2);
    expect(again.states()).toEqual(['TIME-WAIT']);
  });

  it('restarted over TIME-WAIT work at once: no connection of theirs is in the way', () => {
    const t = new Drill();
    const first = listen(t);
    open(t, 40_000);
    first.accept();
    t.in('R', 1);
    first.close();
    listen(t);
    open(t, 40_001);
    expect(t.events).toEqual(['connection', 'connection']);
  });

  it('must be on an address of this host and a port', () => {
    const t = new Drill();
    expect(codeOf(() => listen(t, { local: PEER }))).toBe('EADDRNOTAVAIL');
    expect(() => listen(t, { port: 65_536 })).toThrow(RangeError);
    expect(() => listen(t, { port: -1 })).toThrow(RangeError);
  });

  it('for IPv6 only leave IPv4 alone', () => {
    const t = new Drill();
    const l = listen(t, { ipv6Only: true });
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()[0]).toMatch(/^R\./);
    t.in('S', 0, 0, 0, { mss: 1440, src: PEER6, dst: US6 });
    expect(l.synQueueLength).toBe(1);
  });
});

describe('the accept queue', () => {
  it('holds backlog connections by the RFC profile and one more in Linux; then SYNs are dropped', () => {
    for (const [profile, admitted] of [
      [rfc, 2],
      [linux, 3],
    ] as const) {
      const t = new Drill({ profile });
      const l = listen(t, { backlog: 2 });
      for (let sport = 1; sport <= 5; sport++) open(t, sport);
      expect(l.acceptQueueLength).toBe(admitted);
      expect(drops(t, 'accept-queue-full')).toBe(5 - admitted);
      expect(t.out()).toEqual([]);
      l.accept();
      open(t, 5); // the dropped SYN comes again
      expect(l.acceptQueueLength).toBe(admitted);
    }
  });

  it('when full drops the third segment, and the entry waits for it to come again', () => {
    const t = new Drill();
    const l = listen(t, { backlog: 1 });
    syn(t, 1);
    syn(t, 2);
    t.in('.', 1, 0, 1, { sport: 1, raw: true });
    t.out();
    const [one, two] = [...l.synQueue.values()].map((h) => h.iss);
    t.in('.', 1_000_001, 0, (one as number) + 1, { sport: 1, raw: true });
    t.in('.', 1_000_001, 0, (two as number) + 1, { sport: 2, raw: true });
    expect([l.synQueueLength, l.acceptQueueLength]).toEqual([1, 1]);
    expect(t.out()).toEqual([]);
    l.accept();
    t.wait(1000);
    expect(t.out().length).toBe(1); // the SYN-ACK again
    t.in('.', 1_000_001, 0, (two as number) + 1, { sport: 2, raw: true });
    expect([l.synQueueLength, l.acceptQueueLength]).toEqual([0, 1]);
  });

  it('when full resets the third segment if the profile says so', () => {
    const t = new Drill();
    const l = listen(t, { backlog: 1, profile: withOverrides(rfc, { acceptOverflow: 'reset' }) });
    syn(t, 1);
    syn(t, 2);
    const [one, two] = [...l.synQueue.values()].map((h) => h.iss);
    t.out();
    t.in('.', 1_000_001, 0, (one as number) + 1, { sport: 1, raw: true });
    t.in('.', 1_000_001, 0, (two as number) + 1, { sport: 2, raw: true });
    expect(t.out().map((s) => s[0])).toEqual(['R']);
    expect([l.synQueueLength, l.acceptQueueLength]).toEqual([0, 1]);
  });

  it('has room for one connection however small the backlog', () => {
    const t = new Drill();
    const l = listen(t, { backlog: 0 });
    open(t, 1);
    open(t, 2);
    expect(l.acceptQueueLength).toBe(1);
    for (const backlog of [-1, 0.5, Number.NaN]) {
      expect(() => listen(t, { backlog, port: 81 })).toThrow(RangeError);
    }
  });

  it('skips a connection that was reset while it waited', () => {
    const t = new Drill();
    const l = listen(t);
    open(t, 1);
    t.in('R', 1, 0, 0, { sport: 1 });
    open(t, 2);
    expect(l.accept()?.remotePort).toBe(2);
    expect(l.accept()).toBe(null);
  });

  it('gives a connection whose peer has closed meanwhile: it may have sent something', () => {
    const t = new Drill();
    const l = listen(t);
    open(t, 1);
    t.in('F.', 1, 0, 1, { sport: 1 });
    expect(l.accept()?.remotePort).toBe(1);
  });
});

describe('the SYN queue', () => {
  it('when full drops SYNs in silence', () => {
    const t = new Drill();
    const l = listen(t, { profile: withOverrides(rfc, { synQueue: 3 }) });
    for (let sport = 1; sport <= 10; sport++) syn(t, sport);
    expect(l.synQueueLength).toBe(3);
    expect(t.out().length).toBe(3);
    expect(drops(t, 'syn-queue-full')).toBe(7);
  });

  it('has room again when an entry is reset, or is never acknowledged', () => {
    const t = new Drill();
    const l = listen(t, { profile: withOverrides(linux, { synQueue: 2 }) });
    syn(t, 1);
    syn(t, 2);
    t.in('R', 1, 0, 0, { sport: 1 });
    expect(l.synQueueLength).toBe(1);
    t.wait(63_000);
    expect(l.synQueueLength).toBe(0);
    t.out();
    syn(t, 3);
    expect(t.out().length).toBe(1);
  });

  it('keeps the newest timestamp of a SYN that comes again, to echo it [RFC 7323 4.3]', () => {
    const t = new Drill();
    const l = listen(t);
    const stamp = (): number | undefined => [...l.synQueue.values()][0]?.offer.tsVal;
    for (const [ts, kept] of [
      [1000, 1000],
      [2000, 2000],
      [1500, 2000],
    ] as const) {
      t.in('S', 0, 0, 0, { mss: 1460, ts: [ts, 0] });
      expect(stamp()).toBe(kept);
    }
    expect(t.out().length).toBe(3);
  });

  it('is there for each listener by itself', () => {
    const t = new Drill();
    const small = withOverrides(rfc, { synQueue: 1 });
    listen(t, { profile: small });
    const other = listen(t, { profile: small, port: 81 });
    syn(t, 1);
    syn(t, 2);
    t.in('S', 0, 0, 0, { mss: 1460, dport: 81 });
    expect(other.synQueueLength).toBe(1);
  });
});

describe('closing a listener', () => {
  it('forgets half-open entries, resets what was not accepted, and leaves the rest alone', () => {
    const t = new Drill();
    const l = listen(t);
    open(t, 1);
    const accepted = l.accept() as Connection;
    open(t, 2);
    syn(t, 3);
    t.out();
    t.do(() => l.close());
    expect(t.out().length).toBe(1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.connection).toBe(accepted);
    t.in('.', 1, 0, 1, { sport: 3 });
    expect(t.out()[0]?.[0]).toBe('R');
    t.in('S', 0, 0, 0, { mss: 1460, sport: 4 });
    expect(t.out()[0]).toMatch(/^R\./);
  });

  it('twice is once; nothing of it is left to expire', () => {
    const t = new Drill();
    const l = listen(t);
    syn(t, 3);
    t.out();
    t.do(() => l.close());
    t.do(() => l.close());
    t.wait(100_000);
    expect(t.out()).toEqual([]);
  });

  it('in the turn in which a connection came tells nobody of it', () => {
    const t = new Drill();
    const l = listen(t);
    syn(t, 1);
    t.out();
    const third = t.build('.', 1, 0, 1, { sport: 1 });
    t.clock.turn(t.clock.now, () => {
      t.link.receiver?.deliver(third);
      l.close();
    });
    expect(t.events).toEqual([]);
    expect(t.states()).toEqual([]);
  });
});
