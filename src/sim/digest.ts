import type { Clock } from '../base/clock.ts';
import type { Packet } from '../base/packet.ts';
import type { Link } from '../link/link.ts';
import { Tap } from '../link/tap.ts';

/**
 * A 64-bit digest over everything added, in order: two runs with the same digest were the same run.
 * Two FNV-1a hashes side by side; it proves nothing against someone who tries.
 */
export class Digest {
  #a = 0x811c9dc5 | 0;
  #b = 0x2f6f7a31 | 0;
  /** Packets added. */
  packets = 0;

  octet(x: number): void {
    this.#a = Math.imul(this.#a ^ (x & 0xff), 0x01000193);
    this.#b = Math.imul(this.#b ^ (x & 0xff), 0x01000193) ^ (this.#b >>> 15);
  }

  /** Adds an unsigned integer below 2**53, such as a time. */
  integer(n: number): void {
    const high = Math.floor(n / 2 ** 32);
    for (let shift = 0; shift < 32; shift += 8) this.octet(n >>> shift);
    for (let shift = 0; shift < 32; shift += 8) this.octet(high >>> shift);
  }

  octets(bytes: Uint8Array, from = 0, to: number = bytes.length): void {
    for (let i = from; i < to; i++) this.octet(bytes[i] as number);
  }

  text(s: string): void {
    for (let i = 0; i < s.length; i++) {
      this.octet(s.charCodeAt(i));
      this.octet(s.charCodeAt(i) >> 8);
    }
  }

  /** Adds a packet, its length and the time. */
  packet(p: Packet, now: number): void {
    this.packets++;
    this.integer(Math.floor(now));
    this.integer(p.length);
    this.octets(p.bytes, p.from, p.to);
  }

  /** What has been added so far, as 16 hexadecimal digits. */
  toString(): string {
    const half = (x: number): string => (x >>> 0).toString(16).padStart(8, '0');
    return half(this.#a) + half(this.#b);
  }
}

/** A link that adds every packet sent through `link` to `digest`. */
export function digestLink(link: Link, clock: Clock, digest: Digest): Tap {
  return new Tap(link, (p, direction) => {
    if (direction === 'out') digest.packet(p, clock.now);
  });
}
