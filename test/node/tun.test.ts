import { constants } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import type { Packet } from '../../src/base/packet.ts';
import { Driver } from '../../src/node/driver.ts';
import { openTun, Tun, TunError } from '../../src/node/tun.ts';
import { AGAIN, type TunDevice } from '../../src/node/tun-ioctl.ts';
import { kernelOwns } from '../../src/node/tun-setup.ts';
import { Address } from '../../src/wire/address.ts';

/** A device without a kernel behind it. */
class FakeDevice {
  readonly name = 'fake0';
  /** Lengths of the packets to be read; a negative one is an error. */
  incoming: number[] = [];
  written: number[] = [];
  /** What the next writes return; success when empty. */
  failures: number[] = [];
  watching: string[] = [];
  ready: (error: number) => void = () => {};
  closed = false;

  read(p: Packet): number {
    const n = this.incoming.shift() ?? AGAIN;
    if (n > 0) p.to = p.from + n;
    return n;
  }
  write(p: Packet): number {
    const failure = this.failures.shift();
    if (failure !== undefined) return failure;
    this.written.push(p.length);
    return p.length;
  }
  watch(writable: boolean, ready: (error: number) => void): void {
    this.watching.push(writable ? 'read and write' : 'read');
    this.ready = ready;
  }
  ref(): void {}
  unref(): void {}
  close(): void {
    this.closed = true;
  }
}

describe('a TUN device as a link', () => {
  const driver = new Driver();
  afterEach(() => driver.close());

  function open(): { device: FakeDevice; tun: Tun; packet: (n: number) => Packet } {
    const device = new FakeDevice();
    const tun = new Tun(device as unknown as TunDevice, 1500, driver);
    const packet = (n: number): Packet => {
      const p = driver.pool.take(n);
      p.to = p.from + n;
      return p;
    };
    return { device, tun, packet };
  }

  it('delivers what is there in one turn, 64 packets at most', () => {
    const { device, tun } = open();
    device.incoming = Array.from({ length: 100 }, (_, i) => 40 + i);
    const got: number[] = [];
    const turns = new Set<number>();
    tun.receiver = {
      deliver: (p) => {
        got.push(p.length);
        turns.add(driver.clock.now);
        expect(driver.clock.inTurn).toBe(true);
        p.release();
      },
    };
    device.ready(0);
    expect(got).toHaveLength(64);
    expect(turns.size).toBe(1);
    device.ready(0);
    expect(got).toHaveLength(100);
    expect(tun.counters).toMatchObject({ received: 100, wakes: 2 });
  });

  it('keeps packets in order while the kernel takes none, and drops beyond its queue', () => {
    const { device, tun, packet } = open();
    device.failures = [AGAIN];
    for (let i = 0; i < 600; i++) tun.send(packet(20 + i));
    expect(device.written).toEqual([]);
    expect(device.watching).toEqual(['read', 'read and write']);
    expect(tun.counters.queueDrops).toBe(88);
    device.failures = [AGAIN];
    device.ready(0); // still no room
    expect(device.written).toEqual([]);
    device.ready(0);
    expect(device.written).toEqual(Array.from({ length: 512 }, (_, i) => 20 + i));
    expect(device.watching.at(-1)).toBe('read');
    expect(tun.counters.sent).toBe(512);
  });

  it('counts packets that the kernel refuses', () => {
    const { device, tun, packet } = open();
    device.failures = [-constants.errno.EIO];
    tun.send(packet(20));
    tun.send(packet(21));
    expect(device.written).toEqual([21]);
    expect(tun.counters).toMatchObject({ refused: 1, sent: 1 });
  });

  it('closes and tells when the device is taken away', async () => {
    const { device, tun, packet } = open();
    const lost = new Promise<TunError>((done) => {
      tun.onlost = done;
    });
    device.incoming = [-77]; // EBADFD, of a descriptor whose device was deleted
    device.ready(0);
    expect((await lost).code).toBe('GONE');
    expect((await lost).message).toContain('EBADFD');
    expect(device.closed).toBe(true);
    tun.send(packet(20));
    expect(tun.counters.refused).toBe(1);
  });

  it('gives back every packet when it is closed', () => {
    const { device, tun, packet } = open();
    device.failures = [AGAIN];
    const packets = [1, 2, 3].map(() => packet(20));
    for (const p of packets) tun.send(p);
    tun.close();
    tun.close();
    for (const p of packets) expect(() => p.release()).toThrow('released twice');
  });
});

describe('opening a TUN device', () => {
  it.each(['', 'a-name-too-long-', 'with space', 'with/slash', '..'])(
    'refuses the name "%s" and says what to do',
    (name) => {
      const driver = new Driver();
      try {
        openTun({ name, driver }).close();
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(TunError);
        expect((error as TunError).code).toBe('BAD_NAME');
        expect((error as TunError).hint).toContain('15');
      }
    },
  );

  it('refuses an MTU that no device has', () => {
    expect(() => openTun({ name: 'syn0', mtu: 67, driver: new Driver() })).toThrow(RangeError);
    expect(() => openTun({ name: 'syn0', mtu: 65_536, driver: new Driver() })).toThrow(RangeError);
  });
});

describe('an address', () => {
  it('is known to be the kernel’s, or not', () => {
    expect(kernelOwns(Address.parse('127.0.0.1'))).toBe(true);
    expect(kernelOwns(Address.parse('192.0.2.77'))).toBe(false);
    expect(kernelOwns(Address.parse('2001:db8::77'))).toBe(false);
  });
});
