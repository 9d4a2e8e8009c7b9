import { effect, type Signal } from '@preact/signals';
import type { Lang } from '../../src/base/words.ts';
import { bilingual, lang, numbers, shortcuts, speed, theme, voice } from './store.ts';

const KEY = 'synwave';

/** What a browser remembers of how its user likes things. */
const KEPT: Readonly<Record<string, { signal: Signal<unknown>; may: readonly unknown[] }>> = {
  lang: { signal: lang, may: ['zh', 'en'] },
  theme: { signal: theme, may: ['auto', 'light', 'dark'] },
  numbers: { signal: numbers, may: ['xy', 'relative', 'raw'] },
  voice: { signal: voice, may: ['technical', 'playground', 'letters'] },
  speed: { signal: speed, may: ['step', 'slow', 'medium', 'fast'] },
  shortcuts: { signal: shortcuts, may: [true, false] },
  bilingual: { signal: bilingual, may: [true, false] },
};

/** Takes up what is remembered, and goes on remembering. A browser that keeps nothing is no error. */
export function recallPrefs(): void {
  lang.value = ofBrowser();
  const kept = read();
  for (const [name, { signal, may }] of Object.entries(KEPT)) {
    if (may.includes(kept[name])) signal.value = kept[name];
  }
}

export function keepPrefs(): void {
  effect(() => {
    const now = Object.fromEntries(Object.entries(KEPT).map(([name, k]) => [name, k.signal.value]));
    try {
      localStorage.setItem(KEY, JSON.stringify(now));
    } catch {
      // Storage is full or forbidden: nothing is remembered.
    }
  });
}

function ofBrowser(): Lang {
  return navigator.languages.some((l) => l.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
}

function read(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Language and theme of the document are those that are chosen. */
export function dressDocument(): void {
  effect(() => {
    document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : 'en';
  });
  effect(() => {
    if (theme.value === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme.value;
  });
}
