import { describe, expect, it } from 'vitest';
import { statusTable } from '../../../src/observe/status-table.ts';
import type { FlowStatus } from '../../../src/tcp/calls/index.ts';
import { linux } from '../../../src/tcp/profiles/index.ts';
import { Address } from '../../../src/wire/address.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, openPassive, WITH_PEER } from '../../support/states.ts';

/** The only row there is. */
function row(t: Drill): FlowStatus {
  const rows = t.host.tcp.status();
  expect(rows).toHaveLength(1);
  return rows[0] as FlowStatus;
}

describe('STATUS of all a host has [RFC 9293 3.10.6]', () => {
  it.each(WITH_PEER)('shows %s with its ends', (state) => {
    const { t } = bring(state);
    expect(row(t)).toMatchObject({
      state,
      local: '10.0.0.1',
      localPort: 5000,
      remote: '10.0.0.2',
      remotePort: 40_000,
    });
  });

  it('shows listeners with their accept queue and backlog, as ss does', () => {
    const t = new Drill();
    t.do(() => t.host.tcp.listen({ localPort: 80, backlog: 5, onConnection: () => {} }));
    t.do(() =>
      t.host.tcp.listen({ localPort: 81, local: t.us, backlog: 7, onConnection: () => {} }),
    );
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.out();
    t.in('.', 1, 0, 1);
    expect(t.host.tcp.status()).toMatchObject([
      { state: 'LISTEN', local: '*', localPort: 80, remote: '*', receiveQueue: 1, sendQueue: 5 },
      { state: 'LISTEN', local: '10.0.0.1', localPort: 81, receiveQueue: 0, sendQueue: 7 },
      { state: 'ESTABLISHED', localPort: 80 },
    ]);
  });

  it('shows a single passive OPEN', () => {
    const t = new Drill();
    openPassive(t);
    expect(row(t)).toMatchObject({ state: 'LISTEN', localPort: 80, remote: '*', remotePort: 0 });
  });

  it('shows a half-open entry and when its SYN-ACK is sent again', () => {
    const t = new Drill();
    t.listen(80);
    t.in('S', 0, 0, 0, { mss: 1460 });
    t.wait(1_200);
    expect(t.host.tcp.status()[1]).toMatchObject({
      state: 'SYN-RECEIVED',
      localPort: 80,
      remotePort: 40_000,
      timer: { name: 'syn-ack', remaining: 1_800_000, retries: 1 },
      connection: null,
    });
  });

  it('shows how long TIME-WAIT lasts still', () => {
    const { t } = bring('TIME-WAIT', { profile: linux });
    t.wait(15_000);
    expect(row(t)).toMatchObject({
      timer: { name: 'time-wait', remaining: 45_000_000, retries: 0 },
      connection: null,
    });
  });

  it('shows the queues as ss does: SYN and FIN are one octet each', () => {
    expect(row(bring('SYN-SENT').t).sendQueue).toBe(1);
    expect(row(bring('LAST-ACK').t).sendQueue).toBe(1);
    expect(row(bring('FIN-WAIT-2').t).sendQueue).toBe(0);
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 7, 1);
    t.do(() => s.write(octets(5)));
    expect(row(t)).toMatchObject({ receiveQueue: 7, sendQueue: 5 });
  });

  it('shows the retransmission timer and how often it has expired', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.write(octets(5)));
    t.wait(1_500);
    expect(row(t).timer).toEqual({ name: 'retransmission', remaining: 1_500_000, retries: 1 });
    expect(row(t).connection).toMatchObject({ retries: 1, retransmissions: 1 });
    t.wait(1_500);
    t.in('.', 1, 0, 6);
    expect(row(t).timer).toBeNull();
    expect(row(t).connection).toMatchObject({ retries: 0, retransmissions: 2, octetsAcked: 5 });
  });

  it('shows the timers that wait for the peer', () => {
    const probed = bring('ESTABLISHED');
    probed.t.in('.', 1, 0, 1, { win: 0 });
    probed.t.do(() => probed.s.write(octets(5)));
    probed.t.wait(1_000);
    expect(row(probed.t).timer).toMatchObject({ name: 'persist', retries: 1 });
    const watched = bring('ESTABLISHED');
    watched.t.do(() => watched.s.setKeepAlive(true));
    expect(row(watched.t).timer).toEqual({
      name: 'keep-alive',
      remaining: 7_200_000_000,
      retries: 0,
    });
    const left = bring('FIN-WAIT-2', { profile: linux });
    left.t.do(() => left.s.release());
    expect(row(left.t).timer).toMatchObject({ name: 'fin-wait-2', remaining: 60_000_000 });
  });

  it('counts octets in both directions, without SYN and FIN', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.write(octets(10));
      s.end();
    });
    t.in('P.', 1, 7, 12);
    t.wait(100);
    expect(s.status()).toMatchObject({ octetsAcked: 10, octetsReceived: 7, sinceHeard: 100_000 });
  });

  it('shows what the user has set, as plain data', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.setKeepAlive(true, { idle: 1, interval: 2, count: 3 });
      s.dscp = 46;
      s.ttl = 3;
      s.linger = 0;
    });
    expect(s.status().options).toEqual({
      noDelay: false,
      keepAlive: true,
      keepAliveIdle: 1,
      keepAliveInterval: 2,
      keepAliveCount: 3,
      userTimeout: null,
      linger: 0,
      dscp: 46,
      ttl: 3,
    });
  });
});

describe('the table of it', () => {
  it('is as ss -tano prints it', () => {
    const t = new Drill({ profile: linux });
    t.listen(80, 511);
    const s = t.connect();
    t.out();
    t.in('S.', 0, 0, 1, { mss: 1460 });
    t.do(() => {
      s.setKeepAlive(true);
      s.write(octets(3));
    });
    expect(statusTable(t.host.tcp.status())).toBe(
      [
        'State        Recv-Q Send-Q Local Address:Port Peer Address:Port Timer',
        'LISTEN            0    511 *:80               *:*',
        'ESTABLISHED       0      3 10.0.0.1:5000      10.0.0.2:40000    (on,200ms,0)',
      ].join('\n'),
    );
  });

  it('keeps to 80 columns whatever the addresses and numbers', () => {
    const long = Address.parse('2001:db8:1234:5678:9abc:def0:1234:5678').toString();
    const rows: FlowStatus[] = [10, 65_535].map((port) => ({
      state: 'SYN-RECEIVED',
      local: long,
      localPort: port,
      remote: long,
      remotePort: 65_535,
      receiveQueue: 123_456_789,
      sendQueue: 123_456_789,
      timer: { name: 'retransmission', remaining: 119 * 60_000_000, retries: 15 },
      connection: null,
    }));
    const lines = statusTable(rows).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.filter((line) => line.includes(`[${long}]:65535`))).toHaveLength(3);
    expect(lines.filter((line) => line.includes('(on,119min,15)'))).toHaveLength(2);
  });

  it('of nothing is its head', () => {
    expect(statusTable([])).toBe(
      'State        Recv-Q Send-Q Local Address:Port Peer Address:Port Timer',
    );
  });
});
