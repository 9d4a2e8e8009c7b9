import type { Exhibit } from '../exhibit.ts';
import { inClosing, inFinWait1 } from './closing.ts';

/** In the order they are told. */
export const RESET: readonly Exhibit[] = [inFinWait1, inClosing];
