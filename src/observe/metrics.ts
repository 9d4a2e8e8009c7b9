import type { TcpCounters } from '../tcp/counters.ts';
import type { Flow } from '../tcp/observer.ts';
import { STATE_NAMES } from '../tcp/state.ts';
import { DROP_NAMES } from '../wire/drop.ts';

/** What of a host can be summed up; a `Host` is one. */
export interface Measured {
  readonly name?: string;
  /** Counters of its IP layer. */
  readonly counters: object;
  readonly tcp: { readonly counters: TcpCounters; flows(): Iterable<Flow> };
}

/** A host's counters as plain data. */
export interface Metrics {
  readonly host: string;
  /** Connections, half-open entries and TIME-WAIT entries there are now, by state. */
  readonly states: Readonly<Record<string, number>>;
  readonly tcp: Readonly<Record<string, number>>;
  readonly ip: Readonly<Record<string, number>>;
  /** Packets dropped, by reason; reasons that never happened are left out. */
  readonly drops: Readonly<Record<string, number>>;
}

/** Sums up `host` as it is now. */
export function metrics(host: Measured): Metrics {
  const states: Record<string, number> = {};
  for (const f of host.tcp.flows()) {
    const name = STATE_NAMES[f.state] as string;
    states[name] = (states[name] ?? 0) + 1;
  }
  const drops: Record<string, number> = {};
  addDrops(drops, host.tcp.counters);
  addDrops(drops, host.counters);
  return {
    host: host.name ?? '',
    states,
    tcp: numbersIn(host.tcp.counters),
    ip: numbersIn(host.counters),
    drops,
  };
}

function numbersIn(counters: object): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, value] of Object.entries(counters)) {
    if (typeof value === 'number') numbers[name] = value;
  }
  return numbers;
}

/** Adds the entries of a `drops` array, one for each of DROP_NAMES, when there is one. */
function addDrops(to: Record<string, number>, counters: object): void {
  const drops: unknown = 'drops' in counters ? counters.drops : undefined;
  if (!(drops instanceof Int32Array)) return;
  DROP_NAMES.forEach((name, reason) => {
    const n = drops[reason] ?? 0;
    if (n > 0) to[name] = (to[name] ?? 0) + n;
  });
}
