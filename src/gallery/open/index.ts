import type { Exhibit } from '../exhibit.ts';
import { apiMap } from './api-map.ts';
import { basic } from './basic.ts';
import { blackhole } from './blackhole.ts';
import { dataOn1, dataOn1Queued, dataOn3 } from './data.ts';
import { halfOpenDiscovery, halfOpenSyn, threeWords } from './half-open.ts';
import { ledger, twoGenerals } from './ledger.ts';
import { lostAck3, lostAck3Data, lostSyn, lostSynAck } from './losses.ts';
import { names } from './names.ts';
import { ackNoSeq, isn, wrap } from './numbers.ts';
import { oldDupSyn } from './old-duplicate.ts';
import { openAndClose } from './open-and-close.ts';
import { closeEarly, listenClose, listenSend } from './passive.ts';
import { badAck, refused } from './refused.ts';
import { selfConnect, simultaneous } from './simultaneous.ts';
import { openWindow } from './window.ts';

/** In the order they are told. */
export const OPEN: readonly Exhibit[] = [
  openAndClose,
  basic,
  names,
  apiMap,
  ledger,
  twoGenerals,
  ackNoSeq,
  wrap,
  isn,
  openWindow,
  refused,
  badAck,
  dataOn3,
  dataOn1,
  dataOn1Queued,
  lostSyn,
  lostSynAck,
  lostAck3,
  lostAck3Data,
  blackhole,
  oldDupSyn,
  simultaneous,
  selfConnect,
  listenSend,
  listenClose,
  closeEarly,
  halfOpenDiscovery,
  halfOpenSyn,
  threeWords,
];
