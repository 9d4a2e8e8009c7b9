import type { Micros } from '../base/timer-queue.ts';
import type { EventCode } from './codes.ts';

/**
 * What happened in one run, as plain data: everything a ladder, a report or an export needs, and
 * nothing that `JSON` would lose. Times are microseconds of virtual time; sequence numbers are raw,
 * unsigned 32 bits. `numbering.ts` makes them relative.
 *
 * The same scenario, seed and faults give the same trace, octet for octet.
 */
export interface Trace {
  /** Rises when a reader of the old form would misread the new. */
  readonly version: 2;
  /** The scenario's id; empty when the run was not made by one. */
  readonly scenario: string;
  readonly seed: number;
  /** The clauses broken on purpose; empty for behaviour that conforms. */
  readonly nonStandard: readonly TraceViolation[];
  /** What was done to the run by whoever ran it, in the order given. */
  readonly interventions: readonly TraceIntervention[];
  readonly hosts: readonly TraceHost[];
  /** Pairs of ends that exchanged segments. */
  readonly flows: readonly TraceFlow[];
  /** In the order they were sent. */
  readonly segments: readonly TraceSegment[];
  /** In the order they happened. */
  readonly frames: readonly TraceFrame[];
  /** How many there were of everything, also where only some were kept. */
  readonly counts: readonly TraceCounts[];
  /** When the run was over. */
  readonly end: Micros;
  /** Frames and segments not kept: beyond what the recorder was asked to keep. */
  readonly omitted: number;
}

/** A rule of TCP that a host breaks because somebody asked "what if". */
export interface TraceViolation {
  readonly host: string;
  /** The what-if, such as `twoWay`. */
  readonly whatIf: string;
  /** What it breaks: `RFC 9293 section 3.5`. */
  readonly clause: string;
}

/** Something done to a run: a fault, a what-if, another value of a profile. */
export interface TraceIntervention {
  /** As on the command line: `drop A3`, `delay B2:400ms`, `what-if twoWay@B`, `set A.msl=30s`. */
  readonly text: string;
  /** The segment it is about, as in {@link TraceSegment.id}, or null. */
  readonly segment: string | null;
  /** False when there was no such segment: nothing was done. */
  readonly hit: boolean;
}

/** What one host did in all. */
export interface TraceCounts {
  readonly host: string;
  /** Segments sent, by flags as packetdrill writes them. */
  readonly sent: Readonly<Record<string, number>>;
  /** Segments that arrived, by flags. */
  readonly arrived: Readonly<Record<string, number>>;
  /** Transitions, such as `LISTEN>SYN-RECEIVED`. */
  readonly transitions: Readonly<Record<string, number>>;
  /** Segments dropped by its TCP, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Timers that expired, by name. */
  readonly timers: Readonly<Record<string, number>>;
  /** Calls of applications and what they were told, such as `connect`, `accept`, `closed ETIMEDOUT`. */
  readonly calls: Readonly<Record<string, number>>;
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
  /**
   * The packet as it arrived, when that is not as it was sent; only beside {@link bytes}. The octets
   * are changed before copies are made, so that every copy arrives like this.
   */
  readonly arrivedBytes?: string;
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
  /** The frame that brought it about, by its place in {@link Trace.frames}; null when nothing did. */
  readonly cause: number | null;
  /** What happened, as narration and exercises know it: see `codes.ts`. */
  readonly code: EventCode;
  /** The clause that asks for it, such as `RFC 9293 section 3.10.7.4`; empty where none does. */
  readonly rule: string;
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
  | (FrameBase & { readonly kind: 'call'; readonly call: string; readonly detail: CallDetail })
  /** Something happened to the whole host: see {@link HostChange}. */
  | (FrameBase & { readonly kind: 'host'; readonly what: HostChange })
  /** Variables of a connection that changed in this turn, with their new values. */
  | (FrameBase & { readonly kind: 'vars'; readonly vars: Readonly<Partial<TraceVars>> })
  /** The timers of a connection after a turn that changed them. */
  | (FrameBase & { readonly kind: 'timers'; readonly timers: readonly TraceTimer[] })
  /** What a host's tables hold, after a turn that changed it. */
  | (FrameBase & {
      readonly kind: 'tables';
      readonly tables: TraceTables;
      /** Its half-open entries, by peer: in a run of which only some flows are kept, when they are few. */
      readonly halfOpen?: readonly TraceHalfOpen[];
      /** How many of its flows are in each state, half-open entries and listeners too: in such a run. */
      readonly states?: Readonly<Record<string, number>>;
    });

/**
 * `power-off`: it stops at once and forgets everything; `boot`: it is there again, knowing nothing;
 * `kill`: the operating system ends the application and closes its sockets; `unplug` and `plug`: its
 * cables, while it knows nothing of it.
 */
export type HostChange = 'power-off' | 'boot' | 'kill' | 'unplug' | 'plug';

/** What a TCB holds, RFC 9293 section 3.3.1; sequence numbers are raw. */
export interface TraceVars {
  readonly iss: number;
  readonly irs: number;
  readonly una: number;
  readonly nxt: number;
  /** Octets, scaled. */
  readonly sndWnd: number;
  readonly rcvNxt: number;
  readonly rcvWnd: number;
  readonly cwnd: number;
  /** Octets; 2**32 - 1 until a loss first sets it, for JSON has no infinity. */
  readonly ssthresh: number;
  /** Microseconds; 0 before there is a sample. */
  readonly srtt: number;
  readonly rto: number;
  /** Octets: written and not acknowledged; received in order and not read. */
  readonly sendQueue: number;
  readonly receiveQueue: number;
}

/** A timer that runs. */
export interface TraceTimer {
  readonly name: string;
  readonly due: Micros;
}

/** How full a host's tables are. */
export interface TraceTables {
  /** Half-open entries of all listeners, and how many they may have. */
  readonly synQueue: number;
  readonly synQueueLimit: number;
  /** Connections waiting for `accept`, and how many may. */
  readonly acceptQueue: number;
  readonly acceptQueueLimit: number;
  readonly connections: number;
  readonly timeWait: number;
  /** Octets of text held for connections that are not established: it came on SYNs. */
  readonly synText: number;
}

/** A half-open entry. */
export interface TraceHalfOpen {
  readonly address: string;
  readonly port: number;
  /** SYN-ACKs sent again. */
  readonly retries: number;
  /** When the SYN-ACK goes again, or the entry. */
  readonly due: Micros;
}

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
  /** Those octets in hexadecimal, when they are no short text; only when the recorder was asked to keep octets. */
  readonly bytes?: string;
  /** Connections that may wait for `accept`, as `listen` was told or by default. */
  readonly backlog?: number;
  /** How the call failed or the connection ended; null when it ended well. */
  readonly error?: string | null;
}
