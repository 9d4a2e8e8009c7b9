import { describe, expect, it } from 'vitest';
import type { EpollEvent } from '../../src/posix/index.ts';
import { octets, PosixWorld } from './world.ts';

describe('poll', () => {
  it('says of a socket of Linux what tcp_poll does', () => {
    const w = new PosixWorld();
    expect(w.ready(w.socket())).toBe('OUT HUP');
    const [here, there] = w.pair();
    expect(w.ready(here)).toBe('OUT');
    w.say(w.b, there, 'x');
    w.wait(50);
    expect(w.ready(here)).toBe('IN OUT');
    w.now(() => w.b.shutdown(there, 1));
    w.wait(50);
    expect(w.ready(here)).toBe('IN OUT RDHUP');
    w.now(() => w.a.shutdown(here, 1));
    expect(w.ready(here)).toBe('IN OUT HUP RDHUP');
  });

  it('says of a socket of FreeBSD what sopoll does', () => {
    const w = new PosixWorld('freebsd');
    expect(w.ready(w.socket())).toBe('');
    const [here, there] = w.pair();
    expect(w.ready(here)).toBe('OUT');
    w.now(() => w.b.shutdown(there, 1));
    w.wait(50);
    expect(w.ready(here)).toBe('IN OUT RDHUP');
  });

  it('says that a listener can be accepted from, and that a descriptor is none', () => {
    const w = new PosixWorld();
    const listener = w.listen();
    expect(w.ready(listener, w.b)).toBe('');
    w.connect(w.socket());
    w.wait(50);
    expect(w.ready(listener, w.b)).toBe('IN');
    expect(w.ready(99)).toBe('NVAL');
  });

  it('waits, until something happens or the time is over', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    const fds = [{ fd: here, events: 1, revents: 0 }];
    const idle = w.do(() => w.a.poll(fds, 30));
    w.wait(29);
    expect(idle.result).toBeNull();
    w.wait(2);
    expect(idle.result?.value).toBe(0);
    const busy = w.do(() => w.a.poll(fds, -1));
    w.say(w.b, there, 'x');
    w.wait(50);
    expect([busy.result?.value, fds[0]?.revents]).toEqual([1, 1]);
  });

  it('tells when there is room again', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.now(() => w.a.write(here, new Uint8Array(10_000_000)));
    const call = w.do(() => w.a.poll([{ fd: here, events: 4, revents: 0 }], -1));
    expect(call.result).toBeNull();
    for (let i = 0; i < 50; i++) {
      w.now(() => w.b.read(there, new Uint8Array(1_000_000)));
      w.wait(20);
    }
    expect(call.result?.value).toBe(1);
  });
});

describe('epoll', () => {
  const names = { EPOLLIN: 1, EPOLLOUT: 4, EPOLLET: 0x80000000, EPOLLONESHOT: 0x40000000 };

  function begin(events: number): [PosixWorld, () => string, number, number] {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    const epoll = w.now(() => w.a.epollCreate()) as number;
    expect(w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_ADD', here, { events, data: 7 }))).toBe(0);
    const look = (): string => {
      const into: EpollEvent[] = [];
      const n = w.now(() => w.a.epollWait(epoll, into, 8, 0));
      return `${n} ${into.map((e) => `${e.events}:${e.data}`).join()}`.trim();
    };
    return [w, look, here, there];
  }

  it('tells a level as often as it is asked', () => {
    const [w, look, here, there] = begin(names.EPOLLIN);
    expect(look()).toBe('0');
    w.say(w.b, there, 'x');
    w.wait(50);
    expect([look(), look()]).toEqual(['1 1:7', '1 1:7']);
    w.text(w.a, here);
    expect(look()).toBe('0');
  });

  it('tells an edge once, and again when more comes', () => {
    const [w, look, here, there] = begin(names.EPOLLIN | names.EPOLLOUT | names.EPOLLET);
    expect([look(), look()]).toEqual(['1 4:7', '0']);
    w.say(w.b, there, 'xy');
    w.wait(50);
    expect([look(), look()]).toEqual(['1 5:7', '0']);
    w.text(w.a, here, 1);
    expect(look()).toBe('0');
    w.say(w.b, there, 'z');
    w.wait(300);
    expect([look(), look()]).toEqual(['1 5:7', '0']);
  });

  it('tells a room of a full queue once it is there', () => {
    const [w, look, here, there] = begin(names.EPOLLOUT | names.EPOLLET);
    expect(look()).toBe('1 4:7');
    w.now(() => w.a.write(here, new Uint8Array(10_000_000)));
    expect(look()).toBe('0');
    for (let i = 0; i < 50; i++) {
      w.now(() => w.b.read(there, new Uint8Array(1_000_000)));
      w.wait(20);
    }
    expect([look(), look()]).toEqual(['1 4:7', '0']);
  });

  it('tells one shot once, until it is armed again', () => {
    const [w, look, here, there] = begin(names.EPOLLIN | names.EPOLLONESHOT);
    w.say(w.b, there, 'x');
    w.wait(50);
    expect([look(), look()]).toEqual(['1 1:7', '0']);
    const again = { events: names.EPOLLIN, data: 8 };
    const epoll = here + 1;
    expect(w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_MOD', here, again))).toBe(0);
    expect(look()).toBe('1 1:8');
  });

  it('waits for what comes', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    const epoll = w.now(() => w.a.epollCreate()) as number;
    w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_ADD', here, { events: 1, data: here }));
    const into: EpollEvent[] = [];
    const call = w.do(() => w.a.epollWait(epoll, into, 8, -1));
    w.say(w.b, there, 'x');
    w.wait(50);
    expect([call.result?.value, into]).toEqual([1, [{ events: 1, data: here }]]);
    const idle = w.do(() => w.a.epollWait(epoll + 0, [], 8, 5));
    expect(idle.result?.value).toBe(1); // the level is still there
  });

  it('forgets what is closed, and refuses what is not in its set', () => {
    const [w, look, here, there] = begin(names.EPOLLIN);
    const epoll = here + 1;
    expect(w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_ADD', here, { events: 1, data: 0 }))).toBe(
      'EEXIST',
    );
    expect(w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_MOD', 99, { events: 1, data: 0 }))).toBe(
      'EBADF',
    );
    expect(w.now(() => w.a.epollCtl(here, 'EPOLL_CTL_DEL', here, null))).toBe('EINVAL');
    w.say(w.b, there, 'x');
    w.wait(50);
    w.now(() => w.a.close(here));
    expect(look()).toBe('0');
  });

  it('is not there on FreeBSD', () => {
    const w = new PosixWorld('freebsd');
    expect(w.now(() => w.a.epollCreate())).toBe('ENOSYS');
  });
});

describe('two who wait', () => {
  it('are served in the order in which they came', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    w.now(() => w.a.fcntl(here, 'F_SETFL', 2));
    const [one, two] = [new Uint8Array(2), new Uint8Array(2)];
    const first = w.do(() => w.a.read(here, one));
    const second = w.do(() => w.a.read(here, two));
    w.now(() => w.b.write(there, octets('abc')));
    w.wait(50);
    expect([first.result?.value, second.result?.value]).toEqual([2, 1]);
    expect(String.fromCharCode(...one, ...two)).toBe('abc\0');
  });
});
