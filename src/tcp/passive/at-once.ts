import type { Segment } from '../../wire/tcp.ts';
import { establish } from '../arrive/check-ack.ts';
import { synTextOf, takeSynText } from '../arrive/syn-text.ts';
import { CONNECTED, type Connection } from '../connection.ts';
import type { Route } from '../environment.ts';
import { ESTABLISHED, SYN_RECEIVED } from '../state.ts';
import { sendSynAck as sendOwnSynAck } from '../syn-output.ts';
import { arm } from '../timers.ts';
import { synWindow } from '../window.ts';
import type { HalfOpen } from './half-open.ts';
import { connectionOf } from './opening.ts';
import { sendSynAck } from './syn-ack.ts';

/*
 * What if a SYN made a connection at once? Both ways believe it without a proof that its sender is there and
 * means it, so that an old duplicate is believed too. A SYN that the user has put off takes the usual way.
 */

/** Makes a connection of the SYN that `h` stands for, which is in no table; false without such a what-if. */
export function openAtOnce(h: HalfOpen, syn: Segment, route: Route): boolean {
  const { twoWay, deliverSynData } = h.profile.whatIf;
  if (twoWay) openInTwo(h, syn, route);
  else if (deliverSynData && syn.textTo > syn.textFrom) deliverEarly(h, syn, route);
  else return false;
  return true;
}

/** ESTABLISHED once the SYN-ACK has gone: it is never sent again, for nothing waits to hear of it. */
function openInTwo(h: HalfOpen, syn: Segment, route: Route): void {
  h.enter(SYN_RECEIVED);
  sendSynAck(h);
  const c = begin(h, route);
  if (c.profile.synText === 'queue') c.handshake.synText = textOf(syn, c);
  establish(c, syn);
  c.snd.wnd = syn.wnd; // not scaled in a SYN
  c.snd.maxWnd = syn.wnd;
  c.enter(ESTABLISHED);
  takeSynText(c);
  c.tell(CONNECTED);
  c.tcp.established(c);
}

/** The application accepts it in SYN-RECEIVED, and may read; our SYN-ACK acknowledges what it may read. */
function deliverEarly(h: HalfOpen, syn: Segment, route: Route): void {
  const { listener, tcp } = h;
  const { now } = tcp.env.clock;
  h.enter(SYN_RECEIVED);
  const c = begin(h, route);
  c.handshake.openedAt = now;
  c.handshake.synText = textOf(syn, c);
  takeSynText(c);
  arm(c, 'retransmission', now + c.profile.synAckRto);
  sendOwnSynAck(c);
  listener.acceptQueue.push(c);
  c.handshake.listener = null; // which has nothing more to wait for
  tcp.touchListener(listener);
}

function begin(h: HalfOpen, route: Route): Connection {
  const c = connectionOf(h, route);
  c.state = SYN_RECEIVED;
  h.tcp.demux.connections.add(c);
  return c;
}

function textOf(syn: Segment, on: Connection): Uint8Array | null {
  return synTextOf(syn, synWindow(on));
}
