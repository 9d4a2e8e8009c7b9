import type { Exhibit } from '../exhibit.ts';
import { anyRst, blind, exact, outOfWindow, synInWindow } from './acceptance.ts';
import { inClosing, inFinWait1 } from './closing.ts';
import { abort, afterClose, halfOpen, linger0, unreadData } from './ending.ts';
import { closedPort, overflow, synReceived, synSent } from './opening.ts';
import { timeWait } from './time-wait.ts';

/** In the order they are told. */
export const RESET: readonly Exhibit[] = [
  closedPort,
  synSent,
  synReceived,
  overflow,
  abort,
  linger0,
  unreadData,
  afterClose,
  halfOpen,
  blind,
  exact,
  outOfWindow,
  synInWindow,
  inFinWait1,
  inClosing,
  timeWait,
  anyRst,
];
