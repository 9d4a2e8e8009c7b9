import { describe, expect, it } from 'vitest';
import { octets, PosixWorld } from './world.ts';

describe('reading', () => {
  it('is EAGAIN, then what came, then 0 after the FIN', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    expect(w.text(w.a, here)).toBe('EAGAIN');
    w.say(w.b, there, 'hello');
    w.now(() => w.b.shutdown(there, 1));
    w.wait(50);
    expect(w.text(w.a, here, 3)).toBe('hel');
    expect(w.text(w.a, here)).toBe('lo');
    expect(w.now(() => w.a.read(here, new Uint8Array(9)))).toBe(0);
  });

  it('waits on a blocking descriptor, MSG_WAITALL for all of it', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.now(() => w.a.fcntl(here, 'F_SETFL', 2));
    const into = new Uint8Array(6);
    const call = w.do(() => w.a.recv(here, into, 6, w.n['MSG_WAITALL'] as number));
    w.say(w.b, there, 'abc');
    w.wait(50);
    expect(call.result).toBeNull();
    w.say(w.b, there, 'def');
    w.wait(50);
    expect(call.result?.value).toBe(6);
    expect(String.fromCharCode(...into)).toBe('abcdef');
  });

  it('looks with MSG_PEEK, and throws away with MSG_TRUNC', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.say(w.b, there, 'abcdef');
    w.wait(50);
    const { MSG_PEEK, MSG_TRUNC } = w.n as Record<'MSG_PEEK' | 'MSG_TRUNC', number>;
    expect(w.text(w.a, here, 3, MSG_PEEK)).toBe('abc');
    expect(w.text(w.a, here, 3, MSG_PEEK)).toBe('abc');
    expect(w.now(() => w.a.recv(here, null, 2, MSG_TRUNC))).toBe(2);
    expect(w.text(w.a, here)).toBe('cdef');
  });

  it('scatters', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.say(w.b, there, 'abcdef');
    w.wait(50);
    const parts = [new Uint8Array(2), new Uint8Array(0), new Uint8Array(3)];
    expect(
      w.now(() =>
        w.a.readv(
          here,
          parts.map((base) => ({ base, length: base.length })),
        ),
      ),
    ).toBe(5);
    expect(parts.map((p) => String.fromCharCode(...p))).toEqual(['ab', '', 'cde']);
  });

  it('is EFAULT for a bad pointer, and nothing is lost', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.say(w.b, there, 'abc');
    w.wait(50);
    expect(w.now(() => w.a.read(here, null, 10))).toBe('EFAULT');
    expect(w.now(() => w.a.recv(here, null, 10, w.n['MSG_PEEK'] as number))).toBe('EFAULT');
    expect(w.text(w.a, here)).toBe('abc');
  });

  it('is ENOTCONN without a connection, EAGAIN for an empty queue of errors', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.text(w.a, fd)).toBe('ENOTCONN');
    const [here] = w.pair();
    expect(w.text(w.a, here, 9, w.n['MSG_ERRQUEUE'])).toBe('EAGAIN');
  });

  it('tells a reset once, after what had come before it', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.say(w.b, there, 'last');
    w.wait(50);
    w.now(() => w.b.setsockopt(there, 'SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger: 0 }));
    w.now(() => w.b.close(there));
    w.wait(50);
    expect(w.text(w.a, here)).toBe('last');
    expect(w.text(w.a, here)).toBe('ECONNRESET');
    expect(w.now(() => w.a.read(here, new Uint8Array(1)))).toBe(0);
    expect(w.say(w.a, here, 'x')).toBe('EPIPE');
  });

  it('says how much is left with TCP_INQ, and 1 before the end', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair((fd) => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_INQ', 1));
    w.say(w.b, there, 'abcdef');
    w.now(() => w.b.close(there));
    w.wait(50);
    const m = { name: null, iov: [{ base: new Uint8Array(2), length: 2 }], control: [], flags: 0 };
    w.now(() => w.a.recvmsg(here, m, 0));
    expect(m.control).toEqual([{ level: 'SOL_TCP', type: 'TCP_CM_INQ', data: 4 }]);
    m.iov = [{ base: new Uint8Array(9), length: 9 }];
    w.now(() => w.a.recvmsg(here, m, 0));
    expect(m.control).toEqual([{ level: 'SOL_TCP', type: 'TCP_CM_INQ', data: 1 }]);
  });

  it('waits for SO_RCVLOWAT octets', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair((fd) => w.a.setsockopt(fd, 'SOL_SOCKET', 'SO_RCVLOWAT', 4));
    w.now(() => w.a.fcntl(here, 'F_SETFL', 2));
    const call = w.do(() => w.a.read(here, new Uint8Array(9)));
    w.say(w.b, there, 'abc');
    w.wait(50);
    expect(call.result).toBeNull();
    expect(w.ready(here)).toBe('OUT');
    w.say(w.b, there, 'd');
    w.wait(50);
    expect(call.result?.value).toBe(4);
  });
});

describe('writing', () => {
  it('takes what there is room for, then EAGAIN', () => {
    const w = new PosixWorld();
    const [here] = w.pair();
    w.passes.b = false;
    const much = new Uint8Array(10_000_000);
    const taken = w.now(() => w.a.write(here, much)) as number;
    expect(taken).toBeGreaterThan(1000);
    expect(taken).toBeLessThan(much.length);
    expect(w.now(() => w.a.write(here, much))).toBe('EAGAIN');
    expect(w.ready(here)).toBe('');
  });

  it('waits on a blocking descriptor until all is taken', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.now(() => w.a.fcntl(here, 'F_SETFL', 2));
    const much = new Uint8Array(600_000).fill(7);
    const call = w.do(() => w.a.write(here, much));
    expect(call.result).toBeNull();
    let got = 0;
    const into = new Uint8Array(100_000);
    for (let i = 0; i < 2000 && got < much.length; i++) {
      const n = w.now(() => w.b.read(there, into));
      if (typeof n === 'number') got += n;
      w.wait(10);
    }
    expect(got).toBe(600_000);
    expect(call.result?.value).toBe(600_000);
  });

  it('gathers, skipping what is empty', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    const iov = ['', 'ab', '', 'cd'].map((t) => ({ base: octets(t), length: t.length }));
    expect(w.now(() => w.a.writev(here, iov))).toBe(4);
    const m = { name: null, iov: [{ base: octets('ef'), length: 2 }], control: [], flags: 0 };
    expect(w.now(() => w.a.sendmsg(here, m, 0))).toBe(2);
    w.wait(300);
    expect(w.text(w.b, there)).toBe('abcdef');
  });

  it('is EFAULT for a bad pointer', () => {
    const w = new PosixWorld();
    const [here] = w.pair();
    expect(w.now(() => w.a.write(here, null, 10))).toBe('EFAULT');
    expect(w.now(() => w.a.sendto(here, null, 10, 0, null))).toBe('EFAULT');
    expect(w.now(() => w.a.write(here, null, 0))).toBe(0);
  });

  it('is EPIPE on Linux and ENOTCONN on FreeBSD without a connection', () => {
    expect(
      [new PosixWorld('linux'), new PosixWorld('freebsd')].map((w) => w.say(w.a, w.socket(), 'x')),
    ).toEqual(['EPIPE', 'ENOTCONN']);
  });

  it('is EAGAIN while the connection is opened', () => {
    const w = new PosixWorld();
    w.listen();
    const fd = w.socket();
    w.connect(fd);
    expect(w.say(w.a, fd, 'x')).toBe('EAGAIN');
    expect(w.text(w.a, fd)).toBe('EAGAIN');
  });

  it('tells a reset once on Linux; FreeBSD says EPIPE at once', () => {
    for (const [system, errno] of [
      ['linux', 'ECONNRESET'],
      ['freebsd', 'EPIPE'],
    ] as const) {
      const w = new PosixWorld(system);
      const [here, there] = w.pair();
      w.now(() => w.b.setsockopt(there, 'SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger: 0 }));
      w.now(() => w.b.close(there));
      w.wait(50);
      expect([w.say(w.a, here, 'x'), w.say(w.a, here, 'x')]).toEqual([errno, 'EPIPE']);
    }
  });

  it('holds back with MSG_MORE and TCP_CORK what fills no segment', () => {
    const w = new PosixWorld();
    const [here] = w.pair((fd) => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_NODELAY', 1));
    w.sent();
    w.say(w.a, here, 'ab', w.n['MSG_MORE']);
    expect(w.sent()).toEqual([]);
    w.say(w.a, here, 'cd');
    expect(w.sent().map((s) => s.text)).toEqual(['abcd']);
    w.now(() => w.a.setsockopt(here, 'SOL_TCP', 'TCP_CORK', 1));
    w.say(w.a, here, 'ef');
    expect(w.sent()).toEqual([]);
    w.now(() => w.a.setsockopt(here, 'SOL_TCP', 'TCP_CORK', 0));
    expect(w.sent().map((s) => s.text)).toEqual(['ef']);
  });
});

describe('shutdown', () => {
  it('of writing sends a FIN: EPIPE after it, reading goes on', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    expect(w.now(() => w.a.shutdown(here, 1))).toBe(0);
    expect(w.say(w.a, here, 'x')).toBe('EPIPE');
    w.wait(50);
    expect(w.now(() => w.b.read(there, new Uint8Array(1)))).toBe(0);
    w.say(w.b, there, 'still');
    w.wait(50);
    expect(w.text(w.a, here)).toBe('still');
  });

  it('of reading gives 0; on Linux what still comes can be read', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    expect(w.now(() => w.a.shutdown(here, 0))).toBe(0);
    expect(w.now(() => w.a.read(here, new Uint8Array(9)))).toBe(0);
    w.say(w.b, there, 'late');
    w.wait(50);
    expect(w.text(w.a, here)).toBe('late');
  });

  it('is ENOTCONN without a connection and EINVAL for what is none', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.now(() => w.a.shutdown(fd, 2))).toBe('ENOTCONN');
    expect(w.now(() => w.a.shutdown(fd, 3))).toBe('EINVAL');
  });
});

describe('ioctl', () => {
  it('tells what waits to be read and to be acknowledged', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    const slot = { value: -1 };
    w.say(w.b, there, 'abc');
    w.say(w.a, here, 'hello');
    w.wait(15);
    w.now(() => w.a.ioctl(here, 'SIOCINQ', slot));
    expect(slot.value).toBe(3);
    w.now(() => w.a.ioctl(here, 'SIOCOUTQ', slot));
    expect(slot.value).toBe(5);
    expect(w.now(() => w.a.ioctl(here, 'SIOCINQ', null))).toBe('EFAULT');
    expect(w.now(() => w.a.ioctl(here, 'SIOCATMARK', slot))).toBe('ENOTTY');
  });
});

describe('MSG_ZEROCOPY', () => {
  it('tells which calls were acknowledged, those that follow on each other as one', () => {
    const w = new PosixWorld();
    const [here] = w.pair((fd) => {
      w.a.setsockopt(fd, 'SOL_SOCKET', 'SO_ZEROCOPY', 1);
      w.a.setsockopt(fd, 'SOL_TCP', 'TCP_NODELAY', 1);
    });
    const { MSG_ZEROCOPY, MSG_ERRQUEUE } = w.n as Record<string, number>;
    const m = { name: null, iov: [], control: [] as readonly unknown[], flags: 0 };
    const look = (): number | string =>
      w.now(() => w.a.recvmsg(here, m as never, MSG_ERRQUEUE as number));
    w.say(w.a, here, 'one', MSG_ZEROCOPY);
    w.say(w.a, here, 'two', MSG_ZEROCOPY);
    expect([look(), w.ready(here)]).toEqual(['EAGAIN', 'OUT']);
    w.wait(300);
    expect(w.ready(here)).toBe('OUT ERR');
    expect(look()).toBe(0);
    expect(m.control).toMatchObject([
      { level: 'SOL_IP', type: 'IP_RECVERR', data: { ee_origin: 5, ee_info: 0, ee_data: 1 } },
    ]);
    expect(look()).toBe('EAGAIN');
  });
});
