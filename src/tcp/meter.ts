import type { Micros } from '../base/timer-queue.ts';
import { lt } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import { isCwndLimited } from './send-policy.ts';

/** Nothing is queued, and all that was sent is acknowledged. */
const IDLE = 0;
/** There is something to send, or not acknowledged, and nothing but cwnd or the path delays it. */
const BUSY = 1;
/** The peer's window holds back what is queued. */
const WINDOW = 2;
/** All that is queued has gone, and the user has more than the send buffer takes. */
const BUFFER = 3;
type Limit = 0 | 1 | 2 | 3;

/** How long the smallest round trip is remembered: tcp_min_rtt_wlen, 300 s. */
const REMEMBERED: Micros = 300_000_000;

/**
 * What TCP_INFO tells of a connection and TCP itself has no use for. There is one only where the OPEN or the
 * listener asked to be metered; times are those of the clock, counts begin at 0 and never go down.
 */
export class Meter {
  /** Our SYN went first: its octet is among those that the peer's ACKs have covered. */
  readonly isOpener: boolean;
  /** SYN-ACKs that were sent again before there was a connection. */
  synAcksAgain = 0;
  /** When text last came in its turn, and when an ACK last came; at first when the connection came about. */
  textAt: Micros;
  ackAt: Micros;
  /** Segments, of these with text, and the octets in them; what was sent again counts again. RFC 4898 */
  segmentsIn = 0;
  textsIn = 0;
  segmentsOut = 0;
  textsOut = 0;
  octetsOut = 0;
  /** Octets of text sent again. */
  octetsAgain = 0;
  /** Segments sent that offered no window. */
  zeroWindows = 0;
  /** Segments that came out of order. */
  outOfOrder = 0;
  /** Segments that the peer has reported as having come twice: RFC 2883. */
  duplicates = 0;
  /** Times that an acknowledgment told of text that had been overtaken on its way, not lost. */
  reordered = 0;
  /** Octets of text that the peer's full segments seem to carry, or 0 before there was any text. */
  segmentSize = 0;
  /** The last segment that was smaller than that. */
  #smaller = 0;
  #shortest: Micros = Number.POSITIVE_INFINITY;
  #shortestAt: Micros = 0;
  #limit: Limit = IDLE;
  #since: Micros = 0;
  #busy: Micros = 0;
  #window: Micros = 0;
  #buffer: Micros = 0;

  constructor(now: Micros, isOpener: boolean) {
    this.isOpener = isOpener;
    this.textAt = now;
    this.ackAt = now;
  }

  /** A segment with n octets of text has come. */
  arrives(n: number): void {
    this.segmentsIn++;
    if (n > 0) this.textsIn++;
  }

  /** A segment with n octets of text is sent, and offers a window or none. */
  sends(n: number, wnd: number): void {
    this.segmentsOut++;
    if (wnd === 0) this.zeroWindows++;
    if (n === 0) return;
    this.textsOut++;
    this.octetsOut += n;
  }

  /** A round trip took `r`. */
  sampled(r: Micros, now: Micros): void {
    if (r > this.#shortest && now - this.#shortestAt < REMEMBERED) return;
    this.#shortest = r;
    this.#shortestAt = now;
  }

  /** The shortest round trip of the last minutes; infinite before there was any. */
  get shortest(): Micros {
    return this.#shortest;
  }

  /** There is something to send. */
  begins(now: Micros): void {
    if (this.#limit === IDLE) this.#turn(BUSY, now);
  }

  /** Everything is acknowledged, or nothing will be sent any more. */
  ends(now: Micros): void {
    this.#turn(IDLE, now);
  }

  /** Whether the peer's window holds back what is queued. */
  heldByWindow(held: boolean, now: Micros): void {
    this.#holds(WINDOW, held, now);
  }

  /** Whether the send buffer holds back the user, when nothing else does. */
  heldByBuffer(held: boolean, now: Micros): void {
    this.#holds(BUFFER, held, now);
  }

  /** There has been something to send, or not acknowledged, for so long in all. */
  busy(now: Micros): Micros {
    const running = this.#limit === IDLE ? 0 : now - this.#since;
    return this.#busy + this.#window + this.#buffer + running;
  }

  /** Of this, the peer's window held it back for so long. */
  windowLimited(now: Micros): Micros {
    return this.#window + (this.#limit === WINDOW ? now - this.#since : 0);
  }

  /** Of this, the send buffer did. */
  bufferLimited(now: Micros): Micros {
    return this.#buffer + (this.#limit === BUFFER ? now - this.#since : 0);
  }

  /** The later one counts, where two hold: tcp_chrono_start(), tcp_chrono_stop(). */
  #holds(limit: Limit, held: boolean, now: Micros): void {
    if (held ? this.#limit < limit : this.#limit === limit) this.#turn(held ? limit : BUSY, now);
  }

  #turn(limit: Limit, now: Micros): void {
    const time = now - this.#since;
    if (this.#limit === BUSY) this.#busy += time;
    else if (this.#limit === WINDOW) this.#window += time;
    else if (this.#limit === BUFFER) this.#buffer += time;
    this.#limit = limit;
    this.#since = now;
  }

  /**
   * Text of n octets has come in its turn, in a segment with a header of `header` octets; `ends` when its sender
   * had no more. What is larger than any before is believed, what is smaller when two of a size follow each
   * other. Linux: tcp_measure_rcv_mss(), tcp_initialize_rcv_mss().
   */
  takes(c: Connection, n: number, header: number, ends: boolean, now: Micros): void {
    this.textAt = now;
    if (this.segmentSize === 0) this.segmentSize = assumedSize(c);
    const before = this.#smaller;
    this.#smaller = 0;
    if (n >= this.segmentSize) {
      this.segmentSize = Math.min(n, c.rcvMss);
      return;
    }
    const all = n + header;
    if (all < ASSUMED + LEAST_HEADER && (ends || all < LEAST + LEAST_HEADER)) return;
    this.#smaller = n;
    if (n === before) this.segmentSize = n;
  }
}

/** TCP_MSS_DEFAULT, TCP_MIN_MSS and the shortest header, octets. */
const ASSUMED = 536;
const LEAST = 88;
const LEAST_HEADER = 20;

/** What a peer's full segments are taken to carry before there was one. */
export function assumedSize(c: Connection): number {
  const offered = ((c.rcv.edge - c.rcv.nxt) | 0) >> 1;
  return Math.max(LEAST, Math.min(c.rcvMss, c.snd.mss, offered, ASSUMED));
}

/**
 * What may go has gone, `sent` octets of it new, and cwnd would take `room` more: what holds back the rest?
 * Linux: tcp_write_xmit(), tcp_cwnd_validate().
 */
export function measureLimits(c: Connection, m: Meter, room: number, sent: number): void {
  const { snd } = c;
  const { now } = c.tcp.env.clock;
  const fin = snd.finQueued && !lt(snd.fin, snd.nxt) ? 1 : 0;
  const inFlight = (snd.nxt - snd.una) | 0;
  const unsent = Math.max(0, c.sendQueue.length - inFlight) + fin;
  const usable = snd.wnd - inFlight;
  const cwndAllows = room >= Math.min(snd.mss, unsent) && usable <= room;
  m.heldByWindow(unsent > 0 && usable < unsent && cwndAllows, now);
  if (sent > 0 && unsent === 0 && c.wantsWritable && !isCwndLimited(c)) m.heldByBuffer(true, now);
}
