import type { Scenario } from '../../src/sim/scenario.ts';

/** More hosts, cables or steps than these no world has that somebody put together by hand. */
const MOST = { hosts: 16, cables: 64, steps: 500 } as const;
/** Connections or SYNs that one step may ask for: a link may not keep the engine busy for hours. */
const MOST_AT_ONCE = 20_000;

/**
 * What is plausibly a world for the sandbox, from a link; null when it is not. Whether the engine can run
 * it shows when it does.
 */
export function worldOf(value: unknown): Scenario | null {
  if (!isRecord(value) || typeof value.id !== 'string' || !isWords(value.title)) return null;
  const { hosts, cables, steps } = value;
  if (!isList(hosts, MOST.hosts) || !isList(cables, MOST.cables) || !isList(steps, MOST.steps)) {
    return null;
  }
  if (hosts.length === 0) return null;
  if (!hosts.every((h) => isRecord(h) && typeof h.name === 'string' && isWords(h.title))) {
    return null;
  }
  if (!cables.every((c) => isRecord(c) && isList(c.between, 2))) return null;
  if (!steps.every(isStep)) return null;
  return value as unknown as Scenario;
}

function isStep(step: unknown): boolean {
  if (!isRecord(step) || !isRecord(step.when) || !isRecord(step.do)) return false;
  const { count = 0 } = step.do;
  return typeof count === 'number' && count <= MOST_AT_ONCE;
}

/** What a world is made of, before anybody has looked at it. */
type Loose = Readonly<Partial<Record<Key, unknown>>>;
type Key = keyof Scenario | 'name' | 'between' | 'when' | 'do' | 'count' | 'zh' | 'en';

function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWords(value: unknown): boolean {
  return isRecord(value) && typeof value.zh === 'string' && typeof value.en === 'string';
}

function isList(value: unknown, most: number): value is unknown[] {
  return Array.isArray(value) && value.length <= most;
}
