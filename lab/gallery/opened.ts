import { signal } from '@preact/signals';

const KEY = 'synwave.opened';
/** As many as are ever remembered: more than there are exhibits. */
const MOST = 1000;

/** Exhibits that were opened before in this browser, by id. */
export const opened = signal<ReadonlySet<string>>(remembered());

/** Remembers that an exhibit was opened. */
export function markOpened(id: string): void {
  if (opened.value.has(id) || opened.value.size >= MOST) return;
  opened.value = new Set([...opened.value, id]);
  try {
    localStorage.setItem(KEY, JSON.stringify([...opened.value]));
  } catch {
    // Storage may be full or forbidden: then the marks last as long as the page.
  }
}

function remembered(): Set<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    if (Array.isArray(kept)) {
      return new Set(kept.filter((x) => typeof x === 'string').slice(0, MOST));
    }
  } catch {
    // As above, or somebody else's text.
  }
  return new Set();
}
