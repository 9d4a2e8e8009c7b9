import { HEADROOM, Packet } from '../../src/base/packet.ts';

/**
 * A packet of `content`, all around which is filled with `outside`, to show that nobody looks there.
 * Where the length allows it ends with its buffer, so that reading on would throw.
 */
export function packetOf(content: ArrayLike<number>, outside = 0, shift = 0): Packet {
  const p = new Packet((HEADROOM + content.length + shift + 3) & ~3);
  p.bytes.fill(outside);
  p.from = HEADROOM + shift;
  p.bytes.set(content, p.from);
  p.to = p.from + content.length;
  return p;
}

/** The octets that `text` gives in hexadecimal; blanks are ignored. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s/g, '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
}

/** The ones' complement sum of 16-bit units, an octet at a time, as RFC 1071 section 1 words it. */
export function naiveChecksum(bytes: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    sum += (bytes[i] as number) * 256 + (bytes[i + 1] ?? 0);
    if (sum > 0xffff) sum -= 0xffff;
  }
  return 0xffff - sum;
}

/** All that an object says of itself, numbers and booleans, for comparing what two parses gave. */
export function facts(o: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(o).map(([k, v]) => [k, typeof v === 'object' ? String(v) : v]),
  );
}
