import { expect, it } from 'vitest';
import { octets, PosixWorld } from './world.ts';

it.each([-1, 0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY])(
  'refuses %d octets with EINVAL',
  (length) => {
    const w = new PosixWorld();
    const [here] = w.pair();
    const memory = new Uint8Array(10);
    expect(w.now(() => w.a.write(here, memory, length))).toBe('EINVAL');
    expect(w.now(() => w.a.read(here, memory, length))).toBe('EINVAL');
    expect(w.now(() => w.a.recv(here, memory, length, 0))).toBe('EINVAL');
    const two = [
      { base: memory, length: 1 },
      { base: memory, length },
    ];
    expect(w.now(() => w.a.writev(here, two))).toBe('EINVAL');
  },
);

it('takes what reaches beyond a buffer for a bad pointer', () => {
  const w = new PosixWorld();
  const [here, there] = w.pair();
  const memory = octets('0123456789');
  expect(w.now(() => w.a.write(here, memory, 20))).toBe(10);
  expect(w.now(() => w.a.writev(here, [{ base: memory, length: 2 ** 50 }]))).toBe(10);
  w.wait(500);
  const into = new Uint8Array(4);
  expect(w.now(() => w.b.read(there, into, 2 ** 50))).toBe(4);
  expect(String.fromCharCode(...into)).toBe('0123');
  const { MSG_PEEK = 0 } = w.n;
  expect(w.now(() => w.b.recv(there, into, 12, MSG_PEEK))).toBe(4);
  expect(w.text(w.b, there)).toBe('4567890123456789');
});

it('lets no epoll wake itself', () => {
  const w = new PosixWorld();
  const [here] = w.pair();
  const { POLLIN = 0, POLLOUT = 0 } = w.n;
  const event = { events: POLLIN | POLLOUT, data: 0 };
  const epolls = Array.from({ length: 7 }, () => w.now(() => w.a.epollCreate()) as number);
  const add = (e: number, fd: number): number | string =>
    w.now(() => w.a.epollCtl(e, 'EPOLL_CTL_ADD', fd, event));
  const [a = 0, b = 0, c = 0] = epolls;
  expect(add(a, a)).toBe('EINVAL');
  expect([add(a, b), add(b, c)]).toEqual([0, 0]);
  expect(add(c, a)).toBe('ELOOP');
  expect(add(b, a)).toBe('ELOOP');
  expect(add(c, here)).toBe(0);
  expect(w.ready(a)).toBe('IN');
  // Nor are there more than five, one in the other.
  const [d = 0, e = 0, f = 0] = epolls.slice(3);
  expect([add(d, e), add(e, f), add(f, a)]).toEqual([0, 0, 'ELOOP']);
});

it('keeps nothing of files that were closed while an epoll had them', () => {
  const w = new PosixWorld();
  const { POLLOUT = 0, POLLHUP = 0 } = w.n;
  const epoll = w.now(() => w.a.epollCreate()) as number;
  for (let i = 0; i < 100; i++) {
    const fd = w.socket();
    const event = { events: POLLOUT | POLLHUP, data: i };
    expect(w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_ADD', fd, event))).toBe(0);
    w.now(() => w.a.close(fd));
  }
  expect(w.now(() => w.a.epollWait(epoll, [], 10, 0))).toBe(0);
});

it('holds so many MD5 keys and no more', () => {
  const w = new PosixWorld();
  const fd = w.socket();
  const set = (i: number, key: string): number | string => {
    const tcpm_addr = `10.9.${i >> 8}.${i & 255}`;
    return w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_MD5SIG', { tcpm_addr, tcpm_key: key }));
  };
  for (let i = 0; i < 1024; i++) expect(set(i, 'a')).toBe(0);
  expect(set(1024, 'a')).toBe('ENOMEM');
  expect([set(7, 'b'), set(8, ''), set(1024, 'a'), set(1025, 'a')]).toEqual([0, 0, 0, 'ENOMEM']);
});
