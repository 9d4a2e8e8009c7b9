import { closeSync, constants, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants as os } from 'node:os';
import { getSystemErrorName } from 'node:util';
import type { Packet } from '../base/packet.ts';
import { TunError } from './tun-error.ts';

// linux/if_tun.h
const TUNSETIFF = 0x4004_54ca;
const IFF_TUN = 0x0001;
/** No four octets of packet information in front of each packet. */
const IFF_NO_PI = 0x1000;
/** struct ifreq: 16 octets of name, ended by a zero, and a union of 24. */
const IFNAMSIZ = 16;
const IFREQ = 40;

/** Nothing to read, or no room to write, for now. */
export const AGAIN = -os.errno.EAGAIN;
const INTR = -os.errno.EINTR;

interface PollHandle {
  start(what: { readable: boolean; writable: boolean }, on: PollCallback): void;
  close(): void;
  ref(): void;
  unref(): void;
}
type PollCallback = (status: number, events: { readable: boolean; writable: boolean }) => void;

/** What is used of koffi 3. */
interface Koffi {
  load(path: string | null): { func(definition: string): (...args: unknown[]) => number };
  errno(): number;
  address(value: unknown): bigint;
  node: {
    poll(fd: number, what: { readable: boolean; writable: boolean }, on: PollCallback): PollHandle;
  };
}

interface Libc {
  koffi: Koffi;
  ioctl(fd: number, request: number, ifreq: Uint8Array): number;
  read(fd: number, at: number, n: number): number;
  write(fd: number, at: number, n: number): number;
}

let libc: Libc | null = null;

function loadLibc(): Libc {
  if (libc !== null) return libc;
  let koffi: Koffi;
  try {
    koffi = createRequire(import.meta.url)('koffi') as Koffi;
  } catch (error) {
    throw new TunError(
      'NO_KOFFI',
      `the package koffi, which opens TUN devices, cannot be loaded: ${firstLine(error)}`,
      'npm install koffi',
    );
  }
  const c = koffi.load(null); // the process itself: glibc or musl
  libc = {
    koffi,
    ioctl: c.func('int ioctl(int fd, unsigned long request, _Inout_ uint8_t *ifreq)'),
    // Addresses as numbers: 360 ns for an empty read where passing a view costs 470.
    read: c.func('intptr_t read(int fd, uintptr_t at, size_t n)'),
    write: c.func('intptr_t write(int fd, uintptr_t at, size_t n)'),
  };
  return libc;
}

/**
 * Where the buffer of each packet lies in memory. A buffer does not move, and lives as long as its
 * packet; user space has 47 bits of addresses, so a double holds one.
 */
const addresses = new WeakMap<Packet, number>();

function addressOf(koffi: Koffi, p: Packet): number {
  let at = addresses.get(p);
  if (at === undefined) {
    at = Number(koffi.address(p.bytes));
    addresses.set(p, at);
  }
  return at;
}

/** An open TUN device: a descriptor that gives and takes whole IP packets. */
export class TunDevice {
  /** The device's name as the kernel knows it. */
  readonly name: string;
  readonly #libc: Libc;
  readonly #fd: number;
  #poll: PollHandle | null = null;

  constructor(libc: Libc, fd: number, name: string) {
    this.#libc = libc;
    this.#fd = fd;
    this.name = name;
  }

  /** Reads one packet to p.from and sets p.to. Returns its octets, 0 at the end, or a negative errno. */
  read(p: Packet): number {
    const { koffi, read } = this.#libc;
    for (;;) {
      const n = read(this.#fd, addressOf(koffi, p) + p.from, p.bytes.length - p.from);
      if (n >= 0) {
        p.to = p.from + n;
        return n;
      }
      const error = -koffi.errno();
      if (error !== INTR) return error;
    }
  }

  /** Writes the packet. Returns a negative errno on failure. The packet stays the caller's. */
  write(p: Packet): number {
    const { koffi, write } = this.#libc;
    for (;;) {
      const n = write(this.#fd, addressOf(koffi, p) + p.from, p.to - p.from);
      if (n >= 0) return n;
      const error = -koffi.errno();
      if (error !== INTR) return error;
    }
  }

  /**
   * Calls `ready` from the event loop when there is something to read, and, with `writable`, room to
   * write. `error` is negative when the device has gone; watching is over then.
   *
   * The call does not run the ticks and promises it queues: schedule a callback of the platform's
   * for code that may queue some.
   */
  watch(writable: boolean, ready: (error: number) => void): void {
    const what = { readable: true, writable };
    const on: PollCallback = (status) => {
      try {
        ready(status);
      } catch (error) {
        // koffi would drop it; thrown from here it reaches the process's own handlers.
        setImmediate(() => {
          throw error;
        });
      }
    };
    if (this.#poll === null) this.#poll = this.#libc.koffi.node.poll(this.#fd, what, on);
    else this.#poll.start(what, on);
  }

  ref(): void {
    this.#poll?.ref();
  }

  unref(): void {
    this.#poll?.unref();
  }

  /** Closes the descriptor; the kernel removes the device with it. */
  close(): void {
    this.#poll?.close();
    this.#poll = null;
    closeSync(this.#fd);
  }
}

/** Creates the TUN device `name`, or attaches to a persistent one nobody uses. Throws {@link TunError}. */
export function openTunDevice(name: string): TunDevice {
  checkName(name);
  if (process.platform !== 'linux') {
    throw new TunError(
      'NOT_LINUX',
      `TUN devices are supported on Linux only, and this is ${process.platform}`,
      'use a Linux machine, virtual machine or container',
    );
  }
  const libc = loadLibc();
  const fd = openCloneDevice();
  const ifreq = new Uint8Array(IFREQ);
  new TextEncoder().encodeInto(name, ifreq);
  // A short in the machine's byte order; Linux with Node 20 is little-endian but for s390x and ppc64.
  new Uint16Array(ifreq.buffer)[IFNAMSIZ / 2] = IFF_TUN | IFF_NO_PI;
  if (libc.ioctl(fd, TUNSETIFF, ifreq) < 0) {
    const errno = libc.koffi.errno();
    closeSync(fd);
    throw attachError(name, errno);
  }
  const end = ifreq.indexOf(0);
  return new TunDevice(libc, fd, new TextDecoder().decode(ifreq.subarray(0, end)));
}

function checkName(name: string): void {
  const octets = new TextEncoder().encode(name).length;
  if (octets === 0 || octets >= IFNAMSIZ || /[\s/:]/.test(name) || name === '.' || name === '..') {
    throw new TunError(
      'BAD_NAME',
      `"${name}" cannot be the name of a network device`,
      'use 1 to 15 letters and digits, such as syn0',
    );
  }
}

function openCloneDevice(): number {
  try {
    return openSync('/dev/net/tun', constants.O_RDWR | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw noPermission('open /dev/net/tun');
    throw new TunError(
      'NO_TUN',
      `/dev/net/tun cannot be opened (${code ?? firstLine(error)})`,
      'load the kernel module with "modprobe tun"; in a container, pass the device in with --device /dev/net/tun',
    );
  }
}

function attachError(name: string, errno: number): TunError {
  switch (errno) {
    case os.errno.EPERM:
    case os.errno.EACCES:
      return noPermission(`create the device ${name}`);
    case os.errno.EBUSY:
      return new TunError(
        'BUSY',
        `the device ${name} is in use`,
        'end the program that uses it, or choose another name',
      );
    case os.errno.EINVAL:
      return new TunError(
        'BUSY',
        `${name} exists and is not a TUN device of this kind`,
        'choose another name',
      );
    default: {
      const code = getSystemErrorName(-errno);
      return new TunError('FAILED', `the device ${name} cannot be made (${code})`, 'see dmesg');
    }
  }
}

function noPermission(what: string): TunError {
  return new TunError(
    'NO_PERMISSION',
    `no permission to ${what}`,
    'run as root, or give the program the capability CAP_NET_ADMIN',
  );
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
