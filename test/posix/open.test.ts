import { describe, expect, it } from 'vitest';
import { constantsOf, type Result } from '../../src/posix/index.ts';
import { Address } from '../../src/wire/address.ts';
import { HERE, PORT, PosixWorld, THERE } from './world.ts';

const ANY = Address.parse('0.0.0.0');

describe('descriptors', () => {
  it('begin at 3, and the lowest free one comes next', () => {
    const w = new PosixWorld();
    expect([w.socket(), w.socket(), w.socket()]).toEqual([3, 4, 5]);
    w.now(() => w.a.close(4));
    expect(w.socket()).toBe(4);
    expect(w.a.descriptors).toEqual([3, 4, 5]);
  });

  it('are EBADF when closed, and ENOTSOCK when they are no socket', () => {
    const w = new PosixWorld();
    expect(w.now(() => w.a.listen(3, 1))).toBe('EBADF');
    expect(w.now(() => w.a.close(3))).toBe('EBADF');
    const epoll = w.now(() => w.a.epollCreate()) as number;
    expect(w.now(() => w.a.listen(epoll, 1))).toBe('ENOTSOCK');
    expect(w.now(() => w.a.read(epoll, new Uint8Array(1)))).toBe('EINVAL');
  });

  it('are of the families and types there are', () => {
    const w = new PosixWorld();
    expect(w.now(() => w.a.socket('AF_UNIX', 1, 0))).toBe('EAFNOSUPPORT');
    expect(w.now(() => w.a.socket('AF_INET', 2, 0))).toBe('ESOCKTNOSUPPORT');
    expect(w.now(() => w.a.socket('AF_INET', 1, 17))).toBe('EPROTONOSUPPORT');
    expect(w.now(() => w.a.socket('AF_INET6', 1, 6))).toBe(3);
  });

  it('have the flags of their system', () => {
    for (const system of ['linux', 'freebsd'] as const) {
      const w = new PosixWorld(system);
      const fd = w.socket(false);
      const nonBlocking = system === 'linux' ? 0x800 : 4;
      expect(w.now(() => w.a.fcntl(fd, 'F_GETFL'))).toBe(2);
      expect(w.now(() => w.a.fcntl(fd, 'F_SETFL', 2 | nonBlocking))).toBe(0);
      expect(w.now(() => w.a.fcntl(fd, 'F_GETFL'))).toBe(2 | nonBlocking);
      w.now(() => w.a.ioctl(fd, 'FIONBIO', { value: 0 }));
      expect(w.now(() => w.a.fcntl(fd, 'F_GETFL'))).toBe(2);
    }
  });
});

describe('bind', () => {
  it('takes an address of the host and a free port', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.now(() => w.a.bind(fd, null))).toBe('EFAULT');
    expect(w.now(() => w.a.bind(fd, { address: THERE, port: 1 }))).toBe('EADDRNOTAVAIL');
    expect(w.now(() => w.a.bind(fd, { address: Address.parse('::1'), port: 1 }))).toBe(
      'EAFNOSUPPORT',
    );
    expect(w.now(() => w.a.bind(fd, { address: HERE, port: 5000 }))).toBe(0);
    expect(w.now(() => w.a.bind(fd, { address: HERE, port: 5001 }))).toBe('EINVAL');
    const name = { value: null };
    w.now(() => w.a.getsockname(fd, name));
    expect(name.value).toMatchObject({ port: 5000 });
  });

  it('says EADDRINUSE for a port that is bound, unless both share it', () => {
    const w = new PosixWorld();
    const [one, two, three] = [w.socket(), w.socket(), w.socket()];
    const to = { address: ANY, port: 5000 };
    expect(w.now(() => w.a.bind(one, to))).toBe(0);
    expect(w.now(() => w.a.bind(two, to))).toBe('EADDRINUSE');
    w.now(() => w.a.close(one));
    expect(w.now(() => w.a.bind(two, to))).toBe(0);
    w.now(() => w.a.setsockopt(three, 'SOL_SOCKET', 'SO_REUSEPORT', 1));
    expect(w.now(() => w.a.bind(three, to))).toBe('EADDRINUSE');
  });

  it('finds a port when none is named', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    w.now(() => w.a.bind(fd, { address: ANY, port: 0 }));
    const name: { value: { port: number } | null } = { value: null };
    w.now(() => w.a.getsockname(fd, name as never));
    expect(name.value?.port).toBeGreaterThan(1023);
  });
});

describe('connect', () => {
  it('is EINPROGRESS, then EALREADY, then done, then EISCONN on Linux', () => {
    const w = new PosixWorld();
    w.listen();
    const fd = w.socket();
    expect(w.connect(fd)).toBe('EINPROGRESS');
    expect(w.connect(fd)).toBe('EALREADY');
    w.wait(50);
    expect(w.connect(fd)).toBe(0);
    expect(w.connect(fd)).toBe('EISCONN');
  });

  it('is EISCONN at once on FreeBSD, which knows', () => {
    const w = new PosixWorld('freebsd');
    w.listen();
    const fd = w.socket();
    expect([w.connect(fd), w.connect(fd)]).toEqual(['EINPROGRESS', 'EALREADY']);
    w.wait(50);
    expect(w.connect(fd)).toBe('EISCONN');
  });

  it('waits on a blocking descriptor', () => {
    const w = new PosixWorld();
    w.listen();
    const fd = w.socket(false);
    const call = w.do(() => w.a.connect(fd, { address: THERE, port: PORT }));
    const results: Result[] = [];
    call.onresult = (r) => results.push(r);
    w.wait(19);
    expect(results).toEqual([]);
    w.wait(2);
    expect(results).toEqual([{ value: 0, errno: null }]);
  });

  it('tells a refusal once, and may be tried again on Linux', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    w.connect(fd);
    w.wait(50);
    expect(w.ready(fd)).toBe('IN OUT ERR HUP RDHUP');
    expect(w.option(fd, 'SO_ERROR', 'SOL_SOCKET')).toBe('ECONNREFUSED');
    expect(w.option(fd, 'SO_ERROR', 'SOL_SOCKET')).toBe(0);
    expect(w.connect(fd)).toBe('ECONNABORTED');
    w.listen();
    expect(w.connect(fd)).toBe('EINPROGRESS');
    w.wait(50);
    expect(w.connect(fd)).toBe(0);
  });

  it('gives a blocking caller the error', () => {
    const w = new PosixWorld();
    const fd = w.socket(false);
    const call = w.do(() => w.a.connect(fd, { address: THERE, port: PORT }));
    w.wait(50);
    expect(call.result).toEqual({ value: -1, errno: 'ECONNREFUSED' });
  });

  it('refuses what it cannot do', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.now(() => w.a.connect(fd, null))).toBe('EFAULT');
    expect(w.now(() => w.a.connect(fd, { address: Address.parse('192.0.2.9'), port: 1 }))).toBe(
      'ENETUNREACH',
    );
    expect(w.now(() => w.a.connect(fd, { address: THERE, port: 0 }))).toBe('EINVAL');
    const listener = w.listen(w.a);
    expect(w.connect(listener)).toBe('EISCONN');
  });

  it('goes from where bind said', () => {
    const w = new PosixWorld();
    const listener = w.listen();
    const fd = w.socket();
    w.now(() => w.a.bind(fd, { address: HERE, port: 4321 }));
    w.connect(fd);
    w.wait(50);
    const peer: { value: { port: number } | null } = { value: null };
    w.now(() => w.b.accept(listener, peer as never));
    expect(peer.value?.port).toBe(4321);
  });
});

describe('accept', () => {
  it('is EINVAL without listen, and EAGAIN when nobody has come', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.now(() => w.a.accept(fd))).toBe('EINVAL');
    w.now(() => w.a.listen(fd, 1));
    expect(w.now(() => w.a.accept(fd))).toBe('EAGAIN');
  });

  it('waits for a connection, and gives it the lowest descriptor', () => {
    const w = new PosixWorld();
    const listener = w.listen();
    const call = w.do(() => w.b.accept(listener));
    w.connect(w.socket());
    w.wait(50);
    expect(call.result?.value).toBe(4);
  });

  it('passes O_NONBLOCK on in FreeBSD, and not in Linux', () => {
    for (const [system, flags] of [
      ['linux', 2],
      ['freebsd', 6],
    ] as const) {
      const w = new PosixWorld(system);
      const listener = w.listen(w.a);
      w.now(() => w.a.fcntl(listener, 'F_SETFL', constantsOf(system)['O_NONBLOCK']));
      const peer = w.now(() => w.b.socket('AF_INET', 1, 0)) as number;
      w.do(() => w.b.connect(peer, { address: HERE, port: PORT }));
      w.wait(50);
      const fd = w.now(() => w.a.accept(listener)) as number;
      expect(w.now(() => w.a.fcntl(fd, 'F_GETFL'))).toBe(flags);
    }
  });

  it('hears that the descriptor was closed', () => {
    const w = new PosixWorld();
    const listener = w.listen();
    const call = w.do(() => w.b.accept(listener));
    w.now(() => w.b.close(listener));
    expect(call.result?.errno).toBe('EBADF');
  });
});
