import type { Micros } from '../base/timer-queue.ts';

/**
 * What happened in one run, as plain data: everything a ladder, a report or an export needs, and
 * nothing that `JSON` would lose. Times are microseconds of virtual time; sequence numbers are raw,
 * unsigned 32 bits. `numbering.ts` makes them relative.
 *
 * The same scenario, seed and faults give the same trace, octet for octet.
 */
export interface Trace {
  /** Rises when a reader of the old form would misread the new. */
  readonly version: 1;
  /** The scenario's id; empty when the run was not made by one. */
  readonly scenario: string;
  readonly seed: number;
  /** The clauses broken on purpose; empty for behaviour that conforms. */
  readonly nonStandard: readonly string[];
  /** What was done to the network by name, and whether there was such a segment. */
  readonly faults: readonly TraceFault[];
  readonly hosts: readonly TraceHost[];
  /** Pairs of ends that exchanged segments. */
  readonly flows: readonly TraceFlow[];
  /** In the order they were sent. */
  readonly segments: readonly TraceSegment[];
  /** In the order they happened. */
  readonly frames: readonly TraceFrame[];
  /** When the run was over. */
  readonly end: Micros;
  /** Frames and segments not kept, once the recorder was full. */
  readonly omitted: number;
}

/** A fault asked for by the name of a segment, such as "the 3rd segment A sent". */
export interface TraceFault {
  /** As in {@link TraceSegment.id}. */
  readonly segment: string;
  readonly action: string;
  /** False when that segment was never sent. */
  readonly hit: boolean;
}

export interface TraceHost {
  readonly name: string;
  /** The first of its addresses; empty when it has none. */
  readonly address: string;
  readonly addresses: readonly string[];
}

/** Everything between one pair of addresses and ports, in both directions. */
export interface TraceFlow {
  /** Counted from 1; 0 stands for all flows beyond what the recorder keeps, which are not listed. */
  readonly id: number;
  /** The end that sent first, and the other. */
  readonly ends: readonly [TraceEnd, TraceEnd];
}

export interface TraceEnd {
  /** Null when no recorded host has that address. */
  readonly host: string | null;
  readonly address: string;
  readonly port: number;
}

/**
 * How a segment fared. `in-flight`: the run ended first, or it went where nobody recorded.
 * `delayed`: it came late, because a fault held it back.
 */
export type Fate = 'delivered' | 'lost' | 'duplicate' | 'corrupt' | 'delayed' | 'in-flight';

/** A segment as it was sent. */
export interface TraceSegment {
  /** Sender and count: `A3` is the third segment that A sent. */
  readonly id: string;
  /** Null when no recorded host sent it: it came from outside. */
  readonly from: string | null;
  readonly to: string | null;
  readonly flow: number;
  readonly sport: number;
  readonly dport: number;
  readonly seq: number;
  /** Meaningless unless ACK is set. */
  readonly ack: number;
  /** As packetdrill writes them: `S`, `S.`, `.`, `P.`, `F.`, `R`. */
  readonly flags: string;
  /** As in the header, not scaled. */
  readonly wnd: number;
  /** Octets of text; SYN and FIN not among them. */
  readonly length: number;
  readonly options: readonly TraceOption[];
  readonly sentAt: Micros;
  /** When it first arrived, or null. */
  readonly arrivedAt: Micros | null;
  /** When further copies of it arrived. */
  readonly copiesAt: readonly Micros[];
  /** When it was lost, or null. */
  readonly lostAt: Micros | null;
  readonly fate: Fate;
  /** It carries sequence numbers sent before. */
  readonly retransmission: boolean;
  /** The whole packet, IP header first, in hexadecimal; only when the recorder was asked to keep it. */
  readonly bytes?: string;
}

/** A TCP option, decoded. */
export type TraceOption =
  | { readonly name: 'eol' | 'nop' | 'sackOk' }
  | { readonly name: 'mss'; readonly mss: number }
  | { readonly name: 'wscale'; readonly shift: number }
  | { readonly name: 'sack'; readonly blocks: readonly (readonly [left: number, right: number])[] }
  | { readonly name: 'ts'; readonly val: number; readonly ecr: number }
  | { readonly name: 'tfo'; readonly cookie: string }
  | { readonly name: 'uto'; readonly timeout: number; readonly minutes: boolean }
  | { readonly name: 'unknown'; readonly kind: number; readonly bytes: string };

interface FrameBase {
  readonly at: Micros;
  readonly host: string;
  /** The flow it belongs to, or null. */
  readonly flow: number | null;
  /** The segment it is about, or null. */
  readonly segment: string | null;
}

/** One thing that happened, on one host. */
export type TraceFrame =
  /** A segment left the host. */
  | (FrameBase & { readonly kind: 'sent' })
  /** A segment reached the host, whatever it made of it. */
  | (FrameBase & { readonly kind: 'arrived' })
  /** The host's TCP dropped what had arrived. */
  | (FrameBase & { readonly kind: 'dropped'; readonly reason: string })
  /** The network lost a segment of this host. */
  | (FrameBase & { readonly kind: 'lost'; readonly reason: string })
  /** The network held back, doubled or corrupted a segment of this host. */
  | (FrameBase & { readonly kind: 'impaired'; readonly what: string })
  | (FrameBase & { readonly kind: 'state'; readonly from: string; readonly to: string })
  | (FrameBase & { readonly kind: 'timer'; readonly timer: string })
  | (FrameBase & { readonly kind: 'recovery'; readonly event: string })
  /** The application called, or was told something. */
  | (FrameBase & { readonly kind: 'call'; readonly call: string; readonly detail: CallDetail });

/** What goes with a call, as far as it applies. */
export interface CallDetail {
  /** The socket's name. */
  readonly socket?: string;
  /** The host to connect to. */
  readonly to?: string;
  readonly port?: number;
  /** Octets written or read, and what they say when they are a short text. */
  readonly octets?: number;
  readonly text?: string;
  /** How the call failed or the connection ended; null when it ended well. */
  readonly error?: string | null;
}
