import type { Exhibit } from '../exhibit.ts';
import { basic } from './basic.ts';

/** In the order they are told. */
export const OPEN: readonly Exhibit[] = [basic];
