import { effect, signal } from '@preact/signals';
import type { Trace } from '../../src/observe/trace.ts';
import { cursor, trace } from '../state/store.ts';

const STORED = 'synwave.transitions';

/** The transitions that have been seen in this browser, such as `LISTEN>CLOSED`, in the order they were first seen. */
export const seen = signal<readonly string[]>(stored());

function stored(): readonly string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(list) ? [...new Set(list.filter((k) => typeof k === 'string'))] : [];
  } catch {
    // Storage may be forbidden, and what is in it may be anything.
    return [];
  }
}

function keep(list: readonly string[]): void {
  seen.value = list;
  try {
    localStorage.setItem(STORED, JSON.stringify(list));
  } catch {
    // It is remembered until the page is closed.
  }
}

export function forgetSeen(): void {
  keep([]);
}

/** Up to where the transitions of a trace have been noted. */
const noted = new WeakMap<Trace, number>();

/** Notes every transition that one comes past, of any host; returns what ends it. */
export function noteTransitions(): () => void {
  return effect(() => {
    const tr = trace.value;
    const { frame } = cursor.value;
    if (tr === null) return;
    const from = noted.get(tr) ?? 0;
    if (frame < from) return;
    noted.set(tr, frame + 1);
    const known = new Set(seen.peek());
    const before = known.size;
    for (let i = from; i <= frame; i++) {
      const f = tr.frames[i];
      if (f?.kind === 'state') known.add(`${f.from}>${f.to}`);
    }
    if (known.size > before) keep([...known]);
  });
}
