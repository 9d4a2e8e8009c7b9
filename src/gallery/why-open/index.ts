import type { Exhibit } from '../exhibit.ts';
import { twoWayLostSynAck } from './two-way.ts';

/** In the order they are told. */
export const WHY_OPEN: readonly Exhibit[] = [twoWayLostSynAck];
