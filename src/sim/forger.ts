import type { Packet } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import { utf8 } from '../base/utf8.ts';
import type { Host } from '../net/host.ts';
import type { NetInterface } from '../net/interface.ts';
import { Address } from '../wire/address.ts';
import { pseudo } from '../wire/checksum.ts';
import { TCP } from '../wire/ip.ts';
import { prependIpv4 } from '../wire/ipv4.ts';
import * as tcp from '../wire/tcp.ts';
import type { Flood, Inject } from './scenario.ts';

/** What a forger needs of the world it works in. */
interface Network {
  readonly now: Micros;
  readonly cables: readonly { readonly a: NetInterface; readonly b: NetInterface }[];
  hostNamed(name: string): Host;
  schedule(at: Micros, act: () => void): void;
}

/** The first address of 198.18.0.0/15, which RFC 2544 keeps for tests: nobody has one of them. */
const NOBODY = 0xc6120000;
const NOBODIES = 1 << 17;

/** Makes segments that no TCP of this world would send, under any name. IPv4 only. */
export class Forger {
  readonly #world: Network;
  readonly #seg = new tcp.Segment();

  constructor(world: Network) {
    this.#world = world;
  }

  /** The address of a host on the first cable it shares with `near`, else its first one; or an address as text. */
  addressOf(who: string, near: string): string {
    if (/[.:]/.test(who)) return who;
    const there = this.#world.hostNamed(who);
    const here = this.#world.hostNamed(near);
    for (const { a, b } of this.#world.cables) {
      const [own, other] = a.belongsTo(there) ? [a, b] : [b, a];
      if (own.belongsTo(there) && other.belongsTo(here)) return `${own.prefixes[0]?.address}`;
    }
    const first = there.interfaces[1]?.prefixes[0];
    if (first === undefined) throw new RangeError(`'${who}' has no cable: it has no address`);
    return first.address.toString();
  }

  /** Sends one segment as `o` says, through the first cable of `host`. */
  inject(host: Host, o: Inject): void {
    const seg = this.#seg;
    seg.sport = o.sport;
    seg.dport = o.dport;
    seg.seq = o.seq | 0;
    seg.ack = (o.ack ?? 0) | 0;
    seg.flags = flagsOf(o.flags);
    seg.wnd = o.wnd ?? 65_535;
    seg.options = 0;
    // To the peer as whoever it pretends to be knows him: that is what the connection is known by.
    const near = /[.:]/.test(o.from) ? host.name : o.from;
    const src = Address.parse(this.addressOf(o.from, o.to));
    const dst = Address.parse(this.addressOf(o.to, near));
    this.#send(host, src, dst, utf8(o.text ?? ''));
  }

  /** Sends `o.count` SYNs, each from an address of its own unless `o.from` says whose. */
  flood(host: Host, o: Flood): void {
    const { random } = host;
    const dst = Address.parse(this.addressOf(o.to, o.from ?? host.name));
    const own = o.from === undefined ? null : Address.parse(this.addressOf(o.from, o.to));
    const text = new Uint8Array(o.octets ?? 0).fill(0x78);
    const one = (i: number): void => {
      const seg = this.#seg;
      seg.sport = 1024 + (random.u32() % 64_000);
      seg.dport = o.port;
      seg.seq = random.u32() | 0;
      seg.ack = 0;
      seg.flags = tcp.SYN;
      seg.wnd = 65_535;
      seg.options = tcp.HAS_MSS;
      seg.mss = 1460;
      this.#send(host, own ?? Address.v4(NOBODY + ((i * 7919) % NOBODIES)), dst, text);
      if (i < o.count) this.#world.schedule(this.#world.now + o.every, () => one(i + 1));
    };
    one(1);
  }

  #send(host: Host, src: Address, dst: Address, text: Uint8Array): void {
    const via = host.interfaces[1];
    if (via === undefined) throw new RangeError(`'${host.name}' has no cable to send through`);
    const p: Packet = host.packet(text.length);
    p.bytes.set(text, p.from);
    p.to = p.from + text.length;
    const { options } = host.profile;
    tcp.prependTcp(p, this.#seg, options, pseudo(src, dst, TCP, 0));
    if ((this.#seg.flags & tcp.ACK) === 0) putAck(p, this.#seg.ack);
    prependIpv4(p, src, dst, TCP, 64, 0, host.nextIpv4Id(), true, true);
    host.transmit(via, p);
  }
}

/** A number in the acknowledgment field, which is 0 so far; the checksum follows, RFC 1624 section 3. */
function putAck(p: Packet, ack: number): void {
  const { view, from } = p;
  view.setInt32(from + 8, ack);
  const sum = (~view.getUint16(from + 16) & 0xffff) + (ack >>> 16) + (ack & 0xffff);
  const folded = (sum >>> 16) + (sum & 0xffff);
  view.setUint16(from + 16, ~((folded >>> 16) + folded) & 0xffff);
}

const LETTERS: Readonly<Record<string, number>> = {
  S: tcp.SYN,
  F: tcp.FIN,
  R: tcp.RST,
  P: tcp.PSH,
  E: tcp.ECE,
  W: tcp.CWR,
  U: tcp.URG,
  '.': tcp.ACK,
};

function flagsOf(text: string): number {
  let flags = 0;
  for (const letter of text) {
    const bit = LETTERS[letter];
    if (bit === undefined) throw new RangeError(`'${text}': no flag is written '${letter}'`);
    flags |= bit;
  }
  return flags;
}
