import { MD5_LENGTH, Md5 } from '../base/md5.ts';
import type { Address } from '../wire/address.ts';
import { TCP } from '../wire/ip.ts';
import { eachOption } from '../wire/tcp-options.ts';
import { MD5 } from './option-octets.ts';

const TCP_HEADER = 20;
const CHECKSUM_AT = 16;

/**
 * The digest that a segment's MD5 option should have, RFC 2385 section 2.0: over the pseudo-header, the header
 * without its options and with a checksum of 0, the text, and the key. Computed here once more, so that the
 * stack's own signatures are not judged by themselves.
 *
 * @param segment from the TCP header on
 * @param key an octet a character
 */
export function signatureOf(
  src: Address,
  dst: Address,
  segment: Uint8Array,
  key: string,
): Uint8Array {
  const header = segment.slice(0, TCP_HEADER);
  header[CHECKSUM_AT] = 0;
  header[CHECKSUM_AT + 1] = 0;
  const text = ((segment[12] ?? 0) >> 4) * 4;
  const digest = new Uint8Array(MD5_LENGTH);
  new Md5()
    .update(pseudoHeader(src, dst, segment.length))
    .update(header)
    .update(segment, text)
    .update(Uint8Array.from(key, (c) => c.charCodeAt(0)))
    .finish(digest);
  return digest;
}

/** RFC 9293 section 3.1, RFC 8200 section 8.1. */
function pseudoHeader(src: Address, dst: Address, length: number): Uint8Array {
  const isV4 = src.version === 4;
  const octets = new Uint8Array(isV4 ? 12 : 40);
  const view = new DataView(octets.buffer);
  const at = dst.writeTo(view, src.writeTo(view, 0)) + (isV4 ? 4 : 16);
  if (isV4) {
    view.setUint8(at + 1, TCP);
    view.setUint16(at + 2, length);
  } else {
    view.setUint32(at, length);
    view.setUint8(at + 7, TCP);
  }
  return octets;
}

/** Where the digest stands among a segment's options; -1 without one. */
export function digestPlace(options: Uint8Array): number {
  for (const { kind, from, to } of eachOption(options, 0, options.length)) {
    if (kind === MD5 && to - from === MD5_LENGTH + 2) return from + 2;
  }
  return -1;
}
