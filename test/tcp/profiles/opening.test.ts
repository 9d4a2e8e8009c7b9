import { describe, expect, it } from 'vitest';
import type { Listener } from '../../../src/tcp/passive/listener.ts';
import { s } from '../../../src/tcp/profile.ts';
import {
  freebsd,
  linux,
  linuxClassic,
  rfc,
  withOverrides,
} from '../../../src/tcp/profiles/index.ts';
import { Drill, PEER_ISS } from '../../support/drill.ts';
import { bring, octets, openPassive, readAll } from '../../support/states.ts';

/** When SYNs go, in milliseconds, until the attempt has failed or `ms` are over. */
function synTimes(t: Drill, ms: number): number[] {
  t.connect();
  return t.waitAndSee(ms).map((line) => Number.parseFloat(line));
}

describe('a SYN nobody answers', () => {
  it('goes again after 1 s, then 2.2, 4.2, 8.2 ... s, and is given up at 75 s: freebsd', () => {
    const t = new Drill({ profile: freebsd });
    expect(synTimes(t, 74_999)).toEqual([0, 1000, 3200, 7400, 15_600, 31_800, 64_000]);
    expect(t.events).toEqual([]);
    expect(t.waitAndSee(1)).toEqual([]);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('waits 64 s at most, when it may take longer: freebsd with keepinit 363 s', () => {
    const t = new Drill({ profile: withOverrides(freebsd, { synTimeout: s(363) }) });
    const times = synTimes(t, 363_000);
    expect(times).toHaveLength(11);
    expect(times.slice(-4)).toEqual([128_000, 192_000, 256_000, 320_000]);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('is given up when the time is over, though the first wait is longer: freebsd with keepinit 0.5 s', () => {
    const t = new Drill({ profile: withOverrides(freebsd, { synTimeout: 500_000 }) });
    expect(synTimes(t, 500)).toEqual([0]);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('goes again at 1, 2, 3, 4, 5, 7, 11, 19, 35 and 67 s, and is given up at 131 s: linux', () => {
    const t = new Drill({ profile: linux });
    const seconds = [0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67];
    expect(synTimes(t, 130_999)).toEqual(seconds.map((at) => at * 1000));
    t.wait(1);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('goes again at 1, 3, 7, 15, 31 and 63 s, and is given up at 127 s: linux-classic', () => {
    const t = new Drill({ profile: linuxClassic });
    expect(synTimes(t, 126_999)).toEqual([0, 1, 3, 7, 15, 31, 63].map((at) => at * 1000));
    t.wait(1);
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('offers only its MSS from the third time on: freebsd with rexmit_drop_options', () => {
    const t = new Drill({ profile: withOverrides(freebsd, { bareSynFrom: 3 }) });
    t.connect();
    t.wait(16_000);
    const all = 'S 0:0(0) <mss 1460,sackOK,TS,wscale 6>';
    const bare = 'S 0:0(0) <mss 1460>';
    expect(t.out({ options: true })).toEqual([all, all, all, bare, bare]);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.events).toEqual(['connected']);
  });
});

describe('the order of options', () => {
  /** Kinds of the options of the first SYN, NOPs and EOLs included. */
  const kinds = (profile: typeof rfc): number[] => {
    const t = new Drill({ profile });
    t.connect();
    const { bytes, from, to } = t.link.sent[0] as { bytes: Uint8Array; from: number; to: number };
    const found: number[] = [];
    for (let at = from + 40; at < to; ) {
      const kind = bytes[at] as number;
      found.push(kind);
      at += kind < 2 ? 1 : (bytes[at + 1] as number);
    }
    return found;
  };
  const [EOL, NOP, MSS, WSCALE, SACK_OK, TS] = [0, 1, 2, 3, 4, 8];

  it('is mss, nop, wscale, sackOK, TS, and EOLs fill up: freebsd', () => {
    expect(kinds(freebsd)).toEqual([MSS, NOP, WSCALE, SACK_OK, TS]);
    const plain = { timestamps: false, windowScaling: false };
    expect(kinds(withOverrides(freebsd, plain))).toEqual([MSS, SACK_OK, EOL, EOL]);
    expect(kinds(withOverrides(freebsd, { sack: false }))).toEqual([
      MSS,
      NOP,
      WSCALE,
      NOP,
      NOP,
      TS,
    ]);
  });

  it('is mss, sackOK, TS, nop, wscale: linux', () => {
    expect(kinds(linux)).toEqual([MSS, SACK_OK, TS, NOP, WSCALE]);
    const bare = withOverrides(linux, { timestamps: false });
    expect(kinds(bare)).toEqual([MSS, NOP, NOP, SACK_OK, NOP, WSCALE]);
  });
});

describe('the SYN-ACK of a simultaneous open', () => {
  it('has the options the peer’s SYN had, or all once more: linux [RFC 7323 2.2]', () => {
    for (const [profile, options] of [
      [rfc, 'mss 1460,sackOK'],
      [freebsd, 'mss 1460,sackOK'],
      [linux, 'mss 1460,sackOK,TS,wscale 3'],
    ] as const) {
      const t = new Drill({ profile });
      t.connect();
      t.out();
      t.in('S', 0, 0, 0, { mss: 1460, sackOk: true });
      expect(t.out({ options: true }), profile.name).toEqual([`S. 0:0(0) ack 1 <${options}>`]);
      t.in('S.', 0, 0, 1, { mss: 1460, sackOk: true });
      expect(t.events).toEqual(['connected']);
      expect(t.connection.windowScaling).toBe(false);
    }
  });
});

describe('text on a SYN', () => {
  const text = octets(5);

  it.each(['a listener', 'a single passive OPEN'])(
    'waits at %s until ESTABLISHED, and is not acknowledged before [RFC 9293 3.10.7.2]',
    (who) => {
      const t = new Drill();
      const single = who === 'a listener' ? t.listen() && null : openPassive(t);
      t.in('S', 0, 5, 0, { mss: 1460, text });
      expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
      t.in('.', 6, 0, 1);
      t.wait(200);
      expect(t.out()).toEqual(['. 1:1(0) ack 6']);
      const c = single ?? (t.accepted[0]?.connection as typeof t.connection);
      expect(c.receiveQueue.length).toBe(5);
    },
  );

  it('waits in a simultaneous open [RFC 9293 3.10.7.3]', () => {
    const t = new Drill();
    const socket = t.connect();
    t.out();
    t.in('S', 0, 5, 0, { mss: 1460, text });
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    t.in('S.', 0, 0, 1);
    t.wait(200);
    expect(t.out()).toEqual(['. 1:1(0) ack 6']);
    expect(readAll(t, socket)).toEqual([...text]);
  });

  it('that comes again with the ACK counts once', () => {
    const t = new Drill();
    t.listen();
    t.in('S', 0, 5, 0, { mss: 1460, text });
    t.out();
    t.in('P.', 1, 5, 1, { text });
    expect(t.out()).toEqual(['. 1:1(0) ack 6']);
    expect(t.host.tcp.counters.octetsIn).toBe(5);
    expect(readAll(t, t.accepted[0] as NonNullable<(typeof t.accepted)[0]>)).toEqual([...text]);
  });

  it('goes with its half-open entry, and is bounded for each listener', () => {
    const t = new Drill();
    t.listen();
    const [listener] = t.host.tcp.demux.listeners();
    const held = (): number => (listener as Listener).synTexts.octets;
    for (let i = 0; i < 50; i++) {
      t.in('S', 0, 1400, 0, { mss: 1460, sport: 2000 + i });
    }
    expect(t.states().filter((state) => state === 'SYN-RECEIVED')).toHaveLength(50);
    expect(held()).toBeLessThanOrEqual(65_536);
    expect(held()).toBeGreaterThan(60_000);
    t.wait(64_000);
    expect(t.states()).not.toContain('SYN-RECEIVED');
    expect(held()).toBe(0);
  });

  it('is kept as far as it lies in the window', () => {
    const t = new Drill({ profile: withOverrides(rfc, { receiveBuffer: 3 }) });
    t.listen();
    t.in('S', 0, 5, 0, { mss: 1460, text });
    t.out();
    t.in('.', 1, 0, 1);
    expect(t.connection.receiveQueue.length).toBe(3);
  });

  it('is left to be sent again: linux', () => {
    const t = new Drill({ profile: linux });
    t.listen();
    t.in('S', 0, 5, 0, { mss: 1460, text });
    t.out();
    t.in('.', 1, 0, 1);
    expect(t.connection.receiveQueue.length).toBe(0);
    t.in('P.', 1, 5, 1, { text });
    expect(t.connection.receiveQueue.length).toBe(5);
  });
});

describe('text on a SYN-ACK', () => {
  it('is taken, and acknowledged with the SYN [RFC 9293 3.10.7.3]', () => {
    for (const profile of [rfc, freebsd]) {
      const t = new Drill({ profile });
      t.connect();
      t.out();
      t.in('S.', 0, 3, 1, { mss: 1460 });
      expect(t.out()).toEqual(['. 1:1(0) ack 4']);
    }
  });

  it('is left to be sent again: linux', () => {
    const t = new Drill({ profile: linux });
    t.connect();
    t.out();
    t.in('S.', 0, 3, 1, { mss: 1460 });
    expect(t.out()).toEqual(['. 1:1(0) ack 1']);
    t.in('P.', 1, 3, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 4']);
  });
});

describe('LISTEN', () => {
  it('answers a SYN-ACK with a reset, or ignores it: freebsd [RFC 9293 3.10.7.2]', () => {
    for (const open of [(t: Drill) => t.listen(), (t: Drill) => openPassive(t)]) {
      for (const [profile, answer] of [
        [rfc, ['R 7:7(0)']],
        [linux, ['R 7:7(0)']],
        [freebsd, []],
      ] as const) {
        const t = new Drill({ profile });
        open(t);
        t.in('S.', 0, 0, 7);
        expect(t.out(), profile.name).toEqual(answer);
        t.in('.', 0, 0, 7);
        expect(t.out(), profile.name).toEqual(['R 7:7(0)']);
      }
    }
  });

  it('takes the SYN of a SYN-FIN, or drops both: linux [RFC 9293 3.10.7.2]', () => {
    for (const [profile, answer] of [
      [rfc, ['S. 0:0(0) ack 1']],
      [freebsd, ['S. 0:0(0) ack 1']],
      [linux, []],
    ] as const) {
      const t = new Drill({ profile });
      t.listen();
      t.in('SF', 0, 0, 0, { mss: 1460 });
      expect(t.out(), profile.name).toEqual(answer);
    }
  });
});

describe('an unacceptable ACK in SYN-SENT', () => {
  it('is answered with a reset, and the SYN waits for its time: rfc, freebsd', () => {
    for (const profile of [rfc, freebsd]) {
      const t = new Drill({ profile });
      t.connect();
      t.out();
      t.wait(300);
      t.in('.', 0, 0, 700);
      expect(t.out()).toEqual(['R 700:700(0)']);
      expect(t.waitAndSee(700)).toEqual(['1000 S 0:0(0)']);
    }
  });

  it('is answered with a reset and, the first time, at once a SYN: linux', () => {
    const t = new Drill({ profile: linux });
    t.connect();
    t.out();
    t.wait(300);
    t.in('.', 0, 0, 700);
    expect(t.waitAndSee(5)).toEqual(['300 R 700:700(0)', '302 S 0:0(0)']);
    t.in('.', 0, 0, 700);
    expect(t.waitAndSee(500)).toEqual(['305 R 700:700(0)']);
    t.in('S.', 0, 0, 1, { mss: 1460 });
    expect(t.events).toEqual(['connected']);
  });
});

describe('a reset in SYN-RECEIVED after an active OPEN', () => {
  it('is told as ECONNREFUSED, or as ECONNRESET: linux [RFC 9293 3.10.7.4]', () => {
    for (const [profile, error] of [
      [rfc, 'ECONNREFUSED'],
      [freebsd, 'ECONNREFUSED'],
      [linux, 'ECONNRESET'],
    ] as const) {
      const { t, rcv } = bring('SYN-RECEIVED', { profile });
      t.in('R', rcv);
      expect(t.events, profile.name).toEqual([`close ${error}`]);
    }
  });
});

describe('FreeBSD’s window', () => {
  it('is a buffer of whole segments, and offered rounded up to its unit', () => {
    const t = new Drill({ profile: freebsd });
    const socket = t.activeOpen({ mss: 1460, wscale: 0 });
    expect(t.connection.rcv.buff).toBe(65_700);
    t.in('P.', 1, 799, 1);
    t.in('P.', 800, 1, 1);
    expect(t.out({ win: true })).toEqual([`. 1:1(0) ack 801 win ${Math.ceil(64_900 / 64)}`]);
    expect(socket.connection.rcv.irs).toBe(PEER_ISS);
  });

  it('is 46 segments over IPv6, and 65535 without scaling', () => {
    const t = new Drill({ profile: freebsd, ipv6: true });
    t.connect();
    t.in('S.', 0, 0, 1, { mss: 1440 });
    expect(t.out({ win: true })).toEqual(['S 0:0(0) win 65535', '. 1:1(0) ack 1 win 65535']);
    expect(t.connection.rcv.buff).toBe(66_240);
  });

  it('takes octets as far as the buffer goes, though 65535 is all it can offer', () => {
    const t = new Drill({ profile: freebsd });
    t.activeOpen({ mss: 1460 });
    t.in('P.', 65_700, 1, 1);
    expect(t.connection.outOfOrder.gaps.count).toBe(1);
    t.in('P.', 65_701, 1, 1);
    expect(t.connection.outOfOrder.gaps.to(0)).toBe((PEER_ISS + 65_701) | 0);
  });

  it('opens when at least two segments have been read, not before', () => {
    const t = new Drill({ profile: freebsd });
    const socket = t.activeOpen({ mss: 1460 });
    for (let i = 0; i < 40; i++) t.in('P.', 1 + i * 1460, 1460, 1);
    t.out();
    t.do(() => socket.read(new Uint8Array(799)));
    expect(t.out()).toEqual([]);
    t.do(() => socket.read(new Uint8Array(40_000)));
    expect(t.out()).toHaveLength(1);
  });
});
