import { lt, type Seq } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import { type ConnectionOptions, ownOptions } from './options.ts';
import type { Profile } from './profile.ts';
import { receiveRoom } from './queues.ts';

/** What offers a window, or is to offer one: a connection, a half-open entry, a listener. */
export interface Offering {
  readonly profile: Profile;
  readonly options: Readonly<ConnectionOptions>;
}

/** The shift we offer: the smallest that lets a 16-bit window cover the receive buffer, at most 14. */
export function scaleToOffer({ profile, options }: Offering): number {
  let scale = 0;
  const most = Math.max(profile.receiveBuffer, profile.windowScaleFor);
  const largest = Math.min(most, options.windowClamp);
  while (scale < 14 && 65535 * (1 << scale) < largest) scale++;
  return scale;
}

/** The window of a SYN or SYN-ACK, which is never scaled: RFC 7323 section 2.2. */
export function synWindow({ profile, options }: Offering): number {
  return Math.min(65535, profile.receiveBuffer, options.windowClamp);
}

/**
 * RCV.WND as the peer sees it: from RCV.NXT to the right edge, rounded up to the unit of the scale, as
 * the window field we send is. The rounding may move the edge by less than one unit and no further.
 * A profile that accepts what is free (FreeBSD) takes all that fits, offered or not, and no more.
 */
export function receiveWindow(c: Connection): number {
  const { rcv, profile } = c;
  const wnd = (rcv.edge - rcv.nxt) | 0;
  if (profile.acceptWindow === 'free') return Math.max(wnd, receiveRoom(c), 0);
  if (wnd <= 0) return 0;
  return profile.windowRounding === 'up' ? wnd : roundUp(wnd, rcv.scale);
}

/** The first sequence number that is not taken. */
export function rightEdge(c: Connection): Seq {
  const { rcv } = c;
  return c.profile.acceptWindow === 'free' ? (rcv.nxt + receiveWindow(c)) | 0 : rcv.edge;
}

/** What is left of the window that was offered, rounded as the field is. */
function offeredWindow(c: Connection): number {
  const { rcv } = c;
  const wnd = (rcv.edge - rcv.nxt) | 0;
  return wnd <= 0 ? 0 : roundUp(wnd, rcv.scale);
}

/** `wnd` as whole units of the scale, rounded up. */
function roundUp(wnd: number, scale: number): number {
  const unit = 1 << scale;
  return (wnd + unit - 1) & -unit;
}

/** How far the right edge could move: what has been read since it was last offered. */
export function windowGain(c: Connection): number {
  const { rcv } = c;
  let room = Math.min(receiveRoom(c), c.options.windowClamp);
  if (c.profile.firstWindow > 0) room = Math.min(room, mostOffered(c));
  const free = c.profile.windowRounding === 'up' ? room : room & -(1 << rcv.scale);
  const most = 65535 * (1 << rcv.scale);
  return Math.min(free, most) - ((rcv.edge - rcv.nxt) | 0);
}

/** Octets by which the window must grow to be worth offering: a segment or half the buffer. [MUST-39] */
export function worthwhileGain(c: Connection): number {
  return Math.min(c.rcvMss, Math.floor(c.rcv.buff / 2));
}

/** Some offer whatever is free, unless that is hardly anything: tcp_output(), __tcp_select_window(). */
function offersAll(c: Connection): boolean {
  const { windowOffer } = c.profile;
  if (windowOffer === 'by-segments') return false;
  const { buff, scale } = c.rcv;
  const room = receiveRoom(c);
  if (windowOffer === 'all-free') return room >= c.rcvMss || 4 * room >= buff;
  return scale > 0 && (2 * room >= buff || (room >= c.rcvMss && 16 * room >= buff));
}

/** The most that is offered by now, whatever is free: rcv_ssthresh. */
export function mostOffered(c: Connection): number {
  const { firstWindow } = c.profile;
  const { buff } = c.rcv;
  return firstWindow === 0 ? buff : Math.min(buff, firstWindow + c.options.grownWindow);
}

/** Octets of text in a segment at least that open the window further: tcp_event_data_recv(). */
const TEXT_THAT_OPENS = 128;

/** A segment with n octets of text has come: the peer may send more at a time. Linux: tcp_grow_window(). */
export function growWindow(c: Connection, n: number): void {
  if (n < TEXT_THAT_OPENS || mostOffered(c) === c.rcv.buff) return;
  ownOptions(c).grownWindow += 2 * Math.max(n, c.rcvMss);
}

/**
 * The window field for a segment sent now. The edge moves right by at least a segment or half the
 * buffer (silly window avoidance, RFC 9293 section 3.8.6.2.2), and never left [SHLD-14].
 */
export function windowField(c: Connection): number {
  const { rcv } = c;
  const gain = windowGain(c);
  if (gain > 0 && (gain >= worthwhileGain(c) || offersAll(c))) rcv.edge = (rcv.edge + gain) | 0;
  if (lt(rcv.edge, rcv.nxt)) rcv.edge = rcv.nxt;
  return Math.min(offeredWindow(c) >> rcv.scale, 65535);
}
