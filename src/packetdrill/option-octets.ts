import {
  EOL,
  EXPERIMENTAL,
  eachOption,
  FAST_OPEN,
  MOST_OPTIONS,
  MSS,
  NOP,
  SACK,
  SACK_PERMITTED,
  TIMESTAMPS,
  WSCALE,
} from '../wire/tcp-options.ts';
import type { TcpOption } from './ast.ts';

/** The option of RFC 2385: kind, length 18 and a digest of 16 octets. */
export const MD5 = 19;
const MD5_LENGTH = 18;
/** What marks Fast Open among the experimental options, RFC 7413 section 4.1.1. */
const FAST_OPEN_MAGIC = [0xf9, 0x89] as const;

/** How the numbers in options come from script space to the wire. */
export interface OptionNumbers {
  /** A number of the acknowledgment side: SACK. */
  ack(n: number): number;
  ecr(n: number, isLiteral: boolean): number;
}

/** Numbers as they stand. */
export const AS_WRITTEN: OptionNumbers = { ack: (n) => n, ecr: (n) => n };

/**
 * The octets of the options of a segment, in the order in which they are written; what is `...` or to be
 * computed is zeros. Null when they are no multiple of 4 or more than 40.
 */
export function optionOctets(
  options: readonly TcpOption[],
  numbers: OptionNumbers = AS_WRITTEN,
): Uint8Array | null {
  const octets: number[] = [];
  for (const o of options) octets.push(...octetsOf(o, numbers));
  if (octets.length > MOST_OPTIONS || octets.length % 4 !== 0) return null;
  return Uint8Array.from(octets);
}

/** The octets of one option. */
export function octetsOf(o: TcpOption, numbers: OptionNumbers): number[] {
  switch (o.kind) {
    case 'nop':
      return [NOP];
    case 'eol':
      return [EOL];
    case 'mss':
      return [MSS, 4, o.mss >> 8, o.mss & 0xff];
    case 'wscale':
      return [WSCALE, 3, o.shift];
    case 'sackOk':
      return [SACK_PERMITTED, 2];
    case 'sack': {
      const edges = o.blocks.flatMap((b) => [b.from, b.to]);
      return [SACK, 2 + 4 * edges.length, ...edges.flatMap((n) => word(numbers.ack(n)))];
    }
    case 'ts': {
      const ecr = numbers.ecr(o.ecr ?? 0, o.literalEcr || o.ecr === null);
      return [TIMESTAMPS, 10, ...word(o.val ?? 0), ...word(ecr)];
    }
    case 'fastOpen': {
      const cookie = o.cookie ?? [];
      if (!o.experimental) return [FAST_OPEN, 2 + cookie.length, ...cookie];
      return [EXPERIMENTAL, 4 + cookie.length, ...FAST_OPEN_MAGIC, ...cookie];
    }
    case 'md5':
      return [MD5, MD5_LENGTH, ...(o.digest ?? new Uint8Array(MD5_LENGTH - 2))];
    case 'raw':
      return [...o.octets];
  }
}

function word(n: number): number[] {
  return [(n >>> 24) & 0xff, (n >>> 16) & 0xff, (n >>> 8) & 0xff, n & 0xff];
}

/** Changes the numbers of the SACK and TS options in place; those that are malformed stay as they are. */
export function mapOptions(
  octets: Uint8Array,
  map: { ack(n: number): number; val(n: number): number },
): void {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  for (const { kind, from, to } of eachOption(octets, 0, octets.length)) {
    if (kind === SACK) {
      for (let at = from + 2; at + 4 <= to; at += 4) {
        view.setUint32(at, map.ack(view.getUint32(at)) >>> 0);
      }
    } else if (kind === TIMESTAMPS && to - from === 10) {
      view.setUint32(from + 2, map.val(view.getUint32(from + 2)) >>> 0);
    }
  }
}

/** The octets of each option, end of list and what follows it included, one element each. */
export function splitOptions(octets: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < octets.length) {
    const kind = octets[at] as number;
    const length = kind === EOL || kind === NOP ? 1 : (octets[at + 1] ?? 0);
    const to = length < 1 || at + length > octets.length ? octets.length : at + length;
    parts.push(octets.subarray(at, Math.max(to, at + 1)));
    at = Math.max(to, at + 1);
  }
  return parts;
}

/** What the timestamps option among `octets` says; null without one. */
export function timestampsOf(octets: Uint8Array): { val: number; ecr: number; at: number } | null {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  for (const { kind, from, to } of eachOption(octets, 0, octets.length)) {
    if (kind !== TIMESTAMPS || to - from !== 10) continue;
    return { val: view.getUint32(from + 2), ecr: view.getUint32(from + 6), at: from };
  }
  return null;
}

/** Options in packetdrill's notation, without the brackets. */
export function optionsNotation(octets: Uint8Array): string {
  return splitOptions(octets).map(optionNotation).join(',');
}

/** An option as a script has it, in the same notation. */
export function scriptedOption(o: TcpOption): string {
  if (o.kind === 'md5' && o.digest === null) return 'md5 valid';
  if (o.kind === 'fastOpen' && o.cookie === null) return `${o.experimental ? 'FOEXP' : 'FO'} ...`;
  if (o.kind === 'ts') return `TS val ${o.val ?? '...'} ecr ${o.ecr ?? '...'}`;
  return optionsNotation(Uint8Array.from(octetsOf(o, AS_WRITTEN)));
}

/** One option in packetdrill's notation. */
export function optionNotation(o: Uint8Array): string {
  const view = new DataView(o.buffer, o.byteOffset, o.length);
  const n = o.length;
  switch (o[0]) {
    case EOL:
      return 'eol';
    case NOP:
      return 'nop';
    case MSS:
      if (n === 4) return `mss ${view.getUint16(2)}`;
      break;
    case WSCALE:
      if (n === 3) return `wscale ${o[2]}`;
      break;
    case SACK_PERMITTED:
      if (n === 2) return 'sackOK';
      break;
    case SACK:
      if (n >= 10 && (n - 2) % 8 === 0) return `sack ${blocks(view, n)}`;
      break;
    case TIMESTAMPS:
      if (n === 10) return `TS val ${view.getUint32(2)} ecr ${view.getUint32(6)}`;
      break;
    case FAST_OPEN:
      return n === 2 ? 'FO' : `FO ${hex(o.subarray(2))}`;
    case EXPERIMENTAL:
      if (n >= 4 && o[2] === FAST_OPEN_MAGIC[0] && o[3] === FAST_OPEN_MAGIC[1]) {
        return n === 4 ? 'FOEXP' : `FOEXP ${hex(o.subarray(4))}`;
      }
      break;
    case MD5:
      if (n === MD5_LENGTH) return `md5 ${hex(o.subarray(2))}`;
      break;
    default:
  }
  return `0x${hex(o)}`;
}

function blocks(view: DataView, n: number): string {
  const texts: string[] = [];
  for (let at = 2; at < n; at += 8) texts.push(`${view.getUint32(at)}:${view.getUint32(at + 4)}`);
  return texts.join(' ');
}

function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
