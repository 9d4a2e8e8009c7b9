/**
 * What strangers can make a host remember, and what it costs: a million half-open and a million TIME-WAIT
 * entries at once, and SYNs answered with cookies, of which nothing is remembered.
 */
import { Clock } from '../src/base/clock.ts';
import { type Packet, PacketPool } from '../src/base/packet.ts';
import { SeededRandom } from '../src/base/random.ts';
import type { Link, Receiver } from '../src/link/link.ts';
import { Host } from '../src/net/host.ts';
import type { Profile } from '../src/tcp/profile.ts';
import { linux, withOverrides } from '../src/tcp/profiles/index.ts';
import { Address, Prefix } from '../src/wire/address.ts';
import { pseudo } from '../src/wire/checksum.ts';
import { TCP } from '../src/wire/ip.ts';
import { prependIpv4 } from '../src/wire/ipv4.ts';
import { prependIpv6 } from '../src/wire/ipv6.ts';
import {
  HAS_MSS,
  HAS_SACK_OK,
  HAS_TS,
  HAS_WSCALE,
  prependTcp,
  Segment,
  SYN,
} from '../src/wire/tcp.ts';
import { done, type Measure, measure } from './measure.ts';
import { collect } from './memory.ts';

const ENTRIES = 1_000_000;
const COOKIES = 200_000;
/** SYNs in one turn, as a burst brings them. */
const BURST = 1000;

/** Takes what a host sends, and gives nothing back. */
class Nowhere implements Link {
  readonly mtu = 1500;
  readonly medium = 'ip';
  readonly checksums = true;
  receiver: Receiver | null = null;
  sent = 0;

  send(p: Packet): void {
    this.sent++;
    p.release();
  }
}

const OURS = { 4: Address.parse('10.0.0.1'), 6: Address.parse('fd00::1') } as const;
const PEERS = { 4: Address.parse('10.1.0.0'), 6: Address.parse('fd00::1:0:0') } as const;

class Bench {
  readonly clock = new Clock();
  readonly pool = new PacketPool();
  readonly link = new Nowhere();
  readonly host: Host;
  readonly #peer = new Address();
  readonly #syn = new Segment();

  constructor(profile: Profile) {
    const { clock, pool } = this;
    this.host = new Host({ clock, pool, random: new SeededRandom(1), profile });
    this.host.attach(this.link, [Prefix.parse('10.0.0.1/8'), Prefix.parse('fd00::1/64')]);
    this.host.tcp.listen({ localPort: 80, backlog: 1000, onConnection: () => {} });
  }

  /** The `i`-th peer: no two have address and port in common. */
  peer(i: number, version: 4 | 6): Address {
    const peer = this.#peer.copyFrom(PEERS[version]);
    peer.w3 = (peer.w3 + i) | 0;
    return peer;
  }

  /** SYNs of `n` peers from the `first`-th on. */
  flood(first: number, n: number, version: 4 | 6): void {
    for (let at = first; at < first + n; at += BURST) {
      this.clock.turn(this.clock.now, () => {
        for (let i = at; i < Math.min(at + BURST, first + n); i++) {
          this.link.receiver?.deliver(this.#packet(i, version));
        }
      });
    }
  }

  #packet(i: number, version: 4 | 6): Packet {
    const seg = this.#syn;
    const p = this.pool.take(0);
    const peer = this.peer(i, version);
    seg.sport = 1024 + (i & 0x7fff);
    seg.dport = 80;
    seg.seq = Math.imul(i, 0x9e3779b1);
    seg.flags = SYN;
    seg.wnd = 65535;
    seg.options = HAS_MSS | HAS_SACK_OK | HAS_TS | HAS_WSCALE;
    seg.mss = 1460;
    seg.wscale = 7;
    seg.tsVal = i;
    seg.tsEcr = 0;
    prependTcp(p, seg, linux.options, pseudo(peer, OURS[version], TCP, 0));
    if (version === 4) prependIpv4(p, peer, OURS[4], TCP, 64, 0, 0, true, true);
    else prependIpv6(p, peer, OURS[6], TCP, 64, 0, 0);
    return p;
  }
}

/** Octets of memory in use: as the engine's own, and resident. */
function memory(): { held: number; resident: number } {
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: heapUsed + external, resident: rss };
}

/**
 * Octets an entry takes, as measured before and after `fill` made a million of them. Resident memory says so
 * for the first tables of the process only: later ones are given what those left.
 */
function perEntry(id: string, what: string, fill: () => number): Measure[] {
  const before = memory();
  const n = fill();
  const after = memory();
  if (n !== ENTRIES) throw new Error(`${what}: ${n} entries, not ${ENTRIES}`);
  const of = (key: 'held' | 'resident', idOf: string, text: string): Measure => {
    const octets = (after[key] - before[key]) / n;
    return { id: idOf, what: text, unit: 'octets', median: octets, rounds: [octets] };
  };
  return [of('held', id, what), of('resident', `${id}-rss`, `${what}, resident`)];
}

/** Both tables full at once, of one IP version. */
function tables(version: 4 | 6): Measure[] {
  const limits = { synQueue: ENTRIES, synQueueWithinBacklog: false, timeWaitLimit: ENTRIES };
  const profile = withOverrides(linux, limits);
  const b = new Bench(profile);
  b.flood(-1, 1, version); // what is made only once
  const { tcp } = b.host;
  const [listener] = tcp.demux.listeners();
  const waiting = tcp.open({ remote: b.peer(-2, version).clone(), remotePort: 80, user: NOBODY });
  const halfOpen = perEntry(`half-open-v${version}`, `half-open, IPv${version}`, () => {
    b.flood(0, ENTRIES - 1, version);
    return listener?.synQueueLength ?? 0;
  });
  // Entries as closing connections leave them: one connection's numbers, under a million four-tuples.
  const timeWait = perEntry(`time-wait-v${version}`, `TIME-WAIT, IPv${version}`, () => {
    for (let i = 0; i < ENTRIES; i++) {
      waiting.remote = b.peer(i, version);
      waiting.remotePort = 1024 + (i & 0x7fff);
      tcp.timeWait.add(waiting);
    }
    return tcp.timeWait.size;
  });
  if (listener?.synQueueLength !== ENTRIES) throw new Error('the half-open entries did not stay');
  return [...halfOpen, ...timeWait];
}

const NOBODY = {
  onConnected: () => {},
  onReadable: () => {},
  onWritable: () => {},
  onEnded: () => {},
  onClosed: () => {},
};

function cookies(): Promise<Measure> {
  const b = new Bench(withOverrides(linux, { synCookies: 'always' }));
  return measure('cookies', 'SYNs answered with cookies', 'per s', () => {
    const answered = b.link.sent;
    const start = process.hrtime.bigint();
    b.flood(0, COOKIES, 4);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (b.link.sent - answered !== COOKIES) throw new Error('not every SYN was answered');
    return COOKIES / seconds;
  });
}

const stateless = await cookies();
done([...tables(4), ...tables(6), stateless]);
