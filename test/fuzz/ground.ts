import { Clock } from '../../src/base/clock.ts';
import type { Packet } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import type { Link, Receiver } from '../../src/link/link.ts';
import { Host } from '../../src/net/host.ts';
import { PATH_MTU_LIMIT } from '../../src/net/pmtu.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { abort, send } from '../../src/tcp/calls/index.ts';
import type { Connection, ConnectionUser } from '../../src/tcp/connection.ts';
import { TcpError } from '../../src/tcp/errors.ts';
import { checkInvariants } from '../../src/tcp/invariants.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { Address, Prefix } from '../../src/wire/address.ts';
import { IpHeader, parseIp, TCP } from '../../src/wire/ip.ts';
import { FIN, parseTcp, Segment, SYN } from '../../src/wire/tcp.ts';
import { CountingPool } from '../net/outside.ts';
import type { Coverage } from './coverage.ts';

/** Packets one turn may send: the windows of all connections, and answers to a burst. */
const MOST_SENT = 20_000;
/** Turns that all timers need to run out, and the time; microseconds. */
const MOST_TURNS = 20_000;
const LONGEST = 30 * 24 * 3600 * 1_000_000;
/** Sockets a case has at most. */
export const MOST_SOCKETS = 12;
const BACKLOG = 3;
export const LISTENS = 80;
/** Passive OPENs of a single connection a case has at most, and their port. */
const MOST_SINGLES = 4;
export const AWAITS = 81;

const QUIET: ConnectionUser = {
  onConnected: () => {},
  onReadable: () => {},
  onWritable: () => {},
  onEnded: () => {},
  onClosed: () => {},
};

/** What the peer knows of a connection, from the segments we sent. */
export interface Seen {
  readonly ours: number;
  readonly theirs: number;
  /** Our SND.NXT, or beyond; our RCV.NXT; our first number. */
  nxt: number;
  ack: number;
  iss: number;
  wnd: number;
  ts: number;
}

/** A host whose peer is a case: it gives packets in, and keeps count of everything. */
export class Ground {
  readonly clock = new Clock();
  readonly pool = new CountingPool();
  readonly host: Host;
  readonly us: Address;
  readonly them: Address;
  readonly sockets: TcpSocket[] = [];
  readonly seen: Seen[] = [];
  readonly link: Link & { receiver: Receiver | null; inbox: Packet[] };
  readonly #listener: TcpListener;
  readonly #singles: Connection[] = [];
  readonly #ip = new IpHeader();
  readonly #seg = new Segment();

  constructor(profile: Profile, ipv6: boolean, mtu: number, observer: Coverage) {
    const inbox: Packet[] = [];
    this.link = {
      mtu,
      medium: 'ip',
      checksums: false, // so that damage gets past them
      receiver: null,
      inbox,
      send: (p) => void inbox.push(p),
    };
    const { clock, pool } = this;
    this.host = new Host({ clock, pool, random: new SeededRandom(3), profile, observer });
    this.host.attach(this.link, [Prefix.parse('10.0.0.1/24'), Prefix.parse('fd00::1/64')]);
    this.us = Address.parse(ipv6 ? 'fd00::1' : '10.0.0.1');
    this.them = Address.parse(ipv6 ? 'fd00::2' : '10.0.0.2');
    this.#listener = TcpListener.listen(this.host, { port: LISTENS, backlog: BACKLOG }, (s) => {
      if (this.sockets.length < MOST_SOCKETS) this.sockets.push(s);
      else s.release();
    });
  }

  /** Makes one turn and checks everything that must hold after it. */
  turn(f: (() => void) | null, at = this.clock.now): void {
    this.clock.turn(at, f);
    this.#collect();
    this.#check();
  }

  deliver(p: Packet): void {
    this.link.receiver?.deliver(p);
  }

  connect(theirs: number): void {
    if (this.sockets.length >= MOST_SOCKETS) return;
    this.sockets.push(TcpSocket.connect(this.host, { address: this.them, port: theirs }));
  }

  /** A single passive OPEN on a port of its own, for one peer if `theirs` names it. */
  await(theirs: number): void {
    if (this.#singles.length >= MOST_SINGLES) return;
    const peer = theirs === 0 ? {} : { remote: this.them, remotePort: theirs };
    const where = { local: this.us, localPort: AWAITS, user: QUIET, ...peer };
    this.#singles.push(this.host.tcp.openPassive(where));
  }

  /** A user's call on a passive OPEN: it turns active, when it knows to whom. */
  activate(which: number): void {
    const c = this.#singles[which % Math.max(1, this.#singles.length)];
    if (c !== undefined) asked(() => void send(c, new Uint8Array(10)));
  }

  /** A user's call: a TcpError is an answer, anything else a fault. */
  call(f: (s: TcpSocket) => void, which: number): void {
    const s = this.sockets[which % Math.max(1, this.sockets.length)];
    if (s === undefined) return;
    asked(() => f(s));
  }

  /** Lets time pass, every timer at its moment. */
  wait(micros: number): void {
    const until = this.clock.now + micros;
    for (let turns = 0; this.clock.timers.next() <= until; turns++) {
      if (turns > MOST_TURNS) throw new Error(`more than ${MOST_TURNS} turns in one wait`);
      this.turn(null, this.clock.timers.next());
    }
    this.turn(null, until);
  }

  /** The end: everybody lets go, time runs out, and nothing may be left. */
  close(): void {
    this.turn(() => {
      this.#listener.close();
      for (const s of this.sockets) s.abort();
      for (const c of this.#singles) abort(c);
    });
    for (let turns = 0; this.clock.timers.next() < LONGEST; turns++) {
      if (turns > MOST_TURNS) throw new Error('timers go on for ever');
      this.turn(null, this.clock.timers.next());
    }
    const left = [...this.host.tcp.flows()].length;
    if (left > 0) throw new Error(`${left} flows are left at the end`);
    if (this.pool.out !== 0) throw new Error(`${this.pool.out} packets are missing at the end`);
  }

  /** What the peer learns from what was sent. */
  #collect(): void {
    const { inbox } = this.link;
    if (inbox.length > MOST_SENT) throw new Error(`${inbox.length} packets in one turn`);
    for (const p of inbox) {
      const h = this.#ip;
      if (parseIp(h, p, false) !== 0) throw new Error('we sent a malformed packet');
      if (p.length > this.link.mtu) throw new Error('we sent a packet larger than the MTU');
      if (h.protocol === TCP) this.#learn(p, h);
      p.release();
    }
    inbox.length = 0;
  }

  #learn(p: Packet, h: IpHeader): void {
    const seg = this.#seg;
    if (parseTcp(seg, p, h.payloadFrom, h.payloadTo, -1) !== 0) throw new Error('malformed TCP');
    let known = this.seen.find((s) => s.ours === seg.sport && s.theirs === seg.dport);
    if (known === undefined) {
      known = { ours: seg.sport, theirs: seg.dport, nxt: 0, ack: 0, iss: seg.seq, wnd: 0, ts: 0 };
      this.seen.push(known);
      if (this.seen.length > 32) this.seen.shift();
    }
    if ((seg.flags & SYN) !== 0) known.iss = seg.seq;
    const more = seg.flags & (SYN | FIN) ? 1 : 0;
    known.nxt = (seg.seq + seg.textTo - seg.textFrom + more) | 0;
    known.ack = seg.ack;
    known.wnd = seg.wnd;
    known.ts = seg.tsVal;
  }

  #check(): void {
    const { connections } = this.host.tcp.demux;
    for (const c of connections.values()) checkInvariants(c);
    // Sockets, those waiting to be accepted, and those let go of.
    if (connections.size > 64) throw new Error(`${connections.size} connections`);
    if (this.host.pathMtus.size > PATH_MTU_LIMIT) throw new Error('path MTUs without bound');
    if (this.pool.out > 200) throw new Error(`${this.pool.out} packets are kept`);
  }
}

/** Does what a user asks for: a TcpError is an answer, anything else a fault. */
function asked(f: () => void): void {
  try {
    f();
  } catch (error) {
    if (!(error instanceof TcpError)) throw error;
  }
}
