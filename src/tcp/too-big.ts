import { lt } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import type { Quote } from './icmp-errors.ts';
import { takePathMtu } from './path-mtu.ts';
import { SYN_SENT } from './state.ts';
import { sendSyn } from './syn-output.ts';
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
