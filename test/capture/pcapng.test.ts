import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ETHERNET, PcapngWriter } from '../../src/capture/index.ts';
import { collector, readBlocks, readOptions, readPackets } from './blocks.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('pcapng writer', () => {
  it('begins with a section header of version 1.0 and unknown length', () => {
    const c = collector();
    new PcapngWriter(c.write, { comment: 'not standard', application: 'test' });
    const [block] = readBlocks(c.file());
    expect(block?.type).toBe(0x0a0d0d0a);
    const body = block?.body as Uint8Array;
    expect([...body.subarray(0, 16)]).toEqual([
      0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255,
    ]);
    expect(readOptions(body, 16).map((o) => [o.code, text(o.value)])).toEqual([
      [1, 'not standard'],
      [4, 'test'],
    ]);
  });

  it('describes each interface with its name, link type and resolution', () => {
    const c = collector();
    const w = new PcapngWriter(c.write, { resolution: 6 });
    expect(w.interface('syn0')).toBe(0);
    expect(w.interface('eth0', ETHERNET, 96)).toBe(1);
    const [, first, second] = readBlocks(c.file());
    expect(first?.type).toBe(1);
    expect([...(first?.body.subarray(0, 8) ?? [])]).toEqual([101, 0, 0, 0, 0, 0, 0, 0]);
    expect([...(second?.body.subarray(0, 8) ?? [])]).toEqual([1, 0, 0, 0, 96, 0, 0, 0]);
    const options = readOptions(first?.body as Uint8Array, 8);
    expect(options.map((o) => o.code)).toEqual([2, 9]);
    expect(text(options[0]?.value as Uint8Array)).toBe('syn0');
    expect(options[1]?.value).toEqual(Uint8Array.of(6));
  });

  it('writes a packet with its time, direction and comment', () => {
    const c = collector();
    const w = new PcapngWriter(c.write);
    const iface = w.interface('A');
    const bytes = Uint8Array.of(0x45, 1, 2, 3, 4);
    w.packet(iface, 1_500_000.25, bytes, { direction: 'out', comment: '丢弃 A3' });
    w.packet(iface, 1_500_001, bytes, { direction: 'in' });
    const [first, second] = readPackets(c.file());
    expect(first?.timestamp).toBe(1_500_000_250n);
    expect(first?.originalLength).toBe(5);
    expect([...(first?.bytes ?? [])]).toEqual([...bytes]);
    expect(first?.options.map((o) => o.code)).toEqual([1, 2]);
    expect(text(first?.options[0]?.value as Uint8Array)).toBe('丢弃 A3');
    expect([...(first?.options[1]?.value ?? [])]).toEqual([2, 0, 0, 0]);
    expect([...(second?.options[0]?.value ?? [])]).toEqual([1, 0, 0, 0]);
  });

  it('keeps every nanosecond of times since 1970', () => {
    const epochs = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
    const times = fc.integer({ min: 0, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(epochs, times, fc.integer({ min: 0, max: 3 }), (epoch, whole, quarter) => {
        const c = collector();
        const w = new PcapngWriter(c.write, { epoch });
        w.packet(w.interface('A'), whole + quarter / 4, new Uint8Array(0));
        const expected = (BigInt(epoch) + BigInt(whole)) * 1000n + BigInt(quarter * 250);
        expect(readPackets(c.file())[0]?.timestamp).toBe(expected);
      }),
    );
  });

  it('writes microseconds when asked to', () => {
    const c = collector();
    const w = new PcapngWriter(c.write, { resolution: 6, epoch: 1_790_000_000_000_000 });
    w.packet(w.interface('A'), 42.9, new Uint8Array(0));
    expect(readPackets(c.file())[0]?.timestamp).toBe(1_790_000_000_000_042n);
  });

  it('gives any packet back as it was, aligned to 4 octets', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 8 }), (packets) => {
        const c = collector();
        const w = new PcapngWriter(c.write);
        const iface = w.interface('A');
        for (const p of packets) w.packet(iface, 0, p);
        expect(readPackets(c.file()).map((p) => [...p.bytes])).toEqual(packets.map((p) => [...p]));
      }),
    );
  });

  it('cuts packets at the snap length and says how long they were', () => {
    const c = collector();
    const w = new PcapngWriter(c.write);
    w.packet(w.interface('A', 101, 20), 0, new Uint8Array(100).fill(7));
    const [p] = readPackets(c.file());
    expect(p?.bytes.length).toBe(20);
    expect(p?.originalLength).toBe(100);
  });

  it('cuts a comment too long for its option at a whole character', () => {
    const c = collector();
    const w = new PcapngWriter(c.write);
    w.packet(w.interface('A'), 0, new Uint8Array(0), { comment: `ab${'报'.repeat(30_000)}` });
    const value = readPackets(c.file())[0]?.options[0]?.value as Uint8Array;
    expect(value.length).toBe(2 + 21_844 * 3); // one more would be 65,537
    expect(text(value)).not.toContain('\ufffd');
  });

  it('refuses a packet of an interface nobody described, and times before 1970', () => {
    const w = new PcapngWriter(() => {});
    expect(() => w.packet(0, 0, new Uint8Array(1))).toThrow(RangeError);
    const iface = w.interface('A');
    expect(() => w.packet(iface, -1, new Uint8Array(1))).toThrow(RangeError);
    expect(() => w.packet(iface, Number.NaN, new Uint8Array(1))).toThrow(RangeError);
    expect(() => new PcapngWriter(() => {}, { epoch: -1 })).toThrow(RangeError);
  });
});
