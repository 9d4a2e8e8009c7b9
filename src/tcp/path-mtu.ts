import { NEVER } from '../base/timer-queue.ts';
import type { Address } from '../wire/address.ts';
import { lt } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import type { Route } from './environment.ts';
import type { Quote } from './icmp-errors.ts';
import { effectiveMss } from './mss.ts';
import type { Profile } from './profile.ts';
import type { Tcp } from './tcp.ts';
import { arm } from './timers.ts';

/**
 * A router says that the quoted segment was too big: RFC 1191, RFC 8201. It is believed only about text
 * in flight (RFC 5927 section 7.2), and only downwards. What is in flight goes again at once, in smaller
 * segments; cwnd stays, for nothing was congested: RFC 1191 section 6.4. False when it is not believed.
 */
export function pathIsNarrower(c: Connection, q: Quote): boolean {
  const { snd, tcp } = c;
  if (!c.synAcked) return synWasTooBig(c, q);
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
 * FreeBSD notes for the destination what ICMPv6 tells about a SYN. It is not sent again at once: SYNs are
 * small, and the next one offers an MSS that fits.
 */
function synWasTooBig(c: Connection, q: Quote): boolean {
  const { profile, route, tcp } = c;
  if (profile.synTooBig === 'ignore' || c.remote.version === 4) return false;
  if (!tcp.env.narrowPath(route, c.remote, q.mtu, route.mtu, route.mtu)) return false;
  tcp.counters.pathMtuReductions++;
  return true;
}

/** The MTU that an MSS to be announced stands for: the interface's or, where a profile says so, the path's. */
export function mtuToAnnounce(tcp: Tcp, route: Route, remote: Address, profile: Profile): number {
  return profile.mssFrom === 'path' ? tcp.env.pathMtu(route, remote) : route.mtu;
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
  snd.mss = effectiveMss(snd.peerMss, c.pathMtu, c.remote, c.ts.on, profile, c.options.maxSegment);
  if (c.synAcked && congestion.cwnd < snd.mss) congestion.cwnd = snd.mss;
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
