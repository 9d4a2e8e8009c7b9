import type { Setup } from '../engine/protocol.ts';

/** What the page opens with: a handshake, its third segment under way. */
export const OPENING: Setup = {
  exhibit: 'open/ledger',
  seed: 1,
  values: {},
  interventions: [],
};
/** Where it stands then: 125 ms, half way between the two. */
export const OPENING_AT = 125_000;
