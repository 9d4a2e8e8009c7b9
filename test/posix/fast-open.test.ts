import { describe, expect, it } from 'vitest';
import { freebsd, linux, withOverrides } from '../../src/tcp/profiles/index.ts';
import { HERE, octets, PORT, PosixWorld, THERE } from './world.ts';

const SERVER = withOverrides(linux, { fastOpenServer: true, fastOpenClient: true });
const CLIENTS = {
  linux: SERVER,
  freebsd: withOverrides(freebsd, { fastOpenClient: true }),
} as const;
const TO = { address: THERE, port: PORT };

/** A client of `system` that has a cookie of the server, which listens with Fast Open. */
function acquainted(system: 'linux' | 'freebsd'): [w: PosixWorld, listener: number] {
  const w = new PosixWorld(system, { a: CLIENTS[system], b: SERVER });
  const listener = w.listen();
  w.now(() => w.b.setsockopt(listener, 'SOL_TCP', 'TCP_FASTOPEN', 5));
  const fd = w.socket();
  if (system === 'linux') {
    expect(w.now(() => w.a.sendto(fd, null, 0, w.n['MSG_FASTOPEN'] as number, TO))).toBe(
      'EINPROGRESS',
    );
  } else {
    w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN', 1));
    expect(w.connect(fd)).toBe('EINPROGRESS');
  }
  w.wait(50);
  w.now(() => w.a.close(fd));
  w.now(() => w.b.accept(listener));
  w.wait(50);
  w.sent();
  return [w, listener];
}

describe('Fast Open on Linux', () => {
  it('is EOPNOTSUPP where the profile does not do it', () => {
    const w = new PosixWorld('linux', { a: withOverrides(linux, { fastOpenClient: false }) });
    const fd = w.socket();
    expect(w.now(() => w.a.sendto(fd, octets('x'), 1, w.n['MSG_FASTOPEN'] as number, TO))).toBe(
      'EOPNOTSUPP',
    );
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN_CONNECT', 1))).toBe(
      'EOPNOTSUPP',
    );
  });

  it('sends with the SYN what MSG_FASTOPEN brings, then says EALREADY', () => {
    const [w, listener] = acquainted('linux');
    const fd = w.socket();
    const flags = w.n['MSG_FASTOPEN'] as number;
    expect(w.now(() => w.a.sendto(fd, octets('hello'), 5, flags, TO))).toBe(5);
    expect(w.sent().map((s) => [s.flags, s.len])).toEqual([['S', 5]]);
    expect(w.now(() => w.a.sendto(fd, octets('x'), 1, flags, TO))).toBe('EALREADY');
    expect(w.say(w.a, fd, 'x')).toBe('EAGAIN');
    w.wait(15);
    const there = w.now(() => w.b.accept(listener)) as number;
    expect(w.text(w.b, there)).toBe('hello');
    expect(w.b.tcpInfo(there)['tcpi_options']).toSatisfy((n: number) => (n & 32) !== 0);
    w.say(w.b, there, 'at once');
    w.wait(50);
    expect(w.text(w.a, fd)).toBe('at once');
    expect(w.a.tcpInfo(fd)['tcpi_options']).toSatisfy((n: number) => (n & 32) !== 0);
  });

  it('waits on a blocking descriptor until all is taken', () => {
    const [w, listener] = acquainted('linux');
    const fd = w.socket(false);
    const call = w.do(() =>
      w.a.sendto(fd, new Uint8Array(3000), 3000, w.n['MSG_FASTOPEN'] as number, TO),
    );
    expect(call.result).toBeNull();
    w.wait(50);
    expect(call.result?.value).toBe(3000);
    const there = w.now(() => w.b.accept(listener)) as number;
    w.wait(50);
    expect(w.now(() => w.b.read(there, new Uint8Array(5000)))).toBe(3000);
  });

  it('tells a refusal to the blocking caller, though the SYN had text', () => {
    const [w, listener] = acquainted('linux');
    w.now(() => w.b.close(listener));
    const fd = w.socket(false);
    const call = w.do(() => w.a.sendto(fd, octets('hello'), 5, w.n['MSG_FASTOPEN'] as number, TO));
    w.wait(50);
    expect(call.result?.errno).toBe('ECONNREFUSED');
  });

  it('puts the SYN off with TCP_FASTOPEN_CONNECT when there is a cookie', () => {
    const [w] = acquainted('linux');
    const fd = w.socket();
    w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN_CONNECT', 1));
    expect([w.connect(fd), w.connect(fd)]).toEqual([0, 'EISCONN']);
    expect([w.ready(fd), w.text(w.a, fd)]).toEqual(['OUT', 'EAGAIN']);
    expect(w.sent()).toEqual([]);
    expect(w.say(w.a, fd, 'hello')).toBe(5);
    expect(w.sent().map((s) => [s.flags, s.len])).toEqual([['S', 5]]);
  });

  it('asks for a cookie with TCP_FASTOPEN_CONNECT when there is none', () => {
    const w = new PosixWorld('linux', { a: CLIENTS.linux, b: SERVER });
    w.listen();
    const fd = w.socket();
    w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN_CONNECT', 1));
    expect([w.connect(fd), w.connect(fd)]).toEqual(['EINPROGRESS', 'EALREADY']);
  });

  it('takes keys of 16 or 32 octets', () => {
    const w = new PosixWorld('linux', { a: SERVER });
    const fd = w.socket();
    const key = (n: number): number | string =>
      w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN_KEY', 'k'.repeat(n), n));
    expect([0, 3, 16, 32].map(key)).toEqual(['EINVAL', 'EINVAL', 0, 0]);
    expect(w.option(fd, 'TCP_FASTOPEN_KEY')).toEqual(octets('k'.repeat(32)));
  });
});

describe('Fast Open on FreeBSD', () => {
  it('goes with sendto, which opens and queues all it has', () => {
    const [w, listener] = acquainted('freebsd');
    const fd = w.socket();
    w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN', 1));
    expect(w.now(() => w.a.sendto(fd, new Uint8Array(3000), 3000, 0, TO))).toBe(3000);
    expect(w.sent().map((s) => [s.flags, s.len > 0])).toEqual([['S', true]]);
    w.wait(100);
    const there = w.now(() => w.b.accept(listener)) as number;
    expect(w.now(() => w.b.read(there, new Uint8Array(5000)))).toBe(3000);
  });

  it('is EPERM where neither end does it', () => {
    const w = new PosixWorld('freebsd', {
      a: withOverrides(freebsd, { fastOpenClient: false, fastOpenServer: false }),
    });
    const fd = w.socket();
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN', 1))).toBe('EPERM');
  });

  it('opens without it by sendto too, and sends the text once it can', () => {
    const w = new PosixWorld('freebsd');
    const listener = w.listen();
    const fd = w.socket();
    expect(w.now(() => w.a.sendto(fd, octets('hello'), 5, 0, TO))).toBe(5);
    expect(w.sent().map((s) => [s.flags, s.len])).toEqual([['S', 0]]);
    w.wait(50);
    const there = w.now(() => w.b.accept(listener)) as number;
    expect(w.text(w.b, there)).toBe('hello');
  });
});

describe('a connection that was reset while it waited', () => {
  it('is accepted on Linux, and tells why it is over', () => {
    const w = new PosixWorld('linux');
    const listener = w.listen(w.a);
    const peer = w.now(() => w.b.socket('AF_INET', 1, 0)) as number;
    w.do(() => w.b.connect(peer, { address: HERE, port: PORT }));
    w.wait(50);
    w.now(() => w.b.setsockopt(peer, 'SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger: 0 }));
    w.now(() => w.b.close(peer));
    w.wait(50);
    const fd = w.now(() => w.a.accept(listener)) as number;
    expect(fd).toBe(4);
    expect(w.text(w.a, fd)).toBe('ECONNRESET');
  });
});
