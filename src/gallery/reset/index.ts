import type { Exhibit } from '../exhibit.ts';

/** In the order they are told. */
export const RESET: readonly Exhibit[] = [];
