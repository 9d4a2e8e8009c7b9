import type { Micros } from '../base/timer-queue.ts';
import { utf8 } from '../base/utf8.ts';
import { RAW_IP } from './link-types.ts';

/** Which way a packet went, seen from the host whose interface it is. */
export type Direction = 'in' | 'out';

/** What stands at the head of a capture file. */
export interface PcapngOptions {
  /** About the whole file; shown by Wireshark in its properties. */
  readonly comment?: string;
  /** The program that wrote the file. */
  readonly application?: string;
  /** Decimal places of a second in timestamps: 6 or 9 (the default). */
  readonly resolution?: 6 | 9;
  /** Wall-clock time, microseconds since 1970, that is added to every packet's time. */
  readonly epoch?: Micros;
}

/** What may be said about one packet. */
export interface PacketNotes {
  readonly comment?: string;
  readonly direction?: Direction;
}

const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;

const OPT_COMMENT = 1;
const SHB_USERAPPL = 4;
const IF_NAME = 2;
const IF_TSRESOL = 9;
const EPB_FLAGS = 2;

/** The longest value an option's 16-bit length can state. */
const LONGEST_OPTION = 65_535;
const TWO_TO_32 = 2 ** 32;

interface Option {
  readonly code: number;
  readonly value: Uint8Array;
}

/**
 * Writes a capture in the pcapng format (draft-ietf-opsawg-pcapng), block by block as packets come.
 *
 * Each call of `write` brings one whole block in an array of its own, which the callee may keep. A
 * file cut short between blocks is still valid.
 */
export class PcapngWriter {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #resolution: 6 | 9;
  readonly #epoch: Micros;
  /** The snap length of each interface; its index is the interface's number. */
  readonly #snaplens: number[] = [];

  constructor(write: (bytes: Uint8Array) => void, o: PcapngOptions = {}) {
    this.#write = write;
    this.#resolution = o.resolution ?? 9;
    this.#epoch = o.epoch ?? 0;
    if (!(this.#epoch >= 0 && this.#epoch < Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`the epoch is microseconds since 1970, not ${this.#epoch}`);
    }
    const options: Option[] = [];
    if (o.comment !== undefined) options.push(text(OPT_COMMENT, o.comment));
    options.push(text(SHB_USERAPPL, o.application ?? 'synwave'));
    const body = new Uint8Array(16);
    const view = new DataView(body.buffer);
    view.setUint32(0, BYTE_ORDER_MAGIC, true);
    view.setUint16(4, 1, true); // version 1.0
    view.setInt32(8, -1, true); // the section's length is not known ahead
    view.setInt32(12, -1, true);
    this.#block(SECTION_HEADER, body, options);
  }

  /**
   * Describes an interface; packets name it by the number returned.
   *
   * @param linkType what packets start with: one of `link-types.ts`
   * @param snaplen octets kept of each packet; 0 keeps all
   */
  interface(name: string, linkType: number = RAW_IP, snaplen = 0): number {
    const body = new Uint8Array(8);
    const view = new DataView(body.buffer);
    view.setUint16(0, linkType, true);
    view.setUint32(4, snaplen, true);
    const resolution = { code: IF_TSRESOL, value: Uint8Array.of(this.#resolution) };
    this.#block(INTERFACE_DESCRIPTION, body, [text(IF_NAME, name), resolution]);
    this.#snaplens.push(snaplen);
    return this.#snaplens.length - 1;
  }

  /** Writes one packet. `at` is microseconds after the epoch given to the constructor. */
  packet(iface: number, at: Micros, bytes: Uint8Array, notes: PacketNotes = {}): void {
    const snaplen = this.#snaplens[iface];
    if (snaplen === undefined) {
      throw new RangeError(`no interface ${iface}: describe it first with interface()`);
    }
    const captured = snaplen > 0 ? Math.min(snaplen, bytes.length) : bytes.length;
    const body = new Uint8Array(20 + padded(captured));
    const view = new DataView(body.buffer);
    view.setUint32(0, iface, true);
    this.#timestamp(view, at);
    view.setUint32(12, captured, true);
    view.setUint32(16, bytes.length, true);
    body.set(captured === bytes.length ? bytes : bytes.subarray(0, captured), 20);
    const options: Option[] = [];
    if (notes.comment !== undefined) options.push(text(OPT_COMMENT, notes.comment));
    if (notes.direction !== undefined) {
      const way = notes.direction === 'in' ? 1 : 2;
      options.push({ code: EPB_FLAGS, value: Uint8Array.of(way, 0, 0, 0) });
    }
    this.#block(ENHANCED_PACKET, body, options);
  }

  /**
   * Writes the 64-bit timestamp at offset 4. Whole microseconds and their fraction go separate ways:
   * nanoseconds since 1970 do not fit the 53 bits of a double.
   */
  #timestamp(view: DataView, at: Micros): void {
    const sum = Math.floor(this.#epoch) + Math.floor(at);
    if (!(sum >= 0 && sum <= Number.MAX_SAFE_INTEGER)) {
      throw new RangeError(`a packet's time cannot be ${at} microseconds`);
    }
    const high = Math.floor(sum / TWO_TO_32);
    const low = sum % TWO_TO_32;
    if (this.#resolution === 6) {
      view.setUint32(4, high, true);
      view.setUint32(8, low, true);
      return;
    }
    const nanos = low * 1000 + Math.floor((at - Math.floor(at)) * 1000);
    view.setUint32(4, high * 1000 + Math.floor(nanos / TWO_TO_32), true);
    view.setUint32(8, nanos % TWO_TO_32, true);
  }

  #block(type: number, body: Uint8Array, options: readonly Option[]): void {
    let length = 12 + body.length;
    for (const o of options) length += 4 + padded(o.value.length);
    if (options.length > 0) length += 4;
    const block = new Uint8Array(length);
    const view = new DataView(block.buffer);
    view.setUint32(0, type, true);
    view.setUint32(4, length, true);
    block.set(body, 8);
    let at = 8 + body.length;
    for (const o of options) {
      view.setUint16(at, o.code, true);
      view.setUint16(at + 2, o.value.length, true);
      block.set(o.value, at + 4);
      at += 4 + padded(o.value.length);
    }
    // The end-of-options option is four zero octets: already there.
    view.setUint32(length - 4, length, true);
    this.#write(block);
  }
}

/** `n` rounded up to the 4 octets everything in the format is aligned to. */
function padded(n: number): number {
  return (n + 3) & ~3;
}

/** A text option, cut at a whole character when it is too long. */
function text(code: number, value: string): Option {
  let octets = utf8(value);
  if (octets.length > LONGEST_OPTION) {
    let end = LONGEST_OPTION;
    while (((octets[end] as number) & 0xc0) === 0x80) end--;
    octets = octets.subarray(0, end);
  }
  return { code, value: octets };
}
