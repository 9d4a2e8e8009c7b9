import type { Host } from '../../src/net/host.ts';
import {
  type Call,
  type OptionValue,
  Posix,
  type Result,
  whenDone,
} from '../../src/posix/index.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { linux, withOverrides } from '../../src/tcp/profiles/index.ts';
import { Address } from '../../src/wire/address.ts';
import { IpHeader, parseIp } from '../../src/wire/ip.ts';
import { HAS_TFO, parseTcp, Segment } from '../../src/wire/tcp.ts';
import { KernelAgent } from './kernel-agent.ts';
import { type Passed, type Site, sleep } from './management-site.ts';
import { ADDRESSES, type Family } from './namespace.ts';
import { expect } from './report.ts';

/** Linux's MSG_FASTOPEN, on both sides. */
export const MSG_FASTOPEN = 0x2000_0000;
/** Bits of tcpi_options: include/uapi/linux/tcp.h. */
export const OPT_ECN = 8;
export const OPT_SYN_DATA = 32;

let agent: KernelAgent | null = null;

/** The program that makes calls on the kernel's sockets; the same for all checks of this process. */
export function kernelAgent(): KernelAgent {
  agent ??= new KernelAgent();
  return agent;
}

/** Our system calls in real time: profile `linux`, or one that differs from it. */
export class OurCalls {
  readonly posix: Posix;
  readonly #site: Site;

  constructor(site: Site, changes: Partial<Profile> = {}) {
    this.#site = site;
    const host: Host = site.host;
    this.posix = new Posix(host, { system: 'linux', profile: withOverrides(linux, changes) });
  }

  /** A call that does not wait and must succeed. */
  now(what: string, f: (p: Posix) => Result): number {
    this.#site.driver.enter();
    const { value, errno } = f(this.posix);
    expect(errno === null, `our ${what}: ${errno}`);
    return value;
  }

  /** A call that may wait, whatever it comes to. */
  result(f: (p: Posix) => Call): Promise<Result> {
    this.#site.driver.enter();
    return new Promise((resolve) => whenDone(f(this.posix), resolve));
  }

  /** A call that may wait and must succeed. */
  async must(what: string, f: (p: Posix) => Call): Promise<number> {
    const { value, errno } = await this.result(f);
    expect(errno === null, `our ${what}: ${errno}`);
    return value;
  }

  socket(family: Family): number {
    const domain = family === 4 ? 'AF_INET' : 'AF_INET6';
    return this.now('socket', (p) => p.socket(domain, 1, 6));
  }

  set(fd: number, name: string, value: OptionValue): void {
    const level = name.startsWith('SO_') ? 'SOL_SOCKET' : 'SOL_TCP';
    this.now(`setsockopt ${name}`, (p) => p.setsockopt(fd, level, name, value));
  }

  /** A listener; `set` are options of TCP, set before it listens. */
  listener(
    family: Family,
    port: number,
    ...set: readonly (readonly [name: string, value: OptionValue])[]
  ): number {
    const fd = this.socket(family);
    for (const [name, value] of set) this.set(fd, name, value);
    const address = this.address(family);
    this.now('bind', (p) => p.bind(fd, { address, port }));
    this.now('listen', (p) => p.listen(fd, 16));
    return fd;
  }

  /** Where we listen. */
  address(family: Family): Address {
    return Address.parse(ADDRESSES[family].stack);
  }

  accept(fd: number): Promise<number> {
    return this.must('accept', (p) => p.accept(fd));
  }

  /** Connects to the kernel; the errno's name, or null. */
  async connect(fd: number, family: Family, port: number): Promise<string | null> {
    const address = Address.parse(ADDRESSES[family].kernel);
    return (await this.result((p) => p.connect(fd, { address, port }))).errno;
  }

  /** sendto with MSG_FASTOPEN, to the kernel. */
  sendFast(fd: number, text: string, family: Family, port: number): Promise<number> {
    const octets = new TextEncoder().encode(text);
    const to = { address: Address.parse(ADDRESSES[family].kernel), port };
    return this.must('sendto', (p) => p.sendto(fd, octets, octets.length, MSG_FASTOPEN, to));
  }

  async write(fd: number, text: string): Promise<void> {
    await this.must('write', (p) => p.write(fd, new TextEncoder().encode(text)));
  }

  /** What one read gives; '' at the end. */
  async read(fd: number): Promise<string> {
    const into = new Uint8Array(1000);
    const n = await this.must('read', (p) => p.read(fd, into));
    return new TextDecoder().decode(into.subarray(0, n));
  }

  /** The bits of tcpi_options. */
  options(fd: number): number {
    this.#site.driver.enter();
    return this.posix.tcpInfo(fd)['tcpi_options'] ?? 0;
  }

  close(...fds: readonly number[]): void {
    this.#site.driver.enter();
    for (const fd of fds) this.posix.close(fd);
  }
}

/** The cookie a segment has, in hexadecimal: '' for one that asks, null where there is no option of Fast Open. */
export function cookieOf(s: Passed, site: Site): string | null {
  const { pool } = site.driver;
  const p = pool.copyOf(s.octets);
  const h = new IpHeader();
  const seg = new Segment();
  try {
    expect(parseIp(h, p, true) === 0, 'a packet that was parsed before');
    expect(parseTcp(seg, p, h.payloadFrom, h.payloadTo, -1) === 0, 'a segment that was parsed');
    if ((seg.options & HAS_TFO) === 0) return null;
    return Buffer.from(seg.bytes.subarray(seg.tfoFrom, seg.tfoTo)).toString('hex');
  } finally {
    p.release();
  }
}

/** The ECN field of a packet. */
export function ecnOf(s: Passed): number {
  const [first = 0, second = 0] = s.octets;
  return first >> 4 === 6 ? (second >> 4) & 3 : second & 3;
}

/** A promise is not settled within `ms`. */
export async function stillWaits(promise: Promise<unknown>, ms: number): Promise<boolean> {
  return await Promise.race([
    promise.then(
      () => false,
      () => false,
    ),
    sleep(ms).then(() => true),
  ]);
}
