import type { Address } from '../wire/address.ts';
import { ICMP_BAD_MTU, ICMP_IGNORED, ICMP_NOT_IN_FLIGHT, ICMP_STRAY } from '../wire/drop.ts';
import type { IcmpProblem } from '../wire/icmp-problem.ts';
import { leq, type Seq } from '../wire/seq.ts';
import { type Connection, TROUBLED } from './connection.ts';
import { finish } from './ending.ts';
import type { TcpErrorCode } from './errors.ts';
import { mayTalkEarly } from './fast-open/status.ts';
import { SYN_RECEIVED, SYN_SENT } from './state.ts';
import type { Tcp } from './tcp.ts';
import { pathIsNarrower } from './too-big.ts';

/** The segment of ours that an ICMP error quotes, and what it says became of it. One is used over and over. */
export interface Quote {
  problem: IcmpProblem;
  /** From us, to the peer. Valid while the error is processed. */
  local: Address;
  remote: Address;
  localPort: number;
  remotePort: number;
  /** The peer's UDP port, when the segment was inside a UDP datagram; 0 otherwise. */
  udpPort: number;
  seq: Seq;
  /** Octets of the whole IP packet that was quoted. */
  length: number;
  /** The MTU told with `too-big`; 0 when the router does not tell. */
  mtu: number;
}

/**
 * An ICMP error has arrived: RFC 9293 section 3.9.2.2 [MUST-54]. Anybody can send one, so it counts only
 * if it quotes what the connection may have in the network: RFC 5927 section 4. What does not is counted
 * and shown, nothing more.
 */
export function icmpErrorArrives(tcp: Tcp, q: Quote): void {
  const c = tcp.demux.connections.find(q.local, q.remote, q.localPort, q.remotePort);
  if (c === null || c.udpPort !== q.udpPort) {
    halfOpenErrorArrives(tcp, q);
    return;
  }
  if (!mayBeInFlight(c, q.seq)) {
    tcp.drop(c, ICMP_NOT_IN_FLIGHT);
    return;
  }
  if (q.problem === 'too-big') {
    if (!pathIsNarrower(c, q)) tcp.drop(c, ICMP_BAD_MTU);
    return;
  }
  const reaction = c.profile.icmpErrors[q.problem];
  if (reaction === undefined) {
    tcp.drop(c, ICMP_IGNORED);
  } else if (isOpening(c) && reaction.opening === 'abort') {
    tcp.counters.icmpAborts++;
    finish(c, reaction.code); // [SHLD-26]
  } else {
    takeSoftError(c, reaction.code);
  }
}

/** What says that the peer, or its network, cannot be reached: Linux's tcp_v4_err() has a half-open entry go. */
const UNREACHABLE: readonly IcmpProblem[] = [
  'net-unreachable',
  'host-unreachable',
  'no-route',
  'address-unreachable',
  'ttl-exceeded',
  'reassembly-exceeded',
  'parameter-problem',
];

/** Half-open entries run out by themselves, unless the profile has them go; and so does TIME-WAIT. */
function halfOpenErrorArrives(tcp: Tcp, q: Quote): void {
  const h = tcp.demux.halfOpen(q.local, q.remote, q.localPort, q.remotePort);
  // Linux, who has them go, knows no UDP around them.
  const around = h !== null && (h.udpPort !== 0 || q.udpPort !== 0);
  if (h === null || h.profile.halfOpenIcmp === 'ignore' || around) {
    tcp.drop(null, ICMP_STRAY);
  } else if (q.seq !== h.iss) {
    tcp.drop(h, ICMP_NOT_IN_FLIGHT);
  } else if (UNREACHABLE.includes(q.problem)) {
    tcp.counters.icmpAborts++;
    h.listener.synQueue.remove(h);
  } else {
    tcp.drop(h, ICMP_IGNORED);
  }
}

/**
 * Between SND.UNA and SND.NXT: an ACK without text stands at SND.NXT. Before our SYN is acknowledged only
 * ISS has been sent. RFC 5927 section 4.1.
 */
function mayBeInFlight(c: Connection, seq: Seq): boolean {
  const { snd } = c;
  if (!c.synAcked && (seq === snd.iss || !mayTalkEarly(c))) return seq === snd.iss;
  return leq(snd.una, seq) && leq(seq, snd.nxt);
}

/**
 * Our own attempt to open is under way; a single passive OPEN waits for the next peer instead. What Fast Open
 * has opened counts too until it is accepted.
 */
function isOpening(c: Connection): boolean {
  if (c.state === SYN_SENT) return true;
  if (c.state !== SYN_RECEIVED) return false;
  return !c.handshake.passive || (mayTalkEarly(c) && c.user === null);
}

/**
 * The user may hear of it [MUST-47, SHLD-25], and the connection goes on [MUST-56]. Hard errors are soft
 * once the peer has been heard: RFC 5461 section 2.3. Some systems end an attempt to open, after a while,
 * at the second one.
 */
function takeSoftError(c: Connection, code: TcpErrorCode): void {
  const second = c.softError !== null && c.softError !== 'ETIMEDOUT'; // which is R1's
  c.softError = code;
  c.tcp.counters.softErrors++;
  c.tell(TROUBLED);
  if (isOpening(c) && second && c.retries > c.profile.softErrorRetries) {
    c.tcp.counters.icmpAborts++;
    finish(c, code);
  }
}
