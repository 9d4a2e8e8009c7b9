import { signal } from '@preact/signals';
import type { Listed } from '../state/catalogue.ts';

/** All exhibits there are, once {@link loadCatalogue} has brought them; empty before. */
export const listed = signal<readonly Listed[]>([]);

/** Brings the list of exhibits, which the opening page does without. */
export async function loadCatalogue(): Promise<void> {
  if (listed.value.length > 0) return;
  const list = await import('virtual:catalogue');
  listed.value = list.default;
}
