import { signal } from '@preact/signals';

/** The term that the glossary shows first, as somebody spelt it or by id; empty for all of them. */
export const wantedTerm = signal('');
