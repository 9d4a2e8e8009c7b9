import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/tcp/profile.ts';
import { freebsd, linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { octets } from '../../support/states.ts';
import { tell } from './quoting.ts';

const plain = (p: Profile): Profile =>
  withOverrides(p, { timestamps: false, sack: false, windowScaling: false });
const tooBig = { type: 3, code: 4, rest: 840, seq: 0, len: 0 };
const tooBig6 = { type: 2, rest: 1300, seq: 0, len: 0 };
const unreachable = { type: 3, code: 1, seq: 0, len: 0 };

describe('ICMP that says a SYN was too big', () => {
  it.each([
    [rfc, 1460, 1440],
    [freebsd, 1460, 1240],
    [linux, 800, 1240],
  ])('has the next SYN announce that, or not: %#', (profile, v4, v6) => {
    for (const ipv6 of [false, true]) {
      const t = new Drill({ profile: plain(profile), ipv6 });
      t.connect();
      t.out();
      tell(t, ipv6 ? tooBig6 : tooBig);
      expect(t.out()).toEqual([]);
      t.wait(1100);
      expect(t.out({ options: true })).toEqual([`S 0:0(0) <mss ${ipv6 ? v6 : v4}>`]);
    }
  });

  it('has a SYN with text go again at once without, on Linux; the text follows, cwnd as it was', () => {
    const t = new Drill({ profile: plain(linux) });
    t.connect({ fastOpen: {} });
    t.out();
    t.in('S.', 0, 0, 1, { mss: 1040, fo: '01020304' });
    t.do(() => t.connection.user?.onReadable(t.connection));
    t.out();
    t.connect({ fastOpen: { text: octets(2000, 65) }, localPort: 5001 });
    expect(t.out()).toEqual(['S 0:1000(1000)']);
    tell(t, { ...tooBig, len: 1000 });
    expect(t.out({ options: true })).toEqual(['S 0:0(0) <mss 800>']);
    tell(t, { ...tooBig, len: 1000 });
    expect(t.out()).toEqual([]);
    t.in('S.', 0, 0, 1, { mss: 1040 });
    expect(t.out().join()).toMatch(/^\. 1:801\(800\) ack 1,P\. 801:1001\(200\) ack 1$/);
  });
});

describe('ICMP that says a peer cannot be reached', () => {
  it('ends a half-open entry on Linux, and no other', () => {
    for (const [profile, left] of [
      [linux, 0],
      [rfc, 1],
    ] as const) {
      const t = new Drill({ profile });
      t.listen();
      t.in('S', 0, 0, 0, { mss: 1460 });
      t.out();
      tell(t, { ...unreachable, seq: 7 });
      expect(t.states()).toEqual(['SYN-RECEIVED']);
      tell(t, { ...unreachable, code: 3 });
      expect(t.states()).toEqual(['SYN-RECEIVED']);
      tell(t, unreachable);
      expect(t.states().length).toBe(left);
    }
  });

  it('ends a connection that Fast Open has made of a SYN until it is accepted: its text can be read', () => {
    const profile = withOverrides(linux, {
      fastOpenServer: true,
      fastOpenServerCookieless: true,
    });
    for (const accepted of [false, true]) {
      const t = new Drill({ profile });
      const l = t.do(() =>
        t.host.tcp.listen({ localPort: 80, fastOpen: { queue: 1 }, onConnection: () => undefined }),
      );
      t.in('S', 0, 10, 0, { mss: 1460 });
      t.out();
      const accept = () => {
        const c = l.accept();
        if (c !== null) c.user = { ...NOBODY };
        return c;
      };
      const before = accepted ? accept() : null;
      tell(t, unreachable);
      const c = before ?? accept();
      expect(c?.receiveQueue.length).toBe(10);
      expect(c?.error).toBe(accepted ? null : 'EHOSTUNREACH');
    }
  });
});

const NOBODY = {
  onConnected: () => undefined,
  onReadable: () => undefined,
  onWritable: () => undefined,
  onEnded: () => undefined,
  onClosed: () => undefined,
};

describe('a SYN-ACK that echoes a timestamp which was never sent', () => {
  it('gets a reset from Linux, which waits for a better one, and is taken by others', () => {
    for (const [profile, state] of [
      [linux, 'SYN-SENT'],
      [rfc, 'ESTABLISHED'],
    ] as const) {
      const t = new Drill({ profile });
      const c = t.connect().connection;
      t.out();
      const ours = c.ts.value(t.clock.now);
      t.in('S.', 0, 0, 1, { mss: 1460, ts: [1, ours + 9999] });
      expect(t.states()).toEqual([state]);
      if (profile === linux) expect(t.out()).toEqual(['R 1:1(0)']);
      t.in('S.', 0, 0, 1, { mss: 1460, ts: [1, ours] });
      expect(t.states()).toEqual(['ESTABLISHED']);
    }
  });
});
