import { describe, expect, it } from 'vitest';
import type { ListenOptions } from '../../../src/tcp/calls/listen.ts';
import { TcpError } from '../../../src/tcp/errors.ts';
import type { Listener } from '../../../src/tcp/passive/listener.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill, PEER, US, US6 } from '../../support/drill.ts';

/** What came of trying: the code of the TcpError, or 'fine'. */
function codeOf(f: () => unknown): string {
  try {
    f();
  } catch (e) {
    if (e instanceof TcpError) return e.code;
    throw e;
  }
  return 'fine';
}

function listen(t: Drill, o: Partial<ListenOptions> = {}): Listener {
  return t.do(() => t.host.tcp.listen({ localPort: 80, onConnection: () => {}, ...o }));
}

/** A host on which a server was stopped: its last connection is in `state`. */
function stoppedServer(state: 'ESTABLISHED' | 'TIME-WAIT'): Drill {
  const t = new Drill();
  const listener = t.listen(80);
  t.in('S', 0, 0, 0, { mss: 1460 });
  t.out();
  t.in('.', 1, 0, 1);
  t.do(() => listener.close());
  if (state === 'TIME-WAIT') {
    t.do(() => t.accepted[0]?.end());
    t.in('F.', 1, 0, 2);
  }
  expect(t.states()).toEqual([state]);
  return t;
}

describe('a port that connections still have', () => {
  it.each(['ESTABLISHED', 'TIME-WAIT'] as const)('in %s is taken: EADDRINUSE', (state) => {
    const t = stoppedServer(state);
    expect(codeOf(() => listen(t))).toBe('EADDRINUSE');
    expect(codeOf(() => listen(t, { localPort: 81 }))).toBe('fine');
  });

  it.each(['ESTABLISHED', 'TIME-WAIT'] as const)(
    'in %s is free with reuseAddress [MUST-42]',
    (state) => {
      const t = stoppedServer(state);
      expect(codeOf(() => listen(t, { reuseAddress: true }))).toBe('fine');
    },
  );

  it('is free again after 2 MSL', () => {
    const t = stoppedServer('TIME-WAIT');
    t.wait(240_000);
    expect(codeOf(() => listen(t))).toBe('fine');
  });

  it('is taken by connections this host has opened from it, too', () => {
    const t = new Drill();
    t.connect({ localPort: 80 });
    expect(codeOf(() => listen(t))).toBe('EADDRINUSE');
    expect(codeOf(() => listen(t, { reuseAddress: true }))).toBe('fine');
  });

  it('is free on another address', () => {
    const t = stoppedServer('TIME-WAIT');
    expect(codeOf(() => listen(t, { local: US6 }))).toBe('fine');
    expect(codeOf(() => listen(t, { local: US }))).toBe('EADDRINUSE');
  });

  it('is not given to one who asks for any', () => {
    const t = new Drill({ profile: withOverrides(rfc, { ephemeralPorts: [50_000, 50_001] }) });
    const { localPort } = t.connect({ localPort: undefined });
    const other = 100_001 - localPort;
    expect(listen(t, { localPort: 0 }).localPort).toBe(other);
    expect(codeOf(() => listen(t, { localPort: 0 }))).toBe('EADDRINUSE');
    expect(listen(t, { localPort: 0, reuseAddress: true }).localPort).toBe(localPort);
  });

  it('is no obstacle to a TcpListener unless asked: servers are started again', () => {
    expect(codeOf(() => stoppedServer('TIME-WAIT').listen(80))).toBe('fine');
  });
});

describe('a port on which somebody listens', () => {
  it('is taken, reuseAddress or not', () => {
    const t = new Drill();
    listen(t, { reuseAddress: true });
    expect(codeOf(() => listen(t, { reuseAddress: true }))).toBe('EADDRINUSE');
  });

  it('is shared when all say reusePort, and only then', () => {
    const t = new Drill();
    listen(t, { reusePort: true });
    expect(codeOf(() => listen(t))).toBe('EADDRINUSE');
    expect(codeOf(() => listen(t, { reusePort: true }))).toBe('fine');
  });

  it('spreads connections over those who share it, each always to the same one', () => {
    const t = new Drill();
    const counts = [0, 0, 0];
    for (const i of [0, 1, 2]) {
      listen(t, {
        reusePort: true,
        onConnection: (l) => {
          while (l.accept() !== null) counts[i] = (counts[i] as number) + 1;
        },
      });
    }
    for (let sport = 10_000; sport < 10_300; sport++) {
      const from = { sport, mss: 1460 };
      t.in('S', 0, 0, 0, from);
      t.in('S', 0, 0, 0, from); // the same one has the entry, and answers again
      const [answer] = t.out();
      expect(answer).toBe('S. 0:0(0) ack 1');
      t.in('.', 1, 0, 1, { sport });
    }
    expect((counts[0] as number) + (counts[1] as number) + (counts[2] as number)).toBe(300);
    for (const n of counts) expect(n).toBeGreaterThan(60);
    expect(t.states().filter((s) => s !== 'ESTABLISHED')).toEqual([]);
  });

  it('prefers those bound to the address, as without sharing', () => {
    const t = new Drill();
    let onAny = 0;
    let onOne = 0;
    listen(t, { reusePort: true, onConnection: () => onAny++ });
    listen(t, { reusePort: true, onConnection: () => onAny++ });
    listen(t, { reusePort: true, local: US, onConnection: () => onOne++ });
    for (let sport = 10_000; sport < 10_010; sport++) {
      t.in('S', 0, 0, 0, { sport, mss: 1460 });
      t.out();
      t.in('.', 1, 0, 1, { sport });
    }
    expect([onAny, onOne]).toEqual([0, 10]);
  });
});

describe('ephemeral ports that are all in TIME-WAIT', () => {
  const four = { ephemeralPorts: [50_000, 50_003] as const };

  /** Opens and closes a connection from each of the four ports; the peer has timestamps. */
  function exhausted(o: Parameters<typeof withOverrides>[1] = {}): Drill {
    const t = new Drill({ profile: withOverrides(linux, { ...four, ...o }) });
    for (let i = 0; i < 4; i++) {
      const s = t.connect({ localPort: undefined });
      const ts = [1000 + i, 0] as const;
      t.out();
      t.in('S.', 0, 0, 1, { mss: 1460, ts });
      t.do(() => s.release());
      t.in('F.', 1, 0, 2, { ts });
    }
    t.out();
    expect(t.states()).toEqual(Array(4).fill('TIME-WAIT'));
    return t;
  }

  it('are a clear error: EADDRNOTAVAIL', () => {
    const t = exhausted();
    t.wait(30_000);
    expect(codeOf(() => t.connect({ localPort: undefined }))).toBe('EADDRNOTAVAIL');
    expect(t.out()).toEqual([]);
  });

  it('serve for another port of the peer, and for another peer', () => {
    const t = exhausted();
    expect(codeOf(() => t.connect({ localPort: undefined, port: 40_001 }))).toBe('fine');
    const address = PEER.toString().replace(/2$/, '3');
    expect(codeOf(() => t.connect({ localPort: undefined, address }))).toBe('fine');
  });

  it('are used again after a second where the profile says so, with higher numbers', () => {
    const t = exhausted({ timeWaitReuse: true });
    expect(codeOf(() => t.connect({ localPort: undefined }))).toBe('EADDRNOTAVAIL');
    const [before] = [...t.host.tcp.timeWait.values()].map((e) => e.sndNxt);
    t.wait(1_001);
    const s = t.connect({ localPort: 50_000 });
    expect(t.states().sort()).toEqual(['SYN-SENT', 'TIME-WAIT', 'TIME-WAIT', 'TIME-WAIT']);
    expect((s.connection.snd.iss - (before as number)) | 0).toBeGreaterThan(65_535);
    expect(t.out({ options: true })[0]).toContain('TS');
    t.in('S.', 0, 0, 1, { mss: 1460, ts: [5000, 0] });
    expect(s.isOpen).toBe(true);
  });

  it('are not used again when the peer had no timestamps', () => {
    const t = new Drill({ profile: withOverrides(linux, { timeWaitReuse: true }) });
    const s = t.activeOpen({ mss: 1460 }, { localPort: 5000 });
    t.do(() => s.end());
    t.in('F.', 1, 0, 2);
    t.wait(5_000);
    expect(codeOf(() => t.connect({ localPort: 5000 }))).toBe('EADDRINUSE');
  });
});
