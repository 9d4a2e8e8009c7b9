import { describe, expect, it } from 'vitest';
import { linux, type Profile, rfc, withOverrides } from '../../../src/index.ts';
import { TcpListener } from '../../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../../src/socket/tcp-socket.ts';
import { isFastOpened } from '../../../src/tcp/calls/index.ts';
import { ConnectionOptions } from '../../../src/tcp/options.ts';
import { Md5Keys } from '../../../src/tcp/signatures.ts';
import { STATE_NAMES } from '../../../src/tcp/state.ts';
import { Drill, type Extras } from '../../support/drill.ts';
import { octets, readAll } from '../../support/states.ts';

const server = withOverrides(linux, { fastOpenServer: true });
const KEY = octets(16, 1);

class Server extends Drill {
  readonly listener: TcpListener;

  constructor(o: { profile?: Profile; queue?: number; keys?: Uint8Array; ipv6?: boolean } = {}) {
    super({ profile: o.profile ?? server, ipv6: o.ipv6 ?? false });
    const fastOpen = { queue: o.queue ?? 8, keys: o.keys ?? KEY };
    this.listener = this.do(() =>
      TcpListener.listen(this.host, { port: 80, backlog: 8, fastOpen }, (s) => {
        this.accepted.push(s);
        this.watch(s, `accepted ${this.accepted.length}`);
      }),
    );
  }

  /** The cookie for the peer. */
  cookie(): string {
    this.in('S', -9000, 0, 0, { mss: 1460, fo: '', sport: 9 });
    const [text = ''] = this.out({ options: true });
    this.in('R', -8999, 0, 0, { sport: 9 });
    return /FO ([0-9a-f]{16})/.exec(text)?.[1] ?? 'none';
  }

  /** A SYN with a valid cookie and `n` octets, and what is answered. */
  fast(n = 10, extras: Extras = {}): string[] {
    const fo = this.cookie();
    this.in('S', 0, n, 0, { mss: 1460, fo, text: octets(n, 65), ...extras });
    return this.out({ options: true });
  }

  get socket(): TcpSocket {
    return this.accepted[0] as TcpSocket;
  }

  get state(): string {
    return STATE_NAMES[this.socket.connection.state] as string;
  }
}

describe('a listener with Fast Open [RFC 7413 4.2.2]', () => {
  it('gives a cookie to who asks for one, in the option that asks', () => {
    for (const kind of ['fo', 'foExp'] as const) {
      const t = new Server();
      t.in('S', 0, 10, 0, { mss: 1460, [kind]: '' });
      const name = kind === 'fo' ? 'FO' : 'FOEXP';
      expect(t.out({ options: true }).join()).toMatch(
        new RegExp(`^S\\. 0:0\\(0\\) ack 1 <mss 1460,${name} [0-9a-f]{16}>$`),
      );
      expect(t.accepted).toEqual([]);
    }
  });

  it('sends the cookie with its first SYN-ACK only', () => {
    const t = new Server();
    t.in('S', 0, 0, 0, { mss: 1460, fo: '' });
    t.out();
    t.wait(1000);
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
  });

  it('takes the text of a SYN with a valid cookie: accepted, read and answered before the handshake is over', () => {
    for (const ipv6 of [false, true]) {
      const t = new Server({ ipv6 });
      const mss = ipv6 ? 1440 : 1460;
      expect(t.fast()).toEqual([`S. 0:0(0) ack 11 <mss ${mss}>`]);
      expect([t.accepted.length, t.state]).toEqual([1, 'SYN-RECEIVED']);
      expect(readAll(t, t.socket)).toEqual([...octets(10, 65)]);
      t.do(() => t.socket.write(octets(100)));
      expect(t.out()).toEqual(['P. 1:101(100) ack 11']);
      t.in('.', 11, 0, 101);
      expect([t.state, t.socket.unsent]).toEqual(['ESTABLISHED', 0]);
      expect(isFastOpened(t.socket.connection)).toBe(true);
      expect(t.host.tcp.counters.fastOpensIn).toBe(1);
      expect(t.waitAndSee(10_000)).toEqual([]);
    }
  });

  it('a SYN with a cookie and no text is a connection too', () => {
    const t = new Server();
    expect(t.fast(0)).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
    t.do(() => t.socket.write(octets(5)));
    expect(t.out()).toEqual(['P. 1:6(5) ack 1']);
    expect(isFastOpened(t.socket.connection)).toBe(false);
    t.in('P.', 1, 10, 1);
    expect(t.socket.readable).toBe(10);
  });

  it('answers a wrong cookie with the right one, and acknowledges the SYN alone', () => {
    const t = new Server();
    const fo = t.cookie();
    t.in('S', 0, 10, 0, { mss: 1460, fo: 'aaaaaaaaaaaaaaaa' });
    expect(t.out({ options: true })).toEqual([`S. 0:0(0) ack 1 <mss 1460,FO ${fo}>`]);
    expect(t.accepted).toEqual([]);
  });

  it('takes a cookie of the key before, and sends one of the key now', () => {
    const old = new Server().cookie();
    const t = new Server({ keys: new Uint8Array([...octets(16, 50), ...KEY]) });
    const now = t.cookie();
    expect(now).not.toBe(old);
    expect(t.fast(10, { fo: old })).toEqual([`S. 0:0(0) ack 11 <mss 1460,FO ${now}>`]);
    expect(t.accepted.length).toBe(1);
  });

  it('leaves text without a cookie alone, unless none is needed', () => {
    const t = new Server();
    t.in('S', 0, 10, 0, { mss: 1460 });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
    const profile = withOverrides(server, { fastOpenServerCookieless: true });
    const u = new Server({ profile });
    u.in('S', 0, 10, 0, { mss: 1460 });
    expect(u.out({ options: true })).toEqual(['S. 0:0(0) ack 11 <mss 1460>']);
    expect(u.accepted.length).toBe(1);
  });

  it('does nothing of it where the profile has it off, or the experimental option is none', () => {
    const off = new Server({ profile: linux });
    off.in('S', 0, 10, 0, { mss: 1460, fo: '' });
    expect(off.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
    const t = new Server({ profile: rfc });
    t.in('S', 0, 10, 0, { mss: 1460, foExp: '' });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
  });

  it('is what every listener is where the profile says so', () => {
    const t = new Drill({ profile: withOverrides(server, { fastOpenAllListeners: true }) });
    t.listen();
    t.in('S', 0, 0, 0, { mss: 1460, fo: '' });
    expect(t.out({ options: true }).join()).toMatch(/FO [0-9a-f]{16}/);
  });

  it('opens no more than its queue holds; others take three segments', () => {
    const t = new Server({ queue: 1 });
    const fo = t.cookie();
    t.fast(10);
    t.in('S', 0, 10, 0, { mss: 1460, fo, sport: 7 });
    expect(t.out({ options: true })).toEqual(['S. 0:0(0) ack 1 <mss 1460>']);
    expect(t.accepted.length).toBe(1);
    t.iss = t.socket.connection.snd.iss;
    t.in('.', 11, 0, 1);
    t.in('S', 0, 10, 0, { mss: 1460, fo, sport: 8 });
    expect(t.accepted.length).toBe(2);
  });

  it('a place in the queue stays taken for a minute after a reset [RFC 7413 5.1]', () => {
    const t = new Server({ queue: 1 });
    const fo = t.cookie();
    t.fast(10);
    t.in('R', 11);
    t.in('S', 0, 10, 0, { mss: 1460, fo, sport: 7 });
    expect(t.accepted.length).toBe(1);
    t.wait(61_000);
    t.in('S', 0, 10, 0, { mss: 1460, fo, sport: 8 });
    expect(t.accepted.length).toBe(2);
  });
});

describe('a connection that Fast Open has made of a SYN', () => {
  it('sends its SYN-ACK again until it is acknowledged, and then gives up', () => {
    const t = new Server();
    t.fast();
    const seen = t.waitAndSee(100_000);
    expect(seen).toEqual([1, 3, 7, 15, 31].map((s) => `${s * 1000} S. 0:0(0) ack 11`));
    expect(t.events).toEqual(['close ETIMEDOUT']);
  });

  it('sends its SYN-ACK again when the SYN comes again, with text or without', () => {
    const t = new Server();
    t.fast();
    for (const n of [10, 0]) {
      t.in('S', 0, n, 0, { mss: 1460 });
      expect(t.out()).toEqual(['S. 0:0(0) ack 11']);
    }
    expect(t.socket.readable).toBe(10);
  });

  it('sends text again after the handshake, when it was lost', () => {
    const t = new Server();
    t.fast();
    t.do(() => t.socket.write(octets(50)));
    t.out();
    t.in('.', 11, 0, 1);
    expect(t.state).toBe('ESTABLISHED');
    expect(t.waitAndSee(900).map((s) => s.split(' ').slice(1).join(' '))).toContain(
      'P. 1:51(50) ack 11',
    );
    t.in('.', 11, 0, 51);
    expect(t.socket.unsent).toBe(0);
  });

  it('takes a FIN that comes with the ACK of its SYN', () => {
    const t = new Server();
    t.fast();
    t.in('F.', 11, 0, 1);
    expect(t.out()).toEqual(['. 1:1(0) ack 12']);
    expect(t.state).toBe('CLOSE-WAIT');
  });

  it('is closed with a FIN at once, and goes through all its states', () => {
    const t = new Server();
    t.fast();
    readAll(t, t.socket);
    t.do(() => t.socket.end());
    expect(t.out()).toEqual(['F. 1:1(0) ack 11']);
    t.in('F.', 11, 0, 2);
    expect(t.out()).toEqual(['. 2:2(0) ack 12']);
    expect(t.states()).toEqual(['TIME-WAIT']);
  });

  it('sends what was written before its FIN', () => {
    const t = new Server();
    t.fast();
    readAll(t, t.socket);
    t.do(() => {
      t.socket.write(octets(5));
      t.socket.end();
    });
    expect(t.out()).toEqual(['FP. 1:6(5) ack 11']);
    t.in('.', 11, 0, 7);
    expect(t.state).toBe('FIN-WAIT-2');
  });

  it('is reset when it is let go of with text unread [RFC 2525 2.17]', () => {
    const t = new Server();
    t.fast();
    t.do(() => t.socket.release());
    expect(t.out()).toEqual(['R. 1:1(0) ack 11']);
  });

  it('ends with a reset, and what it has received can still be read', () => {
    const t = new Server();
    t.fast();
    t.in('R.', 11, 0, 0);
    expect(t.events).toEqual(['close ECONNRESET']);
    expect(readAll(t, t.socket)).toEqual([...octets(10, 65)]);
    expect(isFastOpened(t.socket.connection)).toBe(true);
  });

  it('an ACK of what was never sent is answered with a reset', () => {
    const t = new Server();
    t.fast();
    t.in('.', 11, 0, 2);
    expect(t.out()).toEqual(['R 2:2(0)']);
    expect(t.state).toBe('SYN-RECEIVED');
  });

  it('cannot be broken by segments that have no ACK, or an old one', () => {
    const t = new Server();
    t.fast();
    t.in('', 11, 5);
    t.in('F', 11);
    t.in('.', 11, 0, 0);
    t.in('S', 11);
    t.out();
    t.wait(200_000);
    expect(t.states()).toEqual([]);
  });
});

describe('signed segments, RFC 2385', () => {
  it('leave a cookie no room: neither end does Fast Open', () => {
    const t = new Drill({ profile: server });
    const options = new ConnectionOptions(server);
    options.md5 = new Md5Keys(t.host.tcp);
    options.md5.set(t.peer, octets(4));
    const s = t.do(() =>
      t.host.tcp.open({
        ...{ remote: t.peer, remotePort: 9, fastOpen: { text: octets(9) } },
        ...{ options, user: new TcpSocket() },
      }),
    );
    expect(t.out({ options: true }).join()).not.toContain('FO');
    expect(s.sendQueue.length).toBe(0);
  });
});
