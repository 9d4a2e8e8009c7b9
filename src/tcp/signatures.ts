import { MD5_LENGTH, Md5 } from '../base/md5.ts';
import type { Packet } from '../base/packet.ts';
import { type Address, Prefix } from '../wire/address.ts';
import { finish, sumPacket } from '../wire/checksum.ts';
import { type Drop, MD5_MISSING, MD5_UNEXPECTED, MD5_WRONG, OK } from '../wire/drop.ts';
import { TCP } from '../wire/ip.ts';
import {
  HAS_MD5,
  HAS_SACK_OK,
  HAS_TFO,
  optionsLength,
  prependTcp,
  type Segment,
} from '../wire/tcp.ts';
import { MOST_OPTIONS } from '../wire/tcp-options.ts';
import type { Profile } from './profile.ts';

/** Octets that a signature takes of every segment: NOP, NOP and 18 octets. RFC 2385 section 3. */
export const SIGNATURE_SPACE = 20;
/** The longest key, octets: Linux's TCP_MD5SIG_MAXKEYLEN. RFC 2385 section 4.5 wants at least 80. */
export const LONGEST_MD5_KEY = 80;
/** Keys that one socket, or the host, has at most: Linux's net.core.optmem_max leaves room for about as many. */
export const MOST_MD5_KEYS = 1024;
/** Octets of a TCP header without options. */
const HEADER = 20;

interface Entry {
  readonly peers: Prefix;
  readonly text: string;
  readonly key: Uint8Array;
}

/**
 * Keys of TCP MD5 signatures, RFC 2385, by peer. A socket has keys of its own, as Linux's TCP_MD5SIG gives it,
 * or goes by those of its host, as FreeBSD's does, which setkey(8) fills.
 */
export class Md5Keys {
  /** A peer without a key is not spoken with; otherwise unsigned. */
  readonly strict: boolean;
  /** Longest prefixes first. */
  #entries: Entry[] = [];

  /** From now on every segment is looked at that comes to `tcp`. */
  constructor(tcp: { guarded: boolean }, strict = false) {
    this.strict = strict;
    tcp.guarded = true;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Whether the key for that network can be set: it takes the place of another, or there are not too many. */
  hasRoomFor(peers: Prefix): boolean {
    const text = peers.toString();
    return this.size < MOST_MD5_KEYS || this.#entries.some((e) => e.text === text);
  }

  /**
   * Sets the key, of 1 to 80 octets, for a peer or a network of peers; null forgets it. Throws a RangeError for
   * a key of another length, and for one more than 1024.
   */
  set(peers: Address | Prefix, key: Uint8Array | null): void {
    const prefix =
      peers instanceof Prefix ? peers : new Prefix(peers, peers.version === 4 ? 32 : 128);
    if (key !== null && (key.length === 0 || key.length > LONGEST_MD5_KEY)) {
      throw new RangeError(`an MD5 key has 1 to ${LONGEST_MD5_KEY} octets, not ${key.length}`);
    }
    const text = prefix.toString();
    const others = this.#entries.filter((e) => e.text !== text);
    if (key !== null && others.length >= MOST_MD5_KEYS) {
      throw new RangeError(`there are ${MOST_MD5_KEYS} MD5 keys already`);
    }
    if (key !== null) others.push({ peers: prefix, text, key: key.slice() });
    this.#entries = others.sort((a, b) => b.peers.length - a.peers.length);
  }

  /** Another with the same keys, which may be changed by itself. */
  copy(): Md5Keys {
    const other = new Md5Keys({ guarded: true }, this.strict);
    other.#entries = this.#entries;
    return other;
  }

  /** The key for a peer, or null. */
  find(peer: Address): Uint8Array | null {
    for (const { peers, key } of this.#entries) if (peers.contains(peer)) return key;
    return null;
  }

  clear(): void {
    this.#entries = [];
  }
}

const md5 = new Md5();
const digest = new Uint8Array(MD5_LENGTH);
/** Addresses, length and protocol of the pseudo-header, and after it the header without its checksum. */
const head = new Uint8Array(40 + HEADER);
const headView = new DataView(head.buffer);

/**
 * What a segment's signature should be, into `digest`: over the pseudo-header, the header without options and
 * checksum, the text, and the key. RFC 2385 section 2.0.
 */
function computeDigest(
  bytes: Uint8Array,
  from: number,
  textFrom: number,
  to: number,
  src: Address,
  dst: Address,
  key: Uint8Array,
): void {
  const at = writePseudo(src, dst, to - from);
  for (let i = 0; i < HEADER; i++) head[at + i] = bytes[from + i] as number;
  headView.setUint16(at + 16, 0);
  md5
    .update(head, 0, at + HEADER)
    .update(bytes, textFrom, to)
    .update(key)
    .finish(digest);
}

/** Writes the pseudo-header of RFC 9293 section 3.1 or RFC 8200 section 8.1 to `head`; returns its length. */
function writePseudo(src: Address, dst: Address, length: number): number {
  if (src.version === 4) {
    headView.setInt32(0, src.w3);
    headView.setInt32(4, dst.w3);
    headView.setInt32(8, (TCP << 16) | length);
    return 12;
  }
  for (const [at, a] of [
    [0, src],
    [16, dst],
  ] as const) {
    headView.setInt32(at, a.w0);
    headView.setInt32(at + 4, a.w1);
    headView.setInt32(at + 8, a.w2);
    headView.setInt32(at + 12, a.w3);
  }
  headView.setInt32(32, length);
  headView.setInt32(36, TCP);
  return 40;
}

/** As `prependTcp`, with a signature; options that then find no room stay away. */
export function prependSigned(
  p: Packet,
  seg: Segment,
  profile: Profile,
  pseudoSum: number,
  local: Address,
  remote: Address,
  key: Uint8Array,
): void {
  const layout = profile.options;
  seg.options |= HAS_MD5;
  const cookie = seg.tfoTo - seg.tfoFrom;
  for (const rest of [HAS_TFO, HAS_SACK_OK]) {
    if (optionsLength(seg.options, seg.sackCount, layout, cookie) > MOST_OPTIONS)
      seg.options &= ~rest;
  }
  prependTcp(p, seg, layout, -1); // which leaves the checksum 0
  computeDigest(p.bytes, p.from, seg.textFrom, p.to, local, remote, key);
  p.bytes.set(digest, seg.md5From);
  if (pseudoSum < 0) return;
  const sum = sumPacket(p, p.from, p.to, pseudoSum + p.to - p.from);
  p.view.setUint16(p.from + 16, finish(sum));
}

/**
 * Why a segment that arrived must be dropped for its signature, or OK: RFC 2385 section 2.0. What has a
 * signature that nobody asked for is dropped or not, as the profile says.
 */
export function checkSignature(
  keys: Md5Keys | null,
  seg: Segment,
  local: Address,
  remote: Address,
  profile: Profile,
): Drop {
  const signed = (seg.options & HAS_MD5) !== 0;
  const key = keys === null ? null : keys.find(remote);
  if (key === null) {
    if (keys?.strict) return MD5_WRONG;
    return signed && profile.unexpectedSignature === 'drop' ? MD5_UNEXPECTED : OK;
  }
  if (!signed) return MD5_MISSING;
  const { bytes } = seg;
  computeDigest(bytes, seg.optionsFrom - HEADER, seg.textFrom, seg.textTo, remote, local, key);
  let differ = 0;
  for (let i = 0; i < MD5_LENGTH; i++) {
    differ |= (digest[i] as number) ^ (bytes[seg.md5From + i] as number);
  }
  return differ === 0 ? OK : MD5_WRONG;
}

/** Whether segments to `remote` carry a signature. */
export function isSigned(keys: Md5Keys | null, remote: Address): boolean {
  return keys !== null && (keys.strict || keys.find(remote) !== null);
}
