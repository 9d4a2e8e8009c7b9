import { SYN_FIN, UNACCEPTABLE_ACK } from '../../wire/drop.ts';
import { ACK, FIN, RST, type Segment, SYN } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { takeSyn as takePeerSyn } from '../negotiate.ts';
import type { Listener } from '../passive/listener.ts';
import { bindPeer } from '../passive/single.ts';
import { takeCookie } from '../passive/stateless.ts';
import { takeSyn } from '../passive/take-syn.ts';
import type { Profile } from '../profile.ts';
import { SYN_RECEIVED } from '../state.ts';
import { sendSynAck } from '../syn-output.ts';
import type { Arrival, Tcp } from '../tcp.ts';
import { arm } from '../timers.ts';
import { answersUnexpected } from './closed.ts';
import { keepSynText } from './syn-text.ts';

/**
 * LISTEN, RFC 9293 section 3.10.7.2: true when the segment is a SYN to be taken up. Resets are
 * ignored, an ACK is answered with a reset, anything else is dropped.
 */
function isNewSyn(on: Listener | Connection, seg: Segment, at: Arrival): boolean {
  const { tcp, profile, options } = on;
  const { flags } = seg;
  if ((flags & RST) !== 0) return false; // first
  if ((flags & ACK) !== 0) {
    // Second. FreeBSD ignores a SYN-ACK, which RFC 9293 would have reset like any other ACK.
    const ignores = (flags & SYN) !== 0 && profile.listenSynAck === 'ignore';
    if (ignores || !answersUnexpected(profile)) tcp.drop(null, UNACCEPTABLE_ACK);
    else tcp.resetStranger(seg, at, options);
    return false;
  }
  return isTaken(tcp, profile, flags); // third; fourth, anything else, is dropped
}

/** Whether these flags, without ACK and RST, open a connection: Linux wants no FIN beside the SYN. */
export function isTaken(tcp: Tcp, profile: Profile, flags: number): boolean {
  if ((flags & SYN) === 0) return false;
  if ((flags & FIN) === 0 || profile.synFin === 'take') return true;
  tcp.drop(null, SYN_FIN);
  return false;
}

/**
 * A segment for a listener: a SYN becomes an entry of its SYN queue and is answered. Text that comes
 * with it waits for ESTABLISHED, as far as there is room. An ACK may bring back a cookie.
 */
export function listen(l: Listener, seg: Segment, at: Arrival): void {
  if ((seg.flags & (SYN | ACK | RST)) === ACK && takeCookie(l, seg, at)) return;
  if (isNewSyn(l, seg, at)) takeSyn(l, seg, at, null);
}

/** A segment for a single passive OPEN: the connection itself goes to SYN-RECEIVED. */
export function listenSingle(c: Connection, seg: Segment, at: Arrival): void {
  const { tcp } = c;
  if (!isNewSyn(c, seg, at)) return;
  const route = tcp.routeBack(at);
  if (route === null) return;
  bindPeer(c, route, at.local.clone(), at.remote.clone(), seg.sport);
  takePeerSyn(c, seg);
  keepSynText(c, seg);
  c.handshake.passive = true;
  c.retries = 0;
  c.handshake.openedAt = tcp.env.clock.now;
  c.enter(SYN_RECEIVED);
  arm(c, 'retransmission', tcp.env.clock.now + c.profile.synAckRto);
  sendSynAck(c);
}
