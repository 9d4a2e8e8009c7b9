import { describe, expect, it } from 'vitest';
import { NO_OCTETS } from '../../src/base/ring.ts';
import type { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import { OPENED } from '../../src/tcp/handshake.ts';
import { IN_ORDER } from '../../src/tcp/out-of-order.ts';
import { AT_REST } from '../../src/tcp/recovery/at-rest.ts';
import { IDLE_TIMERS } from '../../src/tcp/timers.ts';
import { Drill } from '../support/drill.ts';

const MSS = 1460;

/** What an idle connection shares with all others. */
const SHARED = {
  handshake: OPENED,
  sendQueue: NO_OCTETS,
  receiveQueue: NO_OCTETS,
  outOfOrder: IN_ORDER,
  recovery: AT_REST,
  timers: IDLE_TIMERS,
};

/** What of it `c` has for itself now. */
function own(c: Connection): string[] {
  return Object.entries(SHARED)
    .filter(([name, shared]) => c[name as keyof typeof SHARED] !== shared)
    .map(([name]) => name);
}

/** A connection with SACK. */
function opened(): { t: Drill; s: TcpSocket; c: Connection } {
  const t = new Drill();
  const s = t.passiveOpen({ mss: MSS, sackOk: true });
  return { t, s, c: t.connection };
}

function write(t: Drill, s: TcpSocket, n: number): void {
  t.do(() => s.write(new Uint8Array(n)));
}

function read(t: Drill, s: TcpSocket): number {
  return t.do(() => s.read(new Uint8Array(100_000)));
}

describe('an idle connection', () => {
  it('has nothing of its own that all can share, after a passive OPEN', () => {
    expect(own(opened().c)).toEqual([]);
  });

  it('has nothing of its own that all can share, after an active OPEN', () => {
    const t = new Drill();
    const { connection } = t.connect();
    expect(own(connection)).toEqual(['handshake', 'timers']);
    t.in('S.', 0, 0, 1, { mss: MSS });
    expect(own(connection)).toEqual(['timers']); // they will find that there is nothing to do
    t.wait(5000);
    expect(own(connection)).toEqual([]);
  });

  it('is as small again once what it sent is acknowledged', () => {
    const { t, s, c } = opened();
    write(t, s, 3 * MSS);
    expect(own(c)).toEqual(['sendQueue', 'recovery', 'timers']);
    t.in('.', 1, 0, 1 + 3 * MSS);
    expect(c.sendQueue).toBe(NO_OCTETS);
    t.wait(5000);
    expect(own(c)).toEqual([]);
  });

  it('is as small again once what came is read', () => {
    const { t, s, c } = opened();
    t.in('P.', 1, 100, 1);
    expect(own(c)).toEqual(['receiveQueue', 'timers']);
    t.wait(5000);
    expect(own(c)).toEqual(['receiveQueue']);
    expect(read(t, s)).toBe(100);
    t.wait(5000);
    expect(own(c)).toEqual([]);
  });

  it('is as small again once text out of order has been joined and read', () => {
    const { t, s, c } = opened();
    t.in('.', 1001, 100, 1);
    t.in('.', 501, 100, 1);
    expect(own(c)).toEqual(['receiveQueue', 'outOfOrder']);
    t.in('.', 1, 1000, 1);
    expect(own(c)).not.toContain('outOfOrder');
    expect(read(t, s)).toBe(1100);
    t.wait(5000);
    expect(own(c)).toEqual([]);
  });

  it('forgets text that came twice when the peer has been told [RFC 2883]', () => {
    const { t, s, c } = opened();
    t.in('.', 1, 100, 1);
    read(t, s);
    t.wait(5000);
    t.out();
    t.in('.', 1, 100, 1);
    expect(t.out({ options: true })).toEqual([expect.stringContaining('sack 1:101')]);
    expect(own(c)).toEqual([]);
  });

  it('is as small again once a loss is repaired', () => {
    const { t, s, c } = opened();
    c.congestion.cwnd = 10 * MSS;
    write(t, s, 5 * MSS);
    for (let n = 2; n <= 5; n++) t.in('.', 1, 0, 1, { sack: [[1 + MSS, 1 + n * MSS]] });
    expect(c.recovery.held()).toBe(4 * MSS);
    t.in('.', 1, 0, 1 + 5 * MSS);
    t.wait(5000);
    expect(own(c)).toEqual([]);
    write(t, s, MSS);
    expect([c.recovery.held(), c.recovery.pipe(c)]).toEqual([0, MSS]);
  });

  it('keeps loss recovery while something is in flight, whatever expires', () => {
    const { t, s, c } = opened();
    write(t, s, MSS);
    t.in('P.', 1, 1, 1);
    t.wait(500); // the delayed ACK's timer
    expect(own(c)).toContain('recovery');
    t.wait(60_000); // and many of retransmission
    expect(own(c)).toContain('recovery');
  });

  it('still counts a late report of text that came twice [RFC 2883]', () => {
    const { t, s, c } = opened();
    write(t, s, MSS);
    t.in('.', 1, 0, 1 + MSS);
    t.wait(5000);
    expect(own(c)).toEqual([]);
    t.in('.', 1, 0, 1 + MSS, { sack: [[1, 1 + MSS]] });
    expect(t.host.tcp.counters.dsacksIn).toBe(1);
    expect(c.recovery.held()).toBe(0);
  });
});

describe('what idle connections share', () => {
  it('does not change when one of them is used', () => {
    const t = new Drill();
    t.passiveOpen({ mss: MSS, sackOk: true });
    const port = { sport: 40_001 };
    t.in('S', 0, 0, 0, { mss: MSS, sackOk: true, ...port });
    t.out();
    t.in('.', 1, 0, 1, port);
    const [a, b] = t.accepted as [TcpSocket, TcpSocket];
    write(t, b, 3 * MSS);
    t.in('.', 1001, 100, 1, port);
    t.in('.', 501, 100, 1, { ...port, sack: [[1 + MSS, 1 + 2 * MSS]] });
    t.in('.', 1, 10, 1, port);
    expect(own(b.connection)).toEqual([
      'sendQueue',
      'receiveQueue',
      'outOfOrder',
      'recovery',
      'timers',
    ]);
    expect(own(a.connection)).toEqual([]);
    expect([a.unsent, a.readable]).toEqual([0, 0]);
    write(t, a, 5);
    expect([a.unsent, b.unsent]).toEqual([5, 3 * MSS]);
    expect(a.connection.recovery).not.toBe(b.connection.recovery);
    expect(a.connection.recovery.held()).toBe(0);
    expect(a.connection.timers).not.toBe(b.connection.timers);
    t.do(() => b.abort());
    expect([a.unsent, a.readable]).toEqual([5, 0]);
  });

  it('throws when it is changed', () => {
    expect(() => IN_ORDER.gaps.add(1, 2)).toThrow();
    expect(IN_ORDER.gaps.count).toBe(0);
    for (const shared of [IN_ORDER, IN_ORDER.gaps, AT_REST, OPENED]) {
      expect(Object.isFrozen(shared)).toBe(true);
    }
    expect(() => AT_REST.rewind(opened().c)).toThrow();
    expect(() => AT_REST.sentAgain()).toThrow();
    expect(() => NO_OCTETS.push(new Uint8Array(1), 0, 1)).toThrow('stays empty');
  });
});
