import type { Draft, Row } from './draft.ts';
import type { Inside } from './ip.ts';
import { u8 } from './octets.ts';
import { readOptions } from './options.ts';
import { wordsMeans } from './words/ip.ts';
import { TEXT, textMeans, WHY } from './words/payload.ts';
import { FLAG, TCP } from './words/tcp.ts';

/** Octets of a TCP header without options. */
export const TCP_HEADER = 20;

/** RFC 9293 section 3.1; the ninth flag is that of RFC 9768. */
// biome-ignore format: a table
const HEADER: readonly Row[] = [
  { id: 'tcp-sport', bits: 16, words: TCP.sport },
  { id: 'tcp-dport', bits: 16, words: TCP.dport },
  { id: 'tcp-seq', bits: 32, words: TCP.seq },
  { id: 'tcp-ack', bits: 32, words: TCP.ack },
  { id: 'tcp-offset', bits: 4, words: TCP.offset, means: wordsMeans },
  { id: 'tcp-reserved', bits: 3, words: TCP.reserved },
  { id: 'flag-ae', bits: 1, words: TCP.ae, flag: FLAG.ae },
  { id: 'flag-cwr', bits: 1, words: TCP.cwr, flag: FLAG.cwr },
  { id: 'flag-ece', bits: 1, words: TCP.ece, flag: FLAG.ece },
  { id: 'flag-urg', bits: 1, words: TCP.urg, flag: FLAG.urg },
  { id: 'flag-ack', bits: 1, words: TCP.ackFlag, flag: FLAG.ack },
  { id: 'flag-psh', bits: 1, words: TCP.psh, flag: FLAG.psh },
  { id: 'flag-rst', bits: 1, words: TCP.rst, flag: FLAG.rst },
  { id: 'flag-syn', bits: 1, words: TCP.syn, flag: FLAG.syn },
  { id: 'flag-fin', bits: 1, words: TCP.fin, flag: FLAG.fin },
  { id: 'tcp-wnd', bits: 16, words: TCP.wnd },
  { id: 'tcp-checksum', bits: 16, words: TCP.checksum },
  { id: 'tcp-urgent', bits: 16, words: TCP.urgent },
];

/**
 * Reads the TCP header at [from, to), its options and its text. Returns where the text begins, `to` when
 * that cannot be told, and null when there is no whole header.
 */
export function readTcp(d: Draft, { from, to }: Inside): number | null {
  if (to - from < TCP_HEADER) {
    d.unreadable('tcp', from, to, WHY.tcpShort);
    return null;
  }
  d.rows('tcp', from, HEADER);
  const text = from + (u8(d.bytes, from + 12) >> 4) * 4;
  if (text < from + TCP_HEADER || text > to) {
    d.unreadable('tcp', from + TCP_HEADER, to, WHY.offset);
    return to;
  }
  readOptions(d, from + TCP_HEADER, text);
  if (text < to) {
    const means = textMeans(to - text, textOf(d.bytes, text, to));
    d.octets('payload', 'payload', text, to, TEXT, { means });
  }
  return text;
}

/** The longest text that is shown. */
const SHOWN = 60;

/** Octets as a text; null when they are not one, or it would be long. */
function textOf(bytes: Uint8Array, from: number, to: number): string | null {
  if (to - from > SHOWN) return null;
  let text = '';
  for (let i = from; i < to; i++) {
    const c = u8(bytes, i);
    if (c < 0x20 || c > 0x7e) return null;
    text += String.fromCharCode(c);
  }
  return text;
}
