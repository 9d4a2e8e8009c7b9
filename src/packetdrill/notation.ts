import type { Micros } from '../base/timer-queue.ts';
import { tcpFlags } from '../wire/tcp.ts';
import type { Ports } from './ast.ts';
import { icmpNotation } from './icmp-names.ts';
import type { IcmpOnWire, OtherOnWire } from './wire-packet.ts';

/** A segment in the numbers of the script, to be shown. */
export interface SegmentInScript {
  readonly direction: 'in' | 'out';
  readonly flags: number;
  readonly seq: number;
  readonly length: number;
  readonly ack: number;
  /** null is not compared. */
  readonly window: number | null;
  readonly urgent: number;
  /** In this notation, without the brackets: empty for none, null for `<...>`. */
  readonly options: string | null;
  readonly udp: Ports | null;
  /** The number stands as it is on the wire. */
  readonly isLiteral?: boolean;
  /** Whatever of the IP header is worth showing, such as `ttl 64`; empty for none. */
  readonly ip: string;
}

/** A segment as packetdrill writes it: `> S. 0:0(0) ack 1 win 65535 <mss 1460>`. */
export function segmentNotation(s: SegmentInScript): string {
  const parts = [s.direction === 'in' ? '<' : '>'];
  if (s.ip !== '') parts.push(`(${s.ip})`);
  parts.push(tcpFlags(s.flags), sequence(s));
  const hasAck = (s.flags & 0x10) !== 0;
  if (hasAck || s.ack !== 0) parts.push(`ack ${s.ack}`);
  if (s.window !== null) parts.push(`win ${s.window}`);
  if (s.urgent !== 0) parts.push(`urg ${s.urgent}`);
  if (s.options === null) parts.push('<...>');
  else if (s.options !== '') parts.push(`<${s.options}>`);
  if (s.udp !== null) parts.push(`/udp(${s.udp.from} > ${s.udp.to})`);
  return parts.join(' ');
}

function sequence(s: SegmentInScript): string {
  const mark = s.isLiteral === true ? '!' : '';
  return `${s.seq}:${(s.seq + s.length) >>> 0}(${s.length})${mark}`;
}

/** An ICMP message of the stack as packetdrill writes it; `seq` is the quoted number in script space. */
export function icmpMessageNotation(m: IcmpOnWire, seq: number | null): string {
  const isTooBig = m.ip.version === 6 ? m.type === 2 : m.type === 3 && m.code === 4;
  const mtu = isTooBig ? ` mtu ${m.rest}` : '';
  const quoted = seq === null ? '' : ` [${seq}:${seq}(0)]`;
  return `> icmp ${icmpNotation(m.ip.version, m.type, m.code)}${mtu}${quoted}`;
}

export function otherNotation(o: OtherOnWire): string {
  return `> ${o.what} from ${o.ip.src} to ${o.ip.dst}, ${o.ip.totalLength} octets`;
}

/** A time in seconds, with three digits at least: `0.040`, `12.345678`. */
export function seconds(t: Micros): string {
  return (t / 1_000_000).toFixed(6).replace(/0{1,3}$/, '');
}

/** A time with three digits at least: `+0.040`. */
export function offset(t: Micros): string {
  return `${t < 0 ? '-' : '+'}${(Math.abs(t) / 1_000_000).toFixed(6).replace(/0{1,3}$/, '')}`;
}
