import type { Exhibit } from '../exhibit.ts';
import { cookieBits } from './cookie-bits.ts';
import { cookieCost, cookieForged, cookies } from './cookies.ts';
import { fatSyn, hundredThousand } from './fat-syn.ts';
import { limit, liveHost, shortTimeout } from './limit.ts';
import { onePer8s, syn } from './syn.ts';

/** In the order they are told. */
export const FLOOD: readonly Exhibit[] = [
  syn,
  onePer8s,
  liveHost,
  shortTimeout,
  limit,
  cookies,
  hundredThousand,
  cookieBits,
  cookieForged,
  cookieCost,
  fatSyn,
];
