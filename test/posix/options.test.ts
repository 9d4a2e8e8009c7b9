import { describe, expect, it } from 'vitest';
import type { OptionValue } from '../../src/posix/index.ts';
import { linux } from '../../src/tcp/profiles/index.ts';
import type { Address } from '../../src/wire/address.ts';
import { HERE, PORT, PosixWorld } from './world.ts';

function set(w: PosixWorld, fd: number, name: string, value: OptionValue): number | string {
  const level = name.startsWith('SO_')
    ? 'SOL_SOCKET'
    : name.startsWith('IP_')
      ? 'SOL_IP'
      : 'SOL_TCP';
  return w.now(() => w.a.setsockopt(fd, level, name, value));
}

describe('socket options', () => {
  it('that the system does not have are ENOPROTOOPT', () => {
    const linux = new PosixWorld('linux');
    const freebsd = new PosixWorld('freebsd');
    expect(set(linux, linux.socket(), 'TCP_NOPUSH', 1)).toBe('ENOPROTOOPT');
    expect(set(freebsd, freebsd.socket(), 'TCP_CORK', 1)).toBe('ENOPROTOOPT');
    expect(set(linux, 3, 'TCP_TELEPATHY', 1)).toBe('ENOPROTOOPT');
    expect(linux.option(3, 'TCP_TELEPATHY')).toBe('ENOPROTOOPT');
    expect(set(linux, 3, 'SO_TYPE', 1)).toBe('ENOPROTOOPT');
  });

  it('refuse a linger time that is no number, and half a structure', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    const half = { onoff: 1 } as unknown as OptionValue;
    expect(set(w, fd, 'SO_LINGER', half)).toBe('EINVAL');
    expect(set(w, fd, 'SO_LINGER', { onoff: 1, linger: Number.NaN })).toBe('EINVAL');
    expect(set(w, fd, 'TCP_NODELAY', Number.NaN)).toBe('EINVAL');
    const whole = { onoff: 1, linger: 5 };
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_SOCKET', 'SO_LINGER', whole, 4))).toBe('EINVAL');
    expect(set(w, fd, 'SO_LINGER', whole)).toBe(0);
  });

  it('check what they are given', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_NODELAY', null))).toBe('EFAULT');
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_NODELAY', 1, 2))).toBe('EINVAL');
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_IP', 'IP_TOS', 4, 1))).toBe(0);
    expect(set(w, fd, 'TCP_MAXSEG', 87)).toBe('EINVAL');
    expect(set(w, fd, 'TCP_SYNCNT', 128)).toBe('EINVAL');
    expect(set(w, fd, 'TCP_KEEPIDLE', 0)).toBe('EINVAL');
    expect(set(w, fd, 'TCP_KEEPCNT', 128)).toBe('EINVAL');
    expect(set(w, fd, 'TCP_FASTOPEN_CONNECT', 2)).toBe('EINVAL');
    expect(set(w, fd, 'IP_TTL', 256)).toBe('EINVAL');
    expect(set(w, fd, 'IP_TTL', 0)).toBe('EINVAL');
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_FASTOPEN_KEY', '', 3))).toBe('EINVAL');
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_CONGESTION', 'telepathy'))).toBe(
      'ENOENT',
    );
    const port = (value: number): number | string => {
      const f = new PosixWorld('freebsd');
      return set(f, f.socket(), 'TCP_REMOTE_UDP_ENCAPS_PORT', value);
    };
    expect([-1, 65_536, 0x7fffffff].map(port)).toEqual(['EINVAL', 'EINVAL', 'EINVAL']);
  });

  it('say what kind of socket it is', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.option(fd, 'SO_TYPE', 'SOL_SOCKET')).toBe(1);
    expect(w.option(fd, 'SO_ACCEPTCONN', 'SOL_SOCKET')).toBe(0);
    expect(w.option(w.listen(w.a), 'SO_ACCEPTCONN', 'SOL_SOCKET')).toBe(1);
  });

  it('double buffers on Linux', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    set(w, fd, 'SO_SNDBUF', 21_000);
    set(w, fd, 'SO_RCVBUF', 10_000);
    expect(w.option(fd, 'SO_SNDBUF', 'SOL_SOCKET')).toBe(42_000);
    expect(w.option(fd, 'SO_RCVBUF', 'SOL_SOCKET')).toBe(20_000);
  });

  it('round the receive buffer of FreeBSD up to whole segments, but not that of a listener', () => {
    const w = new PosixWorld('freebsd');
    const [here] = w.pair();
    expect(w.option(w.listen(w.a), 'SO_RCVBUF', 'SOL_SOCKET')).toBe(65_536);
    expect(w.option(here, 'SO_RCVBUF', 'SOL_SOCKET')).toBe(65_700);
    expect(set(w, here, 'SO_RCVBUF', 0)).toBe('EINVAL');
    expect(set(w, here, 'SO_RCVBUF', 3_000_000)).toBe('ENOBUFS');
  });

  it('of keep-alive begin as the profile says', () => {
    const w = new PosixWorld('freebsd');
    const fd = w.socket();
    const names = ['TCP_KEEPIDLE', 'TCP_KEEPINTVL', 'TCP_KEEPCNT', 'TCP_KEEPINIT'];
    expect(names.map((name) => w.option(fd, name))).toEqual([7200, 75, 8, 75]);
  });

  it('of IP are on every segment from the SYN on', () => {
    const w = new PosixWorld();
    w.pair((fd) => {
      set(w, fd, 'IP_TOS', 0x23);
      set(w, fd, 'IP_TTL', 9);
    });
    expect(w.option(3, 'IP_TOS', 'SOL_IP')).toBe(0x20);
    expect(new Set(w.sent().map((s) => `${s.tos} ${s.ttl}`))).toEqual(new Set(['32 9']));
  });

  it('of a listener are those of its SYN-ACKs, and of who is accepted', () => {
    const w = new PosixWorld();
    const listener = w.listen(w.a);
    set(w, listener, 'IP_TTL', 7);
    set(w, listener, 'TCP_MAXSEG', 1100);
    const peer = w.now(() => w.b.socket('AF_INET', 1, 0)) as number;
    w.do(() => w.b.connect(peer, { address: HERE, port: PORT }));
    w.wait(50);
    const fd = w.now(() => w.a.accept(listener)) as number;
    expect(w.sent()[0]).toMatchObject({ flags: 'S.', mss: 1100, ttl: 7 });
    expect(w.option(fd, 'IP_TTL', 'SOL_IP')).toBe(7);
    w.say(w.a, fd, 'x'.repeat(2176));
    const data = w.sent().filter((s) => s.len > 0);
    expect(data.map((s) => [s.len, s.ttl])).toEqual([
      [1088, 7], // 12 octets are timestamps
      [1088, 7],
    ]);
    expect(w.a.tcpInfo(fd)).toMatchObject({ tcpi_advmss: 1100, tcpi_snd_mss: 1088 });
  });

  it('TCP_MAXSEG caps what the SYN announces and what is sent', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.option(fd, 'TCP_MAXSEG')).toBe(536);
    set(w, fd, 'TCP_MAXSEG', 600);
    expect(w.option(fd, 'TCP_MAXSEG')).toBe(600);
    w.listen();
    w.connect(fd);
    expect(w.sent()[0]?.mss).toBe(600);
    w.wait(50);
    expect(w.a.connectionOf(fd)?.snd.mss).toBeLessThanOrEqual(600);
  });

  it('TCP_MAXSEG of FreeBSD makes a connection smaller, never larger', () => {
    const w = new PosixWorld('freebsd');
    const [here] = w.pair();
    expect(w.option(here, 'TCP_MAXSEG')).toBe(1460);
    expect(set(w, here, 'TCP_MAXSEG', 1461)).toBe('EINVAL');
    expect(set(w, here, 'TCP_MAXSEG', 1400)).toBe(0);
    expect(w.option(here, 'TCP_MAXSEG')).toBe(1400);
  });

  it('TCP_SYNCNT ends an opening after the time that so many waits take which double, if not before', () => {
    for (const [count, seconds, syns] of [
      [1, 3, 3],
      [2, 7, 6],
      [3, 19, 8],
      [6, 131, 11],
    ] as const) {
      const w = new PosixWorld();
      w.passes.b = false;
      const fd = w.socket();
      set(w, fd, 'TCP_SYNCNT', count);
      w.connect(fd);
      w.wait(1000 * seconds - 100);
      expect(w.option(fd, 'SO_ERROR', 'SOL_SOCKET')).toBe(0);
      w.wait(200);
      expect(w.option(fd, 'SO_ERROR', 'SOL_SOCKET')).toBe('ETIMEDOUT');
      expect(w.sent().length).toBe(syns);
    }
  });

  it('TCP_DEFER_ACCEPT accepts who says something, and who is silent when the SYN-ACK was sent again', () => {
    for (const speaks of [true, false]) {
      const w = new PosixWorld('linux', { b: linux });
      const listener = w.listen();
      w.now(() => w.b.fcntl(listener, 'F_SETFL', w.n['O_NONBLOCK']));
      w.now(() => w.b.setsockopt(listener, 'SOL_TCP', 'TCP_DEFER_ACCEPT', 5));
      expect(w.b.getsockopt(listener, 'SOL_TCP', 'TCP_DEFER_ACCEPT').value).toBe(7); // retrans_to_secs()
      const fd = w.socket();
      w.connect(fd);
      w.wait(500);
      expect(w.now(() => w.b.accept(listener))).toBe('EAGAIN');
      if (speaks) w.say(w.a, fd, 'hello');
      w.wait(speaks ? 50 : 6300);
      if (!speaks) expect(w.now(() => w.b.accept(listener))).toBe('EAGAIN');
      if (!speaks) w.wait(300);
      expect(w.now(() => w.b.accept(listener))).not.toBe('EAGAIN');
      const synAcks = w.sent('b').filter((s) => s.flags === 'S.').length;
      expect(synAcks).toBe(speaks ? 1 : 2);
    }
  });

  it('TCP_LINGER2 below 0 resets where FIN-WAIT-2 would begin', () => {
    const w = new PosixWorld('linux');
    const [here] = w.pair();
    set(w, here, 'TCP_LINGER2', -1);
    w.sent();
    w.now(() => w.a.close(here));
    w.wait(100);
    expect(w.sent().map((s) => s.flags)).toEqual(['F.', 'R']);
  });

  it('SO_LINGER gives nothing up that close did not wait for', () => {
    const w = new PosixWorld('linux');
    const [here] = w.pair();
    set(w, here, 'SO_LINGER', { onoff: 1, linger: 1 });
    w.passes.a = false;
    w.say(w.a, here, 'text');
    w.now(() => w.a.close(here));
    w.wait(3000);
    expect(w.sent().some((s) => s.flags.includes('R'))).toBe(false);
  });

  it('TCP_KEEPINIT ends an opening that is not answered', () => {
    const w = new PosixWorld('freebsd');
    w.passes.b = false;
    const fd = w.socket();
    expect(set(w, fd, 'TCP_KEEPINIT', 5)).toBe(0);
    w.connect(fd);
    w.wait(20_000);
    expect(w.option(fd, 'SO_ERROR', 'SOL_SOCKET')).toBe('ETIMEDOUT');
  });

  it('TCP_USER_TIMEOUT ends a connection', () => {
    const w = new PosixWorld();
    const [here] = w.pair();
    w.passes.b = false;
    set(w, here, 'TCP_USER_TIMEOUT', 3000);
    w.say(w.a, here, 'x');
    w.wait(3500);
    expect(w.say(w.a, here, 'y')).toBe('ETIMEDOUT');
  });

  it('TCP_NOTSENT_LOWAT bounds what waits', () => {
    const w = new PosixWorld();
    const [here] = w.pair((fd) => set(w, fd, 'TCP_NOTSENT_LOWAT', 4000));
    expect(w.option(here, 'TCP_NOTSENT_LOWAT')).toBe(4000);
    const taken = w.now(() => w.a.write(here, new Uint8Array(500_000))) as number;
    expect(taken).toBeLessThan(100_000);
    expect(w.ready(here)).toBe('');
    w.wait(100);
    expect(w.ready(here)).toBe('OUT');
  });

  it('SO_KEEPALIVE probes with the socket’s own times', () => {
    const w = new PosixWorld();
    const [here] = w.pair((fd) => {
      set(w, fd, 'TCP_KEEPIDLE', 5);
      set(w, fd, 'SO_KEEPALIVE', 1);
    });
    expect(w.option(here, 'SO_KEEPALIVE', 'SOL_SOCKET')).toBe(1);
    w.sent();
    w.wait(6000);
    expect(w.sent().length).toBe(1);
  });
});

describe('TCP_INFO', () => {
  it('tells states by the numbers of the system', () => {
    for (const [system, numbers] of [
      ['linux', [7, 10, 2, 1, 7]],
      ['freebsd', [0, 1, 2, 4, 0]],
    ] as const) {
      const w = new PosixWorld(system);
      const state = (fd: number): number | undefined => w.a.tcpInfo(fd)['tcpi_state'];
      const fd = w.socket();
      const seen = [state(fd), state(w.listen(w.a))];
      const listener = w.listen();
      w.connect(fd);
      seen.push(state(fd));
      w.wait(50);
      seen.push(state(fd));
      const there = w.now(() => w.b.accept(listener)) as number;
      w.now(() => w.b.setsockopt(there, 'SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger: 0 }));
      w.now(() => w.b.close(there));
      w.wait(50);
      seen.push(state(fd));
      expect(seen).toEqual(numbers);
    }
  });

  it('counts cwnd in segments on Linux and in octets on FreeBSD', () => {
    const cwnd = (system: 'linux' | 'freebsd'): number | undefined => {
      const w = new PosixWorld(system);
      const [here] = w.pair();
      return w.a.tcpInfo(here)['tcpi_snd_cwnd'];
    };
    expect(cwnd('linux')).toBe(10);
    expect(cwnd('freebsd')).toBe(14_480);
  });

  it('tells what is in flight, times and options', () => {
    const w = new PosixWorld();
    const [here] = w.pair((fd) => set(w, fd, 'TCP_NODELAY', 1));
    w.say(w.a, here, 'x'.repeat(3000));
    const info = w.a.tcpInfo(here);
    expect(info).toMatchObject({
      tcpi_unacked: 3,
      tcpi_rtt: 20_000,
      tcpi_lost: 0,
      tcpi_ca_state: 0,
    });
    expect((info['tcpi_options'] as number) & 7).toBeGreaterThan(0);
    expect(w.a.getsockopt(here, 'SOL_TCP', 'TCP_INFO').value).toMatchObject(info);
    expect(w.a.tcpInfo(99)).toEqual({});
  });
});

describe('names', () => {
  it('are those of both ends', () => {
    const w = new PosixWorld();
    const [here] = w.pair();
    const slot: { value: { address: Address; port: number } | null } = { value: null };
    expect(w.now(() => w.a.getpeername(here, slot))).toBe(0);
    expect(`${slot.value?.address}:${slot.value?.port}`).toBe('10.0.0.2:80');
    w.now(() => w.a.getsockname(here, slot));
    expect(`${slot.value?.address}`).toBe('10.0.0.1');
    const other = w.socket();
    expect(w.now(() => w.a.getpeername(other, slot))).toBe('ENOTCONN');
  });
});
