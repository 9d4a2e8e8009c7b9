import type { Dissection, Field, Layer } from '../../src/inspect/field.ts';
import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import { toldAt } from '../state/cursor.ts';

/** Octets in a row: 32 bits, as RFC 9293 draws them. */
export const ROW = 4;

/** One row of the grid: octets [from, to), and the fields that begin in it. */
export interface GridRow {
  readonly from: number;
  readonly to: number;
  readonly fields: readonly Field[];
}

/** A header, the options or the data, in rows. */
export interface GridGroup {
  readonly layer: Layer;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly GridRow[];
}

/** The octets of a packet in groups and rows; a row never holds octets of two groups. */
export function gridOf({ fields }: Dissection): GridGroup[] {
  const groups: { layer: Layer; from: number; to: number }[] = [];
  for (const f of fields) {
    const last = groups.at(-1);
    const to = f.from + f.length;
    if (last?.layer === f.layer) last.to = Math.max(last.to, to);
    else groups.push({ layer: f.layer, from: f.from, to });
  }
  return groups.map((g) => {
    const rows: GridRow[] = [];
    for (let at = g.from; at < g.to; at += ROW) {
      const end = Math.min(at + ROW, g.to);
      const begin = fields.filter((f) => f.from >= at && f.from < end);
      rows.push({ from: at, to: end, fields: begin });
    }
    return { ...g, rows };
  });
}

/** Where an octet stands in what it is part of: in its header, or in the data. */
export interface Place {
  readonly part: 'ip' | 'tcp' | 'text';
  readonly at: number;
}

/** Counted from 0, as `tcp[13]` is in filters. */
export function placeOf({ tcp }: Dissection, at: number): Place {
  if (tcp === null || at < tcp.from) return { part: 'ip', at };
  if (at < tcp.text) return { part: 'tcp', at: at - tcp.from };
  return { part: 'text', at: at - tcp.text };
}

/** Whether a field is one of the flags of the TCP header. */
export function isFlag(f: Field): boolean {
  return f.id.startsWith('flag-');
}

/** The segment that the stop at frame `stop` is about, or that brought it about in the same instant. */
export function segmentAt(trace: Trace, stop: number): TraceSegment | null {
  let f = toldAt(trace, stop);
  const at = f?.at;
  while (f !== null && f.at === at) {
    const id = f.segment;
    if (id !== null) return trace.segments.find((s) => s.id === id) ?? null;
    f = f.cause === null ? null : (trace.frames[f.cause] ?? null);
  }
  return null;
}

/** What finds this segment, and its copies, in Wireshark. */
export function displayFilter({ version, fields }: Dissection): string {
  const raw = (id: string): number => fields.find((f) => f.id === id)?.raw ?? 0;
  const text = (id: string): string => fields.find((f) => f.id === id)?.value ?? '';
  const ip = version === 6 ? 'ipv6' : 'ip';
  const flags = fields.filter(isFlag).reduce((sum, f) => sum * 2 + (f.raw ?? 0), 0);
  const parts = [
    `${ip}.src == ${text('ip-src')}`,
    `${ip}.dst == ${text('ip-dst')}`,
    `tcp.srcport == ${raw('tcp-sport')}`,
    `tcp.dstport == ${raw('tcp-dport')}`,
    `tcp.seq_raw == ${raw('tcp-seq')}`,
    `tcp.flags == 0x${flags.toString(16).padStart(3, '0')}`,
  ];
  if (raw('flag-ack') === 1) parts.push(`tcp.ack_raw == ${raw('tcp-ack')}`);
  return parts.join(' && ');
}

/** The octets as Wireshark and `xxd` take them: pairs of digits, sixteen to a line. */
export function hexDump(bytes: Uint8Array): string {
  const pairs = [...bytes].map((b) => b.toString(16).padStart(2, '0'));
  const lines: string[] = [];
  for (let i = 0; i < pairs.length; i += 16) {
    lines.push(`${i.toString(16).padStart(4, '0')}  ${pairs.slice(i, i + 16).join(' ')}`);
  }
  return lines.join('\n');
}
