import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/posix/index.ts';
import { PORT, PosixWorld, THERE } from './world.ts';

const time = (tv_sec: number, tv_usec = 0) => ({ tv_sec, tv_usec });

function setTime(w: PosixWorld, fd: number, name: string, sec: number, usec = 0): number | string {
  return w.now(() => w.a.setsockopt(fd, 'SOL_SOCKET', name, time(sec, usec), 16));
}

/** The result of a call that waits: its value or errno, and after how many milliseconds it came. */
function within(w: PosixWorld, most: number, f: () => Call): [result: number | string, ms: number] {
  const from = w.clock.now;
  let at = Number.NaN;
  const call = w.do(f);
  call.onresult = () => {
    at = w.clock.now;
  };
  if (call.result !== null) at = from;
  w.wait(most);
  if (call.result === null) return ['waits', most];
  return [call.result.errno ?? call.result.value, (at - from) / 1000];
}

/** A blocking socket of the client, connected; and the server's end of it. */
function blocking(w: PosixWorld): [here: number, there: number] {
  const [here, there] = w.pair();
  w.now(() => w.a.fcntl(here, 'F_SETFL', 0));
  return [here, there];
}

describe('SO_RCVTIMEO and SO_SNDTIMEO', () => {
  it('are struct timeval, and checked', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    expect(w.option(fd, 'SO_RCVTIMEO', 'SOL_SOCKET')).toEqual(time(0));
    expect(setTime(w, fd, 'SO_RCVTIMEO', 1, 500_000)).toBe(0);
    expect(w.option(fd, 'SO_RCVTIMEO', 'SOL_SOCKET')).toEqual(time(1, 500_000));
    expect(setTime(w, fd, 'SO_RCVTIMEO', 1, 1_000_000)).toBe('EDOM');
    expect(setTime(w, fd, 'SO_RCVTIMEO', 1, -1)).toBe('EDOM');
    expect(setTime(w, fd, 'SO_RCVTIMEO', Number.NaN)).toBe('EINVAL');
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_SOCKET', 'SO_SNDTIMEO', 1, 4))).toBe('EINVAL');
    const freebsd = new PosixWorld('freebsd');
    expect(setTime(freebsd, freebsd.socket(), 'SO_RCVTIMEO', -1)).toBe('EDOM');
  });

  it('end a read with EAGAIN, or with what has come', () => {
    const w = new PosixWorld();
    const [here, there] = blocking(w);
    const { MSG_WAITALL = 0 } = w.n;
    setTime(w, here, 'SO_RCVTIMEO', 0, 300_000);
    expect(within(w, 1000, () => w.a.read(here, new Uint8Array(10)))).toEqual(['EAGAIN', 300]);
    w.say(w.b, there, 'abc');
    const into = new Uint8Array(10);
    expect(within(w, 1000, () => w.a.recv(here, into, 10, MSG_WAITALL))).toEqual([3, 300]);
    w.say(w.b, there, 'abc');
    expect(within(w, 1000, () => w.a.read(here, new Uint8Array(10)))).toEqual([3, 10]);
    setTime(w, here, 'SO_RCVTIMEO', -1);
    expect(within(w, 1000, () => w.a.read(here, new Uint8Array(10)))).toEqual(['EAGAIN', 0]);
    setTime(w, here, 'SO_RCVTIMEO', 0);
    expect(within(w, 60_000, () => w.a.read(here, new Uint8Array(10)))).toEqual(['waits', 60_000]);
  });

  it('end a write with what was taken, then EAGAIN', () => {
    const w = new PosixWorld();
    const [here] = blocking(w);
    setTime(w, here, 'SO_SNDTIMEO', 2);
    const much = new Uint8Array(8_000_000);
    const [taken, ms] = within(w, 5000, () => w.a.write(here, much));
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(much.length);
    expect(ms).toBe(2000);
    for (let i = 0; i < 5; i++) within(w, 5000, () => w.a.write(here, much)); // it takes what was sent meanwhile
    expect(within(w, 5000, () => w.a.write(here, much))).toEqual(['EAGAIN', 2000]);
  });

  it('end accept and connect on Linux, and the opening goes on', () => {
    const w = new PosixWorld();
    const listener = w.listen(w.a);
    setTime(w, listener, 'SO_RCVTIMEO', 1);
    expect(within(w, 3000, () => w.a.accept(listener))).toEqual(['EAGAIN', 1000]);
    w.listen();
    w.passes.b = false;
    const fd = w.socket(false);
    setTime(w, fd, 'SO_SNDTIMEO', 0, 500_000);
    const to = { address: THERE, port: PORT };
    expect(within(w, 600, () => w.a.connect(fd, to))).toEqual(['EINPROGRESS', 500]);
    w.passes.b = true;
    w.wait(2000);
    expect(w.ready(fd)).toContain('OUT');
  });
});

describe('close with SO_LINGER', () => {
  const lingers = (w: PosixWorld, fd: number, linger: number): number | string =>
    w.now(() => w.a.setsockopt(fd, 'SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger }));

  it('waits until everything is acknowledged', () => {
    const w = new PosixWorld();
    const [here] = blocking(w);
    lingers(w, here, 5);
    w.say(w.a, here, 'abc');
    const [result, ms] = within(w, 3000, () => w.a.close(here));
    expect(result).toBe(0);
    expect(ms).toBeGreaterThanOrEqual(20);
    expect(ms).toBeLessThan(1000);
    expect(w.a.descriptors).not.toContain(here);
  });

  it('ends when the time is over, and what is left goes on', () => {
    for (const system of ['linux', 'freebsd'] as const) {
      const w = new PosixWorld(system);
      const [here, there] = blocking(w);
      lingers(w, here, 1);
      w.passes.a = false;
      w.say(w.a, here, 'abc');
      const over = system === 'linux' ? 0 : 'EAGAIN';
      expect(within(w, 1500, () => w.a.close(here))).toEqual([over, 1000]);
      w.passes.a = true;
      w.wait(10_000);
      expect(w.text(w.b, there)).toBe('abc');
      expect(w.text(w.b, there)).toBe('');
    }
  });

  it('of a non-blocking socket waits on Linux, and not on FreeBSD', () => {
    for (const system of ['linux', 'freebsd'] as const) {
      const w = new PosixWorld(system);
      const [here] = w.pair();
      lingers(w, here, 5);
      const [result, ms] = within(w, 3000, () => w.a.close(here));
      expect(result).toBe(0);
      expect(ms > 0).toBe(system === 'linux');
    }
  });

  it('hears of a reset meanwhile', () => {
    const w = new PosixWorld();
    const [here, there] = blocking(w);
    lingers(w, here, 50);
    w.passes.a = false;
    w.do(() => w.b.setsockopt(there, 'SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger: 0 }));
    const call = w.do(() => w.a.close(here));
    w.now(() => w.b.close(there));
    w.wait(100);
    expect(call.result?.errno).toBe(null);
  });
});

describe('TCP_DEFER_ACCEPT', () => {
  it('is told in the seconds its waits make, and not by what is accepted', () => {
    const w = new PosixWorld();
    const fd = w.now(() => w.a.socket('AF_INET', 1, 0)) as number;
    expect(w.now(() => w.a.setsockopt(fd, 'SOL_TCP', 'TCP_DEFER_ACCEPT', 4, 4))).toBe(0);
    expect(w.option(fd, 'TCP_DEFER_ACCEPT')).toBe(7);
  });
});
