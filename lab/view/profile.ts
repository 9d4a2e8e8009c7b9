import type { Micros } from '../../src/base/timer-queue.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { linux, PROFILES } from '../../src/tcp/profiles/index.ts';
import type { Run } from '../engine/protocol.ts';

/** What a host of a run is: its profile with all that the scenario and the user have set. */
export function profileOf({ card, setup }: Run, host: string): Profile {
  const h = card.hosts.find((x) => x.name === host);
  let name = h?.profile ?? 'linux';
  const values: Record<string, unknown> = { ...h?.set };
  for (const i of setup.interventions) {
    if ((i.kind !== 'set' && i.kind !== 'profile') || (i.host ?? host) !== host) continue;
    if (i.kind === 'profile') name = i.name;
    else values[i.field] = i.value;
  }
  const base = PROFILES[name] ?? linux;
  return { ...base, ...values };
}

/** The waits of a half-open entry, first to last: each twice the one before. */
export function synAckWaits(p: Profile): Micros[] {
  return Array.from({ length: p.synAckRetries + 1 }, (_, i) => p.synAckRto * 2 ** i);
}

/** How long an entry stays that nobody answers: 63 s with five retries. */
export function halfOpenLife(p: Profile): Micros {
  return synAckWaits(p).reduce((sum, w) => sum + w, 0);
}

/** The waits of a SYN, first to last, the one before giving up among them. */
export function synWaits(p: Profile): Micros[] {
  const waits: Micros[] = [];
  for (let i = 0; i <= p.synRetries; i++) {
    const doublings = Math.max(0, i - p.synLinearTimeouts);
    const slop = i > 0 ? p.synSlop : 0;
    waits.push(Math.min(p.synRto * 2 ** doublings + slop, p.maxRto));
  }
  return waits;
}
