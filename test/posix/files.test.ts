import { describe, expect, it } from 'vitest';
import { FileSystem, type Opening } from '../../src/posix/index.ts';
import { HERE, octets, PosixWorld } from './world.ts';

/** A process and its calls of files: their values, or errnos. */
function files(system: 'linux' | 'freebsd' = 'linux') {
  const w = new PosixWorld(system);
  const { n } = w;
  const bits = (names: string): number =>
    names.split('|').reduce((all, name) => all | (n[name] as number), 0);
  return {
    w,
    open: (path: string | null, flags = 'O_RDONLY') => w.now(() => w.a.open(path, bits(flags))),
    write: (fd: number | string, text: string) =>
      w.now(() => w.a.write(fd as number, octets(text))),
    read(fd: number | string, length = 100): string {
      const into = new Uint8Array(length);
      const r = w.now(() => w.a.read(fd as number, into));
      return typeof r === 'string' ? r : String.fromCharCode(...into.subarray(0, r));
    },
    seek: (fd: number | string, at: number, whence = 'SEEK_SET') =>
      w.now(() => w.a.lseek(fd as number, at, n[whence] as number)),
    close: (fd: number | string) => w.now(() => w.a.close(fd as number)),
  };
}

describe('files', () => {
  it('are made, written, read again and gone once nobody has them', () => {
    const { w, open, write, read, seek, close } = files();
    const fd = open('/tmp/a', 'O_CREAT|O_RDWR');
    expect(fd).toBe(3);
    expect(write(fd, 'hello world')).toBe(11);
    expect(read(fd)).toBe('');
    expect(seek(fd, 6)).toBe(6);
    expect(read(fd, 3)).toBe('wor');
    expect(seek(fd, -1, 'SEEK_CUR')).toBe(8);
    expect(seek(fd, -5, 'SEEK_END')).toBe(6);
    expect(read(fd)).toBe('world');
    expect(open('/tmp/../tmp//./a')).toBe(4);
    expect(read(4, 5)).toBe('hello');
    expect(w.a.files.unlink('/tmp/a')).toBeNull();
    expect(open('/tmp/a')).toBe('ENOENT');
    expect(read(4)).toBe(' world');
    expect(w.a.files.used).toBe(11);
    expect([close(3), close(4)]).toEqual([0, 0]);
    expect(w.a.files.used).toBe(0);
  });

  it('have zeros where nothing was written, and end where they are cut', () => {
    const { open, write, read, seek } = files();
    const fd = open('/tmp/a', 'O_CREAT|O_RDWR');
    seek(fd, 3);
    write(fd, 'x');
    seek(fd, 0);
    expect(read(fd)).toBe('\0\0\0x');
    const more = open('/tmp/a', 'O_WRONLY|O_APPEND');
    write(more, 'yz');
    expect(read(fd)).toBe('yz');
    open('/tmp/a', 'O_WRONLY|O_TRUNC');
    expect(read(fd)).toBe('');
    expect(seek(fd, 0, 'SEEK_END')).toBe(0);
    expect(write(more, 'a')).toBe(1);
    expect(read(fd)).toBe('a');
  });

  it('are refused with the errnos of a kernel', () => {
    const { w, open, write, read, seek } = files();
    const long = 'x'.repeat(256);
    const fd = open('/tmp/a', 'O_CREAT|O_EXCL');
    expect(open('/tmp/a', 'O_CREAT|O_EXCL')).toBe('EEXIST');
    expect(open(null)).toBe('EFAULT');
    expect(open('')).toBe('ENOENT');
    expect(open('/tmp/b')).toBe('ENOENT');
    expect(open('/no/b', 'O_CREAT')).toBe('ENOENT');
    expect(open('/tmp/a/b')).toBe('ENOTDIR');
    expect(open('/tmp/a/', 'O_RDONLY')).toBe('ENOTDIR');
    expect(open('/tmp/a', 'O_DIRECTORY')).toBe('ENOTDIR');
    expect(open('/tmp', 'O_WRONLY')).toBe('EISDIR');
    expect(open(`/tmp/${long}`, 'O_CREAT')).toBe('ENAMETOOLONG');
    expect(open('/'.repeat(4096))).toBe('ENAMETOOLONG');
    expect(write(fd, 'x')).toBe('EBADF');
    expect(read(open('/tmp/a', 'O_WRONLY'))).toBe('EBADF');
    expect(read(open('/tmp'))).toBe('EISDIR');
    expect(seek(fd, -1)).toBe('EINVAL');
    expect(seek(fd, 0.5)).toBe('EINVAL');
    expect(w.now(() => w.a.lseek(fd as number, 0, 9))).toBe('EINVAL');
    expect(seek(99, 0)).toBe('EBADF');
    expect(seek(w.socket(), 0)).toBe('ESPIPE');
    expect(w.now(() => w.a.listen(fd as number, 1))).toBe('ENOTSOCK');
    expect(w.now(() => w.a.open('/tmp/a', 3))).toBe('EINVAL');
  });

  it('hold no more than there is room for', () => {
    const { w, open, write, seek } = files();
    const fd = open('/tmp/a', 'O_CREAT|O_RDWR');
    expect(seek(fd, 2 ** 26 - 2)).toBe(2 ** 26 - 2);
    expect(write(fd, 'abc')).toBe(2);
    expect(write(fd, 'abc')).toBe('ENOSPC');
    seek(fd, Number.MAX_SAFE_INTEGER);
    expect(write(fd, 'abc')).toBe('ENOSPC');
    const other = open('/tmp/b', 'O_CREAT|O_RDWR');
    expect(write(other, 'a')).toBe('ENOSPC');
    expect(w.a.files.unlink('/tmp/a')).toBeNull();
    expect(write(other, 'a')).toBe('ENOSPC');
    w.now(() => w.a.close(fd as number));
    expect(write(other, 'a')).toBe(1);
  });

  it('number four thousand at most', () => {
    const fs = new FileSystem();
    const how: Opening = { create: true };
    const results = Array.from({ length: 4100 }, (_, i) => fs.open(`/tmp/${i}`, how));
    expect(results.filter((r) => r === 'ENOSPC').length).toBeGreaterThan(0);
    expect(fs.unlink('/tmp')).toBe('EISDIR');
    expect(fs.unlink('/dev/null')).toBe('EPERM');
    expect(fs.unlink('/tmp/0/x')).toBe('ENOTDIR');
    expect(fs.unlink('/tmp/none')).toBe('ENOENT');
    expect(fs.unlink('/tmp/0')).toBeNull();
  });

  it('that are devices give zeros without end, or nothing, and keep nothing', () => {
    const { open, write, read } = files();
    const [zero, none] = [open('/dev/zero', 'O_RDWR'), open('/dev/null', 'O_RDWR')];
    expect(read(zero, 3)).toBe('\0\0\0');
    expect(read(none, 3)).toBe('');
    expect([write(zero, 'abc'), write(none, 'abc')]).toEqual([3, 3]);
  });

  it('are always ready, so that poll tells at once and epoll does not take them', () => {
    const { w, open } = files();
    const fd = open('/tmp/a', 'O_CREAT') as number;
    expect(w.ready(fd)).toBe('IN OUT');
    const epoll = w.now(() => w.a.epollCreate()) as number;
    const event = { events: 1, data: 0 };
    expect(w.now(() => w.a.epollCtl(epoll, 'EPOLL_CTL_ADD', fd, event))).toBe('EPERM');
  });

  it('tell FIONREAD how much is left, and no other request', () => {
    const { w, open, write, seek } = files();
    const fd = open('/tmp/a', 'O_CREAT|O_RDWR') as number;
    write(fd, 'hello');
    seek(fd, 2);
    const slot = { value: 0 };
    expect(w.now(() => w.a.ioctl(fd, 'FIONREAD', slot))).toBe(0);
    expect(slot.value).toBe(3);
    expect(w.now(() => w.a.ioctl(fd, 'SIOCOUTQ', slot))).toBe('ENOTTY');
    expect(w.now(() => w.a.ioctl(99, 'FIONREAD', slot))).toBe('EBADF');
  });

  it('touch no bad pointer unless there is something to put there', () => {
    const { w, open, write, seek } = files();
    const fd = open('/tmp/a', 'O_CREAT|O_RDWR') as number;
    expect(w.now(() => w.a.read(fd, null, 5))).toBe(0);
    write(fd, 'hello');
    seek(fd, 0);
    expect(w.now(() => w.a.read(fd, null, 5))).toBe('EFAULT');
    expect(w.now(() => w.a.write(fd, null, 5))).toBe('EFAULT');
    const two = [
      { base: new Uint8Array(2), length: 2 },
      { base: null, length: 2 },
    ];
    expect(w.now(() => w.a.readv(fd, two))).toBe(2);
    expect(w.now(() => w.a.read(fd, new Uint8Array(1), -1))).toBe('EINVAL');
  });
});

describe('capabilities', () => {
  it('are all there, until they are given up for good', () => {
    const w = new PosixWorld();
    const bind = (port: number) => {
      const fd = w.socket();
      return w.now(() => w.a.bind(fd, { address: HERE, port }));
    };
    const set = (which: string, name: string, on: boolean) =>
      w.now(() => w.a.capSet(which, name, on));
    expect(bind(80)).toBe(0);
    expect(set('CAP_PERMITTED', 'CAP_NET_BIND_SERVICE', false)).toBe('EPERM'); // it is in force
    expect(set('CAP_EFFECTIVE', 'CAP_NET_BIND_SERVICE', false)).toBe(0);
    expect([bind(81), bind(1023), bind(1024)]).toEqual(['EACCES', 'EACCES', 0]);
    expect(set('CAP_EFFECTIVE', 'CAP_NET_BIND_SERVICE', true)).toBe(0);
    expect(bind(81)).toBe(0);
    set('CAP_EFFECTIVE', 'CAP_NET_BIND_SERVICE', false);
    expect(set('CAP_PERMITTED', 'CAP_NET_BIND_SERVICE', false)).toBe(0);
    expect(set('CAP_EFFECTIVE', 'CAP_NET_BIND_SERVICE', true)).toBe('EPERM');
    expect(set('CAP_PERMITTED', 'CAP_NET_BIND_SERVICE', true)).toBe('EPERM');
    expect(set('CAP_EFFECTIVE', 'CAP_MAGIC', true)).toBe('EINVAL');
    expect(set('CAP_MAGIC', 'CAP_KILL', true)).toBe('EINVAL');
    expect(set('CAP_INHERITABLE', 'CAP_KILL', true)).toBe(0);
  });

  it('rule the marks and priorities of sockets', () => {
    const w = new PosixWorld();
    const fd = w.socket();
    const option = (name: string, value: number) =>
      w.now(() => w.a.setsockopt(fd, 'SOL_SOCKET', name, value));
    expect([option('SO_MARK', 1), option('SO_PRIORITY', 7)]).toEqual([0, 0]);
    w.a.capSet('CAP_EFFECTIVE', 'CAP_NET_ADMIN', false);
    expect([option('SO_MARK', 1), option('SO_PRIORITY', 7)]).toEqual([0, 0]);
    w.a.capSet('CAP_EFFECTIVE', 'CAP_NET_RAW', false);
    expect([option('SO_MARK', 1), option('SO_PRIORITY', 7)]).toEqual(['EPERM', 'EPERM']);
    expect(option('SO_PRIORITY', 6)).toBe(0);
  });

  it('are Linux’s', () => {
    const w = new PosixWorld('freebsd');
    expect(w.now(() => w.a.capSet('CAP_EFFECTIVE', 'CAP_KILL', false))).toBe('ENOSYS');
  });
});
