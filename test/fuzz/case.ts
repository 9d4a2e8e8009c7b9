import type { Packet } from '../../src/base/packet.ts';
import { writeCookie } from '../../src/tcp/fast-open/opening.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { PROFILES, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { prependSigned } from '../../src/tcp/signatures.ts';
import { Address } from '../../src/wire/address.ts';
import { prependIcmp } from '../../src/wire/icmp.ts';
import { ICMP, ICMPV6, TCP, UDP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../src/wire/ipv6.ts';
import {
  ACK,
  FIN,
  HAS_MSS,
  HAS_SACK,
  HAS_SACK_OK,
  HAS_TFO,
  HAS_TS,
  HAS_WSCALE,
  PSH,
  prependTcp,
  RST,
  Segment,
  SYN,
} from '../../src/wire/tcp.ts';
import { prependUdp } from '../../src/wire/udp.ts';
import type { Coverage } from './coverage.ts';
import { type Genes, Reader } from './genes.ts';
import { AWAITS, Ground, KEY, LISTENS, type Seen, TUNNEL } from './ground.ts';

const FLAGS = [
  ...[SYN, SYN | ACK, ACK, ACK, ACK | PSH, ACK | PSH, ACK | FIN, FIN, RST, RST | ACK],
  ...[SYN | FIN, SYN | FIN | ACK, 0, SYN | RST, FIN | RST | ACK, 0x3f, SYN | 0xc0],
];
const DELTAS = [
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  -1,
  2,
  -2,
  10,
  536,
  1460,
  -1460,
  65_535,
  65_536,
  -65_536,
  1 << 31,
];
const LENGTHS = [0, 0, 0, 1, 2, 10, 100, 536, 1000, 1460];
const WINDOWS = [65_535, 65_535, 65_535, 0, 1, 100, 1460, 5000];
const WAITS = [0, 1, 1000, 50_000, 200_000, 500_000, 1_000_000, 3_000_000, 60e6, 240e6, 7200e6];
const MTUS = [1500, 1500, 1280, 9000, 576, 68, 100];
const PORTS = [LISTENS, LISTENS, LISTENS, AWAITS, 9];
/** Mostly the same few; sometimes one of so many that tables overflow. */
const THEIRS = [
  ...Array(8).fill(40_000),
  ...Array(8).fill(40_001),
  1,
  2,
  3,
  ...Array(8).keys(),
].map((port: number) => port || 40_002);
const ROUTERS = { 4: Address.parse('10.0.0.254'), 6: Address.parse('fd00::fe') };

/** Plays the case in `genes`, of a host with a changed profile; throws when something that must hold does not. */
export function play(genes: Genes, coverage: Coverage, change = (p: Profile): Profile => p): void {
  const r = new Reader(genes);
  const base = r.pick(Object.values(PROFILES));
  // Small tables and buffers, so that they are full soon.
  const small = {
    sendBuffer: 4096,
    receiveBuffer: 4096,
    synQueue: 4,
    timeWaitLimit: 4,
    orphanLimit: 4,
  };
  const features = r.octet();
  const has = (bit: number): boolean => (features & bit) !== 0;
  const profile = withOverrides(base, {
    ...(r.below(2) === 0 ? {} : small),
    ...(has(1)
      ? { fastOpenServer: true, fastOpenClient: true, fastOpenExperimental: has(128) }
      : {}),
    ...(has(2) ? { ecn: 'request' as const } : {}),
    ...(has(4) ? { sendsBuffers: !base.sendsBuffers } : {}),
    ...(has(8) ? { blackHole: 'steps' as const } : {}),
    ...(has(16) ? { unexpectedSignature: 'ignore' as const } : {}),
  });
  const ipv6 = r.below(2) === 1;
  const mtu = r.pick(MTUS);
  const g = new Ground(change(profile), ipv6, ipv6 ? Math.max(1280, mtu) : mtu, coverage, {
    fastOpen: has(1),
    signed: has(32),
    tunnel: has(64),
    overhead: r.below(4) === 0 ? 1024 : 8,
  });
  while (!r.atEnd) step(g, r);
  g.close();
  // What was counted was reached, too.
  for (const [name, n] of Object.entries(g.host.tcp.counters)) {
    if (typeof n === 'number' && n > 0) coverage.note(`counts ${name}`);
  }
}

function step(g: Ground, r: Reader): void {
  const kind = r.below(16);
  if (kind < 8) {
    g.turn(() => g.deliver(segment(g, r)));
  } else if (kind === 8) {
    g.turn(() => g.deliver(icmp(g, r)));
  } else if (kind === 9) {
    g.turn(() => g.deliver(damaged(g, r)));
  } else if (kind === 10) {
    g.turn(() => {
      for (let n = 1 + r.below(4); n > 0; n--) g.deliver(segment(g, r));
    });
  } else if (kind === 11) {
    g.wait(r.pick(WAITS));
  } else if (kind === 12) {
    g.turn(() => {
      const theirs = 1 + r.below(3);
      const how = r.below(8);
      if (how < 2) g.await(r.below(2) === 0 ? theirs : 0);
      else if (how === 2) g.connectAs(theirs, r.below(2) === 0, r.below(2) === 0 ? TUNNEL : 0);
      else g.connect(theirs, how < 5 ? new Uint8Array(r.pick(LENGTHS)) : null);
    });
  } else {
    g.turn(() => call(g, r));
  }
}

function call(g: Ground, r: Reader): void {
  const which = r.octet();
  switch (r.below(g.features.signed ? 9 : 8)) {
    case 8:
      g.sign(which);
      break;
    case 0:
    case 1:
      g.call((s) => s.write(new Uint8Array(r.pick(LENGTHS) * 4)), which);
      break;
    case 2:
      g.activate(which);
      break;
    case 3:
      g.call((s) => s.read(new Uint8Array(r.pick(LENGTHS) * 4)), which);
      break;
    case 4:
    case 5:
      g.call((s) => s.end(), which);
      break;
    case 6:
      g.call((s) => s.release(), which);
      break;
    default:
      g.call((s) => s.abort(), which);
  }
}

/** A connection the peer has heard from; or one that may become. */
function target(g: Ground, r: Reader): Seen {
  const known = g.seen[r.octet() % Math.max(1, g.seen.length)];
  if (known !== undefined && r.below(8) !== 0) return known;
  const ours = r.pick(PORTS);
  const theirs = r.pick(THEIRS);
  return { ours, theirs, nxt: 0, ack: r.word(), iss: 0, wnd: 65_535, ts: 0, cookie: null };
}

/** A key that nobody has. */
const WRONG = new Uint8Array(3);

function segment(g: Ground, r: Reader): Packet {
  const to = target(g, r);
  const seg = new Segment();
  seg.sport = to.theirs;
  seg.dport = to.ours;
  seg.flags = r.pick(FLAGS);
  const edge = r.below(8) === 0 ? to.wnd : 0;
  seg.seq = (to.ack + edge + r.pick(DELTAS)) | 0;
  seg.ack = ((r.below(8) === 0 ? to.iss : to.nxt) + r.pick(DELTAS)) | 0;
  seg.wnd = r.pick(WINDOWS);
  seg.up = r.octet();
  const len = Math.min(r.pick(LENGTHS), Math.max(0, g.link.mtu - 120));
  options(g, seg, to, r);
  const p = g.pool.take(len);
  p.bytes.fill(0x41, p.from, p.from + len);
  p.to = p.from + len;
  const signs = g.features.signed ? r.below(8) : 0;
  if (signs > 1) {
    seg.options &= ~(HAS_TS | HAS_TFO); // a signature leaves room for little else
    seg.sackCount = Math.min(seg.sackCount, 1);
  }
  if (signs > 1) prependSigned(p, seg, rfc, -1, g.them, g.us, signs === 2 ? WRONG : KEY);
  else prependTcp(p, seg, rfc.options, -1);
  if (g.features.tunnel && r.below(2) === 0) {
    const udpPort = r.below(4) === 0 ? r.word() & 0xffff : TUNNEL;
    prependUdp(p, udpPort, r.below(8) === 0 ? 1 : TUNNEL, g.them, g.us, true);
    prependIp(g, p, g.them, UDP);
    return p;
  }
  prependIp(g, p, g.them, TCP);
  return p;
}

function options(g: Ground, seg: Segment, to: Seen, r: Reader): void {
  const which = r.octet();
  if ((which & 1) !== 0) {
    seg.options |= HAS_TS;
    seg.tsVal = (1000 + r.pick(DELTAS)) | 0;
    seg.tsEcr = (to.ts + r.pick(DELTAS)) | 0;
  }
  if ((seg.flags & SYN) !== 0) {
    if ((which & 2) !== 0) {
      seg.options |= HAS_MSS;
      seg.mss = (r.octet() << 8) | r.octet();
    }
    if ((which & 4) !== 0) {
      seg.options |= HAS_WSCALE;
      seg.wscale = r.below(16);
    }
    if ((which & 8) !== 0) seg.options |= HAS_SACK_OK;
    if (g.features.fastOpen && (which & 16) !== 0) cookie(g, seg, to, r);
  } else if ((which & 6) === 6) {
    seg.options |= HAS_SACK;
    seg.sackCount = 1 + r.below(3);
    for (let i = 0; i < seg.sackCount; i++) {
      const from = (to.nxt + r.pick(DELTAS)) | 0;
      seg.sacks[2 * i] = from;
      seg.sacks[2 * i + 1] = (from + r.pick(DELTAS)) | 0;
    }
  }
}

/** A Fast Open option: one that asks, a cookie of ours, or one that is none. */
function cookie(g: Ground, seg: Segment, to: Seen, r: Reader): void {
  const kind = r.below(8);
  const { fastOpenKeys } = g.host.tcp;
  let octets: Uint8Array = new Uint8Array(0);
  if (kind < 4) octets = fastOpenKeys.cookie(g.them, g.us);
  else if (kind === 4) octets = to.cookie ?? octets;
  else if (kind > 5) octets = new Uint8Array(r.below(18));
  seg.options &= ~HAS_TS; // beside the rest there is room for 16 octets and no more
  writeCookie(seg, octets, r.below(4) === 0);
}

/** A segment of which a few octets are something else, cut off or not. */
function damaged(g: Ground, r: Reader): Packet {
  const p = segment(g, r);
  for (let n = r.below(6); n > 0; n--) p.bytes[p.from + (r.octet() % p.length)] = r.octet();
  if (r.below(4) === 0) p.to = p.from + (((r.octet() << 8) | r.octet()) % p.length);
  return p;
}

/** An ICMP error about a segment we may have sent. */
function icmp(g: Ground, r: Reader): Packet {
  const about = target(g, r);
  const seg = new Segment();
  seg.sport = about.ours;
  seg.dport = about.theirs;
  seg.seq = ((r.below(2) === 0 ? about.iss : about.nxt) + r.pick(DELTAS)) | 0;
  seg.flags = ACK;
  const len = Math.min(r.pick(LENGTHS), Math.max(0, g.link.mtu - 120));
  const p = g.pool.take(len);
  p.to = p.from + len;
  prependTcp(p, seg, rfc.options, -1);
  const inside = g.features.tunnel && r.below(2) === 0;
  if (inside) prependUdp(p, TUNNEL, TUNNEL, g.us, g.them, true);
  prependIp(g, p, g.us, inside ? UDP : TCP, g.them);
  const type = r.below(16);
  const rest = r.below(2) === 0 ? r.word() : (r.octet() << 4) | r.below(16);
  prependIcmp(p, type, r.below(18), rest);
  if (r.below(8) === 0) p.to = p.from + (r.octet() % p.length);
  prependIp(g, p, ROUTERS[g.us.version], g.us.version === 4 ? ICMP : ICMPV6);
  return p;
}

function prependIp(g: Ground, p: Packet, src: Address, protocol: number, dst = g.us): void {
  if (src.version === 4) prependIpv4(p, src, dst, protocol, 64, 0, 1, true, true);
  else prependIpv6(p, src, dst, protocol, 64, 0, 0);
}
