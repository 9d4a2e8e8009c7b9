import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../src/base/random.ts';
import { Offer } from '../../../src/tcp/negotiate.ts';
import { hideOptions, readHidden, SynCookies } from '../../../src/tcp/passive/syn-cookies.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Address } from '../../../src/wire/address.ts';
import { Drill, type Extras, PEER_ISS } from '../../support/drill.ts';
import { drops, listen } from '../../support/listening.ts';

const always = withOverrides(linux, { synCookies: 'always' });
const TICK = 64_000;

/** A SYN is answered with a cookie, which the peer's numbers are now relative to. */
function cookie(o: { offer?: Extras; profile?: typeof always; ipv6?: boolean } = {}): Drill {
  const t = new Drill({ profile: o.profile ?? always, ipv6: o.ipv6 ?? false });
  listen(t);
  t.wait(1000);
  send(t, 'S', 0, 0, o.offer ?? { mss: 1460 });
  expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
  expect(t.states()).toEqual([]); // nothing is kept
  return t;
}

function send(t: Drill, flags: string, seq: number, ack: number, extras: Extras = {}): void {
  t.in(flags, seq, 0, ack, { src: t.peer, dst: t.us, ...extras });
}

describe('a SYN answered with a cookie', () => {
  it('leaves nothing behind, and its ACK opens the connection [RFC 4987 3.6]', () => {
    const t = cookie();
    send(t, '.', 1, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.events).toEqual(['connection']);
    const { cookiesOut, cookiesIn, cookiesFailed, passiveOpens } = t.host.tcp.counters;
    expect([cookiesOut, cookiesIn, cookiesFailed, passiveOpens]).toEqual([1, 1, 0, 1]);
  });

  it('works over IPv6 too', () => {
    const t = cookie({ ipv6: true, offer: { mss: 1440 } });
    send(t, '.', 1, 1);
    expect(t.states()).toEqual(['ESTABLISHED']);
    expect(t.connection.snd.mss).toBe(1440);
  });

  it('may be acknowledged by the first text, which counts', () => {
    const t = cookie();
    t.in('P.', 1, 100, 1);
    expect(t.connection.receiveQueue.length).toBe(100);
    expect(t.connection.rcv.nxt).toBe(PEER_ISS + 101);
  });

  it('keeps of the MSS the next smaller of eight', () => {
    for (const [offered, kept] of [
      [1460, 1460],
      [1459, 1440],
      [9000, 1460],
      [1300, 1200],
      [536, 536],
      [100, 48],
    ] as const) {
      const t = cookie({ offer: { mss: offered } });
      send(t, '.', 1, 1);
      expect(t.connection.snd.mss).toBe(kept);
    }
    const none = cookie({ offer: {} });
    send(none, '.', 1, 1);
    expect(none.connection.snd.mss).toBe(536);
  });

  it('keeps window scale and SACK in the timestamp, when the SYN has one', () => {
    for (const [wscale, sackOk] of [
      [7, true],
      [0, false],
      [14, true],
      [undefined, true],
    ] as const) {
      const offer: Extras = { mss: 1460, ts: [500, 0] };
      if (wscale !== undefined) offer.wscale = wscale;
      offer.sackOk = sackOk;
      const t = new Drill({ profile: always });
      listen(t);
      t.wait(1000);
      send(t, 'S', 0, 0, offer);
      const tsVal = lastTsVal(t);
      send(t, '.', 1, 1, { ts: [501, tsVal], win: 1000 });
      const c = t.connection;
      expect([c.windowScaling, c.snd.scale]).toEqual([wscale !== undefined, wscale ?? 0]);
      expect(c.sackOk).toBe(sackOk);
      expect([c.ts.on, c.ts.recent]).toEqual([true, 501]);
      expect(c.snd.wnd).toBe(1000 << (wscale ?? 0));
    }
  });

  it('without timestamps offers and keeps the MSS alone', () => {
    const t = new Drill({ profile: always });
    listen(t);
    send(t, 'S', 0, 0, { mss: 1460, wscale: 7, sackOk: true });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
    send(t, '.', 1, 1);
    expect([t.connection.windowScaling, t.connection.sackOk]).toEqual([false, false]);
  });

  it('puts no timestamp ahead of the clock, so that later ones are newer', () => {
    const offer = new Offer();
    for (const wscale of [-1, 0, 9, 14]) {
      for (const tsVal of [0, 1, 63, 64, 1000, -1, -64, 0x7fffffff, -0x80000000]) {
        for (const flags of [0, 1, 2, 3]) {
          offer.wscale = wscale;
          offer.sackOk = (flags & 1) !== 0;
          offer.ecn = (flags & 2) !== 0;
          const hidden = hideOptions(tsVal, offer);
          const behind = (tsVal - hidden) | 0;
          expect(behind >= 0 && behind < 128).toBe(true);
          const read = new Offer();
          readHidden(hidden, read);
          expect([read.wscale, read.sackOk, read.ecn]).toEqual([wscale, offer.sackOk, offer.ecn]);
        }
      }
    }
  });
});

describe('an ACK with no cookie of ours', () => {
  it('altered in any one bit gets a reset and opens nothing', () => {
    const t = cookie();
    for (let bit = 0; bit < 32; bit++) {
      const altered = ((t.iss + 1) ^ (1 << bit)) | 0;
      t.in('.', PEER_ISS + 1, 0, altered, { raw: true });
      expect(t.out()[0]).toMatch(/^R /);
      expect(t.states()).toEqual([]);
    }
    expect(t.host.tcp.counters.cookiesFailed).toBe(32);
  });

  it('from another address or port, or with another sequence number, gets a reset', () => {
    const t = cookie();
    const other = Address.parse('10.0.0.3');
    for (const [seq, extras] of [
      [1, { src: other }],
      [1, { sport: 40_001 }],
      [2, {}],
      [0, {}],
    ] as const) {
      t.in('.', seq, 0, 1, extras);
      expect(t.out()[0]).toMatch(/^R /);
    }
    expect(t.states()).toEqual([]);
    send(t, '.', 1, 1); // the true one is still good
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('guessed a hundred thousand times opens nothing', () => {
    const cookies = new SynCookies(new SeededRandom(1));
    const random = new SeededRandom(2);
    const us = Address.parse('10.0.0.1');
    const peer = Address.parse('10.0.0.2');
    let hits = 0;
    for (let i = 0; i < 100_000; i++) {
      const iss = random.u32() | 0;
      for (const all of [false, true]) {
        if (cookies.decode(us, 80, peer, 4000, 7, iss, 1e9, new Offer(), all)) hits++;
      }
    }
    expect(hits).toBe(0);
  });

  it('that carries the options itself gives them back, at least as small', () => {
    const cookies = new SynCookies(new SeededRandom(1));
    const us = Address.parse('10.0.0.1');
    const peer = Address.parse('10.0.0.2');
    for (const [wscale, back] of [
      [-1, -1],
      [0, 0],
      [3, 2],
      [5, 4],
      [14, 8],
    ] as const) {
      for (const sackOk of [false, true]) {
        const offered = { mss: 1460, wscale, sackOk };
        const iss = cookies.encode(us, 80, peer, 4000, 7, offered, 1e9, true);
        const read = new Offer();
        expect(cookies.decode(us, 80, peer, 4000, 7, iss, 1e9 + TICK * 1000, read, true)).toBe(
          true,
        );
        expect([read.mss, read.wscale, read.sackOk]).toEqual([1460, back, sackOk]);
        expect(cookies.decode(us, 80, peer, 4000, 8, iss, 1e9, read, true)).toBe(false);
        const later = 1e9 + 2 * TICK * 1000;
        expect(cookies.decode(us, 80, peer, 4000, 7, iss, later, read, true)).toBe(false);
      }
    }
  });

  it('two minutes after the SYN is too late', () => {
    for (const [wait, states] of [
      [TICK - 1001, ['ESTABLISHED']],
      [2 * TICK - 1001, ['ESTABLISHED']],
      [2 * TICK - 1000, []],
    ] as const) {
      const t = cookie(); // one second into the first tick
      t.wait(wait);
      keepFresh(t);
      send(t, '.', 1, 1, { sport: 40_000 });
      expect(t.states()).toEqual(states);
    }
  });

  it('does not come alive again when the counter’s five bits come round', () => {
    const t = cookie();
    t.wait(32 * TICK);
    keepFresh(t);
    send(t, '.', 1, 1);
    expect(t.states()).toEqual([]);
    expect(t.out()[0]).toMatch(/^R /);
  });

  it('costs no look when no cookie was sent lately', () => {
    const t = new Drill({ profile: linux });
    listen(t);
    send(t, '.', 1, 1);
    expect(t.out()[0]).toMatch(/^R /);
    expect(t.host.tcp.counters.cookiesFailed).toBe(0);
    const late = cookie();
    late.wait(2 * TICK + 1);
    send(late, '.', 1, 1);
    expect(late.host.tcp.counters.cookiesFailed).toBe(0);
  });

  it('is a SYN-ACK or a reset: neither opens anything', () => {
    const t = cookie();
    send(t, 'S.', 1, 1);
    expect(t.out()[0]).toMatch(/^R /);
    send(t, 'R.', 1, 1);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([]);
  });
});

describe('cookies', () => {
  it('go when the SYN queue is full, where the profile says so', () => {
    const t = new Drill({ profile: withOverrides(linux, { synQueue: 1 }) });
    const l = listen(t);
    send(t, 'S', 0, 0, { mss: 1460, sport: 1 });
    send(t, 'S', 0, 0, { mss: 1460, sport: 2 });
    expect(t.out().length).toBe(2);
    expect(l.synQueueLength).toBe(1);
    expect(t.host.tcp.counters.cookiesOut).toBe(1);
    send(t, '.', 1, 1, { sport: 2 });
    expect(t.states().sort()).toEqual(['ESTABLISHED', 'SYN-RECEIVED']);
  });

  it('never go by the RFC profile: the SYN is dropped', () => {
    const t = new Drill({ profile: withOverrides(rfc, { synQueue: 0 }) });
    listen(t);
    send(t, 'S', 0, 0, { mss: 1460 });
    expect(t.out()).toEqual([]);
    expect(drops(t, 'syn-queue-full')).toBe(1);
  });

  it('do not go while the accept queue is full, and wait for room in it', () => {
    for (const [acceptOverflow, answers] of [
      ['drop', []],
      ['reset', ['R 1:1(0)']],
    ] as const) {
      const t = cookie({ profile: withOverrides(always, { acceptOverflow, backlogExtra: 0 }) });
      const { iss } = t;
      send(t, 'S', 0, 0, { mss: 1460, sport: 1 });
      t.out();
      for (let i = 0; i < 8; i++) {
        send(t, 'S', 0, 0, { mss: 1460, sport: 100 + i });
        t.out();
        send(t, '.', 1, 1, { sport: 100 + i });
      }
      send(t, 'S', 0, 0, { mss: 1460, sport: 200 });
      expect(t.out()).toEqual([]); // the SYN-time rule
      t.iss = iss;
      send(t, '.', 1, 1);
      expect(t.out()).toEqual(answers);
      expect(drops(t, 'accept-queue-full')).toBe(2);
    }
  });

  it('do not take up a flood: 20,000 SYNs leave nothing, and a client still connects', () => {
    const t = new Drill({ profile: withOverrides(linux, { synQueue: 16 }) });
    const l = listen(t, { backlog: 16 });
    for (let i = 0; i < 20_000; i++) send(t, 'S', i, 0, { mss: 1460, sport: 1 + (i % 60_000) });
    expect(l.synQueueLength).toBe(16);
    t.out();
    send(t, 'S', 0, 0, { mss: 1460, sport: 65_000 });
    t.out();
    send(t, '.', 1, 1, { sport: 65_000 });
    expect(t.events).toEqual(['connection']);
  });
});

describe('the price of a cookie', () => {
  it('is that a lost ACK leaves the client waiting for a server that speaks first', () => {
    const t = cookie();
    // The client's ACK is lost; it believes it is connected, and waits. Nobody ever sends again.
    expect(t.waitAndSee(300_000)).toEqual([]);
    expect(t.events).toEqual([]);
  });

  it('is not paid with a SYN queue: the SYN-ACK goes again, and its answer opens the connection', () => {
    const t = new Drill({ profile: linux });
    listen(t);
    send(t, 'S', 0, 0, { mss: 1460 });
    t.out();
    expect(t.waitAndSee(1000)).toEqual(['1000 S. 0:0(0) ack 1']);
    send(t, '.', 1, 1); // the client's challenge ACK
    expect(t.events).toEqual(['connection']);
  });
});

/** Another SYN is answered with a cookie, so that the listener looks for them. */
function keepFresh(t: Drill): void {
  const { iss } = t;
  send(t, 'S', 0, 0, { mss: 1460, sport: 50_000 });
  t.out();
  t.iss = iss;
}

/** TSval of the one segment sent since the last look, which `iss` is learned from. */
function lastTsVal(t: Drill): number {
  const p = t.link.sent[t.link.sent.length - 1];
  if (p === undefined) throw new Error('nothing was sent');
  // IPv4 20, TCP 20, then Linux's order: MSS 4, SACK 2 or NOPs, timestamps 2 + 4.
  const at = p.from + 20 + 20;
  const options = p.bytes.subarray(at, at + 20);
  const kind = options.findIndex((octet, i) => octet === 8 && options[i + 1] === 10);
  const tsVal = p.view.getInt32(at + kind + 2);
  t.out();
  return tsVal;
}
