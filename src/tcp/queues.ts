import { NO_OCTETS, Ring } from '../base/ring.ts';
import { NEVER } from '../base/timer-queue.ts';
import type { Connection } from './connection.ts';
import { SendBuffers } from './send-buffers.ts';

/*
 * The send and the receive queue. Most of the time of most connections they are empty, and then they are
 * NO_OCTETS, which all share and into which nothing can be put.
 */

/** The send queue, as one that may be put into. */
export function ownSendQueue(c: Connection): Ring {
  if (c.sendQueue === NO_OCTETS) {
    const { sendsBuffers, bufferOverhead } = c.profile;
    c.sendQueue = sendsBuffers ? new SendBuffers(bufferOverhead) : new Ring();
  }
  return c.sendQueue;
}

/** The receive queue, as one that may be put into. */
export function ownReceiveQueue(c: Connection): Ring {
  if (c.receiveQueue === NO_OCTETS) c.receiveQueue = new Ring();
  return c.receiveQueue;
}

/** `n` octets at SND.UNA are acknowledged. */
export function dropSent(c: Connection, n: number): void {
  c.sendQueue.drop(n);
  if (c.sendQueue.storage === 0) c.sendQueue = NO_OCTETS;
}

/** The user has read `n` octets. */
export function dropRead(c: Connection, n: number): void {
  c.receiveQueue.drop(n);
  if (c.receiveQueue.storage === 0) c.receiveQueue = NO_OCTETS;
}

/** What waits beyond a gap will never follow on. */
export function trimReceived(c: Connection): void {
  c.receiveQueue.trim();
  if (c.receiveQueue.storage === 0) c.receiveQueue = NO_OCTETS;
}

/** Forgets what was to be sent. */
export function clearSendQueue(c: Connection): void {
  c.sendQueue.clear();
  c.sendQueue = NO_OCTETS;
}

/** Forgets what was to be read. */
export function clearReceiveQueue(c: Connection): void {
  c.receiveQueue.clear();
  c.receiveQueue = NO_OCTETS;
}

/** The send queue where it is made of buffers and there is something in it, or null. */
export function buffersOf(c: Connection): SendBuffers | null {
  return c.profile.sendsBuffers && c.sendQueue !== NO_OCTETS ? (c.sendQueue as SendBuffers) : null;
}

/** Octets the send queue still takes. */
export function sendRoom(c: Connection): number {
  return c.options.sendBuffer - c.sendQueue.length;
}

/** Whether the user is to be told that there is room: half the queue, and little that was not sent yet. */
export function hasHalf(c: Connection): boolean {
  const { sendBuffer, notSent } = c.options;
  if (sendRoom(c) * 2 < sendBuffer) return false;
  return notSent === NEVER || unsent(c) * 2 < notSent;
}

/**
 * Octets queued that neither were sent nor may be sent at once: the windows keep them back. Negative when they
 * would let more go than there is.
 */
export function unsent(c: Connection): number {
  const { snd, congestion, sendQueue } = c;
  const inFlight = (snd.nxt - snd.una) | 0;
  return sendQueue.length - Math.max(inFlight, Math.min(congestion.cwnd, snd.wnd));
}

/** Octets the receive queue still takes: RCV.BUFF - RCV.USER of RFC 9293 section 3.8.6.2.2. */
export function receiveRoom(c: Connection): number {
  return c.rcv.buff - c.receiveQueue.length;
}
