import type { Micros } from '../base/timer-queue.ts';
import type { Words } from '../base/words.ts';
import type { CableOptions } from '../link/cable.ts';
import type { RuleAction } from '../link/impairments.ts';
import type { Sample } from '../observe/flow-table.ts';
import type { HostChange } from '../observe/trace.ts';
import type { Profile } from '../tcp/profile.ts';

/**
 * A story to run: hosts, the cables between them, and what each application does and when. It is
 * plain data, so that it can be listed, drawn, changed and run again.
 */
export interface Scenario {
  readonly id: string;
  readonly title: Words;
  /** The first host is drawn on the left. */
  readonly hosts: readonly ScenarioHost[];
  readonly cables: readonly ScenarioCable[];
  readonly steps: readonly Step[];
  /** What happens to single segments unless whoever runs it says otherwise. */
  readonly faults?: readonly ScenarioFault[];
  /** When to stop; by default when nothing happens any more, or after a day. */
  readonly until?: Micros;
  /** For a large world: the flows to keep. Everything is counted all the same. */
  readonly sample?: Sample;
}

export interface ScenarioHost {
  /** One or more letters; segments are named after it. */
  readonly name: string;
  /** What it is in the story. */
  readonly title: Words;
  /** The name of a profile; `linux` by default. */
  readonly profile?: string;
  /** Values of the profile replaced. */
  readonly set?: Partial<Profile>;
  /** Rules of TCP it breaks: ids of what-ifs. */
  readonly whatIfs?: readonly string[];
  /** Its initial sequence numbers, first to last, where they matter to the story. */
  readonly iss?: readonly number[];
}

export interface ScenarioCable extends CableOptions {
  readonly between: readonly [string, string];
}

/** One thing that an application, or someone with his hands on a host, does. */
export interface Step {
  readonly host: string;
  readonly when: When;
  readonly do: Action;
}

/** At a time, or some time after the application was told something. */
export type When =
  | { readonly at: Micros }
  | {
      readonly on: Happening;
      readonly after?: Micros;
      readonly octets?: number;
      readonly socket?: string;
      /** Each time, for whichever socket of the host it is; without it the first time only. */
      readonly every?: boolean;
    };

/**
 * What an application is told. `received`: it has read `octets` in all (1 by default); `ended`: the
 * peer has closed and everything was read; `closed`: the connection is over, well or not.
 */
export type Happening = 'accepted' | 'connected' | 'received' | 'ended' | 'closed';

/**
 * What can be done. Sockets are named per host: `main` unless said otherwise; what a listener accepts
 * is called as the listener is, and from the second on `main 2`, `main 3`; so are the connections of a
 * `load`. With `every`, a call without a socket's name is about the socket that was told something.
 */
export type Action = { readonly socket?: string } & (
  | Listen
  | { readonly call: 'accept' | 'unlisten' }
  | Connect
  | PassiveOpen
  | Load
  | { readonly call: 'send'; readonly text: string; readonly urgent?: boolean }
  | { readonly call: 'send'; readonly octets: number }
  /** CLOSE of RFC 9293, which goes on receiving; close(2) of a program; a reset; no more reading. */
  | { readonly call: 'close' | 'release' | 'abort' | 'pause' | 'resume' }
  | SetOptions
  | { readonly call: HostChange }
  | Inject
  | Flood
);

export interface Listen {
  readonly call: 'listen';
  readonly port: number;
  readonly backlog?: number;
  /** False for a program that never calls accept by itself: `accept` takes one. */
  readonly accepts?: boolean;
  /** As SO_REUSEADDR; true by default. */
  readonly reuseAddress?: boolean;
}

export interface Connect {
  readonly call: 'connect';
  /** A host's name, or an address. */
  readonly to: string;
  readonly port: number;
  readonly localPort?: number;
  /** Text that rides on the SYN. */
  readonly synText?: string;
}

/**
 * Waits for one connection, from one peer: the passive OPEN of RFC 9293, which sockets do not have. There is no
 * listener: `send` calls the peer, `close` ends the waiting. Drawn and told as `listen`.
 */
export interface PassiveOpen {
  readonly call: 'passive-open';
  readonly port: number;
  /** A host's name, or an address. */
  readonly from: string;
  readonly fromPort: number;
}

/** Many connections, one after another. */
export interface Load {
  readonly call: 'load';
  readonly to: string;
  readonly port: number;
  readonly count: number;
  /** Time from one to the next; 0 opens them all at once. */
  readonly every: Micros;
}

/** Options of a socket; times are microseconds. */
export interface SetOptions {
  readonly call: 'set';
  readonly keepAlive?: boolean;
  readonly keepAliveIdle?: Micros;
  readonly keepAliveInterval?: Micros;
  readonly keepAliveCount?: number;
  readonly userTimeout?: Micros;
  /** Null: the rest is delivered; 0: a reset instead. */
  readonly linger?: Micros | null;
  readonly noDelay?: boolean;
}

/** A segment made by hand and sent by this host, under whatever name: what an attacker does. */
export interface Inject {
  readonly call: 'inject';
  /** Whom it pretends to come from: a host's name, or an address. */
  readonly from: string;
  readonly to: string;
  readonly sport: number;
  readonly dport: number;
  /** As packetdrill writes them: `S`, `S.`, `R`, `P.`. */
  readonly flags: string;
  readonly seq: number;
  /** Goes into its field also where no ACK flag gives it a meaning. */
  readonly ack?: number;
  readonly text?: string;
  /** The window field; 65,535 by default. */
  readonly wnd?: number;
}

/** SYNs from addresses that are nobody's, 198.18.0.0/15. */
export interface Flood {
  readonly call: 'flood';
  readonly to: string;
  readonly port: number;
  readonly count: number;
  readonly every: Micros;
  /** Octets of text on each. */
  readonly octets?: number;
  /** A host whose address stands as the source instead. */
  readonly from?: string;
}

/**
 * Something done to one segment on its way, by name: `A3` is the third that A sends. It may be late, come twice
 * and be damaged all at once.
 */
export interface ScenarioFault {
  readonly segment: string;
  readonly action: RuleAction;
  /** How long; needed by `delay`. Of `duplicate`, how much later than the first the copy comes. */
  readonly by?: Micros;
  /** Of `corrupt`: which bit, from the beginning of the text, or from behind the ports when there is none. */
  readonly bit?: number;
}
