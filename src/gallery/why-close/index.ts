import type { Exhibit } from '../exhibit.ts';
import { forcedMerge } from './forced-merge.ts';
import { mergedClose } from './merged-close.ts';
import { noFourth } from './no-fourth.ts';

/** In the order they are told. */
export const WHY_CLOSE: readonly Exhibit[] = [mergedClose, forcedMerge, noFourth];
