import { describe, expect, it } from 'vitest';
import { HEADROOM, Packet, PacketPool } from '../../src/base/packet.ts';

describe('Packet', () => {
  it('shows the same octets as bytes, as a view and as words', () => {
    const p = new Packet(256);
    p.view.setInt32(HEADROOM, 0x01020304);
    p.to += 4;
    expect([...p.octets()]).toEqual([1, 2, 3, 4]);
    expect(p.words).toHaveLength(64);
    expect(p.words[HEADROOM / 4]).not.toBe(0);
    expect(p.length).toBe(4);
  });

  it('throws when it is released twice', () => {
    const p = new PacketPool().take(10);
    p.release();
    expect(() => p.release()).toThrow('twice');
  });
});

describe('PacketPool', () => {
  it('gives a released packet out again, empty', () => {
    const pool = new PacketPool();
    const p = pool.copyOf(Uint8Array.of(1, 2, 3));
    expect([...p.octets()]).toEqual([1, 2, 3]);
    p.release();
    const again = pool.take(10);
    expect(again).toBe(p);
    expect([again.from, again.to]).toEqual([HEADROOM, HEADROOM]);
    again.release();
  });

  it('has room for what was asked, up to the largest IP packet', () => {
    const pool = new PacketPool();
    for (const n of [0, 1500, 1920, 1921, 65_535, 65_536]) {
      expect(pool.take(n).bytes.length - HEADROOM).toBeGreaterThanOrEqual(n);
    }
    expect(() => pool.take(65_537)).toThrow(RangeError);
  });

  it('does not mix small packets and large ones', () => {
    const pool = new PacketPool();
    pool.take(10).release();
    expect(pool.take(60_000).bytes.length).toBeGreaterThan(60_000);
  });
});
