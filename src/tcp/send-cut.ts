import { type Buffer, UNSENT } from './buffer.ts';
import type { Connection } from './connection.ts';
import { OPEN } from './recovery/index.ts';
import type { SendBuffers } from './send-buffers.ts';
import { WAIT, WAIT_OVERRIDE } from './send-policy.ts';

/*
 * How Linux cuts its buffers into what it hands to the device in one piece, up to 64 KiB that the device, or the
 * last step before it, makes segments of: net/ipv4/tcp_output.c, tcp_write_xmit() and what it calls.
 */

/** Octets in one piece at most: GSO_LEGACY_MAX_SIZE less MAX_TCP_HEADER and one. */
const MOST = 65_536 - 321;

/** How long a buffer may become: tcp_xmit_size_goal(), tcp_bound_to_half_wnd(). */
export function bufferGoal(c: Connection): number {
  const { mss, maxWnd } = c.snd;
  const most = maxWnd > 0 ? Math.min(MOST, maxWnd > 536 ? maxWnd >> 1 : maxWnd) : MOST;
  return Math.max(mss, most - (most % mss));
}

/** Segments in one piece at most: what the path takes in a millisecond. tcp_tso_autosize(), tcp_update_pacing_rate(). */
function mostSegments(c: Connection, mss: number): number {
  const { congestion, profile, rtt, snd } = c;
  const { cwnd, ssthresh } = congestion;
  const percent = cwnd < ssthresh / 2 ? profile.pacingSlowStart : profile.pacingAvoidance;
  const inFlight = Math.max(cwnd, (snd.nxt - snd.una) | 0);
  const srtt = Math.max(rtt.srtt, SHORTEST);
  let octets = Math.floor((inFlight * percent * 10_000) / srtt / 1024); // sk_pacing_shift is 10
  const near = Math.floor(rtt.srtt / 512); // tcp_tso_rtt_log is 9
  if (near < 17) octets += 65_536 >> near;
  return Math.max(Math.floor(Math.min(octets, MOST) / mss), profile.burstSegments);
}

/** Segments that cwnd lets go in one piece, so that two pieces are in flight: tcp_cwnd_test(). */
function cwndQuota(c: Connection, room: number, mss: number, least: number, idle: boolean): number {
  let segments = Math.floor(room / mss);
  if (segments <= 0) segments = least <= room || (idle && room > 0) ? 1 : 0;
  return Math.min(segments, Math.max(1, Math.floor(c.congestion.cwnd / mss) >> 1));
}

/** Whether what fills no segment waits: tcp_nagle_check(), which is Minshall's way of RFC 9293 section 3.7.4. */
function isHeld(c: Connection, q: SendBuffers, inFlight: number): boolean {
  if (q.pushes) return false;
  if (c.options.cork || q.more) return true;
  return !c.noDelay && inFlight > 0 && q.small > q.front;
}

/**
 * Octets of the text at `at` that go next in one piece: above 0, WAIT or WAIT_OVERRIDE.
 *
 * @param at    a position in `q`, the first that was not sent
 * @param room  octets that cwnd still takes
 * @param now   it goes without waiting for more: tcp_push_one()
 */
export function nextCut(
  c: Connection,
  q: SendBuffers,
  at: number,
  room: number,
  mss: number,
  now: boolean,
): number {
  const b = q.at(at) as Buffer;
  const length = b.end - at;
  const inFlight = at - q.front;
  const usable = c.snd.wnd - inFlight;
  const isLast = b.end === q.end;
  const fin = isLast && c.snd.finQueued;
  const first = Math.min(length, mss);
  if (usable < (fin && length <= mss ? first + 1 : first)) {
    return inFlight === 0 && usable > 0 ? WAIT_OVERRIDE : WAIT; // tcp_snd_wnd_test()
  }
  const quota = cwndQuota(c, room, mss, first, inFlight === 0);
  if (quota === 0) {
    c.cwndLimited = true;
    return WAIT;
  }
  if (length <= mss) {
    const held = length < mss && isLast && !fin && !now && isHeld(c, q, inFlight);
    if (!held) return length;
    return inFlight === 0 ? WAIT_OVERRIDE : WAIT;
  }
  const segments = mostSegments(c, mss);
  if (!now && mayWait(c, q, b, at, room, mss, segments)) return WAIT;
  return split(c, q, length, usable, mss * Math.min(quota, segments), mss, isLast, now);
}

/** Where a buffer is cut, at a segment's end unless all of it goes: tcp_mss_split_point(). */
function split(
  c: Connection,
  q: SendBuffers,
  length: number,
  usable: number,
  most: number,
  mss: number,
  isLast: boolean,
  now: boolean,
): number {
  if (most <= usable && !isLast) return Math.min(most, length);
  const needed = Math.min(length, usable);
  if (most <= needed) return most;
  const partial = needed % mss;
  const held = partial > 0 && !now && isHeld(c, q, 1);
  return held ? needed - partial : needed;
}

/**
 * Whether it is worth waiting for an ACK that lets more go in one piece: tcp_tso_should_defer(). Not when nothing was
 * sent for a millisecond, nor when the next ACK is far.
 */
function mayWait(
  c: Connection,
  q: SendBuffers,
  b: Buffer,
  at: number,
  room: number,
  mss: number,
  segments: number,
): boolean {
  if (c.recovery.phase !== OPEN) return false;
  const { now } = c.tcp.env.clock;
  if (now - c.lastSent >= MILLISECOND) return false;
  const usable = c.snd.wnd - (at - q.front);
  const allowed = room - (room % mss);
  const limit = Math.min(usable, allowed);
  const length = b.end - at;
  const isLast = b.end === q.end;
  if (limit >= segments * mss || (!isLast && limit >= length)) return false;
  const { burstDivisor } = c.profile;
  if (burstDivisor > 0) {
    if (limit >= Math.floor(Math.min(c.snd.wnd, c.congestion.cwnd) / burstDivisor)) return false;
  } else if (limit > 3 * mss) return false;
  const { frontSentAt } = q;
  if (frontSentAt === UNSENT) return false;
  const srtt = Math.max(c.rtt.srtt, SHORTEST);
  if (frontSentAt + srtt - now > Math.min(srtt / 2, MILLISECOND)) return false;
  if (allowed < usable) {
    if (allowed <= length) {
      c.cwndLimited = true;
      return true;
    }
  } else if (usable <= length) return true;
  return !(b.closed || (isLast && c.snd.finQueued)); // those get no longer
}

const MILLISECOND = 1000;
/** The shortest round trip, microseconds: the kernel counts in eighths, and one is the least. */
const SHORTEST = 1 / 8;
