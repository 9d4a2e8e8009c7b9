import type { Hazard } from './property.ts';

/** What the standard itself says may go wrong: counted and named wherever it is met, and no finding. */
export const HAZARDS: readonly Hazard[] = [];
