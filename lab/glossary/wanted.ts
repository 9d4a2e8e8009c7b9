import { signal } from '@preact/signals';
import { overlay } from '../state/store.ts';

/** The term that the glossary shows first, as somebody spelt it or by id; empty for all of them. */
export const wantedTerm = signal('');

/** Opens the glossary at a term, under whatever spelling. */
export function openTerm(text: string): void {
  wantedTerm.value = text;
  overlay.value = 'glossary';
}
