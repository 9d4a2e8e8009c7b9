import type { Micros } from '../base/timer-queue.ts';
import type { IcmpProblem } from '../wire/icmp-problem.ts';
import { ms, type Profile, s } from './profile.ts';
import { synWait } from './timers.ts';

/** A value of a profile that breaks, or does not follow, a clause of a standard. */
export interface Departure {
  readonly field: keyof Profile;
  /** Where the standard says otherwise: document and section. */
  readonly clause: string;
  /** The requirement's id in RFC 9293 appendix B, or null. */
  readonly requirement: string | null;
  /** What happens instead, in one sentence. */
  readonly says: string;
}

/** Where all profiles depart, whatever their values. */
export const EVERYWHERE: readonly Pick<Departure, 'clause' | 'says'>[] = [
  {
    clause: 'RFC 9293 section 3.10.4',
    says:
      'CLOSE in SYN-RECEIVED enters FIN-WAIT-1 at once, but its FIN goes when our SYN is acknowledged: a peer in ' +
      'SYN-SENT could only drop it before.',
  },
];

/**
 * What in `profile` departs from RFC 9293 or another standard, found from its values and not from its
 * name. Bounds on tables are not listed: every system has some, and none is met without a flood.
 */
export function departures(profile: Profile): Departure[] {
  const found: Departure[] = [];
  for (const [field, clause, requirement, departs, says] of RULES) {
    if (departs(profile)) found.push({ field, clause, requirement, says });
  }
  return found;
}

/** How long an active OPEN is tried before it fails, unless the user gives up sooner. */
export function openTime(p: Profile): Micros {
  let total = 0;
  for (let n = 0; n <= p.synRetries; n++) total += synWait(p, n);
  return Math.min(total, p.synTimeout);
}

/** How long the last octets of a closed connection are tried, at the shortest RTO there is. */
export function orphanTime(p: Profile): Micros {
  if (!Number.isFinite(p.orphanRetries)) return p.r2;
  let wait = Math.max(p.minRto, p.rtoMargin);
  let total = 0;
  for (let n = 0; n <= p.orphanRetries && total < p.r2; n++) {
    total += wait;
    wait = Math.min(wait * 2, p.maxRto);
  }
  return Math.min(total, p.r2);
}

type Rule = readonly [
  field: keyof Profile,
  clause: string,
  requirement: string | null,
  departs: (p: Profile) => boolean,
  says: string,
];

/** The errors that RFC 9293 section 3.9.2.2 calls soft, and those of IPv6 that RFC 5461 section 2.1 adds. */
const SOFT: readonly IcmpProblem[] = [
  'net-unreachable',
  'host-unreachable',
  'source-route-failed',
  'ttl-exceeded',
  'reassembly-exceeded',
  'parameter-problem',
  'no-route',
  'address-unreachable',
];

// biome-ignore format: a table
const RULES: readonly Rule[] = [
  ['requireTimestamps', 'RFC 7323 section 3.2', null, (p) => p.timestamps && !p.requireTimestamps,
    'A segment that lacks the timestamps agreed on is taken, where it should be dropped.'],
  ['mssOption', 'RFC 9293 section 3.7.1', 'SHLD-5', (p) => !p.mssOption,
    'A SYN offers no MSS, so that the peer sends segments of 536 octets.'],
  ['ecnSynRetries', 'RFC 3168 section 6.1.1.1', null, (p) => p.ecn === 'request' && p.ecnSynRetries > 0,
    'A SYN that is sent again still asks for ECN, though its flags may be what gets it lost.'],
  ['windowRounding', 'RFC 9293 section 3.8.6', 'SHLD-14', (p) => p.windowRounding === 'up',
    'The window is rounded up to its unit, so its right edge may move left by less than a unit.'],
  ['announcePathMtu', 'RFC 9293 section 3.7.1', null, (p) => p.announcePathMtu,
    'The MSS announced is that of the path to the peer where it is known to be narrow, not the interface\'s.'],
  ['defaultMss', 'RFC 9293 section 3.7.1', 'MUST-15', (p) => p.defaultMss !== 536,
    'A peer over IPv4 that announces no MSS is not taken to accept 536 octets.'],
  ['defaultMssV6', 'RFC 9293 section 3.7.1', 'MUST-15', (p) => p.defaultMssV6 !== 1220,
    'A peer over IPv6 that announces no MSS is not taken to accept 1220 octets.'],
  ['synRto', 'RFC 6298 section 2 (2.1)', null, (p) => p.synRto < s(1),
    'A SYN is sent again before a second has passed.'],
  ['synRetries', 'RFC 9293 section 3.8.3', 'MUST-23', (p) => openTime(p) < s(180),
    'An active OPEN is given up before 3 minutes have passed.'],
  ['listenOpen', 'RFC 9293 sections 3.10.1 and 3.10.2', null, (p) => p.listenOpen === 'refuse',
    'OPEN and SEND with a peer named are refused by a socket that listens, where they should have it turn active.'],
  ['synText', 'RFC 9293 sections 3.10.7.2 and 3.10.7.3', null, (p) => p.synText === 'ignore',
    'Text on a SYN is not queued until ESTABLISHED: its sender must repeat it.'],
  ['synAckText', 'RFC 9293 section 3.10.7.3', null, (p) => p.synAckText === 'ignore',
    'Text and FIN on a SYN-ACK are not processed: their sender must repeat them.'],
  ['synFin', 'RFC 9293 section 3.10.7.2', null, (p) => p.synFin !== 'take',
    'LISTEN drops a SYN that carries a FIN, where it should look at the SYN alone.'],
  ['synFin', 'RFC 9293 section 3.10.7', null, (p) => p.synFin === 'drop-always',
    'A SYN that carries a FIN is dropped, also by connections.'],
  ['acceptWindow', 'RFC 9293 section 3.4', null, (p) => p.acceptWindow === 'free',
    'Text beyond the window that was offered is taken as far as the buffer has room.'],
  ['windowOffer', 'RFC 9293 section 3.8.6.2.2', 'MUST-39', (p) => p.windowOffer !== 'by-segments',
    'The window grows by less than a segment where a segment goes anyway.'],
  ['closedPort', 'RFC 9293 section 3.10.7.1', null, (p) => p.closedPort !== 'reset',
    'A port nobody waits on gives no answer, where a reset would tell the peer at once.'],
  ['closedPort', 'RFC 9293 section 3.10.7.2', null, (p) => p.closedPort === 'drop-unexpected',
    'LISTEN gives no answer to an ACK, where any is to be answered with a reset.'],
  ['listenSynAck', 'RFC 9293 section 3.10.7.2', null, (p) => p.listenSynAck === 'ignore',
    'LISTEN ignores a SYN-ACK, where any ACK is to be answered with a reset.'],
  ['simultaneousOpen', 'RFC 7323 section 2.2', null, (p) => p.simultaneousOpen === 'all-options',
    'The SYN-ACK of a simultaneous open has options that the peer\'s SYN did not have.'],
  ['simultaneousSynAck', 'RFC 9293 section 3.5, figure 7', null, (p) => p.simultaneousSynAck === 'answer',
    'The SYN-ACK that completes a simultaneous open is answered with an ACK, which nobody needs.'],
  ['synPathMtu', 'RFC 5927 section 7.2', null, (p) => p.synPathMtu !== 'ignore',
    'ICMP that says a packet was too big is believed about a SYN, which was hardly that.'],
  ['synAckEcho', 'RFC 9293 section 3.10.7.3', null, (p) => p.timestamps && p.synAckEcho === 'reset',
    'A SYN-ACK that acknowledges our SYN is answered with a reset for the timestamp that it echoes.'],
  ['halfOpenIcmp', 'RFC 9293 section 3.9.2.2', 'MUST-56', (p) => p.halfOpenIcmp === 'drop',
    'A half-open entry goes upon an ICMP error that is soft.'],
  ['fastOpenClientCookieless', 'RFC 7413 section 4.2.1', null, (p) => p.fastOpenClient && p.fastOpenClientCookieless,
    'Text goes on a SYN without a cookie that the server has given.'],
  ['fastOpenServerCookieless', 'RFC 7413 section 4.2.2', null, (p) => p.fastOpenServer && p.fastOpenServerCookieless,
    'Text is taken from a SYN without a cookie, so from any address that can be forged.'],
  ['fastOpenPathDisable', 'RFC 7413 section 4.1.3.1', null, (p) => p.fastOpenClient && p.fastOpenPathDisable === 0,
    'A path where Fast Open failed is not remembered: it is tried again with the next connection.'],
  ['initialRto', 'RFC 6298 section 2 (2.1)', null, (p) => p.initialRto < s(1),
    'Before there is a sample, the retransmission timeout is less than a second.'],
  ['minRto', 'RFC 6298 section 2 (2.4)', null, (p) => p.minRto < s(1),
    'The retransmission timeout may be less than a second.'],
  ['maxRto', 'RFC 6298 section 2 (2.5)', null, (p) => p.maxRto < s(60),
    'The retransmission timeout never reaches a minute.'],
  ['r1', 'RFC 9293 section 3.8.3', 'SHLD-10', (p) => p.r1 < 3,
    'IP is advised before a segment has been sent again three times.'],
  ['r2', 'RFC 9293 section 3.8.3', 'SHLD-11', (p) => p.r2 < s(100),
    'A connection is given up before its data has been tried for 100 seconds.'],
  ['r2', 'RFC 9293 section 3.8.3', 'MUST-20', (p) => !Number.isFinite(p.r2),
    'A connection whose data is never acknowledged is never given up.'],
  ['initialWindow', 'RFC 6928 section 2', null, (p) => p.initialWindow > 10,
    'More than ten segments go before the first acknowledgment.'],
  ['slowStartLimit', 'RFC 3465 section 2.2', null, (p) => p.slowStartLimit > 2,
    'One acknowledgment may open the congestion window by more than two segments.'],
  ['duplicateThreshold', 'RFC 5681 section 3.2', null, (p) => p.duplicateThreshold < 3,
    'Fewer than three duplicate acknowledgments count as a loss.'],
  ['delayedAck', 'RFC 9293 section 3.8.6.3', 'MUST-40', (p) => p.delayedAck >= ms(500),
    'An acknowledgment may be held back for half a second or longer.'],
  ['nagle', 'RFC 9293 section 3.7.4', 'SHLD-7', (p) => !p.nagle,
    'Small segments are not held back while data is unacknowledged.'],
  ['nagleRule', 'RFC 9293 section 3.7.4', null, (p) => p.nagle && p.nagleRule === 'each-output',
    'A small segment goes at once behind full ones, where nothing was unacknowledged before them.'],
  ['overrideTimeout', 'RFC 9293 section 3.8.6.2.1', null,
    (p) => (p.overrideTimeout || p.minRto) < ms(100) || p.overrideTimeout > s(1),
    'A partial segment waits for the window less than 0.1 or more than 1 second.'],
  ['challengeInterval', 'RFC 5961 section 7', null, (p) => p.challengeInterval === 0,
    'Challenge acknowledgments are sent as often as they are asked for.'],
  ['unsentAck', 'RFC 9293 section 3.10.7.4', null, (p) => p.unsentAck === 'ignore',
    'In ESTABLISHED an acknowledgment of what was never sent gets no ACK.'],
  ['probe', 'RFC 9293 section 3.8.6.1', 'MUST-35', (p) => p.probe === 'empty',
    'A zero window is probed with an empty segment outside it, not with an octet of data.'],
  ['keepAlive', 'RFC 9293 section 3.8.4', 'MUST-25', (p) => p.keepAlive,
    'Keep-alive is on unless the user turns it off.'],
  ['keepAliveIdle', 'RFC 9293 section 3.8.4', 'MUST-28', (p) => p.keepAliveIdle < s(7200),
    'Keep-alive probes begin before two hours without traffic.'],
  ['keepAliveCount', 'RFC 9293 section 3.8.4', 'MUST-29', (p) => p.keepAliveCount < 2,
    'A single keep-alive probe without an answer ends the connection.'],
  ['keepAliveGarbage', 'RFC 9293 section 3.8.4', 'SHLD-12', (p) => p.keepAliveGarbage,
    'Keep-alive probes carry an octet.'],
  ['synReceivedReset', 'RFC 9293 section 3.10.7.4', null, (p) => p.synReceivedReset !== 'ECONNREFUSED',
    'A reset in SYN-RECEIVED after an active OPEN is not told as "connection refused".'],
  ['closeWaitReset', 'RFC 9293 section 3.10.7.4', null, (p) => p.closeWaitReset !== 'ECONNRESET',
    'A reset in CLOSE-WAIT is not told as "connection reset".'],
  ['closingReset', 'RFC 9293 section 3.10.7.4', null, (p) => p.closingReset !== 'nothing',
    'The user hears of a reset in CLOSING or LAST-ACK though all his text was acknowledged.'],
  ['resetInWindow', 'RFC 5961 section 3.2', 'SHLD-2', (p) => p.resetInWindow === 'take',
    'A reset anywhere in the window ends the connection: blind guesses succeed.'],
  ['synInWindow', 'RFC 5961 section 4.2', null, (p) => p.synInWindow === 'reset',
    'A SYN anywhere in the window ends the connection: blind guesses succeed.'],
  ['oldSegmentAck', 'RFC 9293 section 3.10.7.4', null, (p) => p.oldSegmentAck === 'take',
    'The ACK of a segment before the window counts, where the segment is to be dropped.'],
  ['rstAfterFinMinusOne', 'RFC 5961 section 3.2', null, (p) => p.rstAfterFinMinusOne,
    'After the peer\'s FIN a reset at RCV.NXT - 1, outside the window, ends the connection too.'],
  ['simultaneousClose', 'RFC 9293 section 3.6, figure 13', null, (p) => p.simultaneousClose === 'resend-fin',
    'In FIN-WAIT-1 a FIN is answered with our FIN once more instead of an ACK.'],
  ['orphanRetries', 'RFC 9293 section 3.8.3', 'SHLD-11', (p) => orphanTime(p) < Math.min(p.r2, s(100)),
    'After CLOSE what is unacknowledged may be given up before 100 seconds have passed.'],
  ['icmpErrors', 'RFC 9293 section 3.9.2.2', 'MUST-56',
    (p) => SOFT.some((e) => p.icmpErrors[e]?.opening === 'abort'),
    'An attempt to open is given up upon an ICMP error that is soft; RFC 5461 tells why.'],
  ['finWait2', 'RFC 9293 section 3.3.2, figure 5', null, (p) => Number.isFinite(p.finWait2),
    'FIN-WAIT-2 ends by a timeout once the user has let go, where only a FIN or a reset ends it.'],
  ['timeWait', 'RFC 9293 sections 3.4.2 and 3.6.1', 'MUST-13', (p) => p.timeWait < s(240),
    'TIME-WAIT is shorter than twice the maximum segment lifetime of 2 minutes.'],
  ['timeWaitReset', 'RFC 9293 section 3.10.7.4', null, (p) => p.timeWaitReset === 'ignore',
    'A reset does not end TIME-WAIT; RFC 1337 advises that.'],
  ['timeWaitSyn', 'RFC 9293 section 3.10.7.4', null, (p) => p.timeWaitSyn === 'later',
    'A SYN that may not reopen a connection in TIME-WAIT gets no ACK.'],
  ['timeWaitSyn', 'RFC 9293 section 3.6.1', 'SHLD-4', (p) => p.timestamps && p.timeWaitSyn === 'later',
    'A SYN reopens a connection in TIME-WAIT by its sequence number alone, whatever its timestamp.'],
  ['timeWaitReuse', 'RFC 9293 section 3.6.1', 'MUST-13', (p) => p.timeWaitReuse && p.timestamps,
    'An active OPEN may end TIME-WAIT early, where timestamps tell old segments from new.'],
  ['timeWaitAck', 'RFC 9293 section 3.10.7.4', null, (p) => p.timeWaitAck !== 'in-window',
    'Which empty ACKs TIME-WAIT answers depends on where in the window they stand.'],
  ['timeWaitFin', 'RFC 9293 section 3.10.7.4', null, (p) => p.timeWaitFin === 'drop',
    'A FIN without an ACK that lies outside the window gets no ACK in TIME-WAIT.'],
];
