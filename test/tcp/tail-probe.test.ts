import { describe, expect, it } from 'vitest';
import { send, setUserTimeout } from '../../src/tcp/calls/index.ts';
import { linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { octets } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

const probing = withOverrides(linux, { tailLossProbe: true });

/** A connection with SACK and a round trip of 20 ms. */
function opened(profile = probing): Drill {
  const t = new Drill({ profile });
  t.listen();
  t.in('S', 0, 0, 0, { mss: 1000, sackOk: true });
  t.out();
  t.wait(20);
  t.in('.', 1, 0, 1);
  t.out();
  return t;
}

describe('tail loss probes [RFC 8985 7]', () => {
  it('send the last segment again after two round trips, and then the RTO counts anew', () => {
    const t = opened();
    t.do(() => void send(t.connection, octets(3000), 0, 3000));
    t.out();
    t.wait(41);
    expect(t.out()).toEqual([]);
    t.wait(1);
    expect(t.out()).toEqual(['P. 2001:3001(1000) ack 1']);
    t.wait(219);
    expect(t.out()).toEqual([]);
    t.wait(1);
    expect(t.out()).toEqual(['. 1:1001(1000) ack 1']);
  });

  it('wait as long as an ACK may be delayed when only one segment is out, but no longer than the RTO', () => {
    const t = opened();
    t.do(() => void send(t.connection, octets(10), 0, 10));
    t.out();
    t.wait(219);
    expect(t.out()).toEqual([]);
    t.wait(1);
    expect(t.out()).toEqual(['P. 1:11(10) ack 1']);
    t.wait(220);
    expect(t.out()).toEqual(['P. 1:11(10) ack 1']);
  });

  it('are not sent where nobody asks for them', () => {
    const t = opened(rfc);
    t.do(() => void send(t.connection, octets(3000), 0, 3000));
    t.out();
    t.wait(900);
    expect(t.out()).toEqual([]);
  });
});

describe('the user timeout of Linux', () => {
  it('counts from the first retransmission', () => {
    const t = opened(linux);
    const c = t.connection;
    setUserTimeout(c, 3_000_000);
    t.do(() => void send(c, octets(10), 0, 10));
    t.wait(3219); // the RTO is 220 ms
    expect(t.states()).toEqual(['ESTABLISHED']);
    t.wait(1);
    expect(t.states()).toEqual([]);
  });
});

describe('a queue of its own that throws everything away', () => {
  it('is tried twice a second, without doubling, until the user timeout', () => {
    const t = opened(linux);
    const c = t.connection;
    Object.defineProperty(t.link, 'isFull', { value: true, configurable: true });
    setUserTimeout(c, 3_000_000);
    t.do(() => void send(c, octets(10), 0, 10));
    t.wait(3219);
    expect(t.out()).toEqual([]);
    expect(c.probes).toBe(6);
    t.wait(1);
    expect(t.states()).toEqual([]);
  });

  it('and when there is room again, all goes', () => {
    const t = opened(linux);
    Object.defineProperty(t.link, 'isFull', { value: true, configurable: true });
    t.do(() => void send(t.connection, octets(10), 0, 10));
    t.wait(300);
    expect(t.out()).toEqual([]);
    Object.defineProperty(t.link, 'isFull', { value: false });
    t.wait(500);
    expect(t.out()).toEqual(['P. 1:11(10) ack 1']);
  });
});

describe('an ACK of what was never sent', () => {
  it('leaves TS.Recent alone: what follows is not taken for old', () => {
    const t = new Drill({ profile: linux });
    t.passiveOpen({ mss: 1000, ts: [100, 0] });
    t.in('.', 1, 0, 999, { ts: [200_000, 0] });
    expect(t.out()).toEqual([]);
    t.in('.', 1, 5, 1, { ts: [201, 0] });
    expect(t.connection.rcv.nxt - t.connection.rcv.irs).toBe(6);
  });
});
