import { Address } from '../wire/address.ts';
import type { Draft, Row } from './draft.ts';
import { u8, u16 } from './octets.ts';
import {
  ecnMeans,
  FLAGS,
  IP,
  octetsMeans,
  offsetMeans,
  protocolMeans,
  versionMeans,
  wordsMeans,
} from './words/ip.ts';
import { WHY } from './words/payload.ts';

/** Where a TCP segment lies in its packet: [from, to). */
export interface Inside {
  readonly from: number;
  readonly to: number;
}

const TCP = 6;
const HEADER_4 = 20;
const HEADER_6 = 40;
/** Extension headers with a length of their own, RFC 8200 section 4; and the fragment's, which has none. */
const EXTENSIONS = [0, 43, 60];
const FRAGMENT = 44;

/** RFC 791 section 3.1. */
// biome-ignore format: a table
const IPV4: readonly Row[] = [
  { id: 'ip-version', bits: 4, words: IP.version, means: versionMeans },
  { id: 'ip-ihl', bits: 4, words: IP.ihl, means: wordsMeans },
  { id: 'ip-dscp', bits: 6, words: IP.dscp },
  { id: 'ip-ecn', bits: 2, words: IP.ecn, means: ecnMeans },
  { id: 'ip-total', bits: 16, words: IP.total, means: octetsMeans },
  { id: 'ip-id', bits: 16, words: IP.id },
  { id: 'ip-reserved', bits: 1, words: IP.reserved, flag: FLAGS.reserved },
  { id: 'ip-df', bits: 1, words: IP.df, flag: FLAGS.df },
  { id: 'ip-mf', bits: 1, words: IP.mf, flag: FLAGS.mf },
  { id: 'ip-offset', bits: 13, words: IP.offset, means: offsetMeans },
  { id: 'ip-ttl', bits: 8, words: IP.ttl },
  { id: 'ip-protocol', bits: 8, words: IP.protocol, means: protocolMeans },
  { id: 'ip-checksum', bits: 16, words: IP.checksum },
  { id: 'ip-src', bits: 32, words: IP.src, shows: addressText(4) },
  { id: 'ip-dst', bits: 32, words: IP.dst, shows: addressText(4) },
];

/** RFC 8200 section 3. */
// biome-ignore format: a table
const IPV6: readonly Row[] = [
  { id: 'ip-version', bits: 4, words: IP.version6, means: versionMeans },
  { id: 'ip-dscp', bits: 6, words: IP.dscp },
  { id: 'ip-ecn', bits: 2, words: IP.ecn, means: ecnMeans },
  { id: 'ip-flow', bits: 20, words: IP.flow },
  { id: 'ip-length', bits: 16, words: IP.length6, means: octetsMeans },
  { id: 'ip-next', bits: 8, words: IP.next, means: protocolMeans },
  { id: 'ip-hops', bits: 8, words: IP.hops },
  { id: 'ip-src', bits: 128, words: IP.src6, shows: addressText(6) },
  { id: 'ip-dst', bits: 128, words: IP.dst6, shows: addressText(6) },
];

function addressText(version: 4 | 6): (bytes: Uint8Array, at: number) => string {
  return (bytes, at) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new Address().readFrom(view, at, version).toString();
  };
}

/** Reads an IPv4 header; null when no TCP header follows, and all octets are then accounted for. */
export function readIpv4(d: Draft): Inside | null {
  const { bytes } = d;
  if (bytes.length < HEADER_4) return lost(d, 0, WHY.short);
  d.rows('ip', 0, IPV4);
  const header = (u8(bytes, 0) & 15) * 4;
  if (header < HEADER_4 || header > bytes.length) return lost(d, HEADER_4, WHY.ihl);
  if (header > HEADER_4) d.octets('ip', 'ip-options', HEADER_4, header, IP.options);
  const total = u16(bytes, 2);
  if (total < header) return lost(d, header, WHY.total);
  if ((u16(bytes, 6) & 0x1fff) !== 0) return lost(d, header, WHY.fragment);
  if (u8(bytes, 9) !== TCP) return lost(d, header, WHY.notTcp);
  return { from: header, to: Math.min(total, bytes.length) };
}

/** The same for IPv6, whose extension headers are one field each. */
export function readIpv6(d: Draft): Inside | null {
  const { bytes } = d;
  if (bytes.length < HEADER_6) return lost(d, 0, WHY.short);
  d.rows('ip', 0, IPV6);
  const to = Math.min(HEADER_6 + u16(bytes, 4), bytes.length);
  let at = HEADER_6;
  let next = u8(bytes, 6);
  for (let n = 1; next === FRAGMENT || EXTENSIONS.includes(next); n++) {
    const end = next === FRAGMENT ? at + 8 : at + (u8(bytes, at + 1) + 1) * 8;
    if (end > to) return lost(d, at, WHY.extension);
    const isLater = next === FRAGMENT && (u16(bytes, at + 2) & 0xfff8) !== 0;
    d.octets('ip', `ip-extension${n}`, at, end, IP.extension);
    next = u8(bytes, at);
    at = end;
    if (isLater) return lost(d, at, WHY.fragment);
  }
  return next === TCP ? { from: at, to } : lost(d, at, WHY.notTcp);
}

function lost(d: Draft, from: number, why: (typeof WHY)[keyof typeof WHY]): null {
  d.unreadable('ip', from, d.bytes.length, why);
  return null;
}
