import type { Seq } from '../wire/seq.ts';
import type { Segment } from '../wire/tcp.ts';
import {
  EOL,
  EXPERIMENTAL,
  eachOption,
  FAST_OPEN,
  MSS,
  NOP,
  type RawOption,
  SACK,
  SACK_PERMITTED,
  TIMESTAMPS,
  USER_TIMEOUT,
  WSCALE,
} from '../wire/tcp-options.ts';
import type { TraceOption } from './trace.ts';

/** What an experimental option starts with when it is TCP Fast Open, RFC 7413 section 4.1.1. */
const FAST_OPEN_MAGIC = 0xf989;

/** The octets bytes[from, to) in hexadecimal. */
export function hex(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  let text = '';
  for (let i = from; i < to; i++) text += (bytes[i] as number).toString(16).padStart(2, '0');
  return text;
}

/** The options of a segment in the order they stand in it, padding among them. */
export function segmentOptions(seg: Segment): TraceOption[] {
  const options: TraceOption[] = [];
  for (const raw of eachOption(seg.bytes, seg.optionsFrom, seg.optionsTo)) {
    options.push(decoded(seg.bytes, raw));
  }
  return options;
}

/** One option; of a known kind with a wrong length, `unknown`. */
function decoded(bytes: Uint8Array, { kind, from, to }: RawOption): TraceOption {
  const n = to - from;
  if (kind === EOL) return { name: 'eol' };
  if (kind === NOP) return { name: 'nop' };
  if (kind === MSS && n === 4) return { name: 'mss', mss: u16(bytes, from + 2) };
  if (kind === WSCALE && n === 3) return { name: 'wscale', shift: bytes[from + 2] as number };
  if (kind === SACK_PERMITTED && n === 2) return { name: 'sackOk' };
  if (kind === SACK && n > 2 && (n - 2) % 8 === 0) {
    const blocks: [number, number][] = [];
    for (let at = from + 2; at < to; at += 8) blocks.push([u32(bytes, at), u32(bytes, at + 4)]);
    return { name: 'sack', blocks };
  }
  if (kind === TIMESTAMPS && n === 10) {
    return { name: 'ts', val: u32(bytes, from + 2), ecr: u32(bytes, from + 6) };
  }
  if (kind === FAST_OPEN) return { name: 'tfo', cookie: hex(bytes, from + 2, to) };
  if (kind === EXPERIMENTAL && n >= 4 && u16(bytes, from + 2) === FAST_OPEN_MAGIC) {
    return { name: 'tfo', cookie: hex(bytes, from + 4, to) };
  }
  if (kind === USER_TIMEOUT && n === 4) {
    const value = u16(bytes, from + 2);
    return { name: 'uto', timeout: value & 0x7fff, minutes: value >> 15 === 1 };
  }
  return { name: 'unknown', kind, bytes: hex(bytes, from + 2, to) };
}

/** Options as packetdrill writes them; SACK blocks are counted from `base`. */
export function optionsText(options: readonly TraceOption[], base: Seq = 0): string {
  return options.map((o) => optionText(o, base)).join(',');
}

function optionText(o: TraceOption, base: Seq): string {
  switch (o.name) {
    case 'eol':
    case 'nop':
      return o.name;
    case 'sackOk':
      return 'sackOK';
    case 'mss':
      return `mss ${o.mss}`;
    case 'wscale':
      return `wscale ${o.shift}`;
    case 'sack':
      return `sack ${o.blocks.map(([l, r]) => `${(l - base) >>> 0}:${(r - base) >>> 0}`).join(' ')}`;
    case 'ts':
      return `TS val ${o.val} ecr ${o.ecr}`;
    case 'tfo':
      return o.cookie === '' ? 'FO' : `FO ${o.cookie}`;
    case 'uto':
      return `uto ${o.timeout}${o.minutes ? 'min' : 's'}`;
    case 'unknown':
      return `kind ${o.kind} ${o.bytes}`.trimEnd();
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}
