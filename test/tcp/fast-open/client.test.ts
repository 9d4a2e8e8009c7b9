import { describe, expect, it } from 'vitest';
import { freebsd, linux, type Profile, rfc, withOverrides } from '../../../src/index.ts';
import type { TcpSocket } from '../../../src/socket/tcp-socket.ts';
import { fastOpenIsReady, isFastOpened } from '../../../src/tcp/calls/index.ts';
import { Drill, type Extras } from '../../support/drill.ts';
import { octets } from '../../support/states.ts';

const bsd = freebsd;
/** Fewer options to read. */
const plain = (p: Profile): Profile =>
  withOverrides(p, { timestamps: false, sack: false, windowScaling: false });

let localPort = 5000;

/** Opens with Fast Open and 100 octets, or as many as are given. */
function open(t: Drill, n = 100): TcpSocket {
  return t.connect({ fastOpen: { text: octets(n, 65) }, localPort: ++localPort });
}

function syn(t: Drill): string {
  return t.out({ options: true }).join();
}

/** Opens, answers the SYN so, and forgets the connection: what its SYN was. */
function once(t: Drill, ack: number, answer: Extras, n = 100): string {
  const s = open(t, n);
  const sent = syn(t);
  t.in('S.', 0, 0, ack, answer);
  t.do(() => s.abort());
  t.out();
  return sent;
}

describe('an active OPEN with Fast Open [RFC 7413 4.2.1]', () => {
  it('asks for a cookie first, sends no text, and the text goes when the user sends it', () => {
    const t = new Drill({ profile: plain(rfc) });
    const s = open(t);
    expect(syn(t)).toBe('S 0:0(0) <mss 1460,FO>');
    expect(s.bytesWritten).toBe(0);
    t.in('S.', 0, 0, 1, { mss: 1460, fo: '0102030405060708' });
    t.do(() => s.write(octets(100)));
    expect(t.out()).toEqual(['. 1:1(0) ack 1', 'P. 1:101(100) ack 1']);
  });

  it('sends text and cookie to a server that has given one, and is established by the SYN-ACK', () => {
    const t = new Drill({ profile: plain(rfc) });
    once(t, 1, { mss: 1460, fo: '0102030405060708' });
    const s = open(t);
    expect(syn(t)).toBe('S 0:100(100) <mss 1460,FO 0102030405060708>');
    expect(s.bytesWritten).toBe(100);
    t.in('S.', 0, 0, 101, { mss: 1460 });
    expect(t.out()).toEqual(['. 101:101(0) ack 1']);
    expect(isFastOpened(s.connection)).toBe(true);
    expect(t.host.tcp.counters.fastOpens).toBe(1);
  });

  it('sends again at once what the SYN-ACK does not acknowledge: all of it, or a part', () => {
    for (const acked of [0, 40]) {
      const t = new Drill({ profile: plain(rfc) });
      once(t, 1, { mss: 1460, fo: '01020304' });
      open(t);
      t.out();
      t.in('S.', 0, 0, 1 + acked, { mss: 1460, fo: '01020304' });
      expect(t.out()).toEqual([`P. ${1 + acked}:101(${100 - acked}) ack 1`]);
    }
  });

  it('sends as much as the MSS of the last SYN-ACK holds, less 40 octets for options', () => {
    const t = new Drill({ profile: plain(linux) });
    once(t, 1, { mss: 940, fo: '01020304' });
    const s = open(t, 2000);
    expect(syn(t)).toBe('S 0:900(900) <mss 1460,FO 01020304>');
    expect(s.bytesWritten).toBe(900);
  });

  it('is not limited by an MSS that the path does not carry', () => {
    const t = new Drill({ profile: plain(linux) });
    once(t, 1, { mss: 10_000, fo: '01020304' });
    open(t, 2000);
    expect(syn(t)).toBe('S 0:1420(1420) <mss 1460,FO 01020304>');
  });

  it('shows the cookie without text too', () => {
    const t = new Drill({ profile: plain(linux) });
    once(t, 1, { mss: 1460, fo: '01020304' });
    expect(once(t, 1, { mss: 1460 }, 0)).toBe('S 0:0(0) <mss 1460,FO 01020304>');
  });

  it('sends SYNs again without cookie and text; an answer to the first still counts', () => {
    const t = new Drill({ profile: plain(rfc) });
    once(t, 1, { mss: 1460, fo: '01020304' });
    open(t);
    t.out();
    t.wait(1000);
    expect(syn(t)).toBe('S 0:0(0) <mss 1460>');
    t.in('S.', 0, 0, 101, { mss: 1460 });
    expect(t.out()).toEqual(['. 101:101(0) ack 1']);
  });

  it('needs a profile that has it', () => {
    const t = new Drill({ profile: withOverrides(linux, { fastOpenClient: false }) });
    expect(() => open(t)).toThrow('Fast Open is off');
  });

  it('puts its option where the system does, and pads as it does', () => {
    const raw = (profile: Profile): string => {
      const t = new Drill({ profile });
      open(t, 0);
      const [p] = t.link.sent.splice(0);
      const bytes = p === undefined ? [] : [...p.bytes.subarray(p.to - 4, p.to)];
      return bytes.map((b) => b.toString(16).padStart(2, '0')).join('');
    };
    expect(raw(bsd)).toBe('22020000');
    expect(raw(linux)).toBe('22020101');
  });

  it('is ready when the next SYN could carry text', () => {
    const t = new Drill({ profile: plain(rfc) });
    const ready = (): boolean =>
      fastOpenIsReady(t.host.tcp, { remote: t.peer, remotePort: t.peerPort });
    expect(ready()).toBe(false);
    once(t, 1, { mss: 1460, fo: '01020304' });
    expect(ready()).toBe(true);
    t.host.tcp.fastOpen.clear();
    expect(ready()).toBe(false);
  });
});

describe('the cookies a client keeps [RFC 7413 4.1.3]', () => {
  it('are the last that came, of 4 to 16 octets and an even number of them', () => {
    for (const [length, valid] of [
      [2, false],
      [4, true],
      [5, false],
      [16, true],
      [18, false],
    ] as const) {
      const t = new Drill({ profile: plain(bsd) });
      once(t, 1, { mss: 1460, fo: '0102030405060708' });
      const cookie = 'ab'.repeat(length);
      once(t, 101, { mss: 1460, fo: cookie });
      const kept = valid ? cookie : '0102030405060708';
      expect(once(t, 101, { mss: 1460 }), `${length}`).toBe(`S 0:100(100) <mss 1460,FO ${kept}>`);
    }
  });

  it('stay when a server takes the text and sends none', () => {
    const t = new Drill({ profile: plain(bsd) });
    once(t, 1, { mss: 1460, fo: '01020304' });
    once(t, 101, { mss: 1460 });
    expect(once(t, 101, { mss: 1460 })).toBe('S 0:100(100) <mss 1460,FO 01020304>');
  });

  it('are each for one pair of addresses', () => {
    const t = new Drill({ profile: plain(rfc) });
    once(t, 1, { mss: 1460, fo: '01020304' });
    t.connect({ address: '10.0.0.3', fastOpen: { text: octets(10) } });
    expect(syn(t)).toBe('S 0:0(0) <mss 1460,FO>');
  });

  it('are no more than the host has room for: the one not used longest goes', () => {
    const t = new Drill({ profile: withOverrides(plain(rfc), { fastOpenCache: 1 }) });
    once(t, 1, { mss: 1460, fo: '01020304' });
    t.connect({ address: '10.0.0.3', fastOpen: {} });
    t.out();
    t.in('S.', 0, 0, 1, {
      mss: 1460,
      fo: '05060708',
      src: Object.assign(t.peer.clone(), { w3: 0x0a000003 }),
    });
    t.out();
    expect(t.host.tcp.fastOpen.size).toBe(1);
    expect(once(t, 1, { mss: 1460 })).toBe('S 0:0(0) <mss 1460,FO>');
  });

  it('that nobody asked for are not kept', () => {
    const t = new Drill({
      profile: withOverrides(plain(linux), { fastOpenClientCookieless: true }),
    });
    expect(once(t, 101, { mss: 940, fo: '01020304' })).toBe('S 0:100(100) <mss 1460>');
    expect(once(t, 901, { mss: 940 }, 2000)).toBe('S 0:900(900) <mss 1460>');
    const s = t.connect({ profile: plain(linux), fastOpen: { text: octets(9) }, localPort: 4000 });
    expect(syn(t)).toBe('S 0:0(0) <mss 1460,FO>');
    expect(s.bytesWritten).toBe(0);
  });
});

describe('where Fast Open fails [RFC 7413 4.1.3.1]', () => {
  it('is not tried again for a while: no cookie came, and no text was acknowledged', () => {
    for (const fo of [undefined, '0102030405']) {
      const t = new Drill({ profile: plain(bsd) });
      once(t, 1, fo === undefined ? { mss: 1460 } : { mss: 1460, fo });
      expect(once(t, 1, { mss: 1460 })).toBe('S 0:0(0) <mss 1460>');
      t.wait(901_000);
      expect(once(t, 1, { mss: 1460 })).toBe('S 0:0(0) <mss 1460,FO>');
    }
  });

  it('a new cookie is reason enough to try again', () => {
    const t = new Drill({ profile: plain(bsd) });
    once(t, 1, { mss: 1460, fo: '01020304' });
    once(t, 1, { mss: 1460, fo: '05060708' });
    expect(once(t, 1, { mss: 1460 })).toBe('S 0:100(100) <mss 1460,FO 05060708>');
    expect(once(t, 1, { mss: 1460 })).toBe('S 0:0(0) <mss 1460>');
  });

  it('a reset is no failure of Fast Open, silence is', () => {
    const t = new Drill({ profile: plain(rfc) });
    once(t, 1, { mss: 1460, fo: '01020304' });
    open(t);
    t.out();
    t.in('R.', 0, 0, 1);
    expect(t.events.pop()).toBe('close ECONNREFUSED');
    open(t);
    expect(syn(t)).toBe('S 0:100(100) <mss 1460,FO 01020304>');
    t.wait(400_000);
    t.out();
    open(t);
    expect(syn(t)).toBe('S 0:0(0) <mss 1460>');
  });

  it('Linux asks with the experimental option once, and then with the other again', () => {
    const t = new Drill({ profile: plain(linux) });
    const answers = [{ mss: 1460 }, { mss: 1460 }, { mss: 1460 }, { mss: 1460 }];
    expect(answers.map((a) => once(t, 1, a))).toEqual([
      'S 0:0(0) <mss 1460,FO>',
      'S 0:0(0) <mss 1460,FOEXP>',
      'S 0:0(0) <mss 1460,FO>',
      'S 0:0(0) <mss 1460,FO>',
    ]);
  });

  it('Linux shows a cookie in the option that it came in', () => {
    const t = new Drill({ profile: plain(linux) });
    once(t, 1, { mss: 1460 });
    once(t, 1, { mss: 1460, foExp: '1234abcd' });
    expect(once(t, 101, { mss: 1460, fo: 'abcd5678' })).toBe(
      'S 0:100(100) <mss 1460,FOEXP 1234abcd>',
    );
    expect(once(t, 101, { mss: 1460 })).toBe('S 0:100(100) <mss 1460,FO abcd5678>');
  });

  it('a host that suspects a black hole does without it, longer each time', () => {
    const profile = withOverrides(plain(linux), { fastOpenBlackhole: 10_000_000, synRetries: 0 });
    const t = new Drill({ profile });
    once(t, 1, { mss: 1460, fo: '01020304' });
    for (const pause of [10_000, 20_000]) {
      open(t);
      expect(syn(t)).toBe('S 0:100(100) <mss 1460,FO 01020304>');
      t.wait(1000);
      expect(t.events.pop()).toBe('close ETIMEDOUT');
      t.wait(pause - 100);
      expect(once(t, 1, { mss: 1460 })).toBe('S 0:0(0) <mss 1460>');
      t.wait(200);
    }
    expect(once(t, 101, { mss: 1460 })).toBe('S 0:100(100) <mss 1460,FO 01020304>');
  });
});
