import type { CallDetail, Trace, TraceFrame } from '../../src/observe/trace.ts';
import type { Cursor } from '../state/cursor.ts';

/** Octets that were written or read at once; those of which the trace tells only how many are null. */
interface Chunk {
  readonly frame: number;
  readonly octets: readonly (number | null)[];
}

/** An application's end of a connection. */
interface Side {
  readonly host: string;
  readonly socket: string;
  readonly flow: number;
  readonly connects: boolean;
  readonly wrote: Chunk[];
  readonly read: Chunk[];
  peer: Side | null;
  /** The frame in which the connection was over for it. */
  closed: number;
}

/** How an octet fared: `foreign` was never written at this place, `missing` never came. */
export type Fate = 'right' | 'wrong' | 'foreign' | 'pending' | 'missing';

export interface Octet {
  readonly wrote: number | null;
  readonly read: number | null;
  readonly fate: Fate;
}

/** One direction of a connection at a cursor: what was written, and what was read of it. */
export interface StreamView {
  readonly flow: number;
  /** Who wrote; null when nobody did, on this connection. */
  readonly from: string | null;
  readonly to: string;
  /** The reader's socket, or the writer's when there is no reader yet. */
  readonly socket: string;
  readonly wrote: number;
  readonly read: number;
  readonly octets: readonly Octet[];
  /** Octets that are wrong or foreign. */
  readonly wrong: number;
}

const known = new WeakMap<Trace, readonly Side[]>();

function sidesOf(trace: Trace): readonly Side[] {
  let sides = known.get(trace);
  if (sides === undefined) {
    sides = collect(trace);
    known.set(trace, sides);
  }
  return sides;
}

type CallFrame = Extract<TraceFrame, { kind: 'call' }>;

function collect(trace: Trace): Side[] {
  const all: Side[] = [];
  const now = new Map<string, Side>();
  trace.frames.forEach((f, i) => {
    if (hasEnded(f)) ended(all, f.host, f.kind === 'host' ? null : f.flow, i);
    if (f.kind !== 'call' || f.flow === null || f.flow === 0) return;
    const key = `${f.host} ${f.detail.socket ?? 'main'}`;
    if (begins(f)) {
      const side = begin(trace, f, f.flow, all);
      now.set(key, side);
      all.push(side);
      if (f.call === 'connect') side.wrote.push(...synText(trace, f, i));
      return;
    }
    const side = now.get(key);
    if (side === undefined) return;
    if (f.call === 'send' || f.call === 'send-urgent') side.wrote.push(chunk(f.detail, i));
    else if (f.call === 'read') side.read.push(chunk(f.detail, i));
    else if (f.call === 'closed') side.closed = Math.min(side.closed, i);
  });
  return all;
}

/** Whether a host will read nothing more, though nobody may be left to be told so. */
function hasEnded(f: TraceFrame): boolean {
  return (f.kind === 'state' && f.to === 'CLOSED') || (f.kind === 'host' && f.what === 'power-off');
}

/** The last connection of a flow is over for a host, or all that it has. */
function ended(all: readonly Side[], host: string, flow: number | null, frame: number): void {
  const own = all.filter((s) => s.host === host && (flow === null || s.flow === flow));
  for (const s of flow === null ? own : own.slice(-1)) s.closed = Math.min(s.closed, frame);
}

function begins(f: CallFrame): boolean {
  if (typeof f.detail.error === 'string') return false;
  return f.call === 'connect' || f.call === 'accept' || f.call === 'listen';
}

function begin(trace: Trace, f: CallFrame, flow: number, all: readonly Side[]): Side {
  const side: Side = {
    ...{ host: f.host, socket: f.detail.socket ?? 'main', flow, connects: f.call === 'connect' },
    ...{ wrote: [], read: [], peer: null, closed: Number.POSITIVE_INFINITY },
  };
  // The one who called last and has nobody yet; whoever is accepted beyond that was called by no one.
  const last = all.findLast((s) => s.flow === flow && s.host !== f.host);
  if (last !== undefined && last.peer === null && (last.connects || f.call !== 'listen')) {
    side.peer = last;
    last.peer = side;
  }
  const [a, b] = trace.flows[flow - 1]?.ends ?? [];
  if (a !== undefined && a.address === b?.address && a.port === b.port) side.peer = side;
  return side;
}

function chunk({ octets = 0, text, bytes }: CallDetail, frame: number): Chunk {
  if (text !== undefined) {
    return { frame, octets: Array.from(text, (c) => c.charCodeAt(0)) };
  }
  if (bytes === undefined) return { frame, octets: new Array<null>(octets).fill(null) };
  return { frame, octets: octetsOf(bytes) };
}

function octetsOf(hex: string): number[] {
  return Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** What an application gave `connect` to send on the SYN: that left just before the call returned. */
function synText(trace: Trace, f: CallFrame, i: number): Chunk[] {
  for (let j = i - 1; j >= 0 && trace.frames[j]?.at === f.at; j--) {
    const sent = trace.frames[j];
    if (sent?.kind !== 'sent' || sent.host !== f.host || sent.flow !== f.flow) continue;
    const octets = textOf(trace, sent.segment);
    return octets.length === 0 ? [] : [{ frame: i, octets }];
  }
  return [];
}

/** The text that a segment carried as it was sent; nulls where octets are not kept. */
export function textOf(trace: Trace, id: string | null): readonly (number | null)[] {
  const s = trace.segments.find((x) => x.id === id);
  if (s === undefined || s.length === 0) return [];
  if (s.bytes === undefined) return new Array<null>(s.length).fill(null);
  return octetsOf(s.bytes.slice(-2 * s.length));
}

/** Both directions of every connection in which anything was said, at a cursor; of one flow when given. */
export function streamsAt(trace: Trace, { frame }: Cursor, flow?: number): StreamView[] {
  const views: StreamView[] = [];
  for (const side of sidesOf(trace)) {
    if (flow !== undefined && side.flow !== flow) continue;
    const read = upTo(side.read, frame);
    const wrote = side.peer === null ? [] : upTo(side.peer.wrote, frame);
    if (read.length > 0 || wrote.length > 0) {
      views.push(compare(side, side.peer?.host ?? null, wrote, read, side.closed <= frame));
    }
    // What is said to nobody yet.
    const own = side.peer === null ? upTo(side.wrote, frame) : [];
    if (own.length > 0) views.push({ ...compare(side, side.host, own, [], false), to: '' });
  }
  return views;
}

function upTo(chunks: readonly Chunk[], frame: number): (number | null)[] {
  return chunks.filter((c) => c.frame <= frame).flatMap((c) => c.octets);
}

function compare(
  side: Side,
  from: string | null,
  wrote: readonly (number | null)[],
  read: readonly (number | null)[],
  isOver: boolean,
): StreamView {
  const octets: Octet[] = [];
  for (let i = 0; i < Math.max(wrote.length, read.length); i++) {
    const w = wrote[i] ?? null;
    const r = read[i] ?? null;
    octets.push({ wrote: w, read: r, fate: fateOf(i, wrote, read, isOver) });
  }
  return {
    ...{ flow: side.flow, from, to: side.host, socket: side.socket },
    ...{ wrote: wrote.length, read: read.length, octets },
    wrong: octets.filter((o) => o.fate === 'wrong' || o.fate === 'foreign').length,
  };
}

function fateOf(
  i: number,
  wrote: readonly (number | null)[],
  read: readonly (number | null)[],
  isOver: boolean,
): Fate {
  if (i >= read.length) return isOver ? 'missing' : 'pending';
  if (i >= wrote.length) return 'foreign';
  const [w, r] = [wrote[i], read[i]];
  return w !== null && r !== null && w !== r ? 'wrong' : 'right';
}

/** How many octets applications read, in a whole run, that nobody wrote there. */
export function wrongOctets(trace: Trace): number {
  const end = { frame: trace.frames.length - 1, at: trace.end };
  return streamsAt(trace, end).reduce((n, s) => n + s.wrong, 0);
}
