import type { Intervention } from '../../src/sim/intervention.ts';
import type { CardHost } from '../engine/protocol.ts';

type WhatIfIntervention = Extract<Intervention, { kind: 'what-if' }>;

/**
 * The interventions that have a what-if on, or off, at one host, whatever else was done: one that was made
 * is taken back rather than answered by another; what the scenario itself has on is switched off by name.
 */
export function switched(
  interventions: readonly Intervention[],
  hosts: readonly CardHost[],
  id: string,
  host: string,
  on: boolean,
): Intervention[] {
  const kept = interventions.flatMap((i): Intervention[] => {
    if (i.kind === 'set' && isTimeWaitOff(i) && id === 'noTimeWait' && !on) {
      return i.host === undefined ? others(hosts, host).map((h) => ({ ...i, host: h })) : [];
    }
    if (i.kind !== 'what-if' || i.id !== id) return [i];
    if (i.host === host) return [];
    // One for all hosts goes on for the others.
    return i.host === undefined ? others(hosts, host).map((h) => ({ ...i, host: h })) : [i];
  });
  const own = hosts.find((h) => h.name === host)?.whatIfs.includes(id) ?? false;
  if (own === on) return kept;
  const made: WhatIfIntervention = on
    ? { kind: 'what-if', id, host }
    : { kind: 'what-if', id, host, off: true };
  return [...kept, made];
}

/** The interventions under which nobody breaks a rule. */
export function byTheBook(
  interventions: readonly Intervention[],
  hosts: readonly CardHost[],
): Intervention[] {
  const kept = interventions.filter(
    (i) => i.kind !== 'what-if' && !(i.kind === 'set' && isTimeWaitOff(i)),
  );
  const off = hosts.flatMap((h) =>
    h.whatIfs.map((id): Intervention => ({ kind: 'what-if', id, host: h.name, off: true })),
  );
  return [...kept, ...off];
}

/** A value of the profile that is a what-if by itself: no TIME-WAIT. */
function isTimeWaitOff(i: Extract<Intervention, { kind: 'set' }>): boolean {
  return i.field === 'timeWait' && i.value === 0;
}

function others(hosts: readonly CardHost[], host: string): string[] {
  return hosts.map((h) => h.name).filter((name) => name !== host);
}
