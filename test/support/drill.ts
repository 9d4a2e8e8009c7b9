import { Clock } from '../../src/base/clock.ts';
import { type Packet, PacketPool } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import type { Link, Receiver } from '../../src/link/link.ts';
import { Host } from '../../src/net/host.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { type ConnectOptions, TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import { checkInvariants } from '../../src/tcp/invariants.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { rfc } from '../../src/tcp/profiles/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { Address, Prefix } from '../../src/wire/address.ts';
import { finish, pseudo, sumPacket } from '../../src/wire/checksum.ts';
import { IpHeader, parseIp, TCP, UDP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../src/wire/ipv6.ts';
import {
  ACK,
  HAS_MSS,
  HAS_SACK,
  HAS_SACK_OK,
  HAS_TFO,
  HAS_TS,
  HAS_WSCALE,
  parseTcp,
  prependTcp,
  Segment,
  tcpFlags,
} from '../../src/wire/tcp.ts';
import { parseUdp, prependUdp, UdpHeader } from '../../src/wire/udp.ts';

/** The host under test, and the peer that the script plays. */
export const US: Address = Address.parse('10.0.0.1');
export const PEER: Address = Address.parse('10.0.0.2');
/** The same two over IPv6. */
export const US6: Address = Address.parse('fd00::1');
export const PEER6: Address = Address.parse('fd00::2');
/** The peer's ISS, from which its numbers count. */
export const PEER_ISS = 1_000_000;

/** What a scripted segment may carry besides flags, numbers and length. */
export interface Extras {
  win?: number;
  /** The urgent pointer; counts with the flag 'U' only. */
  up?: number;
  mss?: number;
  wscale?: number;
  sackOk?: boolean;
  ts?: readonly [val: number, ecr: number];
  /** Blocks, relative to our ISS. */
  sack?: readonly (readonly [from: number, to: number])[];
  /** A Fast Open option with this cookie in hexadecimal; `foExp` the experimental one. */
  fo?: string;
  foExp?: string;
  /** The ECN field of the packet. */
  ecn?: number;
  /** Octets of the text; zeros when absent. */
  text?: Uint8Array;
  sport?: number;
  dport?: number;
  /** Addresses of the packet; the peer's and ours when absent. */
  src?: Address;
  dst?: Address;
  /** The UDP ports of the datagram it comes in. */
  udp?: readonly [from: number, to: number];
  /** Numbers are not relative to anybody's ISS. */
  raw?: boolean;
}

/** Takes what the host sends; delivers nothing by itself. */
class ScriptLink implements Link {
  readonly mtu: number;
  readonly medium = 'ip';
  readonly checksums = true;
  receiver: Receiver | null = null;
  readonly sent: Packet[] = [];

  constructor(mtu: number) {
    this.mtu = mtu;
  }

  send(p: Packet): void {
    this.sent.push(p);
  }
}

/**
 * One host and a scripted peer, in the manner of packetdrill: segments in, segments out, in virtual
 * time. Our numbers are relative to our ISS, the peer's to its own; times are milliseconds.
 */
export class Drill {
  readonly clock = new Clock();
  readonly pool = new PacketPool();
  readonly host: Host;
  readonly link: ScriptLink;
  /** Our address and the peer's, of the family the script is played in. */
  readonly us: Address;
  readonly peer: Address;
  /** Our ISS, learned from the first SYN we send; and the ports of that connection. */
  iss = 0;
  port = 80;
  peerPort = 40_000;
  accepted: TcpSocket[] = [];
  events: string[] = [];
  readonly #seg = new Segment();
  readonly #ip = new IpHeader();

  constructor(o: { profile?: Profile; mtu?: number; seed?: number; ipv6?: boolean } = {}) {
    this.us = o.ipv6 === true ? US6 : US;
    this.peer = o.ipv6 === true ? PEER6 : PEER;
    this.link = new ScriptLink(o.mtu ?? 1500);
    this.host = new Host({
      clock: this.clock,
      random: new SeededRandom(o.seed ?? 1),
      profile: o.profile ?? rfc,
    });
    this.host.attach(this.link, [Prefix.parse('10.0.0.1/24'), Prefix.parse('fd00::1/64')]);
  }

  /** Runs `f` in a turn of its own, as a user's call would be. */
  do<T>(f: () => T): T {
    let result: T | undefined;
    this.clock.turn(this.clock.now, () => {
      result = f();
    });
    this.check();
    return result as T;
  }

  listen(port = 80, backlog = 8, profile?: Profile): TcpListener {
    return this.do(() =>
      TcpListener.listen(this.host, { port, backlog, profile }, (s) => {
        this.accepted.push(s);
        this.watch(s, `accepted ${this.accepted.length}`);
      }),
    );
  }

  connect(o: Partial<ConnectOptions> = {}): TcpSocket {
    const s = this.do(() => {
      const socket = TcpSocket.connect(this.host, {
        address: this.peer,
        port: this.peerPort,
        localPort: 5000,
        ...o,
      });
      this.watch(socket, 'connected');
      return socket;
    });
    this.port = s.localPort;
    this.iss = s.connection.snd.iss;
    return s;
  }

  /** Notes the socket's events in {@link events}. */
  watch(s: TcpSocket, name: string): void {
    s.onconnect = () => this.events.push(name);
    s.onend = () => this.events.push('end');
    s.onclose = (error) => this.events.push(error === null ? 'close' : `close ${error}`);
  }

  /**
   * The peer sends a segment: flags as packetdrill writes them ('S', 'S.', '.', 'P.', 'F.', 'R'),
   * its sequence number, its length, and its ACK number (only when the flags have '.').
   */
  in(flags: string, seq: number, len = 0, ack = 0, extras: Extras = {}): void {
    const p = this.build(flags, seq, len, ack, extras);
    this.clock.turn(this.clock.now, () => this.link.receiver?.deliver(p));
    this.check();
  }

  /** Several segments in one turn, as a burst brings them. */
  burst(
    ...segments: (readonly [
      flags: string,
      seq: number,
      len?: number,
      ack?: number,
      extras?: Extras,
    ])[]
  ): void {
    const packets = segments.map((s) => this.build(...s));
    this.clock.turn(this.clock.now, () => {
      for (const p of packets) this.link.receiver?.deliver(p);
    });
    this.check();
  }

  build(flags: string, seq: number, len = 0, ack = 0, extras: Extras = {}): Packet {
    const seg = new Segment();
    const p = this.pool.take(len);
    if (extras.text !== undefined) p.bytes.set(extras.text, p.from);
    else p.bytes.fill(0, p.from, p.from + len);
    p.to = p.from + len;
    seg.sport = extras.sport ?? this.peerPort;
    seg.dport = extras.dport ?? this.port;
    seg.seq = extras.raw === true ? seq | 0 : (PEER_ISS + seq) | 0;
    seg.flags = flagBits(flags);
    if ((seg.flags & ACK) !== 0) seg.ack = extras.raw === true ? ack | 0 : (this.iss + ack) | 0;
    seg.wnd = extras.win ?? 65535;
    seg.up = extras.up ?? 0;
    this.#options(seg, extras);
    const src = extras.src ?? this.peer;
    const dst = extras.dst ?? this.us;
    prependTcp(p, seg, rfc.options, pseudo(src, dst, TCP, 0));
    if (extras.udp !== undefined) prependUdp(p, ...extras.udp, src, dst, true);
    const protocol = extras.udp === undefined ? TCP : UDP;
    const tos = extras.ecn ?? 0;
    if (src.version === 4) prependIpv4(p, src, dst, protocol, 64, tos, 0, true, true);
    else prependIpv6(p, src, dst, protocol, 64, tos, 0);
    return p;
  }

  #options(seg: Segment, extras: Extras): void {
    if (extras.mss !== undefined) {
      seg.options |= HAS_MSS;
      seg.mss = extras.mss;
    }
    if (extras.wscale !== undefined) {
      seg.options |= HAS_WSCALE;
      seg.wscale = extras.wscale;
    }
    if (extras.sackOk === true) seg.options |= HAS_SACK_OK;
    if (extras.ts !== undefined) {
      seg.options |= HAS_TS;
      seg.tsVal = extras.ts[0];
      seg.tsEcr = extras.ts[1];
    }
    const cookie = extras.fo ?? extras.foExp;
    if (cookie !== undefined) {
      seg.options |= HAS_TFO;
      seg.bytes = Uint8Array.from(cookie.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));
      seg.tfoFrom = 0;
      seg.tfoTo = seg.bytes.length;
      seg.tfoExperimental = extras.fo === undefined;
    }
    if (extras.sack !== undefined) {
      seg.options |= HAS_SACK;
      seg.sackCount = extras.sack.length;
      extras.sack.forEach(([from, to], i) => {
        seg.sacks[2 * i] = (this.iss + from) | 0;
        seg.sacks[2 * i + 1] = (this.iss + to) | 0;
      });
    }
  }

  /** What the host has sent since the last call: 'S. 0:0(0) ack 1 win 65535 <mss 1460>'. */
  out(o: { win?: boolean; options?: boolean; ecn?: boolean } = {}): string[] {
    return this.link.sent.splice(0).map((p) => {
      const text = this.#describe(p, o.win ?? false, o.options ?? false, o.ecn ?? false);
      p.release();
      return text;
    });
  }

  #describe(p: Packet, win: boolean, options: boolean, ecn: boolean): string {
    const ip = this.#ip;
    const seg = this.#seg;
    if (parseIp(ip, p, true) !== 0) return 'malformed IP';
    const udp = ip.protocol === UDP ? this.#unwrap(p) : '';
    const sum = pseudo(ip.src, ip.dst, TCP, ip.payloadTo - ip.payloadFrom);
    if (finish(sumPacket(p, ip.payloadFrom, ip.payloadTo, sum)) !== 0) return 'bad TCP checksum';
    if (parseTcp(seg, p, ip.payloadFrom, ip.payloadTo, -1) !== 0) return 'malformed TCP';
    if ((seg.flags & 0x12) === 0x02 || ((seg.flags & 0x12) === 0x12 && this.iss === 0)) {
      this.iss = seg.seq;
    } else if ((seg.flags & 0x12) === 0x12 && !this.#isOurs(seg)) {
      this.iss = seg.seq;
    }
    const from = (seg.seq - this.iss) | 0;
    const len = seg.textTo - seg.textFrom;
    let text = `${tcpFlags(seg.flags)} ${from}:${from + len}(${len})`;
    if ((seg.flags & ACK) !== 0) text += ` ack ${(seg.ack - PEER_ISS) | 0}`;
    if (ecn) text = `[${ECN_NAMES[ip.tos & 3]}] ${text}`;
    if (win) text += ` win ${seg.wnd}`;
    if (options) text += ` <${this.#optionText(seg)}>`;
    return text + udp;
  }

  /** Takes the UDP header off: '/udp(9811 > 1)'. */
  #unwrap(p: Packet): string {
    const ip = this.#ip;
    const u = new UdpHeader();
    if (parseUdp(u, p, ip.payloadFrom, ip.payloadTo, ip.src, ip.dst, true) !== 0) return '/bad UDP';
    ip.payloadFrom = u.payloadFrom;
    ip.payloadTo = u.payloadTo;
    return `/udp(${u.sport} > ${u.dport})`;
  }

  #isOurs(seg: Segment): boolean {
    return seg.seq === this.iss;
  }

  #optionText(seg: Segment): string {
    const parts: string[] = [];
    if (seg.options & HAS_MSS) parts.push(`mss ${seg.mss}`);
    if (seg.options & HAS_SACK_OK) parts.push('sackOK');
    if (seg.options & HAS_TS) parts.push('TS');
    if (seg.options & HAS_WSCALE) parts.push(`wscale ${seg.wscale}`);
    if (seg.options & HAS_TFO) {
      const cookie = Array.from(seg.bytes.subarray(seg.tfoFrom, seg.tfoTo), (octet) =>
        octet.toString(16).padStart(2, '0'),
      ).join('');
      parts.push(`${seg.tfoExperimental ? 'FOEXP' : 'FO'} ${cookie}`.trimEnd());
    }
    if (seg.options & HAS_SACK) {
      for (let i = 0; i < seg.sackCount; i++) {
        const from = ((seg.sacks[2 * i] as number) - PEER_ISS) | 0;
        const to = ((seg.sacks[2 * i + 1] as number) - PEER_ISS) | 0;
        parts.push(`sack ${from}:${to}`);
      }
    }
    return parts.join(',');
  }

  /** Lets `ms` milliseconds pass, every timer at its moment. */
  wait(ms: number): void {
    const until = this.clock.now + ms * 1000;
    for (let at = this.clock.timers.next(); at <= until; at = this.clock.timers.next()) {
      this.clock.turn(at);
      this.check();
    }
    this.clock.turn(until);
    this.check();
  }

  /** Lets `ms` pass and says what was sent when: '1000 S 0:0(0)'. */
  waitAndSee(ms: number): string[] {
    const seen: string[] = this.out().map((s) => `${this.clock.now / 1000} ${s}`);
    const until = this.clock.now + ms * 1000;
    for (let at = this.clock.timers.next(); at <= until; at = this.clock.timers.next()) {
      if (at === NEVER) break;
      this.clock.turn(at);
      this.check();
      for (const s of this.out()) seen.push(`${at / 1000} ${s}`);
    }
    this.clock.turn(until);
    return seen;
  }

  /** The one connection there is. */
  get connection(): Connection {
    const all = [...this.host.tcp.demux.connections.values()];
    if (all.length !== 1) throw new Error(`${all.length} connections, not one`);
    return all[0] as Connection;
  }

  /** States of all flows. */
  states(): string[] {
    return [...this.host.tcp.flows()].map((f) => STATE_NAMES[f.state] as string);
  }

  check(): void {
    for (const c of this.host.tcp.demux.connections.values()) checkInvariants(c);
  }

  /** An accepted connection: the peer's SYN offers `offer`; its SYN is 0, ours 0. */
  passiveOpen(offer: Extras = { mss: 1460 }): TcpSocket {
    this.listen();
    this.in('S', 0, 0, 0, offer);
    this.out();
    const ts = offer.ts === undefined ? {} : { ts: [offer.ts[0] + 1, 0] as const };
    this.in('.', 1, 0, 1, { ...ts, win: offer.win ?? 65535 });
    this.out();
    return this.accepted[0] as TcpSocket;
  }

  /** A connection we opened, established by a SYN-ACK that offers `offer`. */
  activeOpen(offer: Extras = { mss: 1460 }, o: Partial<ConnectOptions> = {}): TcpSocket {
    const s = this.connect(o);
    this.out();
    this.in('S.', 0, 0, 1, offer);
    this.out();
    return s;
  }
}

const ECN_NAMES = ['noecn', 'ect1', 'ect0', 'ce'];

function flagBits(flags: string): number {
  const bits: Record<string, number> = {
    F: 1,
    S: 2,
    R: 4,
    P: 8,
    '.': 16,
    U: 32,
    E: 64,
    W: 128,
    A: 256,
  };
  let sum = 0;
  for (const letter of flags) {
    const bit = bits[letter];
    if (bit === undefined) throw new Error(`no flag is called ${letter}`);
    sum |= bit;
  }
  return sum;
}
