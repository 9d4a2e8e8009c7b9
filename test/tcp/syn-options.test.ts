import { describe, expect, it } from 'vitest';
import { openActive } from '../../src/tcp/calls/open.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import { ConnectionOptions } from '../../src/tcp/options.ts';
import { freebsd, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Drill } from '../support/drill.ts';

const user = {
  onConnected() {},
  onReadable() {},
  onWritable() {},
  onEnded() {},
  onClosed() {},
};

/** TCP_NOOPT */
const BARE = { mssOption: false, sack: false, timestamps: false, windowScaling: false };
const bare = withOverrides(freebsd, BARE);

function connect(
  t: Drill,
  change: Partial<ConnectionOptions> = {},
  profile = t.host.profile,
): Connection {
  const options = Object.assign(new ConnectionOptions(profile), change);
  t.port = 5000;
  return t.do(() =>
    openActive(t.host.tcp, {
      remote: t.peer,
      remotePort: t.peerPort,
      localPort: 5000,
      user,
      profile,
      options,
    }),
  );
}

describe('an opening without options', () => {
  it('has none in its SYN, and takes none but the MSS from the answer', () => {
    const t = new Drill({ profile: freebsd });
    const c = connect(t, {}, bare);
    expect(t.out({ options: true })).toEqual(['S 0:0(0) <>']);
    t.in('S.', 0, 0, 1, { mss: 1000, sackOk: true, wscale: 3, ts: [5, 0] });
    expect(t.out({ options: true })).toEqual(['. 1:1(0) ack 1 <>']);
    expect([c.snd.mss, c.sackOk, c.ts.on, c.windowScaling]).toEqual([1000, false, false, false]);
  });

  it('answers a simultaneous SYN without options too', () => {
    const t = new Drill({ profile: freebsd });
    const c = connect(t, {}, bare);
    t.out();
    t.in('S', 0, 0, 0, { sackOk: true, ts: [5, 0] });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <>']);
    expect(c.snd.mss).toBe(536);
  });

  it('is what a listener does whose profile says so, with an entry or a cookie', () => {
    for (const synCookies of ['full', 'always'] as const) {
      const profile = withOverrides(bare, { synCookies });
      const t = new Drill({ profile });
      t.listen();
      t.in('S', 0, 0, 0, { mss: 1000, sackOk: true, wscale: 6, ts: [100, 0] });
      expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <>']);
      t.in('.', 1, 0, 1);
      expect(t.accepted).toHaveLength(1);
      expect(t.connection.ts.on).toBe(false);
    }
  });
});

describe('an opening that wants packets no larger than every IPv6 link carries', () => {
  it('announces that, and sends no larger ones [RFC 3542 11.1]', () => {
    const t = new Drill({ profile: freebsd, ipv6: true });
    const c = connect(t, { minMtu: true });
    expect(t.out({ options: true })[0]).toContain('mss 1220');
    t.in('S.', 0, 0, 1, { mss: 1440 });
    expect(c.snd.mss).toBe(1220);
  });

  it('means nothing over IPv4', () => {
    const t = new Drill({ profile: freebsd });
    connect(t, { minMtu: true });
    expect(t.out({ options: true })[0]).toContain('mss 1460');
  });
});
