import type { Address } from '../../wire/address.ts';
import { HAS_MSS, HAS_SACK_OK, HAS_TS, HAS_WSCALE, type Segment } from '../../wire/tcp.ts';
import type { Arrival } from '../tcp.ts';

/** What a user says to a SYN: answer it, wait with the answer, reset it, or say nothing. */
export type SynDecision = 'accept' | 'defer' | 'refuse' | 'drop';

/** A SYN as the user sees it, before it is answered. */
export interface SynInfo {
  /** The number the connection will have; names it when a deferred one is resumed. */
  readonly id: number;
  readonly local: Address;
  readonly localPort: number;
  readonly remote: Address;
  readonly remotePort: number;
  /** What it offers; null for what it does not. */
  readonly mss: number | null;
  readonly windowScale: number | null;
  readonly sack: boolean;
  readonly timestamps: boolean;
  /** Octets of text it carries. */
  readonly textLength: number;
}

/** Looks at a SYN. It must decide by what it is shown, and not call the host that asks. */
export type SynHook = (syn: SynInfo) => SynDecision;

const DECISIONS: readonly string[] = ['accept', 'defer', 'refuse', 'drop'];

/** Asks the user about a SYN; throws a TypeError when the answer is none. */
export function askUser(hook: SynHook, seg: Segment, at: Arrival, id: number): SynDecision {
  const { options } = seg;
  const decision = hook({
    id,
    local: at.local.clone(),
    localPort: seg.dport,
    remote: at.remote.clone(),
    remotePort: seg.sport,
    mss: (options & HAS_MSS) !== 0 ? seg.mss : null,
    windowScale: (options & HAS_WSCALE) !== 0 ? Math.min(seg.wscale, 14) : null,
    sack: (options & HAS_SACK_OK) !== 0,
    timestamps: (options & HAS_TS) !== 0,
    textLength: seg.textTo - seg.textFrom,
  });
  checkDecision(decision, DECISIONS);
  return decision;
}

/** Throws a TypeError unless `decision` is one of `allowed`. */
export function checkDecision(decision: unknown, allowed: readonly string[]): void {
  if (typeof decision === 'string' && allowed.includes(decision)) return;
  const names = allowed.map((name) => `'${name}'`).join(', ');
  throw new TypeError(`the decision about a SYN is one of ${names}, not ${String(decision)}`);
}
