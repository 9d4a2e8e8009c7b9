import type { Address } from '../wire/address.ts';
import type { Drop } from '../wire/drop.ts';
import type { Segment } from '../wire/tcp.ts';
import type { State } from './state.ts';
import type { TimerName } from './timers.ts';

/**
 * One connection as an observer knows it, from the first SYN to the end of TIME-WAIT: a half-open
 * entry, a connection and a TIME-WAIT entry with one `id` are the same flow.
 */
export interface Flow {
  /** Unique in its host. */
  readonly id: number;
  readonly local: Address;
  readonly remote: Address;
  readonly localPort: number;
  readonly remotePort: number;
  readonly state: State;
}

/** What loss recovery did. */
export type RecoveryEvent = 'fast-recovery' | 'timeout' | 'recovered';

/**
 * Sees what a host's TCP does. Arguments are the engine's own live objects: read them, copy what is
 * to be kept, and change nothing.
 */
export interface Observer {
  transition(f: Flow, from: State, to: State): void;
  /** A segment that parsed, before it is processed; `f` is null when no flow claims it. */
  arrived(f: Flow | null, seg: Segment, local: Address, remote: Address): void;
  sent(f: Flow | null, seg: Segment, local: Address, remote: Address): void;
  dropped(f: Flow | null, reason: Drop): void;
  /** A timer expired. */
  timer(f: Flow, name: TimerName): void;
  recovery(f: Flow, event: RecoveryEvent): void;
}
