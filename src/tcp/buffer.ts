import type { Micros } from '../base/timer-queue.ts';

/** It has not been sent. */
export const UNSENT: Micros = Number.NEGATIVE_INFINITY;

/** A piece of the send queue: a sk_buff. */
export class Buffer {
  /** Position behind its last octet. */
  end: number;
  /** PSH goes with its last octet. */
  push = false;
  /** Nothing is appended to it, or sent in one segment with what follows: MSG_EOR. */
  closed = false;
  sentAt: Micros = UNSENT;

  constructor(end: number) {
    this.end = end;
  }
}
