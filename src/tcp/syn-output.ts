import { ACK, ECE, HAS_MSS, HAS_SACK_OK, HAS_WSCALE, type Segment, SYN } from '../wire/tcp.ts';
import { acknowledged } from './ack-policy.ts';
import type { Connection } from './connection.ts';
import { ecnRequest } from './ecn.ts';
import { mayTalkEarly } from './fast-open/status.ts';
import { announcedMss } from './mss.ts';
import { buffersOf } from './queues.ts';
import { isSigned } from './signatures.ts';
import { scaleToOffer, synWindow } from './window.ts';

/**
 * The SYN of an active open, with all this profile offers and the text it was given, which is all that SND.NXT
 * covers beyond the SYN. Only SYN and SYN-ACK carry an MSS. [MUST-65]
 */
export function sendSyn(c: Connection): void {
  const { profile, snd } = c;
  const seg = c.tcp.out;
  seg.flags = SYN | ecnRequest(c);
  seg.ack = 0;
  seg.options = profile.mssOption ? HAS_MSS : 0;
  // FreeBSD thinks that the options may be what gets a SYN lost. An answer to an earlier one counts.
  if (c.retries < profile.bareSynFrom) {
    if (profile.windowScaling) seg.options |= HAS_WSCALE;
    if (profile.sack) seg.options |= HAS_SACK_OK;
    if (profile.timestamps && offersTimestamps(c)) c.ts.stamp(seg, c.tcp.env.clock.now);
  }
  const { fastOpen } = c.handshake;
  // Fast Open is tried once: RFC 7413 section 4.2.1.
  const alone = fastOpen !== null && (c.handshake.synLost || fastOpen.tooBig);
  if (fastOpen !== null && !alone) fastOpen.write(seg);
  handshakeSegment(c, seg, alone ? 0 : (snd.nxt - snd.iss - 1) | 0);
}

/** The SYN-ACK of a simultaneous or single passive open, with what both sides offered. */
export function sendSynAck(c: Connection): void {
  const { profile } = c;
  const seg = c.tcp.out;
  seg.flags = c.ecn === null ? SYN | ACK : SYN | ACK | ECE;
  seg.ack = c.rcv.nxt;
  seg.options = profile.mssOption ? HAS_MSS : 0;
  // In a simultaneous open Linux offers all it has once more, though RFC 7323 section 2.2 forbids it.
  const all = !c.handshake.passive && profile.simultaneousOpen === 'all-options';
  if (c.windowScaling || (all && profile.windowScaling)) seg.options |= HAS_WSCALE;
  if (c.sackOk || (all && profile.sack)) seg.options |= HAS_SACK_OK;
  if (c.ts.on || (all && profile.timestamps)) c.ts.stamp(seg, c.tcp.env.clock.now);
  const { fastOpen, synLost } = c.handshake;
  if (fastOpen !== null && mayTalkEarly(c) && !synLost) fastOpen.write(seg);
  acknowledged(c, seg.ack, true);
  handshakeSegment(c, seg, 0);
}

/** Timestamps, a signature and a SACK block are longer than options may be: some give up the timestamps. */
function offersTimestamps(c: Connection): boolean {
  const { profile, options, remote } = c;
  if (profile.signedTimestamps === 'offer' || !profile.sack) return true;
  return !isSigned(options.md5, remote);
}

/** Sends a SYN or SYN-ACK with the first n octets of the send queue. */
function handshakeSegment(c: Connection, seg: Segment, n: number): void {
  const p = c.tcp.env.packet(n);
  if (n > 0) {
    c.sendQueue.peek(0, n, p.bytes, p.from);
    p.to += n;
    c.tcp.counters.octetsOut += n;
    // A buffer of its own, pushed should it go again: tcp_send_syn_data(). The SYN is what is timed.
    buffersOf(c)?.sends(0, n, Number.NaN, true);
  }
  seg.seq = c.snd.iss;
  seg.wnd = synWindow(c);
  c.meter?.sends(n, seg.wnd);
  seg.mss = announcedMss(c.tcp.env, c.route, c.remote, c.profile, c.options);
  seg.wscale = scaleToOffer(c);
  c.tcp.emit(c, c.route, c.pseudo, seg, p, c.profile);
}
