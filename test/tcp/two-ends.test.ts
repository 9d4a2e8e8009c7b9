import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/base/clock.ts';
import { PacketPool } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import { Host } from '../../src/net/host.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { Address, Prefix } from '../../src/wire/address.ts';

const A = Address.parse('10.0.0.1');
const B = Address.parse('10.0.0.2');

/** Two hosts on a cable with 10 ms each way. */
class Two {
  readonly clock = new Clock();
  readonly a: Host;
  readonly b: Host;

  constructor(profile: Profile = rfc) {
    const cable = new Cable(this.clock, new PacketPool(), { delay: 10_000 });
    this.a = new Host({ clock: this.clock, random: new SeededRandom(1), profile });
    this.b = new Host({ clock: this.clock, random: new SeededRandom(2), profile });
    this.a.attach(cable.a, [Prefix.parse('10.0.0.1/24')]);
    this.b.attach(cable.b, [Prefix.parse('10.0.0.2/24')]);
  }

  do<T>(f: () => T): T {
    let result: T | undefined;
    this.clock.turn(this.clock.now, () => {
      result = f();
    });
    return result as T;
  }

  wait(ms: number): void {
    const until = this.clock.now + ms * 1000;
    for (let at = this.clock.timers.next(); at <= until; at = this.clock.timers.next()) {
      this.clock.turn(at);
    }
    this.clock.turn(until);
  }

  states(): string[] {
    return [this.a, this.b].map((h) =>
      [...h.tcp.flows()].map((f) => STATE_NAMES[f.state] as string).join(),
    );
  }

  /** A connection of `a` to port 80 of `b`: both its ends. */
  connect(): [TcpSocket, TcpSocket] {
    let there: TcpSocket | null = null;
    this.do(() =>
      TcpListener.listen(this.b, { port: 80 }, (s) => {
        there = s;
      }),
    );
    const here = this.do(() => TcpSocket.connect(this.a, { address: B, port: 80 }));
    this.wait(100);
    if (there === null) throw new Error('nothing was accepted');
    return [here, there];
  }
}

describe('two hosts', () => {
  it('that open to each other at once have one connection, and both users are told [MUST-10]', () => {
    const w = new Two();
    const told: string[] = [];
    const [a, b] = w.do(() => [
      TcpSocket.connect(w.a, { address: B, port: 6000, localPort: 5000 }),
      TcpSocket.connect(w.b, { address: A, port: 5000, localPort: 6000 }),
    ]) as [TcpSocket, TcpSocket];
    a.onconnect = () => told.push('a');
    b.onconnect = () => told.push('b');
    w.wait(100);
    expect(w.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(told.sort()).toEqual(['a', 'b']);
    w.do(() => {
      a.end();
      b.end();
    });
    w.wait(5);
    expect(w.states()).toEqual(['FIN-WAIT-1', 'FIN-WAIT-1']);
    w.wait(10);
    expect(w.states()).toEqual(['CLOSING', 'CLOSING']);
    w.wait(10);
    expect(w.states()).toEqual(['TIME-WAIT', 'TIME-WAIT']);
  });

  it('whose numbers an injected segment has put at odds do not echo ACKs for ever [RFC 5961 7]', () => {
    const w = new Two();
    const [a, b] = w.connect();
    const before = w.a.tcp.counters.segmentsOut;
    // Somebody made A believe that B has sent 1000 octets more than it has.
    a.connection.rcv.nxt = (a.connection.rcv.nxt + 1000) | 0;
    w.do(() => b.write(new Uint8Array(10)));
    w.wait(10_000);
    expect(w.a.tcp.counters.segmentsOut - before).toBeLessThan(100);
  });

  it('that both read nothing and both write get on again when they read', () => {
    const w = new Two(withOverrides(rfc, { receiveBuffer: 10_000, sendBuffer: 100_000 }));
    const ends = w.connect();
    const into = new Uint8Array(65_536);
    let read = 0;
    for (const s of ends) w.do(() => s.write(new Uint8Array(50_000)));
    w.wait(300_000); // both windows are closed, both sides probe
    expect(ends.map((s) => s.connection.error)).toEqual([null, null]);
    for (let i = 0; i < 200 && read < 100_000; i++) {
      for (const s of ends) read += w.do(() => s.read(into));
      w.wait(1000);
    }
    expect(read).toBe(100_000);
    expect(ends.map((s) => s.unsent)).toEqual([0, 0]);
  });
});
