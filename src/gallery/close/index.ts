import type { Exhibit } from '../exhibit.ts';
import { abort } from './abort.ts';
import { basic } from './basic.ts';
import { citations } from './citations.ts';
import { closeVsShutdown } from './close-vs-shutdown.ts';
import { finWait2Timeout, lastAckBlackhole } from './giving-up.ts';
import { halfClose } from './half-close.ts';
import { lostAck2, lostAck4, lostFin } from './lost.ts';
import { openVsClose } from './open-vs-close.ts';
import { pairs } from './pairs.ts';
import { pendingData } from './pending-data.ts';
import { serverFirst } from './server-first.ts';
import { simultaneous, simultaneousLost } from './simultaneous.ts';
import { slowServer } from './slow-server.ts';
import { threeSegment } from './three-segment.ts';
import { workedNumbers } from './worked-numbers.ts';

/** In the order they are told. */
export const CLOSE: readonly Exhibit[] = [
  ...[basic, serverFirst, workedNumbers, slowServer, halfClose, pairs, threeSegment, openVsClose],
  ...[pendingData, abort, closeVsShutdown, simultaneous, simultaneousLost],
  ...[lostAck2, lostFin, lostAck4, lastAckBlackhole, finWait2Timeout, citations],
];
