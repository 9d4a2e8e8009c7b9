import type { TupleAddress } from '../base/tuple-table.ts';

/** An IPv4 address in dotted decimal, no zeros in front, as a 32-bit word; or null. */
function parseV4(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let word = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part)) return null;
    const octet = Number(part);
    if (octet > 255) return null;
    word = (word << 8) | octet;
  }
  return word;
}

/** The eight groups of an IPv6 address, RFC 4291 section 2.2; or null. */
function parseV6(text: string): number[] | null {
  if (text.includes('.')) {
    const at = text.lastIndexOf(':') + 1;
    const v4 = parseV4(text.slice(at));
    if (v4 === null) return null;
    text = `${text.slice(0, at)}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`;
  }
  const [before = '', after, more] = text.split('::');
  if (more !== undefined) return null;
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return null;
  const groups: number[] = [];
  for (const group of [...head, ...new Array<string>(missing).fill('0'), ...tail]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return null;
    groups.push(Number.parseInt(group, 16));
  }
  return groups;
}

function formatV4(w: number): string {
  return `${w >>> 24}.${(w >>> 16) & 255}.${(w >>> 8) & 255}.${w & 255}`;
}

/** RFC 5952 section 4: lower case, the first of the longest runs of zeros left out. */
function formatV6(a: Address): string {
  const groups: number[] = [];
  for (const w of [a.w0, a.w1, a.w2, a.w3]) groups.push(w >>> 16, w & 0xffff);
  let at = 0;
  let length = 1; // a single group of zeros is written out
  for (let i = 0; i < 8; i++) {
    let n = 0;
    while (groups[i + n] === 0) n++;
    if (n > length) {
      at = i;
      length = n;
    }
  }
  const hex = groups.map((g) => g.toString(16));
  if (length === 1) return hex.join(':');
  return `${hex.slice(0, at).join(':')}::${hex.slice(at + length).join(':')}`;
}

/** What may be wrong with `text`, for people. */
function hint(text: string): string {
  if (text.includes('/')) return ' (a prefix length does not belong here)';
  if (text.includes('%')) return ' (zone identifiers are not supported)';
  if (/(^|\.)0\d/.test(text)) return ' (no zeros in front of decimal numbers)';
  return '';
}

/** An IPv4 or IPv6 address. One in a table or a route must not be changed. */
export class Address implements TupleAddress {
  version: 4 | 6 = 4;
  w0 = 0;
  w1 = 0;
  w2 = 0;
  /** The last 32 bits: all of an IPv4 address, whose other words are 0. */
  w3 = 0;

  /** Throws a RangeError unless `text` is an address as RFC 4291 or dotted decimal writes it. */
  static parse(text: string): Address {
    const a = Address.tryParse(text);
    if (a === null) throw new RangeError(`not an IP address: '${text}'${hint(text)}`);
    return a;
  }

  static tryParse(text: string): Address | null {
    const a = new Address();
    if (!text.includes(':')) {
      const word = parseV4(text);
      if (word === null) return null;
      a.w3 = word;
      return a;
    }
    const groups = parseV6(text);
    if (groups === null) return null;
    const word = (i: number): number =>
      ((groups[2 * i] as number) << 16) | (groups[2 * i + 1] as number);
    a.version = 6;
    a.w0 = word(0);
    a.w1 = word(1);
    a.w2 = word(2);
    a.w3 = word(3);
    return a;
  }

  /** The IPv4 address with this 32-bit word. */
  static v4(word: number): Address {
    const a = new Address();
    a.w3 = word | 0;
    return a;
  }

  equals(o: TupleAddress): boolean {
    return (
      this.w3 === o.w3 &&
      this.w2 === o.w2 &&
      this.w1 === o.w1 &&
      this.w0 === o.w0 &&
      this.version === o.version
    );
  }

  copyFrom(o: TupleAddress): this {
    this.version = o.version;
    this.w0 = o.w0;
    this.w1 = o.w1;
    this.w2 = o.w2;
    this.w3 = o.w3;
    return this;
  }

  clone(): Address {
    return new Address().copyFrom(this);
  }

  /** Canonical text; an IPv4-mapped address as ::ffff:1.2.3.4. */
  toString(): string {
    if (this.version === 4) return formatV4(this.w3);
    if (this.w0 === 0 && this.w1 === 0 && this.w2 === 0xffff) return `::ffff:${formatV4(this.w3)}`;
    return formatV6(this);
  }

  /** 0.0.0.0 or ::. */
  get isUnspecified(): boolean {
    return (this.w0 | this.w1 | this.w2 | this.w3) === 0;
  }

  /** 127.0.0.0/8 or ::1. */
  get isLoopback(): boolean {
    if (this.version === 4) return this.w3 >>> 24 === 127;
    return this.w3 === 1 && (this.w0 | this.w1 | this.w2) === 0;
  }

  /** 224.0.0.0/4 or ff00::/8. */
  get isMulticast(): boolean {
    return this.version === 4 ? this.w3 >>> 28 === 14 : this.w0 >>> 24 === 0xff;
  }

  /** 169.254.0.0/16 or fe80::/10. */
  get isLinkLocal(): boolean {
    return this.version === 4 ? this.w3 >>> 16 === 0xa9fe : this.w0 >>> 22 === 0x3fa;
  }

  /** 255.255.255.255. */
  get isLimitedBroadcast(): boolean {
    return this.version === 4 && this.w3 === -1;
  }

  /** Writes its 4 or 16 octets; returns how many. */
  writeTo(view: DataView, at: number): number {
    if (this.version === 4) {
      view.setInt32(at, this.w3);
      return 4;
    }
    view.setInt32(at, this.w0);
    view.setInt32(at + 4, this.w1);
    view.setInt32(at + 8, this.w2);
    view.setInt32(at + 12, this.w3);
    return 16;
  }

  readFrom(view: DataView, at: number, version: 4 | 6): this {
    this.version = version;
    if (version === 4) {
      this.w0 = 0;
      this.w1 = 0;
      this.w2 = 0;
      this.w3 = view.getInt32(at);
    } else {
      this.w0 = view.getInt32(at);
      this.w1 = view.getInt32(at + 4);
      this.w2 = view.getInt32(at + 8);
      this.w3 = view.getInt32(at + 12);
    }
    return this;
  }
}

/** A word with its first `n` bits set; any `n`. */
function maskOf(n: number): number {
  return n <= 0 ? 0 : n >= 32 ? -1 : -1 << (32 - n);
}

/** An address and how many of its first bits name its network: 10.9.0.2/24. */
export class Prefix {
  readonly address: Address;
  readonly length: number;

  /** Throws a RangeError unless `length` is from 0 to 32, or to 128 for IPv6. */
  constructor(address: Address, length: number) {
    const most = address.version === 4 ? 32 : 128;
    if (!Number.isInteger(length) || length < 0 || length > most) {
      throw new RangeError(`a prefix of ${address} has 0 to ${most} bits, not ${length}`);
    }
    this.address = address;
    this.length = length;
  }

  /** Throws a RangeError unless `text` is an address, a slash and a number of bits. */
  static parse(text: string): Prefix {
    const [address = '', length = '', more] = text.split('/');
    if (more !== undefined || !/^(0|[1-9]\d{0,2})$/.test(length)) {
      throw new RangeError(`not an address with a prefix length, such as 10.0.0.1/24: '${text}'`);
    }
    return new Prefix(Address.parse(address), Number(length));
  }

  /** The bits that name the network in word `i`; an IPv4 address has word 3 only. */
  #mask(i: number): number {
    return maskOf(this.length - (this.address.version === 4 ? 0 : 32 * i));
  }

  contains(a: TupleAddress): boolean {
    const o = this.address;
    if (a.version !== o.version || ((a.w3 ^ o.w3) & this.#mask(3)) !== 0) return false;
    if (a.version === 4) return true;
    return (
      ((a.w0 ^ o.w0) & this.#mask(0)) === 0 &&
      ((a.w1 ^ o.w1) & this.#mask(1)) === 0 &&
      ((a.w2 ^ o.w2) & this.#mask(2)) === 0
    );
  }

  /** The address with all host bits 0. */
  network(): Address {
    const a = this.address.clone();
    if (a.version === 6) {
      a.w0 &= this.#mask(0);
      a.w1 &= this.#mask(1);
      a.w2 &= this.#mask(2);
    }
    a.w3 &= this.#mask(3);
    return a;
  }

  /** The directed broadcast address; null for IPv6 and for /31 and /32, which have none (RFC 3021). */
  broadcast(): Address | null {
    if (this.address.version === 6 || this.length > 30) return null;
    return Address.v4(this.address.w3 | ~this.#mask(3));
  }

  /** The network's `n`-th address, `n` an integer from 0; throws a RangeError beyond the last. */
  host(n: number): Address {
    const a = this.network();
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`no host has the number ${n}`);
    const low = (a.w3 >>> 0) + (n % 0x1_0000_0000);
    const high = Math.floor(n / 0x1_0000_0000) + (low > 0xffff_ffff ? 1 : 0);
    a.w3 = low | 0;
    if (a.version === 6) a.w2 = (a.w2 + high) | 0;
    if (!this.contains(a) || (a.version === 4 && high > 0)) {
      throw new RangeError(`${this} has no host ${n}`);
    }
    return a;
  }

  toString(): string {
    return `${this.address}/${this.length}`;
  }
}
