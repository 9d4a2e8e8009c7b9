import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/base/packet.ts';
import { send } from '../../src/tcp/calls/index.ts';
import { openActive } from '../../src/tcp/calls/open.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import { ConnectionOptions } from '../../src/tcp/options.ts';
import type { Listener } from '../../src/tcp/passive/listener.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { freebsd, linux, rfc, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Md5Keys, prependSigned } from '../../src/tcp/signatures.ts';
import { Prefix } from '../../src/wire/address.ts';
import { pseudo } from '../../src/wire/checksum.ts';
import { IpHeader, parseIp, TCP } from '../../src/wire/ip.ts';
import { prependIpv4 } from '../../src/wire/ipv4.ts';
import { prependIpv6 } from '../../src/wire/ipv6.ts';
import { HAS_MD5, parseTcp, Segment } from '../../src/wire/tcp.ts';
import { Drill, type Extras } from '../support/drill.ts';
import { drops, tell } from './icmp/quoting.ts';

const KEY = new TextEncoder().encode('secret');
const OTHER = new TextEncoder().encode('guess');
const user = {
  onConnected() {},
  onReadable() {},
  onWritable() {},
  onEnded() {},
  onClosed() {},
};

function optionsWith(keys: Md5Keys, profile: Profile): ConnectionOptions {
  const o = new ConnectionOptions(profile);
  o.md5 = keys;
  return o;
}

/** Puts a signature on a segment that the peer built. */
function sign(t: Drill, plain: Packet, key: Uint8Array): Packet {
  const ip = new IpHeader();
  const seg = new Segment();
  parseIp(ip, plain, true);
  parseTcp(seg, plain, ip.payloadFrom, ip.payloadTo, -1);
  const text = plain.bytes.slice(seg.textFrom, seg.textTo);
  plain.release();
  const p = t.pool.take(text.length);
  p.bytes.set(text, p.from);
  p.to = p.from + text.length;
  const { src, dst } = ip;
  prependSigned(p, seg, freebsd, pseudo(src, dst, TCP, 0), src, dst, key);
  if (src.version === 4) prependIpv4(p, src, dst, TCP, 64, 0, 0, true, true);
  else prependIpv6(p, src, dst, TCP, 64, 0, 0);
  return p;
}

function signedIn(
  t: Drill,
  key: Uint8Array,
  ...[flags, seq, len = 0, ack = 0, extras = {}]: [string, number, number?, number?, Extras?]
): void {
  const p = sign(t, t.build(flags, seq, len, ack, extras), key);
  t.clock.turn(t.clock.now, () => t.link.receiver?.deliver(p));
}

/** Options of the segments sent, in octets; and whether each signature is what another implementation makes. */
function look(t: Drill, key: Uint8Array): { kinds: number[]; valid: boolean }[] {
  return t.link.sent.map((p) => {
    const ip = new IpHeader();
    const seg = new Segment();
    parseIp(ip, p, true);
    parseTcp(seg, p, ip.payloadFrom, ip.payloadTo, -1);
    const kinds: number[] = [];
    for (let at = seg.optionsFrom; at < seg.optionsTo; ) {
      const kind = p.bytes[at] as number;
      kinds.push(kind);
      at += kind < 2 ? 1 : (p.bytes[at + 1] as number);
    }
    return { kinds, valid: (seg.options & HAS_MD5) !== 0 && isValid(p, ip, seg, key) };
  });
}

/** RFC 2385 section 2.0, word by word. */
function isValid(p: Packet, ip: IpHeader, seg: Segment, key: Uint8Array): boolean {
  const header = p.bytes.slice(ip.payloadFrom, ip.payloadFrom + 20);
  header[16] = 0;
  header[17] = 0;
  const length = ip.payloadTo - ip.payloadFrom;
  const addresses = p.bytes.slice(
    p.from + (ip.version === 4 ? 12 : 8),
    p.from + (ip.version === 4 ? 20 : 40),
  );
  const rest =
    ip.version === 4
      ? [0, TCP, length >> 8, length & 0xff]
      : [0, 0, length >> 8, length & 0xff, 0, 0, 0, TCP];
  const digest = createHash('md5')
    .update(addresses)
    .update(Uint8Array.from(rest))
    .update(header)
    .update(p.bytes.slice(seg.textFrom, seg.textTo))
    .update(key)
    .digest();
  return digest.equals(p.bytes.slice(seg.md5From, seg.md5From + 16));
}

function connect(t: Drill, profile: Profile, keys = keysOf(t)): Connection {
  const c = t.do(() =>
    openActive(t.host.tcp, {
      remote: t.peer,
      remotePort: t.peerPort,
      localPort: 5000,
      user,
      options: optionsWith(keys, profile),
    }),
  );
  t.port = 5000;
  t.iss = c.snd.iss;
  return c;
}

function keysOf(t: Drill): Md5Keys {
  const keys = new Md5Keys(t.host.tcp);
  keys.set(t.peer, KEY);
  return keys;
}

function established(profile: Profile, ipv6 = false): { t: Drill; c: Connection } {
  const t = new Drill({ profile, ipv6 });
  const c = connect(t, profile);
  t.out();
  signedIn(t, KEY, 'S.', 0, 0, 1, { mss: 1460, sackOk: true });
  t.out();
  return { t, c };
}

describe('a segment to a peer with a key', () => {
  it('is signed, over IPv4 and IPv6, as another implementation would [RFC 2385 2.0]', () => {
    for (const ipv6 of [false, true]) {
      const t = new Drill({ profile: freebsd, ipv6 });
      connect(t, freebsd);
      expect(look(t, KEY)).toEqual([
        { kinds: [2, 1, 3, 4, 8, 1, 1, 19], valid: true }, // mss,nop,wscale,sackOK,TS,nop,nop,md5
      ]);
      expect(look(t, OTHER)[0]?.valid).toBe(false);
    }
  });

  it('has no timestamps where a system would rather keep SACK', () => {
    const t = new Drill({ profile: linux });
    connect(t, linux);
    expect(look(t, KEY)).toEqual([{ kinds: [1, 1, 19, 2, 1, 1, 4, 1, 3], valid: true }]);
  });

  it('has less text: the option takes 20 octets', () => {
    const { t, c } = established(freebsd);
    expect(c.snd.mss).toBe(1440);
    const v6 = established(freebsd, true);
    expect(v6.c.snd.mss).toBe(1420);
    t.out();
  });

  it('is signed when it is an ACK, a reset or a FIN again in TIME-WAIT', () => {
    const { t, c } = established(freebsd);
    signedIn(t, KEY, 'F.', 1, 0, 1);
    expect(look(t, KEY)).toEqual([{ kinds: [1, 1, 19], valid: true }]);
    t.out();
    expect(c.tcp.guarded).toBe(true);
    signedIn(t, KEY, 'S', 5);
    expect(look(t, KEY)).toEqual([{ kinds: [1, 1, 19], valid: true }]);
  });

  it('is signed with its text', () => {
    const { t, c } = established(freebsd);
    t.do(() => send(c, Uint8Array.of(1, 2, 3)));
    expect(look(t, KEY)).toEqual([{ kinds: [1, 1, 19], valid: true }]);
  });

  it('is not sent where the host has no key and goes by nothing else', () => {
    const t = new Drill({ profile: freebsd });
    connect(t, freebsd, t.host.tcp.md5);
    expect(t.out()).toEqual([]);
    t.host.tcp.md5.set(t.peer, KEY);
    t.wait(1000);
    expect(look(t, KEY).map((s) => s.valid)).toEqual([true]);
  });

  it('leaves room for two SACK blocks, and none beside timestamps', () => {
    const { t } = established(freebsd);
    signedIn(t, KEY, '.', 101, 100, 1);
    signedIn(t, KEY, '.', 301, 100, 1);
    signedIn(t, KEY, '.', 501, 100, 1);
    expect(t.out({ options: true }).at(-1)).toBe('. 1:1(0) ack 1 <sack 501:601,sack 301:401>');
  });
});

describe('a segment from a peer with a key', () => {
  it('is dropped without a signature, or with a wrong one, and counted', () => {
    const { t, c } = established(freebsd);
    t.in('R', 1);
    signedIn(t, OTHER, 'R', 1);
    expect(c.state).not.toBe(0);
    expect(drops(t, 'md5-missing')).toBe(1);
    expect(drops(t, 'md5-wrong')).toBe(1);
    signedIn(t, KEY, '.', 1, 10, 1);
    expect(c.rcv.nxt - c.rcv.irs).toBe(11);
    signedIn(t, KEY, 'R', 11);
    expect(t.states()).toEqual([]);
  });

  it('must have one to open a connection, and the listener’s connections have its keys', () => {
    const t = new Drill({ profile: freebsd });
    t.listen();
    const keys = new Md5Keys(t.host.tcp);
    keys.set(Prefix.parse('10.0.0.0/24'), KEY);
    const listener = t.host.tcp.demux.listeners()[0] as Listener;
    listener.options = Object.freeze(optionsWith(keys, freebsd));
    t.in('S', 0, 0, 0, { mss: 1460 });
    expect(t.out()).toEqual([]);
    signedIn(t, KEY, 'S', 0, 0, 0, { mss: 1460, sackOk: true });
    expect(look(t, KEY)).toEqual([{ kinds: [2, 4, 19], valid: true }]); // mss,sackOK,md5
    t.out();
    t.in('.', 1, 0, 1);
    expect(t.accepted).toEqual([]);
    signedIn(t, KEY, '.', 1, 0, 1);
    expect(t.accepted).toHaveLength(1);
    t.in('R', 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
  });
});

describe('a signature that nobody asked for', () => {
  it('is a reason to drop the segment, or nothing, as the profile says', () => {
    for (const profile of [linux, rfc]) {
      const t = new Drill({ profile });
      t.listen();
      t.in('S', 0, 0, 0, { mss: 1460 });
      t.out();
      signedIn(t, KEY, '.', 1, 0, 1);
      const taken = profile.unexpectedSignature === 'ignore';
      expect(t.accepted).toHaveLength(taken ? 1 : 0);
      expect(drops(t, 'md5-unexpected')).toBe(taken ? 0 : 1);
      t.in('.', 1, 0, 1);
      expect(t.accepted).toHaveLength(1);
    }
  });
});

describe('Md5Keys', () => {
  it('takes the key of the longest prefix, and forgets it again', () => {
    const t = new Drill();
    const keys = new Md5Keys(t.host.tcp);
    keys.set(Prefix.parse('10.0.0.0/8'), OTHER);
    keys.set(t.peer, KEY);
    expect(keys.find(t.peer)).toEqual(KEY);
    keys.set(t.peer, null);
    expect(keys.find(t.peer)).toEqual(OTHER);
    expect(keys.size).toBe(1);
    keys.clear();
    expect(keys.find(t.peer)).toBeNull();
  });

  it('copied, is changed by itself', () => {
    const keys = new Md5Keys(new Drill().host.tcp);
    const { peer } = new Drill();
    keys.set(peer, KEY);
    const copy = keys.copy();
    copy.set(peer, OTHER);
    expect([keys.find(peer), copy.find(peer)]).toEqual([KEY, OTHER]);
  });

  it('refuses keys that are too long, or empty', () => {
    const keys = new Md5Keys(new Drill().host.tcp);
    const { peer } = new Drill();
    expect(() => keys.set(peer, new Uint8Array(81))).toThrow(RangeError);
    expect(() => keys.set(peer, new Uint8Array(0))).toThrow(RangeError);
  });
});

describe('a socket that is bound and does not listen', () => {
  it('has its say in the reset that refuses a SYN', () => {
    const t = new Drill({ profile: freebsd });
    const options = optionsWith(keysOf(t), freebsd);
    options.ttl = 4;
    options.tos = 0x20;
    const bound = { local: null, localPort: 80, reuseAddress: false, reusePort: false, options };
    t.host.tcp.bound.add(bound);
    signedIn(t, KEY, 'S', 0, 0, 0, { mss: 1460 });
    const p = t.link.sent[0] as Packet;
    expect([p.bytes[p.from + 8], p.bytes[p.from + 1]]).toEqual([4, 0x20]);
    expect(look(t, KEY)).toEqual([{ kinds: [1, 1, 19], valid: true }]);
    t.out();
    t.host.tcp.bound.remove(bound);
    t.in('S', 0);
    expect(look(t, KEY)).toEqual([{ kinds: [], valid: false }]);
  });

  it('has none in the ttl where a profile does not let it', () => {
    const t = new Drill({ profile: rfc });
    const options = Object.assign(new ConnectionOptions(rfc), { ttl: 4, tos: 0x20 });
    t.host.tcp.bound.add({
      local: t.us,
      localPort: 80,
      reuseAddress: false,
      reusePort: false,
      options,
    });
    t.in('S', 0);
    const p = t.link.sent[0] as Packet;
    expect([p.bytes[p.from + 8], p.bytes[p.from + 1]]).toEqual([64, 0]);
  });
});

describe('segments that options leave hardly any room', () => {
  it.each([rfc, freebsd, linux])('still carry text, and come to an end: %#', (base) => {
    const profile = withOverrides(base, { timestamps: false });
    const t = new Drill({ profile });
    const c = connect(t, profile);
    t.out();
    signedIn(t, KEY, 'S.', 0, 0, 1, { mss: 1, sackOk: true, win: 1000 });
    t.out();
    expect(c.snd.mss).toBe(28); // TCP_MIN_SND_MSS less a signature
    for (const seq of [101, 301, 501]) signedIn(t, KEY, '.', seq, 10, 1);
    t.out();
    t.do(() => void send(c, new Uint8Array(40)));
    const sent = t.out().map((text) => Number(/\((\d+)\)/.exec(text)?.[1]));
    expect(Math.min(...sent)).toBeGreaterThan(0);
    expect(sent.reduce((a, b) => a + b)).toBe(40);
  });

  it('are so wherever a router says that the path ends', () => {
    const profile = withOverrides(freebsd, { minPathMtu: 68, timestamps: true });
    const t = new Drill({ profile });
    const c = connect(t, profile);
    t.out();
    signedIn(t, KEY, 'S.', 0, 0, 1, { mss: 1460, ts: [1, 0], win: 1000 });
    t.out();
    t.do(() => void send(c, new Uint8Array(60)));
    t.out();
    tell(t, { type: 3, code: 4, rest: 68, seq: 1, len: 60 });
    expect(c.pathMtu).toBe(68);
    expect(c.snd.mss).toBeGreaterThan(0);
  });
});
