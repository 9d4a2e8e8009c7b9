import { NEVER } from '../base/timer-queue.ts';
import type { Connection } from './connection.ts';
import { persistWait } from './probing.ts';
import { CLOSED, TIME_WAIT } from './state.ts';

/*
 * A connection whose user has let go of it is an orphan until it is over. Nobody else will end it, so
 * there is a limit to how many there are, and to how often one of them tries.
 */

/** The user lets go of `c`; false when the host has as many orphans as it may. */
export function orphan(c: Connection): boolean {
  const { tcp } = c;
  c.orphan = true;
  if (c.state === CLOSED || c.state === TIME_WAIT) return true;
  tcp.orphans++;
  return tcp.orphans <= c.profile.orphanLimit;
}

/** A connection is over: it is no orphan any more. */
export function orphanIsOver(c: Connection): void {
  if (c.orphan) c.tcp.orphans--;
}

/**
 * Whether an orphan has tried often enough after `tries` retransmissions or probes without an answer.
 * Linux: tcp_orphan_retries.
 */
export function orphanGivesUp(c: Connection, tries: number): boolean {
  return c.orphan && tries > c.profile.orphanRetries;
}

/**
 * Whether an orphan gives up in front of a closed window: its probes go unanswered, or the peer answers
 * them for so long that they are as rare as they get. Linux: tcp_probe_timer. Without this a stranger
 * who closes his window holds what is queued for ever.
 */
export function orphanStopsProbing(c: Connection): boolean {
  if (!c.orphan || c.profile.orphanRetries === NEVER) return false;
  return c.probes >= c.profile.orphanRetries || persistWait(c) >= c.profile.maxPersist;
}
