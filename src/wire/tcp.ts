import type { Packet } from '../base/packet.ts';
import { finish, sumPacket } from './checksum.ts';
import { BAD_TCP_CHECKSUM, BAD_TCP_HEADER, type Drop, OK } from './drop.ts';
import type { Seq } from './seq.ts';
import {
  cookieOctets,
  HAS_TFO,
  MOST_OPTIONS,
  type OptionLayout,
  optionsLength,
  parseOptions,
  writeOptions,
} from './tcp-options.ts';

export {
  HAS_MD5,
  HAS_MSS,
  HAS_SACK,
  HAS_SACK_OK,
  HAS_TFO,
  HAS_TS,
  HAS_UNKNOWN,
  HAS_UTO,
  HAS_WSCALE,
  optionsLength,
} from './tcp-options.ts';

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;
export const URG = 0x20;
export const ECE = 0x40;
export const CWR = 0x80;
export const AE = 0x100;

const HEADER = 20;
const NOTHING = new Uint8Array(0);

/**
 * The segment being processed: its SEG variables in the terms of RFC 9293 section 3.3.1, its options,
 * and where its text lies in the packet. One is used over and over; whoever needs a value later
 * copies it.
 */
export class Segment {
  sport = 0;
  dport = 0;
  /** SEG.SEQ */
  seq: Seq = 0;
  /** SEG.ACK; meaningless unless ACK is set. */
  ack: Seq = 0;
  /** Nine bits, AE to FIN. */
  flags = 0;
  /** SEG.WND as it stands in the header, not yet scaled; unsigned. [MUST-1] */
  wnd = 0;
  /** SEG.UP; meaningless unless URG is set. */
  up = 0;
  /** The ECN field of the packet it came in, RFC 3168 section 5. */
  ecn = 0;
  /** The text is bytes[textFrom, textTo). */
  textFrom = 0;
  textTo = 0;
  bytes: Uint8Array = NOTHING;
  /** Which of the options below it carries: HAS_ bits. */
  options = 0;
  mss = 0;
  wscale = 0;
  tsVal = 0;
  tsEcr = 0;
  /** SACK blocks: left and right edges in turn; the first 2 * sackCount entries count. */
  readonly sacks: Int32Array = new Int32Array(8);
  sackCount = 0;
  /** TCP Fast Open cookie: bytes[tfoFrom, tfoTo); an empty one asks for a cookie. */
  tfoFrom = 0;
  tfoTo = 0;
  /** It is the form of before RFC 7413: kind 254 and the magic F989, RFC 6994. */
  tfoExperimental = false;
  /** The digest of an MD5 signature, RFC 2385: bytes[md5From, md5From + 16). */
  md5From = 0;
  /** User timeout, RFC 5482, as it stands in the option: G bit and 15 bits. */
  uto = 0;
  /** All options as they came, known or not, for observers: bytes[optionsFrom, optionsTo). */
  optionsFrom = 0;
  optionsTo = 0;

  /** SEG.LEN: the sequence numbers it occupies, SYN and FIN among them. */
  get len(): number {
    return this.textTo - this.textFrom + ((this.flags >> 1) & 1) + (this.flags & 1);
  }
}

/**
 * Reads the segment in [from, to) of `p` into `seg`, options and all; nothing is allocated.
 *
 * @param pseudoSum  {@link pseudo} of the addresses, TCP and `to - from`; below 0, the checksum is not
 *   verified, which is allowed only where the link cannot corrupt [MUST-3]
 * @see RFC 9293 section 3.1
 */
export function parseTcp(
  seg: Segment,
  p: Packet,
  from: number,
  to: number,
  pseudoSum: number,
): Drop {
  if (to - from < HEADER) return BAD_TCP_HEADER;
  const { view } = p;
  const word = view.getInt32(from + 12);
  const text = from + (word >>> 28) * 4;
  if (text < from + HEADER || text > to) return BAD_TCP_HEADER;
  if (pseudoSum >= 0 && finish(sumPacket(p, from, to, pseudoSum)) !== 0) return BAD_TCP_CHECKSUM;
  seg.sport = view.getUint16(from);
  seg.dport = view.getUint16(from + 2);
  seg.seq = view.getInt32(from + 4);
  seg.ack = view.getInt32(from + 8);
  seg.flags = (word >>> 16) & 0x1ff;
  seg.wnd = word & 0xffff; // unsigned [MUST-1]
  seg.up = view.getUint16(from + 18);
  seg.bytes = p.bytes;
  seg.textFrom = text;
  seg.textTo = to;
  seg.optionsFrom = from + HEADER;
  seg.optionsTo = text;
  parseOptions(seg, view);
  return OK;
}

/**
 * Prepends the header of `seg` to its text, which is all that `p` holds. Options are those of
 * `seg.options`, in the layout's order; SEG.ACK and SEG.UP go out as 0 unless their flags are set.
 * The ranges of `seg` then tell where things lie in `p`, for observers.
 *
 * @param pseudoSum  {@link pseudo} of the addresses, TCP and 0, for the length is added here; below 0,
 *   the checksum is left 0, which is allowed only where the link cannot corrupt [MUST-2]
 */
export function prependTcp(p: Packet, seg: Segment, layout: OptionLayout, pseudoSum: number): void {
  const { view } = p;
  const text = p.from;
  const { options } = seg;
  const cookie = (options & HAS_TFO) !== 0 ? cookieOctets(seg) : 0;
  const length = optionsLength(options, seg.sackCount, layout, cookie);
  if (length > MOST_OPTIONS) throw new Error(`TCP options of ${length} octets`);
  if ((seg.wnd & ~0xffff) !== 0) throw new Error(`a TCP window field of ${seg.wnd}`);
  const from = text - length - HEADER;
  if (length > 0) writeOptions(seg, view, text - length, text, layout);
  const { flags } = seg;
  view.setInt32(from, (seg.sport << 16) | seg.dport);
  view.setInt32(from + 4, seg.seq);
  view.setInt32(from + 8, (flags & ACK) !== 0 ? seg.ack : 0);
  view.setInt32(from + 12, ((HEADER + length) << 26) | ((flags & 0x1ff) << 16) | seg.wnd);
  view.setInt32(from + 16, (flags & URG) !== 0 ? seg.up : 0);
  if (pseudoSum >= 0) {
    const sum = sumPacket(p, from, p.to, pseudoSum + p.to - from);
    view.setUint16(from + 16, finish(sum));
  }
  p.from = from;
  seg.bytes = p.bytes;
  seg.textFrom = text;
  seg.textTo = p.to;
  seg.optionsFrom = text - length;
  seg.optionsTo = text;
}

/** The letters packetdrill shows for flags: 'S', 'S.', 'P.', 'SEW', 'SE.'; '-' for none. */
export function tcpFlags(flags: number): string {
  let s = '';
  if (flags & SYN) s += 'S';
  if (flags & FIN) s += 'F';
  if (flags & RST) s += 'R';
  if (flags & PSH) s += 'P';
  if (flags & ECE) s += 'E';
  if (flags & CWR) s += 'W';
  if (flags & AE) s += 'A';
  if (flags & URG) s += 'U';
  if (flags & ACK) s += '.';
  return s === '' ? '-' : s;
}
