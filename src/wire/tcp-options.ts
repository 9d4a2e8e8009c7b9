import type { Segment } from './tcp.ts';

/** Bits of {@link Segment.options}: which options it carries. */
export const HAS_MSS = 1;
export const HAS_WSCALE = 2;
export const HAS_SACK_OK = 4;
export const HAS_SACK = 8;
export const HAS_TS = 16;
export const HAS_TFO = 32;
export const HAS_UTO = 64;
export const HAS_UNKNOWN = 128;
export const HAS_MD5 = 256;

/** Option kinds. EOL, NOP and MSS are those every TCP must know. [MUST-4] */
export const EOL = 0;
export const NOP = 1;
/** RFC 9293 section 3.2. */
export const MSS = 2;
/** RFC 7323 section 2. */
export const WSCALE = 3;
/** RFC 2018. */
export const SACK_PERMITTED = 4;
export const SACK = 5;
/** RFC 7323 section 3. */
export const TIMESTAMPS = 8;
/** RFC 2385. */
export const MD5_SIGNATURE = 19;
/** RFC 5482. */
export const USER_TIMEOUT = 28;
/** RFC 7413. */
export const FAST_OPEN = 34;
/** Shared by experiments, which tell themselves apart by what follows, RFC 6994. */
export const EXPERIMENTAL = 254;
const FAST_OPEN_MAGIC = 0xf989;
/** Octets of an MD5 digest. */
const DIGEST = 16;

/** NOP, NOP, kind and length of timestamps: how the option nearly always starts. */
const PADDED_TIMESTAMPS = 0x0101080a;
/** Octets that options can take: a data offset of 15 words, less the 20 of the header. */
export const MOST_OPTIONS = 40;

/** Options that can be written. */
export type OptionName = 'mss' | 'wscale' | 'sackOk' | 'sack' | 'ts' | 'tfo' | 'uto' | 'md5';

/** How a TCP arranges its options: nothing of a protocol, but systems are known by it. */
export interface OptionLayout {
  readonly order: readonly OptionName[];
  /** Pads so that sackOk, when no timestamps follow it at once, ends on a 4-octet boundary (Linux). */
  readonly padSackOk: boolean;
  /** What fills up the last word. */
  readonly tail: 'nop' | 'eol';
}

/**
 * Reads the options in bytes[seg.optionsFrom, seg.optionsTo) of the segment, which any segment may
 * carry [MUST-5], at any alignment [MUST-64].
 *
 * Whatever comes does no harm: an option whose length is below 2 or reaches past the header ends the
 * list, and those before it count, as in Linux [MUST-7]. Every option but EOL and NOP has a length
 * [MUST-68], so one that is not known is stepped over [MUST-6]; so is one whose length is not that of
 * its kind. When an option comes twice the last counts.
 */
export function parseOptions(seg: Segment, view: DataView): void {
  const from = seg.optionsFrom;
  const to = seg.optionsTo;
  seg.options = 0;
  seg.sackCount = 0;
  if (from === to) return;
  if (to - from === 12 && view.getInt32(from) === PADDED_TIMESTAMPS) {
    seg.options = HAS_TS;
    seg.tsVal = view.getInt32(from + 4);
    seg.tsEcr = view.getInt32(from + 8);
    return;
  }
  for (let at = from; at < to; ) {
    const kind = view.getUint8(at);
    if (kind === EOL) return;
    if (kind === NOP) {
      at++;
      continue;
    }
    if (at + 2 > to) return;
    const length = view.getUint8(at + 1);
    if (length < 2 || at + length > to) return;
    parseOption(seg, view, kind, at + 2, length - 2);
    at += length;
  }
}

/** Reads one option whose `n` octets after kind and length start at `at`. */
function parseOption(seg: Segment, view: DataView, kind: number, at: number, n: number): void {
  switch (kind) {
    case MSS:
      if (n !== 2) return;
      seg.mss = view.getUint16(at);
      seg.options |= HAS_MSS;
      return;
    case WSCALE:
      if (n !== 1) return;
      seg.wscale = view.getUint8(at);
      seg.options |= HAS_WSCALE;
      return;
    case SACK_PERMITTED:
      if (n === 0) seg.options |= HAS_SACK_OK;
      return;
    case SACK:
      if (n === 0 || (n & 7) !== 0) return;
      for (let i = 0; i < n >> 2; i++) seg.sacks[i] = view.getInt32(at + 4 * i);
      seg.sackCount = n >> 3;
      seg.options |= HAS_SACK;
      return;
    case TIMESTAMPS:
      if (n !== 8) return;
      seg.tsVal = view.getInt32(at);
      seg.tsEcr = view.getInt32(at + 4);
      seg.options |= HAS_TS;
      return;
    case MD5_SIGNATURE:
      if (n !== DIGEST) return;
      seg.md5From = at;
      seg.options |= HAS_MD5;
      return;
    case USER_TIMEOUT:
      if (n !== 2) return;
      seg.uto = view.getUint16(at);
      seg.options |= HAS_UTO;
      return;
    case FAST_OPEN:
      parseCookie(seg, at, n, false);
      return;
    case EXPERIMENTAL:
      if (n >= 2 && view.getUint16(at) === FAST_OPEN_MAGIC) parseCookie(seg, at + 2, n - 2, true);
      else seg.options |= HAS_UNKNOWN;
      return;
    default:
      seg.options |= HAS_UNKNOWN;
  }
}

/** A cookie has 4 to 16 octets, an even number; none at all asks for one. RFC 7413 section 4.1.1. */
export function isCookieLength(n: number): boolean {
  return n >= 4 && n <= 16 && (n & 1) === 0;
}

function parseCookie(seg: Segment, at: number, n: number, experimental: boolean): void {
  if (n !== 0 && !isCookieLength(n)) return;
  seg.tfoFrom = at;
  seg.tfoTo = at + n;
  seg.tfoExperimental = experimental;
  seg.options |= HAS_TFO;
}

function bitOf(name: OptionName): number {
  switch (name) {
    case 'mss':
      return HAS_MSS;
    case 'wscale':
      return HAS_WSCALE;
    case 'sackOk':
      return HAS_SACK_OK;
    case 'sack':
      return HAS_SACK;
    case 'ts':
      return HAS_TS;
    case 'tfo':
      return HAS_TFO;
    case 'uto':
      return HAS_UTO;
    case 'md5':
      return HAS_MD5;
  }
}

function sizeOf(name: OptionName, sackCount: number, cookie: number): number {
  switch (name) {
    case 'mss':
    case 'uto':
      return 4;
    case 'wscale':
      return 3;
    case 'sackOk':
      return 2;
    case 'sack':
      return 2 + 8 * sackCount;
    case 'ts':
      return 10;
    case 'tfo':
      return 2 + cookie;
    case 'md5':
      return 2 + DIGEST;
  }
}

/**
 * Octets to pad before the option order[i] when `at` octets stand before it, so that the 16- and
 * 32-bit numbers in it are aligned.
 */
function padding(options: number, i: number, at: number, layout: OptionLayout): number {
  switch (layout.order[i] as OptionName) {
    case 'mss':
      return -at & 3;
    case 'wscale':
      return (1 - at) & 3;
    case 'ts':
    case 'sack':
    case 'md5':
      return (2 - at) & 3;
    case 'sackOk':
      return layout.padSackOk && next(options, i, layout) !== 'ts' ? (2 - at) & 3 : 0;
    default:
      return 0;
  }
}

/** The option that will be written after order[i], or undefined. */
function next(options: number, i: number, layout: OptionLayout): OptionName | undefined {
  for (let j = i + 1; j < layout.order.length; j++) {
    const name = layout.order[j] as OptionName;
    if ((options & bitOf(name)) !== 0) return name;
  }
  return undefined;
}

/**
 * Octets that these options will take in the header, a multiple of 4.
 *
 * @param options  HAS_ bits
 * @param cookie   octets of the Fast Open cookie, and 2 more for its experimental form
 */
export function optionsLength(
  options: number,
  sackCount: number,
  layout: OptionLayout,
  cookie = 0,
): number {
  if (options === 0) return 0;
  if (options === HAS_TS) return 12;
  let at = 0;
  for (let i = 0; i < layout.order.length; i++) {
    const name = layout.order[i] as OptionName;
    if ((options & bitOf(name)) === 0) continue;
    at += padding(options, i, at, layout) + sizeOf(name, sackCount, cookie);
  }
  return (at + 3) & ~3;
}

/**
 * Writes the options that `seg` has to view[from, to), where `to - from` is what {@link optionsLength}
 * says. A cookie is taken from `seg.bytes`, and its range is then where it was written. A signature is left
 * zero, at `seg.md5From`, for who knows the key.
 *
 * What is left of the last word is zeros, the first of them an EOL [MUST-69], or NOPs, after which
 * there is no end of the list and so no padding.
 */
export function writeOptions(
  seg: Segment,
  view: DataView,
  from: number,
  to: number,
  layout: OptionLayout,
): void {
  if (to - from === 12 && seg.options === HAS_TS) {
    view.setInt32(from, PADDED_TIMESTAMPS);
    view.setInt32(from + 4, seg.tsVal);
    view.setInt32(from + 8, seg.tsEcr);
    return;
  }
  let at = from;
  for (let i = 0; i < layout.order.length; i++) {
    const name = layout.order[i] as OptionName;
    if ((seg.options & bitOf(name)) === 0) continue;
    for (let n = padding(seg.options, i, at - from, layout); n > 0; n--) view.setUint8(at++, NOP);
    const size = sizeOf(name, seg.sackCount, name === 'tfo' ? cookieOctets(seg) : 0);
    writeOption(seg, view, name, at, size);
    at += size;
  }
  const tail = layout.tail === 'eol' ? EOL : NOP;
  while (at < to) view.setUint8(at++, tail);
}

function writeOption(
  seg: Segment,
  view: DataView,
  name: OptionName,
  at: number,
  size: number,
): void {
  view.setUint8(at + 1, size);
  switch (name) {
    case 'mss':
      view.setUint8(at, MSS);
      view.setUint16(at + 2, seg.mss);
      return;
    case 'wscale':
      view.setUint8(at, WSCALE);
      view.setUint8(at + 2, seg.wscale);
      return;
    case 'sackOk':
      view.setUint8(at, SACK_PERMITTED);
      return;
    case 'sack':
      view.setUint8(at, SACK);
      for (let i = 0; i < 2 * seg.sackCount; i++) {
        view.setInt32(at + 2 + 4 * i, seg.sacks[i] as number);
      }
      return;
    case 'ts':
      view.setUint8(at, TIMESTAMPS);
      view.setInt32(at + 2, seg.tsVal);
      view.setInt32(at + 6, seg.tsEcr);
      return;
    case 'uto':
      view.setUint8(at, USER_TIMEOUT);
      view.setUint16(at + 2, seg.uto);
      return;
    case 'md5':
      view.setUint8(at, MD5_SIGNATURE);
      seg.md5From = at + 2;
      for (let i = 2; i < size; i++) view.setUint8(at + i, 0);
      return;
    case 'tfo':
      writeCookie(seg, view, at, at + size);
  }
}

/** What the Fast Open option of `seg` holds after kind and length, octets. */
export function cookieOctets(seg: Segment): number {
  return seg.tfoTo - seg.tfoFrom + (seg.tfoExperimental ? 2 : 0);
}

function writeCookie(seg: Segment, view: DataView, at: number, to: number): void {
  view.setUint8(at, seg.tfoExperimental ? EXPERIMENTAL : FAST_OPEN);
  if (seg.tfoExperimental) view.setUint16(at + 2, FAST_OPEN_MAGIC);
  const { bytes, tfoFrom } = seg;
  seg.tfoFrom = to - (seg.tfoTo - tfoFrom);
  seg.tfoTo = to;
  for (let i = seg.tfoFrom; i < to; i++) {
    view.setUint8(i, bytes[tfoFrom + i - seg.tfoFrom] as number);
  }
}

/** An option as it lies in a packet, kind and length included: bytes[from, to). */
export interface RawOption {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The options in bytes[from, to), NOPs and a final EOL among them, up to the first that is malformed.
 * For observers; the packet path uses {@link parseOptions}.
 */
export function* eachOption(bytes: Uint8Array, from: number, to: number): Generator<RawOption> {
  for (let at = from; at < to; ) {
    const kind = bytes[at] as number;
    const single = kind === EOL || kind === NOP;
    if (!single && at + 2 > to) return;
    const length = single ? 1 : (bytes[at + 1] as number);
    if ((!single && length < 2) || at + length > to) return;
    yield { kind, from: at, to: at + length };
    if (kind === EOL) return;
    at += length;
  }
}
