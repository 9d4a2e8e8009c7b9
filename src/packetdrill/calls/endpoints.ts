import type { Address } from '../../wire/address.ts';

/** What the runner fills in for `...`. */
export interface Endpoints {
  readonly family: 4 | 6;
  readonly local: Address;
  readonly remote: Address;
  /** The port that bind takes. */
  readonly bindPort: number;
  /** The port of the peer that connect reaches. */
  readonly connectPort: number;
}
