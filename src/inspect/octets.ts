/** Reading octets where they lie, without throwing: what is not there counts as 0. */

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function u16(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at) << 8) | u8(bytes, at + 1);
}

/** Unsigned. */
export function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}

/** `count` bits from bit `first` of the octet at `at`, counted from the highest; at most 32 of them. */
export function bitsAt(bytes: Uint8Array, at: number, first: number, count: number): number {
  let n = 0;
  for (let bit = first; bit < first + count; bit++) {
    n = n * 2 + ((u8(bytes, at + (bit >> 3)) >> (7 - (bit & 7))) & 1);
  }
  return n;
}

/** The octets that hexadecimal digits stand for; a last odd digit is left out. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16) || 0;
  }
  return bytes;
}

/** A number in hexadecimal, with `digits` of them at least. */
export function hexOf(n: number, digits: number): string {
  return n.toString(16).padStart(digits, '0');
}

/** The places where two packets differ, one being longer than the other among them. */
export function differences(a: Uint8Array, b: Uint8Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (a[i] !== b[i]) places.push(i);
  }
  return places;
}

/** A copy with one bit the other way: bit 0 is the highest of its octet. */
export function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = u8(copy, at) ^ (0x80 >> bit);
  return copy;
}
