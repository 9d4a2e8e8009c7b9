import { Clock } from '../../src/base/clock.ts';
import { type Packet, PacketPool } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import type { Link } from '../../src/link/link.ts';
import { Tap } from '../../src/link/tap.ts';
import { Host } from '../../src/net/host.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { type ConnectOptions, TcpSocket } from '../../src/socket/tcp-socket.ts';
import { checkInvariants } from '../../src/tcp/invariants.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { rfc } from '../../src/tcp/profiles/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { Prefix } from '../../src/wire/address.ts';
import { IpHeader, parseIp } from '../../src/wire/ip.ts';
import { ACK, parseTcp, Segment, tcpFlags } from '../../src/wire/tcp.ts';

/** Whose packet it is, and which of its packets: 1 for the first. */
type Judge = (from: 'a' | 'b', n: number) => 'pass' | 'drop' | 'hold';

/** Passes on what its judge lets pass; what is held goes when it is let go. */
class Gate implements Link {
  readonly medium;
  readonly mtu;
  readonly checksums;
  readonly held: Packet[] = [];
  readonly #inner: Link;
  readonly #judge: (n: number) => 'pass' | 'drop' | 'hold';
  #sent = 0;

  constructor(inner: Link, judge: (n: number) => 'pass' | 'drop' | 'hold') {
    this.#inner = inner;
    this.medium = inner.medium;
    this.mtu = inner.mtu;
    this.checksums = inner.checksums;
    this.#judge = judge;
  }

  get receiver(): Link['receiver'] {
    return this.#inner.receiver;
  }

  set receiver(r: Link['receiver']) {
    this.#inner.receiver = r;
  }

  send(p: Packet): void {
    const fate = this.#judge(++this.#sent);
    if (fate === 'pass') this.#inner.send(p);
    else if (fate === 'hold') this.held.push(p);
    else p.release();
  }

  letGo(): void {
    for (const p of this.held.splice(0)) this.#inner.send(p);
  }
}

/**
 * Two hosts on a cable with 50 ms each way: `a` opens from 10.0.0.1 port 5000 with ISS 100, `b` listens on
 * 10.0.0.2 port 80 and answers with ISS 300. Times are milliseconds.
 */
export class Pair {
  readonly clock = new Clock();
  readonly a: Host;
  readonly b: Host;
  /** What was sent, with its time: '50 b S. 300:300(0) ack 101'. */
  readonly log: string[] = [];
  readonly accepted: TcpSocket[] = [];
  readonly events: string[] = [];
  listener: TcpListener | null = null;
  /** What becomes of each packet; all pass at first. */
  judge: Judge = () => 'pass';
  readonly #gates: Gate[] = [];
  readonly #ip = new IpHeader();
  readonly #seg = new Segment();

  constructor(o: { a?: Profile; b?: Profile } = {}) {
    const cable = new Cable(this.clock, new PacketPool(), { delay: 50_000 });
    const host = (name: 'a' | 'b', end: Link, address: string, profile: Profile): Host => {
      const random = new SeededRandom(name === 'a' ? 1 : 2);
      const h = new Host({ clock: this.clock, random, profile });
      const gate = new Gate(end, (n) => this.judge(name, n));
      this.#gates.push(gate);
      const tap = new Tap(gate, (p, direction) => {
        if (direction === 'out') this.log.push(this.#describe(name, p));
      });
      h.attach(tap, [Prefix.parse(address)]);
      return h;
    };
    this.a = host('a', cable.a, '10.0.0.1/24', o.a ?? rfc);
    this.b = host('b', cable.b, '10.0.0.2/24', o.b ?? rfc);
  }

  do<T>(f: () => T): T {
    let result: T | undefined;
    this.clock.turn(this.clock.now, () => {
      result = f();
    });
    this.#check();
    return result as T;
  }

  /** Lets `ms` pass, every timer at its moment. */
  wait(ms: number): void {
    const until = this.clock.now + ms * 1000;
    for (let at = this.clock.timers.next(); at <= until; at = this.clock.timers.next()) {
      this.clock.turn(at);
      this.#check();
    }
    this.clock.turn(until);
  }

  /** `b` listens on port 80 and accepts everything. */
  listen(): void {
    this.listener = this.do(() =>
      TcpListener.listen(this.b, { port: 80 }, (s) => {
        this.accepted.push(s);
        this.#watch('b', s);
      }),
    );
  }

  /** `a` opens; nothing has arrived yet. */
  open(o: Partial<ConnectOptions> = {}): TcpSocket {
    this.a.tcp.nextIss.push(100);
    this.b.tcp.nextIss.push(300);
    return this.do(() => {
      const s = TcpSocket.connect(this.a, { address: '10.0.0.2', port: 80, localPort: 5000, ...o });
      this.#watch('a', s);
      return s;
    });
  }

  /** A connection of `a` to `b`: both its ends, after 300 ms. */
  connect(o: Partial<ConnectOptions> = {}): [TcpSocket, TcpSocket] {
    if (this.listener === null) this.listen();
    const here = this.open(o);
    this.wait(300);
    const there = this.accepted.at(-1);
    if (there === undefined) throw new Error('nothing was accepted');
    return [here, there];
  }

  /** What was sent since the last look. */
  sent(): string[] {
    return this.log.splice(0);
  }

  /** What was held goes on its way. */
  letGo(): void {
    this.do(() => {
      for (const gate of this.#gates) gate.letGo();
    });
  }

  /** All that can be read, as numbers. */
  readAll(s: TcpSocket): number[] {
    const into = new Uint8Array(65_536);
    return [
      ...into.subarray(
        0,
        this.do(() => s.read(into)),
      ),
    ];
  }

  /** The states of all flows of `a`, and of `b`. */
  states(): string[] {
    return [this.a, this.b].map((h) =>
      [...h.tcp.flows()].map((f) => STATE_NAMES[f.state] as string).join(),
    );
  }

  #watch(name: string, s: TcpSocket): void {
    s.onconnect = () => this.events.push(`${name} connected`);
    s.onend = () => this.events.push(`${name} end`);
    s.onclose = (error) => this.events.push(`${name} ${error ?? 'closed'}`);
  }

  #describe(name: string, p: Packet): string {
    const seg = this.#seg;
    if (parseIp(this.#ip, p, false) !== 0) return 'malformed IP';
    if (parseTcp(seg, p, this.#ip.payloadFrom, this.#ip.payloadTo, -1) !== 0) return 'malformed';
    const from = seg.seq >>> 0;
    const len = seg.textTo - seg.textFrom;
    const ack = (seg.flags & ACK) !== 0 ? ` ack ${seg.ack >>> 0}` : '';
    const at = this.clock.now / 1000;
    return `${at} ${name} ${tcpFlags(seg.flags)} ${from}:${from + len}(${len})${ack}`;
  }

  #check(): void {
    for (const h of [this.a, this.b]) {
      for (const c of h.tcp.demux.connections.values()) checkInvariants(c);
    }
  }
}
