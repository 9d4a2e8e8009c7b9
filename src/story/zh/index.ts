import type { Catalog } from '../catalog.ts';
import { ARRIVED } from './arrived.ts';
import { CALL } from './call.ts';
import { NETWORK } from './network.ts';
import { SENT } from './sent.ts';
import { STATE } from './state.ts';
import { TIMER } from './timer.ts';

/** Every event in Chinese. */
export const ZH: Catalog = {
  ...SENT,
  ...ARRIVED,
  ...NETWORK,
  ...STATE,
  ...TIMER,
  ...CALL,
} satisfies Catalog;
