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
import { mayTalkEarly } from '../../src/tcp/fast-open/status.ts';
import { checkInvariants } from '../../src/tcp/invariants.ts';
import { ConnectionOptions, ownOptions, shareOptions } from '../../src/tcp/options.ts';
import type { Listener } from '../../src/tcp/passive/listener.ts';
import { takePathMtu } from '../../src/tcp/path-mtu.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { Md5Keys } from '../../src/tcp/signatures.ts';
import { Address, Prefix } from '../../src/wire/address.ts';
import { IpHeader, parseIp, TCP, UDP } from '../../src/wire/ip.ts';
import { FIN, HAS_TFO, parseTcp, Segment, SYN } from '../../src/wire/tcp.ts';
import { parseUdp, UdpHeader } from '../../src/wire/udp.ts';
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
/** The UDP port of the tunnel, where there is one; and the peer's where a case chooses none. */
export const TUNNEL = 9899;
/** Octets of SYNs' text that a listener keeps at most. */
const MOST_SYN_TEXT = 65_536;
/** Connections that a cookie may have opened and nobody has proven. */
const FAST_OPEN_QUEUE = 2;
/** What peers sign with, and this host. */
export const KEY: Uint8Array = new TextEncoder().encode('a key');

/** What a case's host does beside plain TCP. */
export interface Features {
  readonly fastOpen: boolean;
  readonly signed: boolean;
  readonly tunnel: boolean;
  /** Octets that segments leave free for it. */
  readonly overhead: number;
}

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
  /** The last Fast Open cookie we gave or showed it. */
  cookie: Uint8Array | null;
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
  readonly features: Features;
  readonly #listener: TcpListener;
  readonly #tcpListener: Listener;
  readonly #keys: Md5Keys | null;
  readonly #singles: Connection[] = [];
  readonly #ip = new IpHeader();
  readonly #seg = new Segment();

  constructor(
    profile: Profile,
    ipv6: boolean,
    mtu: number,
    observer: Coverage,
    features: Features = { fastOpen: false, signed: false, tunnel: false, overhead: 8 },
  ) {
    this.features = features;
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
    const fastOpen = features.fastOpen ? { queue: FAST_OPEN_QUEUE } : undefined;
    this.#listener = TcpListener.listen(
      this.host,
      { port: LISTENS, backlog: BACKLOG, fastOpen },
      (s) => {
        if (this.sockets.length < MOST_SOCKETS) this.sockets.push(s);
        else s.release();
      },
    );
    const { tcp, tunnel } = this.host;
    this.#tcpListener = [...tcp.demux.listeners()][0] as Listener;
    this.#keys = features.signed ? new Md5Keys(tcp) : null;
    this.#keys?.set(this.them, KEY);
    if (features.signed) shareOptions(this.#tcpListener, { md5: this.#keys });
    if (features.tunnel) tunnel.port = TUNNEL;
    tunnel.overhead = features.overhead;
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

  /** An active OPEN, with Fast Open and `text` where that is not null. */
  connect(theirs: number, text: Uint8Array | null = null): void {
    if (this.sockets.length >= MOST_SOCKETS) return;
    const fast = text !== null && this.host.profile.fastOpenClient;
    const fastOpen = fast ? { text } : undefined;
    const where = { address: this.them, port: theirs, fastOpen };
    this.sockets.push(TcpSocket.connect(this.host, where));
  }

  /** An active OPEN of a user with options: signed, or inside UDP datagrams to `udpPort`. */
  connectAs(theirs: number, signed: boolean, udpPort: number): void {
    if (this.#singles.length >= MOST_SINGLES) return;
    const options = new ConnectionOptions(this.host.profile);
    if (signed) options.md5 = this.#keys;
    asked(() => {
      const to = { remote: this.them, remotePort: theirs, user: QUIET, udpPort };
      this.#singles.push(this.host.tcp.open({ ...to, options }));
    });
  }

  /** Signs what is sent from now on, or no longer does. */
  sign(which: number): void {
    const s = this.sockets[which % Math.max(1, this.sockets.length)];
    if (s === undefined) return;
    const { connection } = s;
    const options = ownOptions(connection);
    options.md5 = options.md5 === null ? this.#keys : null;
    if (connection.synAcked) takePathMtu(connection);
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
    const proven = this.#tcpListener.fastOpen;
    if (proven !== null && proven.hasRoom(LONGEST) && proven.length > 0) {
      throw new Error(`${proven.length} places of Fast Open are taken at the end`);
    }
    if (this.#tcpListener.synTexts.octets > 0) throw new Error('text of SYNs is left at the end');
    if (this.host.tcp.orphans !== 0) throw new Error(`${this.host.tcp.orphans} orphans at the end`);
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
      if (h.protocol === TCP) this.#learn(p, h.payloadFrom, h.payloadTo);
      else if (h.protocol === UDP) this.#openDatagram(p, h);
      p.release();
    }
    inbox.length = 0;
  }

  #openDatagram(p: Packet, h: IpHeader): void {
    const u = new UdpHeader();
    if (parseUdp(u, p, h.payloadFrom, h.payloadTo, h.src, h.dst, false) !== 0) {
      throw new Error('we sent a malformed datagram');
    }
    if (u.sport !== TUNNEL) throw new Error(`we sent a datagram from port ${u.sport}`);
    this.#learn(p, h.payloadFrom + 8, h.payloadTo);
  }

  #learn(p: Packet, from: number, to: number): void {
    const seg = this.#seg;
    if (parseTcp(seg, p, from, to, -1) !== 0) throw new Error('malformed TCP');
    let known = this.seen.find((s) => s.ours === seg.sport && s.theirs === seg.dport);
    if (known === undefined) {
      const ports = { ours: seg.sport, theirs: seg.dport };
      known = { ...ports, nxt: 0, ack: 0, iss: seg.seq, wnd: 0, ts: 0, cookie: null };
      this.seen.push(known);
      if (this.seen.length > 32) this.seen.shift();
    }
    if ((seg.flags & SYN) !== 0) known.iss = seg.seq;
    const more = seg.flags & (SYN | FIN) ? 1 : 0;
    known.nxt = (seg.seq + seg.textTo - seg.textFrom + more) | 0;
    known.ack = seg.ack;
    known.wnd = seg.wnd;
    known.ts = seg.tsVal;
    if ((seg.options & HAS_TFO) !== 0) known.cookie = seg.bytes.slice(seg.tfoFrom, seg.tfoTo);
  }

  #check(): void {
    const { connections } = this.host.tcp.demux;
    for (const c of connections.values()) checkInvariants(c);
    // Sockets, those waiting to be accepted, and those let go of.
    if (connections.size > 64) throw new Error(`${connections.size} connections`);
    if (this.host.pathMtus.size > PATH_MTU_LIMIT) throw new Error('path MTUs without bound');
    this.#checkTables();
    if (this.pool.out > 200) throw new Error(`${this.pool.out} packets are kept`);
  }

  /** What strangers can fill has its bounds. */
  #checkTables(): void {
    const { tcp, profile } = this.host;
    const l = this.#tcpListener;
    const unproven = l.fastOpen?.length ?? 0;
    if (unproven > (l.fastOpen?.limit ?? 0)) throw new Error(`${unproven} opened by cookies`);
    let early = 0;
    for (const c of tcp.demux.connections.values()) if (mayTalkEarly(c)) early++;
    if (early > unproven) throw new Error(`${early} talk early, ${unproven} are counted`);
    if (tcp.fastOpen.size > profile.fastOpenCache) throw new Error('cookies without bound');
    if (l.synTexts.octets > MOST_SYN_TEXT) throw new Error('text of SYNs without bound');
    if (l.synQueueLength > Math.max(1, l.synQueue.limit))
      throw new Error('a SYN queue without bound');
    if (tcp.timeWait.size > profile.timeWaitLimit) throw new Error('TIME-WAIT without bound');
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
