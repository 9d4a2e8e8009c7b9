import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { freebsd, linux, rfc } from '../../src/tcp/profiles/index.ts';
import { Prefix } from '../../src/wire/address.ts';
import { NarrowRouter } from '../support/router.ts';
import { CountingPool, pattern } from './outside.ts';

const OCTETS = 300_000;

/** Two hosts with a router between them; `left` sends OCTETS to `right`. */
function transfer(profile: Profile, ipv6: boolean, mtu: number) {
  const clock = new Clock();
  const pool = new CountingPool();
  const near = new Cable(clock, pool, { delay: 5000 });
  const far = new Cable(clock, pool, { delay: 5000 });
  const random = new SeededRandom(5);
  const make = (link: Cable['a'], text: readonly string[]): Host => {
    const host = new Host({ clock, pool, random: random.split(), profile });
    host.attach(
      link,
      text.map((t) => Prefix.parse(t)),
    );
    return host;
  };
  const left = make(near.a, ['10.0.0.1/24', 'fd00::1/64']);
  const right = make(far.b, ['10.0.0.2/24', 'fd00::2/64']);
  const router = new NarrowRouter(pool, near.b, far.a, mtu);
  const sent = pattern(OCTETS);
  const got = new Uint8Array(OCTETS);
  let at = 0;
  let connection: Connection | null = null;
  clock.turn(0, () => {
    TcpListener.listen(right, { port: 80 }, (s) => {
      s.onreadable = () => {
        at += s.read(got, at);
      };
      s.onend = () => s.end();
    });
    const s = TcpSocket.connect(left, { address: ipv6 ? 'fd00::2' : '10.0.0.2', port: 80 });
    connection = s.connection;
    let from = 0;
    const more = (): void => {
      from += s.write(sent, from);
      if (from === OCTETS) s.end();
    };
    s.onconnect = more;
    s.ondrain = more;
  });
  const run = (until: number): void => {
    while (clock.timers.next() <= until) clock.turn(clock.timers.next());
  };
  const c = connection as unknown as Connection;
  return {
    clock,
    pool,
    left,
    router,
    run,
    c,
    received: () => at,
    right: () => got.every((o, i) => o === sent[i]),
  };
}

describe.each([rfc, linux, freebsd])('a transfer through a narrow router, $name', (profile) => {
  it.each([
    { v: 4, mtu: 1400 },
    { v: 4, mtu: 576 },
    { v: 6, mtu: 1280 },
  ])('arrives whole and loses no window over IPv$v with an MTU of $mtu', ({ v, mtu }) => {
    const t = transfer(profile, v === 6, mtu);
    t.run(60_000_000);
    expect(t.received()).toBe(OCTETS);
    expect(t.right()).toBe(true);
    expect(t.c.pathMtu).toBe(mtu);
    expect(t.router.largest).toBe(mtu);
    expect(t.router.refused).toBeLessThanOrEqual(10); // the first window, and no more
    const { counters } = t.left.tcp;
    expect(counters).toMatchObject({ timeouts: 0, fastRecoveries: 0, pathMtuReductions: 1 });
    expect(t.c.congestion.ssthresh).toBe(Number.POSITIVE_INFINITY);
    expect(t.clock.now).toBeGreaterThan(0);
    expect(t.pool.out).toBe(0);
  });

  it('follows a path that becomes narrower on the way', () => {
    const t = transfer(profile, false, 1500);
    t.run(45_000);
    expect(t.received()).toBeGreaterThan(0);
    expect(t.received()).toBeLessThan(OCTETS);
    t.router.mtu = 1000;
    t.run(60_000_000);
    expect(t.received()).toBe(OCTETS);
    expect(t.right()).toBe(true);
    expect(t.c.pathMtu).toBe(1000);
    expect(t.left.tcp.counters.timeouts).toBe(0);
  });
});
