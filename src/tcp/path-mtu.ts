import { NEVER } from '../base/timer-queue.ts';
import { lt } from '../wire/seq.ts';
import { HAS_TS, optionsLength } from '../wire/tcp.ts';
import type { Connection } from './connection.ts';
import type { Quote } from './icmp-errors.ts';
import { effectiveMss, LEAST_TEXT, wantedMtu } from './mss.ts';
import { sendSyn } from './output.ts';
import { isSigned, SIGNATURE_SPACE } from './signatures.ts';
import { SYN_SENT } from './state.ts';
import { arm } from './timers.ts';

/**
 * A router says that the quoted segment was too big: RFC 1191, RFC 8201. It is believed only about text
 * in flight (RFC 5927 section 7.2), and only downwards. What is in flight goes again at once, in smaller
 * segments; cwnd stays, for nothing was congested: RFC 1191 section 6.4. False when it is not believed.
 */
export function pathIsNarrower(c: Connection, q: Quote): boolean {
  const { snd, tcp } = c;
  if (!c.synAcked) return narrowsNextSyn(c, q);
  if (!lt(q.seq, snd.nxt)) return false;
  if (q.length > c.pathMtu + c.route.overhead) return false; // we never sent that
  if (!tcp.env.narrowPath(c.route, c.remote, q.mtu, q.length, c.pathMtu)) return false;
  tcp.counters.pathMtuReductions++;
  takePathMtu(c);
  c.recovery.rewind(c);
  arm(c, 'retransmission', tcp.env.clock.now + c.rtt.rto);
  tcp.touch(c);
  return true;
}

/**
 * FreeBSD's icmp6_mtudisc_update() notes what a Packet Too Big says before TCP has looked at it, though a SYN
 * was hardly too big; the next SYN then announces the MSS that goes with it. So does Linux, for IPv4 too, and a
 * SYN with text goes again at once: tcp_simple_retransmit().
 */
function narrowsNextSyn(c: Connection, q: Quote): boolean {
  const { route, remote, tcp } = c;
  const { synPathMtu } = c.profile;
  if (c.state !== SYN_SENT || synPathMtu === 'ignore') return false;
  if (synPathMtu === 'ipv6' && remote.version === 4) return false;
  const now = tcp.env.pathMtu(route, remote);
  if (!tcp.env.narrowPath(route, remote, q.mtu, now + route.overhead, now)) return false;
  tcp.counters.pathMtuReductions++;
  if (synPathMtu === 'believe' && (c.handshake.fastOpen?.text ?? 0) > 0) sendSynAlone(c);
  return true;
}

/** What was too big was the text on the SYN: it goes again without. */
function sendSynAlone(c: Connection): void {
  const { fastOpen, synLost } = c.handshake;
  if (fastOpen === null || fastOpen.tooBig || synLost) return;
  fastOpen.tooBig = true;
  c.rtt.sentAgain(c.snd.iss);
  c.retransmissions++;
  sendSyn(c);
}

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
