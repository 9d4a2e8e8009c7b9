import { describe, expect, it } from 'vitest';
import type { PipeSlot, System } from '../../src/posix/index.ts';
import { octets, PosixWorld } from './world.ts';

/** A connection, a file with ten digits, and a pipe, all of the process `a`. */
function setUp(system: System = 'linux') {
  const w = new PosixWorld(system);
  const { n } = w;
  const [here, there] = w.pair();
  const flags = (n['O_CREAT'] as number) | (n['O_RDWR'] as number);
  const file = w.now(() => w.a.open('/tmp/f', flags)) as number;
  w.now(() => w.a.write(file, octets('0123456789')));
  w.now(() => w.a.lseek(file, 0, 0));
  const slot: PipeSlot = { value: null };
  w.now(() => w.a.pipe(slot));
  const [reader, writer] = slot.value as readonly [number, number];
  const blocking = (): void => void w.now(() => w.a.fcntl(here, 'F_SETFL', 0));
  const splice = (from: number, to: number, length = 100, bits = 0, at: number | null = null) =>
    w.now(() => w.a.splice(from, at === null ? null : { value: at }, to, null, length, bits));
  const place = (): number | string => w.now(() => w.a.lseek(file, 0, n['SEEK_CUR'] as number));
  return { w, n, here, there, file, reader, writer, blocking, splice, place };
}

describe('sendfile of Linux', () => {
  it('sends a file from where it stands, or from an offset of its own', () => {
    const { w, here, there, file, place } = setUp();
    expect(w.now(() => w.a.sendfile(here, file, null, 3))).toBe(3);
    expect(place()).toBe(3);
    const at = { value: 8 };
    expect(w.now(() => w.a.sendfile(here, file, at, 5))).toBe(2);
    expect([at.value, place()]).toEqual([10, 3]);
    expect(w.now(() => w.a.sendfile(here, file, at, 5))).toBe(0);
    expect(w.now(() => w.a.sendfile(here, file, null, 0))).toBe(0);
    w.wait(500);
    expect(w.text(w.b, there)).toBe('01289');
  });

  it('waits for room, and goes as far as there is some where it must not', () => {
    const { w, here, there, file, blocking } = setUp();
    w.now(() => w.a.write(file, new Uint8Array(3_000_000)));
    const at = { value: 0 };
    const some = w.now(() => w.a.sendfile(here, file, at, 3_000_000)) as number;
    expect(some).toBeGreaterThan(10_000);
    expect(at.value).toBe(some);
    blocking();
    const call = w.do(() => w.a.sendfile(here, file, at, 3_000_000));
    expect(call.result).toBeNull();
    expect(at.value).toBe(some);
    let got = 0;
    for (let i = 0; i < 5000 && call.result === null; i++) {
      w.wait(10);
      got += Math.max(0, Number(w.now(() => w.b.read(there, new Uint8Array(100_000)))) || 0);
    }
    expect(got).toBeGreaterThan(some);
    expect(call.result?.errno).toBeNull();
    expect(at.value).toBe(3_000_000);
  });

  it('fills pipes and files too, from a socket only pipes', () => {
    const { w, n, here, there, file, reader, writer } = setUp();
    expect(w.now(() => w.a.sendfile(writer, file, null, 4))).toBe(4);
    expect(w.now(() => w.a.read(reader, new Uint8Array(10)))).toBe(4);
    const flags = (n['O_CREAT'] as number) | (n['O_WRONLY'] as number);
    const copy = w.now(() => w.a.open('/tmp/copy', flags)) as number;
    expect(w.now(() => w.a.sendfile(copy, file, null, 100))).toBe(6);
    expect(w.a.files.used).toBe(16);
    w.say(w.b, there, 'abc');
    w.wait(50);
    expect(w.now(() => w.a.sendfile(copy, here, null, 3))).toBe('EINVAL');
    expect(w.now(() => w.a.sendfile(writer, here, null, 0))).toBe(0);
    expect(w.now(() => w.a.sendfile(writer, here, null, 2))).toBe(2);
  });

  it('fails as do_sendfile() does', () => {
    const { w, n, here, file, reader, writer } = setUp();
    const send = (to: number, from: number, at: number | null, count: number) =>
      w.now(() => w.a.sendfile(to, from, at === null ? null : { value: at }, count));
    const only = w.now(() => w.a.open('/tmp/f', n['O_WRONLY'] as number)) as number;
    const added = w.now(() => w.a.open('/tmp/f', 1 | (n['O_APPEND'] as number))) as number;
    expect(send(99, file, 0, 1)).toBe('EBADF');
    expect(send(here, 99, 0, 1)).toBe('EBADF');
    expect(send(here, only, 0, 1)).toBe('EBADF');
    expect(send(reader, file, 0, 1)).toBe('EBADF');
    expect(send(here, reader, 0, 1)).toBe('ESPIPE');
    expect(send(here, reader, null, 1)).toBe('EINVAL');
    expect(send(writer, reader, null, 1)).toBe('EINVAL');
    expect(send(here, file, -1, 1)).toBe('EINVAL');
    expect(send(here, file, 0, -1)).toBe('EINVAL');
    expect(send(here, file, Number.MAX_SAFE_INTEGER, 5)).toBe('EOVERFLOW');
    expect(send(added, file, 0, 1)).toBe('EINVAL');
    expect(send(here, w.now(() => w.a.open('/tmp', 0)) as number, 0, 1)).toBe('EINVAL');
    expect(send(w.socket(), file, 0, 1)).toBe('EPIPE');
    w.now(() => w.a.shutdown(here, 1));
    expect(send(here, file, 0, 1)).toBe('EPIPE');
    expect(send(here, file, 10, 1)).toBe(0); // nothing to send, nobody to fail
  });
});

describe('sendfile of FreeBSD', () => {
  const around = (head: string, tail: string) => ({
    headers: [{ base: octets(head), length: head.length }],
    trailers: [{ base: octets(tail), length: tail.length }],
  });

  it('puts what it is told before and after the file, and says how much that was', () => {
    const { w, here, there, file, place } = setUp('freebsd');
    const sent = { value: 0 };
    const s = { fd: file, socket: here, offset: 2, count: 3, around: around('<', '>>'), sent };
    expect(w.now(() => w.a.sendfileAround(s))).toBe(0);
    expect([sent.value, place()]).toEqual([6, 0]);
    expect(w.now(() => w.a.sendfileAround({ ...s, count: 0, around: null }))).toBe(0);
    expect(sent.value).toBe(8);
    w.wait(500);
    expect(w.text(w.b, there)).toBe('<234>>23456789');
  });

  it('fails with EAGAIN where some is left, or waits', () => {
    const { w, here, there, file, blocking } = setUp('freebsd');
    w.now(() => w.a.write(file, new Uint8Array(1_000_000)));
    const sent = { value: 0 };
    const s = { fd: file, socket: here, offset: 0, count: 0, around: null, sent };
    expect(w.now(() => w.a.sendfileAround(s))).toBe('EAGAIN');
    expect(sent.value).toBeGreaterThan(1000);
    const first = sent.value;
    blocking();
    const call = w.do(() => w.a.sendfileAround({ ...s, offset: first }));
    expect(call.result).toBeNull();
    for (let i = 0; i < 5000 && call.result === null; i++) {
      w.wait(10);
      w.now(() => w.b.read(there, new Uint8Array(100_000)));
    }
    expect(call.result).toEqual({ value: 0, errno: null });
    expect(first + sent.value).toBe(1_000_000);
  });

  it('has errnos of its own', () => {
    const { w, here, file, reader } = setUp('freebsd');
    const s = { fd: file, socket: here, offset: 0, count: 1, around: null, sent: null };
    const send = (change: Partial<typeof s>) =>
      w.now(() => w.a.sendfileAround({ ...s, ...change }));
    expect(send({ offset: -1 })).toBe('EINVAL');
    expect(send({ fd: 99 })).toBe('EBADF');
    expect(send({ fd: reader })).toBe('EINVAL');
    expect(send({ socket: 99 })).toBe('EBADF');
    expect(send({ socket: file })).toBe('ENOTSOCK');
    expect(send({ socket: w.socket() })).toBe('ENOTCONN');
    w.now(() => w.a.shutdown(here, 1));
    expect(send({})).toBe('EPIPE');
  });

  it('and Linux’s are strangers to each other’s system', () => {
    const [linux, freebsd] = [setUp(), setUp('freebsd')];
    const s = { fd: 4, socket: 3, offset: 0, count: 1, around: null, sent: null };
    expect(linux.w.now(() => linux.w.a.sendfileAround(s))).toBe('ENOSYS');
    expect(freebsd.w.now(() => freebsd.w.a.sendfile(3, 4, null, 1))).toBe('ENOSYS');
    expect(freebsd.splice(3, 5)).toBe('ENOSYS');
  });
});

describe('splice', () => {
  it('moves what a socket has received to a pipe, and from there to a socket or a file', () => {
    const { w, here, there, file, reader, writer, splice } = setUp();
    w.say(w.b, there, 'hello world');
    w.wait(50);
    expect(splice(here, writer, 6)).toBe(6);
    expect(splice(here, writer)).toBe(5);
    expect(splice(reader, here, 3)).toBe(3);
    expect(splice(reader, file, 3)).toBe(3);
    expect(splice(reader, file, 100)).toBe(5);
    expect(splice(reader, file, 100, 2)).toBe('EAGAIN');
    w.wait(500);
    expect(w.text(w.b, there)).toBe('hel');
    w.now(() => w.a.lseek(file, 0, 0));
    expect(splice(file, writer, 9)).toBe(9);
    const into = new Uint8Array(20);
    w.now(() => w.a.read(reader, into));
    expect(String.fromCharCode(...into.subarray(0, 9))).toBe('lo world8');
  });

  it('stops before the urgent octet, and then says 0 rather than wait behind it', () => {
    const { w, n, here, there, writer, splice, blocking } = setUp();
    w.say(w.b, there, 'abcU', n['MSG_OOB'] as number);
    w.say(w.b, there, 'def');
    w.wait(500);
    expect(splice(here, writer)).toBe(3);
    expect(splice(here, writer)).toBe('EAGAIN'); // it is not to wait
    blocking();
    expect(splice(here, writer)).toBe(0);
    expect(w.text(w.a, here, 1)).toBe('U');
    expect(splice(here, writer)).toBe(3);
  });

  it('waits for what a socket receives, and ends with it', () => {
    const { w, here, there, writer, blocking } = setUp();
    blocking();
    const call = w.do(() => w.a.splice(here, null, writer, null, 100, 0));
    w.wait(50);
    expect(call.result).toBeNull();
    w.say(w.b, there, 'abc');
    w.wait(50);
    expect(call.result?.value).toBe(3);
    const end = w.do(() => w.a.splice(here, null, writer, null, 100, 0));
    w.now(() => w.b.close(there));
    w.wait(50);
    expect(end.result).toEqual({ value: 0, errno: null });
  });

  it('waits for room in a pipe, and for a socket to take what is in one', () => {
    const { w, here, there, file, reader, writer, splice, blocking } = setUp();
    w.now(() => w.a.write(file, new Uint8Array(70_000)));
    expect(splice(file, writer, 70_000, 0, 0)).toBe(65_536);
    expect(splice(file, writer, 1, 2, 0)).toBe('EAGAIN');
    const more = w.do(() => w.a.splice(file, { value: 0 }, writer, null, 5, 0));
    expect(more.result).toBeNull();
    w.now(() => w.a.read(reader, new Uint8Array(65_536)));
    expect(more.result?.value).toBe(5);
    w.now(() => w.a.read(reader, new Uint8Array(5)));
    // The socket is full: until it has room, nobody else takes what is to be sent.
    while (w.now(() => w.a.write(here, new Uint8Array(100_000))) !== 'EAGAIN') {}
    blocking();
    w.now(() => w.a.write(writer, octets('last')));
    const call = w.do(() => w.a.splice(reader, null, here, null, 4, 0));
    expect(call.result).toBeNull();
    const other = w.do(() => w.a.read(reader, new Uint8Array(9)));
    expect(other.result).toBeNull();
    for (let i = 0; i < 5000 && call.result === null; i++) {
      w.wait(10);
      w.now(() => w.b.read(there, new Uint8Array(100_000)));
    }
    expect(call.result?.value).toBe(4);
    expect(other.result).toBeNull();
    w.now(() => w.a.write(writer, octets('x')));
    expect(other.result?.value).toBe(1);
  });

  it('moves from pipe to pipe, but not to itself', () => {
    const { w, reader, writer, splice } = setUp();
    const slot: PipeSlot = { value: null };
    w.now(() => w.a.pipe(slot));
    const [r2, w2] = slot.value as readonly [number, number];
    w.now(() => w.a.write(writer, octets('abc')));
    expect(splice(reader, writer)).toBe('EINVAL');
    expect(splice(reader, w2, 2)).toBe(2);
    expect(splice(reader, w2, 2)).toBe(1);
    expect(splice(reader, w2, 2, 2)).toBe('EAGAIN');
    const call = w.do(() => w.a.splice(reader, null, w2, null, 9, 0));
    expect(call.result).toBeNull();
    w.now(() => w.a.close(writer));
    expect(call.result?.value).toBe(0);
    w.now(() => w.a.close(r2));
    expect(splice(reader, w2)).toBe('EPIPE');
  });

  it('fails as do_splice() does', () => {
    const { w, n, here, file, reader, writer, splice } = setUp();
    expect(splice(99, writer, 0)).toBe(0); // nothing is looked at
    expect(splice(99, writer)).toBe('EBADF');
    expect(splice(here, 99)).toBe('EBADF');
    expect(splice(here, reader)).toBe('EBADF');
    expect(splice(here, file)).toBe('EINVAL');
    expect(splice(here, writer, 1, 16)).toBe('EINVAL');
    expect(splice(here, writer, -1)).toBe('EINVAL');
    expect(splice(here, writer, 1, 0, 0)).toBe('EINVAL');
    expect(splice(reader, here, 1, 0, 0)).toBe('ESPIPE');
    expect(splice(file, writer, 1, 0, -1)).toBe('EINVAL');
    expect(splice(file, writer, 1, 0, 100)).toBe(0);
    expect(splice(w.socket(), writer)).toBe('ENOTCONN');
    expect(splice(here, writer)).toBe('EAGAIN');
    expect(w.now(() => w.a.splice(file, null, writer, { value: 0 }, 1, 0))).toBe('ESPIPE');
    const added = w.now(() => w.a.open('/tmp/f', 1 | (n['O_APPEND'] as number))) as number;
    expect(splice(reader, added)).toBe('EINVAL');
    const epoll = w.now(() => w.a.epollCreate()) as number;
    expect([splice(epoll, writer), splice(reader, epoll)]).toEqual(['EINVAL', 'EINVAL']);
    w.now(() => w.a.close(reader));
    expect(splice(file, writer)).toBe('EPIPE');
  });

  it('tells of a reset once', () => {
    const { w, here, there, writer, splice } = setUp();
    w.now(() => w.b.setsockopt(there, 'SOL_SOCKET', 'SO_LINGER', { onoff: 1, linger: 0 }));
    w.now(() => w.b.close(there));
    w.wait(50);
    expect(splice(here, writer)).toBe('ECONNRESET');
    expect(splice(here, writer)).toBe(0);
  });
});
