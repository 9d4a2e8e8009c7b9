import { describe, expect, it } from 'vitest';
import type { PipeSlot, System } from '../../src/posix/index.ts';
import { octets, PosixWorld } from './world.ts';

/** A pipe of a process. */
function pipe(flags = 0, system: System = 'linux') {
  const w = new PosixWorld(system);
  const slot: PipeSlot = { value: null };
  expect(w.now(() => w.a.pipe(slot, flags))).toBe(0);
  const [reader, writer] = slot.value as readonly [number, number];
  const read = (length = 100, fd = reader): string => {
    const into = new Uint8Array(length);
    const r = w.now(() => w.a.read(fd, into));
    return typeof r === 'string' ? r : String.fromCharCode(...into.subarray(0, r));
  };
  const write = (text: string, fd = writer) => w.now(() => w.a.write(fd, octets(text)));
  const close = (fd: number) => w.now(() => w.a.close(fd));
  return { w, reader, writer, read, write, close };
}

const WAITS = 0x800; // O_NONBLOCK of Linux

describe('pipes', () => {
  it('carry octets from one end to the other', () => {
    const { reader, writer, read, write } = pipe();
    expect([reader, writer]).toEqual([3, 4]);
    expect(write('hello')).toBe(5);
    expect(read(2)).toBe('he');
    expect(write(' world')).toBe(6);
    expect(read()).toBe('llo world');
    expect(write('x', reader)).toBe('EBADF');
    expect(read(1, writer)).toBe('EBADF');
  });

  it('make who reads wait for who writes, and end with them', () => {
    const { w, reader, read, write, writer, close } = pipe();
    const into = new Uint8Array(10);
    const call = w.do(() => w.a.read(reader, into));
    expect(call.result).toBeNull();
    write('abc');
    expect(call.result).toEqual({ value: 3, errno: null });
    const end = w.do(() => w.a.read(reader, into));
    close(writer);
    expect(end.result).toEqual({ value: 0, errno: null });
    expect(read()).toBe('');
  });

  it('make who writes wait for room, and fail once nobody reads', () => {
    const { w, reader, writer, read, close } = pipe();
    const much = new Uint8Array(100_000);
    const call = w.do(() => w.a.write(writer, much));
    expect(call.result).toBeNull();
    expect(read(30_000).length).toBe(30_000);
    expect(call.result).toBeNull();
    expect(read(70_000).length).toBe(65_536);
    expect(call.result).toEqual({ value: 100_000, errno: null });
    const again = w.do(() => w.a.write(writer, much));
    close(reader);
    expect(again.result?.value).toBe(65_536 - 4464);
    expect(w.now(() => w.a.write(writer, much))).toBe('EPIPE');
    expect(w.now(() => w.a.write(writer, null, 1))).toBe('EFAULT');
    expect(w.now(() => w.a.write(writer, much, 0))).toBe(0);
  });

  it('say EAGAIN instead, and take up to PIPE_BUF whole or not at all', () => {
    const { w, writer, read, write } = pipe(WAITS);
    expect(read()).toBe('EAGAIN');
    expect(w.now(() => w.a.write(writer, new Uint8Array(65_000)))).toBe(65_000);
    expect(write('x'.repeat(1000))).toBe('EAGAIN');
    expect(write('x'.repeat(5000))).toBe(536);
    expect(write('x')).toBe('EAGAIN');
    read(10);
    expect(write('x'.repeat(10))).toBe(10);
  });

  it('are ready as poll of either system says', () => {
    for (const system of ['linux', 'freebsd'] as const) {
      const { w, reader, writer, write, read, close } = pipe(0, system);
      const both = system === 'freebsd';
      expect(w.ready(reader)).toBe(both ? 'OUT' : '');
      expect(w.ready(writer)).toBe('OUT');
      write('x');
      expect(w.ready(reader)).toBe(both ? 'IN OUT' : 'IN');
      w.now(() => w.a.write(writer, new Uint8Array(65_535)));
      expect(w.ready(writer)).toBe('');
      read(65_536);
      close(writer);
      // FreeBSD's end was to be written to as well.
      expect(w.ready(reader)).toBe(both ? 'OUT HUP' : 'HUP');
    }
    const { w, reader, writer, close } = pipe();
    close(reader);
    expect(w.ready(writer)).toBe('OUT ERR');
  });

  it('wake poll and epoll', () => {
    const { w, reader, write } = pipe();
    const entry = { fd: reader, events: w.n['POLLIN'] as number, revents: 0 };
    const poll = w.do(() => w.a.poll([entry], -1));
    const epoll = w.now(() => w.a.epollCreate()) as number;
    w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_ADD', reader, { events: 1, data: 9 }));
    const events: { events: number; data: number }[] = [];
    const wait = w.do(() => w.a.epollWait(epoll, events, 5, -1));
    expect([poll.result, wait.result]).toEqual([null, null]);
    write('x');
    expect([poll.result?.value, wait.result?.value]).toEqual([1, 1]);
    expect(events).toEqual([{ events: 1, data: 9 }]);
  });

  it('go both ways on FreeBSD', () => {
    const { reader, writer, read, write } = pipe(0, 'freebsd');
    write('there');
    write('back', reader);
    expect(read()).toBe('there');
    expect(read(100, writer)).toBe('back');
  });

  it('cost two descriptors, or none', () => {
    const { w } = pipe();
    while (w.a.nextDescriptor >= 0 && w.a.nextDescriptor < 1023) w.socket();
    const slot: PipeSlot = { value: null };
    expect(w.now(() => w.a.pipe(slot))).toBe('EMFILE');
    expect(w.a.nextDescriptor).toBe(1023);
    expect(w.now(() => w.a.pipe(null))).toBe('EFAULT');
    expect(w.now(() => w.a.pipe(slot, 1))).toBe('EINVAL');
  });

  it('hear that a descriptor was closed while a call waited', () => {
    const { w, reader } = pipe();
    const call = w.do(() => w.a.read(reader, new Uint8Array(1)));
    w.now(() => w.a.close(reader));
    expect(call.result?.errno).toBe('EBADF');
  });
});

describe('descriptors that were doubled', () => {
  it('stand for one file, which the last of them closes', () => {
    const { w, reader, writer, read, write, close } = pipe();
    const dup = (fd: number, least: number) => w.now(() => w.a.fcntl(fd, 'F_DUPFD', least));
    expect(dup(writer, 0)).toBe(5);
    expect(dup(writer, 9)).toBe(9);
    expect([dup(99, 0), dup(writer, -1), dup(writer, 1024)]).toEqual(['EBADF', 'EINVAL', 'EINVAL']);
    close(writer);
    expect(write('abc', 9)).toBe(3);
    expect(read()).toBe('abc');
    const call = w.do(() => w.a.read(reader, new Uint8Array(1)));
    close(9);
    expect(call.result).toBeNull();
    close(5);
    expect(call.result?.value).toBe(0);
  });

  it('keep a connection until none is left', () => {
    const w = new PosixWorld();
    const [here, there] = w.pair();
    const other = w.now(() => w.a.fcntl(here, 'F_DUPFD')) as number;
    w.now(() => w.a.close(here));
    expect(w.say(w.a, other, 'still')).toBe(5);
    w.wait(50);
    expect(w.text(w.b, there)).toBe('still');
    w.now(() => w.a.close(other));
    w.wait(50);
    expect(w.text(w.b, there)).toBe('');
  });
});
