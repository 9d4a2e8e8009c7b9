/**
 * Two TCPs side by side in one process inside a namespace: ours over a TUN device, through a gate that
 * remembers what passes and can lose it, and the kernel's, through `node:net` and `ss`.
 */
import type { Packet } from '../../src/base/packet.ts';
import { Wrapper } from '../../src/link/wrapper.ts';
import { Host } from '../../src/net/host.ts';
import { Driver } from '../../src/node/driver.ts';
import { openTun } from '../../src/node/tun.ts';
import { bringUp } from '../../src/node/tun-setup.ts';
import type { FlowStatus } from '../../src/tcp/calls/flow-status.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import { Address, Prefix } from '../../src/wire/address.ts';
import { pseudo } from '../../src/wire/checksum.ts';
import { IpHeader, parseIp, TCP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../src/wire/ipv6.ts';
import {
  HAS_MSS,
  HAS_SACK_OK,
  parseTcp,
  prependTcp,
  Segment,
  SYN,
  tcpFlags,
} from '../../src/wire/tcp.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { readSockets, type SsRow } from './ss.ts';

/** The device, in whatever namespace this runs. */
export const DEVICE = 'syn0';
/** Segments remembered at most; no check needs as many. */
const MEMORY = 20_000;

/** A TCP segment that passed the gate. */
export interface Passed {
  /** Milliseconds. */
  readonly at: number;
  /** `in` from the kernel, `out` from us. */
  readonly direction: 'in' | 'out';
  readonly src: string;
  readonly dst: string;
  readonly sport: number;
  readonly dport: number;
  /** As packetdrill writes them: `S.`. */
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  /** Octets of text. */
  readonly length: number;
  /** The packet itself. */
  readonly octets: Uint8Array;
}

/** A link that remembers the segments that pass, and loses those it is told to. */
class Gate extends Wrapper {
  readonly passed: Passed[] = [];
  /** What is lost; tried in turn. */
  readonly losing = new Set<(s: Passed) => boolean>();
  /** What a router on the way marks, as if there were congestion. */
  readonly marking = new Set<(s: Passed) => boolean>();
  readonly #header = new IpHeader();
  readonly #segment = new Segment();

  override send(p: Packet): void {
    if (this.#isLost(p, 'out')) p.release();
    else super.send(p);
  }

  override deliver(p: Packet): void {
    if (this.#isLost(p, 'in')) p.release();
    else super.deliver(p);
  }

  #isLost(p: Packet, direction: 'in' | 'out'): boolean {
    const h = this.#header;
    const seg = this.#segment;
    if (parseIp(h, p, true) !== 0 || h.protocol !== TCP) return false;
    if (parseTcp(seg, p, h.payloadFrom, h.payloadTo, -1) !== 0) return false;
    const s: Passed = {
      ...{ at: performance.now(), direction, flags: tcpFlags(seg.flags) },
      ...{ src: h.src.toString(), dst: h.dst.toString(), sport: seg.sport, dport: seg.dport },
      ...{ seq: seg.seq, ack: seg.ack, length: seg.textTo - seg.textFrom },
      octets: p.octets().slice(),
    };
    for (const isLost of this.losing) if (isLost(s)) return true;
    for (const isMarked of this.marking) {
      if (!isMarked(s)) continue;
      markCongestion(p.octets());
      markCongestion(s.octets);
    }
    if (this.passed.length < MEMORY) this.passed.push(s);
    return false;
  }
}

/** Sets both bits of the ECN field: CE, RFC 3168 section 5. */
function markCongestion(packet: Uint8Array): void {
  const view = new DataView(packet.buffer, packet.byteOffset);
  if (view.getUint8(0) >> 4 === 6) {
    view.setUint8(1, view.getUint8(1) | 0x30);
    return;
  }
  const before = view.getUint16(0);
  view.setUint8(1, view.getUint8(1) | 3);
  // RFC 1624: the checksum follows.
  let sum = (~view.getUint16(10) & 0xffff) + (~before & 0xffff) + view.getUint16(0);
  sum = (sum & 0xffff) + (sum >>> 16);
  view.setUint16(10, ~(sum + (sum >>> 16)));
}

/** Where both TCPs are. */
export class Site {
  readonly driver = new Driver();
  readonly host: Host;
  readonly #gate: Gate;
  readonly #close: () => void;
  #port = 20_000;

  /** @param more  addresses that we have beside the usual ones, with their prefixes */
  constructor(more: readonly string[] = []) {
    const { driver } = this;
    const tun = openTun({ name: DEVICE, driver });
    const { clock, random, pool } = driver;
    bringUp(
      tun,
      FAMILIES.map((f) => kernelPrefix(f)),
    );
    this.host = new Host({ clock, random, pool, name: 'ours', profile: linux });
    this.#gate = new Gate(tun);
    const own = FAMILIES.map((f) => ADDRESSES[f].prefix);
    const prefixes = [...own, ...more].map((text) => Prefix.parse(text));
    this.host.attach(this.#gate, prefixes, { name: DEVICE });
    this.#close = () => tun.close();
  }

  close(): void {
    this.#close();
    this.driver.close();
  }

  /** A port that nobody else here uses, on either side. */
  nextPort(): number {
    return this.#port++;
  }

  /** The segments that passed and fit, in order. */
  passed(fits: (s: Passed) => boolean): Passed[] {
    return this.#gate.passed.filter(fits);
  }

  /** From now on what fits is lost; the returned function ends that. */
  lose(fits: (s: Passed) => boolean): () => void {
    this.#gate.losing.add(fits);
    return () => void this.#gate.losing.delete(fits);
  }

  /** From now on what fits is marked with CE; the returned function ends that. */
  mark(fits: (s: Passed) => boolean): () => void {
    this.#gate.marking.add(fits);
    return () => void this.#gate.marking.delete(fits);
  }

  /** Our status, of what has `port` at either end. */
  status(port: number): FlowStatus[] {
    this.driver.turn(); // what is due happens first, and timers are told by the time it is now
    return this.host.tcp.status().filter((r) => r.localPort === port || r.remotePort === port);
  }

  /** What the kernel holds with `port` at either end. */
  async sockets(port: number): Promise<SsRow[]> {
    return (await readSockets()).filter((r) => r.localPort === port || r.peerPort === port);
  }

  /** Puts a packet on the wire, for the kernel. */
  toKernel(octets: Uint8Array): void {
    const { driver } = this;
    driver.turn(() => this.#gate.send(driver.pool.copyOf(octets)));
  }

  /** Puts a packet on the wire, for us. */
  toUs(octets: Uint8Array): void {
    const { driver } = this;
    driver.turn(() => this.#gate.deliver(driver.pool.copyOf(octets)));
  }

  /** A SYN that somebody else sends: there is nobody at `from`. `change` sees it before it is written. */
  syn(
    from: string,
    sport: number,
    to: string,
    dport: number,
    change: (seg: Segment) => void = () => {},
  ): Uint8Array {
    const p = this.driver.pool.take(0);
    const src = Address.parse(from);
    const dst = Address.parse(to);
    const seg = new Segment();
    seg.sport = sport;
    seg.dport = dport;
    seg.seq = 0x1234_5678;
    seg.flags = SYN;
    seg.wnd = 65_535;
    seg.options = HAS_MSS | HAS_SACK_OK;
    seg.mss = 1400;
    change(seg);
    prependTcp(p, seg, linux.options, pseudo(src, dst, TCP, 0));
    if (src.version === 4) prependIpv4(p, src, dst, TCP, 64, 0, 0, true, true);
    else prependIpv6(p, src, dst, TCP, 64, 0, 0);
    const octets = p.octets().slice();
    p.release();
    return octets;
  }
}

function kernelPrefix(f: Family): Prefix {
  const { kernel, prefix } = ADDRESSES[f];
  return new Prefix(Address.parse(kernel), Prefix.parse(prefix).length);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** Waits until `found` gives something other than null, looking every 20 ms. */
export async function until<T>(
  what: string,
  ms: number,
  found: () => T | null | Promise<T | null>,
): Promise<T> {
  const limit = performance.now() + ms;
  for (;;) {
    const value = await found();
    if (value !== null) return value;
    if (performance.now() > limit) throw new Error(`${what}: not within ${ms} ms`);
    await sleep(20);
  }
}
