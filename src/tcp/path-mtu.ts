import { NEVER } from '../base/timer-queue.ts';
import { HAS_TS, optionsLength } from '../wire/tcp.ts';
import type { Connection } from './connection.ts';
import { effectiveMss, LEAST_TEXT, wantedMtu } from './mss.ts';
import { isSigned, SIGNATURE_SPACE } from './signatures.ts';

/**
 * Takes over what the host knows of the path: effective MSS and, when a wider path is tried again, a
 * window of at least one segment. The MSS we announce stays the interface's. [SHLD-6, MUST-67]
 */
export function takePathMtu(c: Connection): void {
  const { snd, profile, congestion } = c;
  const { env } = c.tcp;
  c.pathMtu = lookAtPath(c);
  const narrow = c.pathMtu < c.route.mtu;
  c.pathMtuUntil = narrow ? env.clock.now + profile.pathMtuLifetime : NEVER;
  snd.mss = Math.max(LEAST_TEXT, largestText(c) - spaceOfOptions(c));
  if (c.synAcked && congestion.cwnd < snd.mss) congestion.cwnd = snd.mss;
}

/** Octets of text in a segment without options. */
function largestText(c: Connection): number {
  const { options, profile, remote, route, snd } = c;
  const mtu = wantedMtu(c.pathMtu, route, remote, options);
  return effectiveMss(snd.peerMss, mtu, remote, false, profile, options.maxSegment);
}

/** Octets that the options of every segment take. */
function spaceOfOptions(c: Connection): number {
  const stamps = c.ts.on ? optionsLength(HAS_TS, 0, c.profile.options) : 0;
  return isSigned(c.options.md5, c.remote) ? stamps + SIGNATURE_SPACE : stamps;
}

/**
 * A segment was sent again and again and is not acknowledged: perhaps something on the way swallows large
 * packets and says nothing, RFC 2923 section 2.1. FreeBSD, tcp_timer_rexmt(): two more attempts of each smaller
 * size there is, then the full one again.
 */
export function suspectBlackHole(c: Connection): void {
  const { profile, remote, retries, snd } = c;
  if (profile.blackHole === 'none' || retries < 2) return;
  takePathMtu(c);
  const v4 = remote.version === 4;
  const sizes = v4
    ? [profile.blackHoleMss, profile.defaultMss]
    : [profile.blackHoleMssV6, profile.defaultMssV6];
  const options = spaceOfOptions(c);
  let last = snd.mss;
  let step = (retries >> 1) - 1;
  for (const size of sizes) {
    const mss = size - options;
    if (mss >= last || mss <= 0) continue; // no smaller than what was tried
    last = mss;
    if (step-- === 0) snd.mss = mss;
  }
}

/** After a timeout: perhaps the path has become narrower, and only another connection was told. */
export function checkPath(c: Connection): void {
  if (lookAtPath(c) < c.pathMtu) takePathMtu(c);
}

/** What the host knows of the path now: the largest packet it carries, and whether routers may fragment. */
function lookAtPath(c: Connection): number {
  const { env } = c.tcp;
  c.route = env.pathRoute(c.route, c.remote);
  return env.pathMtu(c.route, c.remote);
}
