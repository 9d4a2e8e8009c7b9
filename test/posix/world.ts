import { Clock } from '../../src/base/clock.ts';
import { PacketPool } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { Cable } from '../../src/link/cable.ts';
import type { Link } from '../../src/link/link.ts';
import { Tap } from '../../src/link/tap.ts';
import { Host } from '../../src/net/host.ts';
import { type Call, constantsOf, Posix, type Result, type System } from '../../src/posix/index.ts';
import { checkInvariants } from '../../src/tcp/invariants.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { freebsd, linux, rfc } from '../../src/tcp/profiles/index.ts';
import { Address, Prefix } from '../../src/wire/address.ts';
import { IpHeader, parseIp } from '../../src/wire/ip.ts';
import { ACK, HAS_MSS, parseTcp, Segment, tcpFlags } from '../../src/wire/tcp.ts';

export const HERE = Address.parse('10.0.0.1');
export const THERE = Address.parse('10.0.0.2');
/** The server's port. */
export const PORT = 80;

/** A segment that was sent. */
export interface Seen {
  readonly from: 'a' | 'b';
  readonly flags: string;
  readonly len: number;
  readonly mss: number;
  readonly ttl: number;
  readonly tos: number;
  readonly text: string;
}

/**
 * Two processes on two hosts, 10 ms of cable between them: `a` is that of a client on 10.0.0.1 and of the system
 * under test, `b` of a server on 10.0.0.2, like RFC 9293 and with Linux's calls. Times are milliseconds.
 */
export class PosixWorld {
  readonly clock = new Clock();
  readonly a: Posix;
  readonly b: Posix;
  readonly seen: Seen[] = [];
  /** Whether packets of that host arrive. */
  readonly passes = { a: true, b: true };
  readonly n: Readonly<Record<string, number>>;
  readonly #ip = new IpHeader();
  readonly #seg = new Segment();

  constructor(system: System = 'linux', o: { a?: Profile; b?: Profile } = {}) {
    const cable = new Cable(this.clock, new PacketPool(), { delay: 10_000 });
    const host = (name: 'a' | 'b', end: Link, address: string, profile: Profile): Host => {
      const random = new SeededRandom(name === 'a' ? 1 : 2);
      const h = new Host({ clock: this.clock, random, profile });
      const tap = new Tap(end, (p, direction) => {
        if (direction === 'out') this.#note(name, p);
      });
      h.attach(this.#gate(name, tap), [Prefix.parse(address)]);
      return h;
    };
    const own = system === 'linux' ? linux : freebsd;
    this.n = constantsOf(system);
    this.a = new Posix(host('a', cable.a, '10.0.0.1/24', o.a ?? own), { system });
    this.b = new Posix(host('b', cable.b, '10.0.0.2/24', o.b ?? rfc), { system: 'linux' });
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
      this.#check();
    }
    this.clock.turn(until);
  }

  /** A call that must have its result at once: its value, or its errno. */
  now(f: () => Call | Result): number | string {
    const r = this.do(f);
    const result = 'result' in r ? r.result : r;
    if (result === null) return 'waits';
    return result.errno ?? result.value;
  }

  /** The server listens; its descriptor. */
  listen(p: Posix = this.b, backlog = 5): number {
    const fd = this.now(() => p.socket('AF_INET', 1, 0)) as number;
    this.now(() => p.setsockopt(fd, 'SOL_SOCKET', 'SO_REUSEADDR', 1));
    this.now(() => p.bind(fd, { address: Address.parse('0.0.0.0'), port: PORT }));
    this.now(() => p.listen(fd, backlog));
    return fd;
  }

  /** A socket of the client, non-blocking unless it says otherwise. */
  socket(nonBlocking = true): number {
    const { SOCK_STREAM, SOCK_NONBLOCK } = this.n as Record<string, number>;
    const type = (SOCK_STREAM as number) | (nonBlocking ? (SOCK_NONBLOCK as number) : 0);
    return this.now(() => this.a.socket('AF_INET', type, 0)) as number;
  }

  connect(fd: number): number | string {
    return this.now(() => this.a.connect(fd, { address: THERE, port: PORT }));
  }

  /** Both ends of a connection; those of `a` and `b`. Their descriptors are non-blocking. */
  pair(prepare: (fd: number) => void = () => {}): [here: number, there: number] {
    const listener = this.listen();
    const here = this.socket();
    prepare(here);
    this.connect(here);
    this.wait(50);
    const flags = constantsOf('linux')['SOCK_NONBLOCK'] as number;
    const there = this.now(() => this.b.accept4(listener, null, flags)) as number;
    return [here, there];
  }

  /** What is read of `fd`, as text; or the errno. */
  text(p: Posix, fd: number, length = 100, flags = 0): string {
    const into = new Uint8Array(length);
    const n = this.now(() => p.recv(fd, into, length, flags));
    return typeof n === 'string' ? n : String.fromCharCode(...into.subarray(0, n));
  }

  /** Writes a text; how much was taken, or the errno. */
  say(p: Posix, fd: number, text: string, flags = 0): number | string {
    return this.now(() => p.send(fd, octets(text), text.length, flags));
  }

  option(
    fd: number,
    name: string,
    level: 'SOL_SOCKET' | 'SOL_TCP' | 'SOL_IP' = 'SOL_TCP',
  ): unknown {
    const r = this.a.getsockopt(fd, level, name);
    return r.errno ?? r.value;
  }

  /** What poll says of `fd`, by name. */
  ready(fd: number, p: Posix = this.a): string {
    const entry = { fd, events: 0xffff, revents: 0 };
    this.now(() => p.poll([entry], 0));
    return maskNames(constantsOf(p.system), entry.revents);
  }

  /** What was sent since the last look. */
  sent(from: 'a' | 'b' = 'a'): Seen[] {
    return this.seen.splice(0).filter((s) => s.from === from);
  }

  #gate(name: 'a' | 'b', inner: Link): Link {
    const passes = (): boolean => this.passes[name];
    return {
      medium: inner.medium,
      mtu: inner.mtu,
      checksums: inner.checksums,
      get receiver() {
        return inner.receiver;
      },
      set receiver(r) {
        inner.receiver = r;
      },
      send(p) {
        if (passes()) inner.send(p);
        else p.release();
      },
    };
  }

  #note(from: 'a' | 'b', p: Parameters<Link['send']>[0]): void {
    const seg = this.#seg;
    if (parseIp(this.#ip, p, false) !== 0) return;
    const tos = p.bytes[p.from + 1] as number;
    if (parseTcp(seg, p, this.#ip.payloadFrom, this.#ip.payloadTo, -1) !== 0) return;
    this.seen.push({
      from,
      flags: tcpFlags(seg.flags),
      len: seg.textTo - seg.textFrom,
      mss: (seg.options & HAS_MSS) !== 0 ? seg.mss : 0,
      ttl: this.#ip.ttl,
      tos,
      text:
        (seg.flags & ACK) !== 0
          ? String.fromCharCode(...seg.bytes.slice(seg.textFrom, seg.textTo))
          : '',
    });
  }

  #check(): void {
    for (const p of [this.a, this.b]) {
      for (const c of p.host.tcp.demux.connections.values()) checkInvariants(c);
    }
  }
}

export function octets(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/** The bits of a mask, those of poll, by name. */
export function maskNames(n: Readonly<Record<string, number>>, mask: number): string {
  const names = ['IN', 'PRI', 'OUT', 'ERR', 'HUP', 'NVAL', 'RDHUP'];
  return names.filter((name) => (mask & (n[`POLL${name}`] ?? 0)) !== 0).join(' ');
}
