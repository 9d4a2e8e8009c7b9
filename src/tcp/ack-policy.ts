import { NEVER } from '../base/timer-queue.ts';
import type { Seq } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import { receiveRoom } from './queues.ts';
import { arm } from './timers.ts';
import { windowGain, worthwhileGain } from './window.ts';

/** In-order text arrived: an ACK is owed, now or soon. */
export function owesAck(c: Connection, octets: number): void {
  const { ack } = c;
  ack.pending += octets;
  ack.segments++;
  if (ack.quick > 0) {
    ack.quick--;
    ack.now = true;
  }
}

/**
 * The user answers what he gets: acknowledgments wait for his text to carry them, until none does. Linux's
 * pingpong mode, tcp_event_data_sent(); what is left of the quick ones is kept as its complement.
 */
export function expectAnswers(c: Connection): void {
  if (c.ack.quick > 0) c.ack.quick = ~c.ack.quick;
}

/** The most an ACK waits in Linux, TCP_DELACK_MAX. */
const LONGEST_DELAY = 200_000;

/** The ACK of a SYN-ACK waits for the user's text to carry it: tcp_rcv_synsent_state_process(). */
export function holdAck(c: Connection): void {
  c.ack.now = false;
  arm(c, 'delayedAck', c.tcp.env.clock.now + LONGEST_DELAY);
}

/** An acknowledgment has waited in vain: tcp_delack_timer_handler(). */
export function expectNoAnswers(c: Connection): void {
  if (c.ack.quick < 0) c.ack.quick = ~c.ack.quick;
}

/**
 * At the end of a turn, after everything else had its chance to carry the ACK: must one go by itself?
 * Every second segment [SHLD-19], at once when something is out of order [MAY-13], otherwise within
 * the delay [SHLD-18, MUST-40]; and when reading has opened the window by much.
 */
export function ackIsDue(c: Connection): boolean {
  const { ack } = c;
  if (ack.now || ack.segments >= 2) return true;
  if (ack.hasRead) {
    ack.hasRead = false;
    if (isWindowUpdateDue(c)) return true;
  }
  if (ack.pending > 0) {
    const { clock } = c.tcp.env;
    if (c.timers.delayedAck > clock.now + c.profile.delayedAck) {
      arm(c, 'delayedAck', clock.now + c.profile.delayedAck);
    }
  }
  return false;
}

/** What we send acknowledges all before `nxt`: nothing is owed any more, unless blocks did not fit. */
export function acknowledged(c: Connection, nxt: Seq, toldAll: boolean): void {
  const { ack } = c;
  if (toldAll) ack.now = false;
  ack.pending = 0;
  ack.segments = 0;
  c.rcv.acked = nxt;
  c.timers.delayedAck = NEVER;
}

/**
 * Reading has opened the window by two segments, or by one when the peer cannot send even that. FreeBSD
 * waits for two segments that are a quarter of the buffer as well, or for half of it.
 */
function isWindowUpdateDue(c: Connection): boolean {
  const gain = windowGain(c);
  if (c.profile.windowUpdate === 'doubled') {
    const wnd = (c.rcv.edge - c.rcv.nxt) | 0;
    return gain > 0 && 2 * wnd <= c.rcv.buff && wnd + gain >= 2 * wnd;
  }
  const worthwhile = worthwhileGain(c);
  if (gain < worthwhile) return false;
  if (c.profile.windowUpdate === 'quarter') return isQuarter(c, gain);
  return gain >= 2 * worthwhile || ((c.rcv.edge - c.rcv.nxt) | 0) < worthwhile;
}

/** tcp_output() of FreeBSD: the buffer may be small, or nearly full, and then two segments suffice. */
function isQuarter(c: Connection, gain: number): boolean {
  const { buff } = c.rcv;
  if (2 * gain >= buff) return true;
  if (gain < 2 * c.rcvMss) return false;
  return 4 * gain >= buff || 8 * receiveRoom(c) <= buff || buff <= 8 * c.rcvMss;
}
