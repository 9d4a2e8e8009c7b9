import type { Segment } from '../../wire/tcp.ts';
import { owesAck } from '../ack-policy.ts';
import { type Connection, READABLE } from '../connection.ts';
import { ownReceiveQueue } from '../queues.ts';
import { receiveWindow } from '../window.ts';

/**
 * Text on a SYN waits until ESTABLISHED is reached: RFC 9293 sections 3.10.7.2 and 3.10.7.3. It is not
 * acknowledged before, so a peer whose text is not kept sends it again.
 */
export function keepSynText(c: Connection, seg: Segment): void {
  if (c.profile.synText !== 'queue') return;
  c.handshake.synText = synTextOf(seg, receiveWindow(c));
}

/** A copy of a SYN's text, as far as it lies in a window of `wnd`; null when there is none. */
export function synTextOf(seg: Segment, wnd: number): Uint8Array | null {
  const to = Math.min(seg.textTo, seg.textFrom + wnd);
  return to > seg.textFrom ? seg.bytes.slice(seg.textFrom, to) : null;
}

/** ESTABLISHED is reached: the text that waited for it is received now, before any that came since. */
export function takeSynText(c: Connection): void {
  const { rcv, handshake } = c;
  const { synText } = handshake;
  if (synText === null) return;
  handshake.synText = null;
  if (c.orphan) return; // nobody will read it: when it comes again, the peer is told
  ownReceiveQueue(c).push(synText, 0, synText.length);
  rcv.nxt = (rcv.nxt + synText.length) | 0;
  c.tcp.counters.octetsIn += synText.length;
  c.octetsReceived += synText.length;
  if (c.meter !== null) c.meter.textsIn++; // the SYN is counted already
  owesAck(c, synText.length);
  c.tell(READABLE);
}
