import { HAS_TFO, type Segment } from '../../wire/tcp.ts';
import { synTextOf, takeSynText } from '../arrive/syn-text.ts';
import type { Connection } from '../connection.ts';
import type { Route } from '../environment.ts';
import { FastOpening } from '../fast-open/opening.ts';
import type { FastOpenQueue } from '../fast-open/queue.ts';
import { isSigned } from '../signatures.ts';
import { SYN_RECEIVED } from '../state.ts';
import { sendSynAck } from '../syn-output.ts';
import { arm } from '../timers.ts';
import { synWindow } from '../window.ts';
import type { HalfOpen } from './half-open.ts';
import { connectionOf } from './opening.ts';

/**
 * Fast Open for the SYN that `h`, which is in no table yet, stands for: RFC 7413 section 4.2.2. With a valid
 * cookie, or where none is needed, it is a connection at once, and the answer is true. Otherwise `h` may have
 * got a cookie to answer with, and the opening takes its three segments. Linux: tcp_try_fastopen.
 */
export function openFast(h: HalfOpen, syn: Segment, route: Route): boolean {
  const { listener, profile, tcp } = h;
  const queue = listener.fastOpen;
  if (queue === null || !profile.fastOpenServer) return false;
  if (isSigned(listener.options.md5, h.remote)) return false; // a signature leaves a cookie no room
  const shows = hasOption(h, syn);
  if (!shows && syn.textTo === syn.textFrom) return false;
  if (!queue.hasRoom(tcp.env.clock.now)) return false;
  if (profile.fastOpenServerCookieless) {
    begin(h, syn, route, queue, null);
    return true;
  }
  if (!shows) return false;
  const keys = queue.keys ?? tcp.fastOpenKeys;
  const made = keys.whichMade(h.remote, h.local, syn.bytes, syn.tfoFrom, syn.tfoTo);
  if (made === 0) {
    begin(h, syn, route, queue, null);
    return true;
  }
  const cookie = keys.cookie(h.remote, h.local);
  if (made > 0) {
    begin(h, syn, route, queue, cookie);
    return true;
  }
  if (syn.tfoTo > syn.tfoFrom) tcp.counters.fastOpensFailed++;
  h.cookie = cookie;
  h.cookieExperimental = syn.tfoExperimental;
  return false;
}

/** The SYN has the option, in a form that this profile knows. */
function hasOption(h: HalfOpen, syn: Segment): boolean {
  if ((syn.options & HAS_TFO) === 0) return false;
  return !syn.tfoExperimental || h.profile.fastOpenExperimental;
}

/**
 * A connection in SYN-RECEIVED that may be accepted, read and written: our SYN-ACK, which goes first,
 * acknowledges its text. `cookie` takes the place of one that an older key made.
 */
function begin(
  h: HalfOpen,
  syn: Segment,
  route: Route,
  queue: FastOpenQueue,
  cookie: Uint8Array | null,
): void {
  const { listener, tcp } = h;
  const { now } = tcp.env.clock;
  h.enter(SYN_RECEIVED);
  const c = connectionOf(h, route);
  c.state = SYN_RECEIVED;
  tcp.demux.connections.add(c);
  const f = new FastOpening();
  f.cookie = cookie;
  f.experimental = syn.tfoExperimental;
  f.queue = queue;
  queue.enter();
  c.handshake.fastOpen = f;
  c.handshake.openedAt = now;
  c.handshake.listener = null; // which has nothing more to wait for
  c.handshake.synText = synTextOf(syn, synWindow(c));
  f.text = c.handshake.synText?.length ?? 0;
  takeSynText(c);
  mayTalk(c);
  tcp.counters.fastOpensIn++;
  arm(c, 'retransmission', now + c.profile.synAckRto);
  sendSynAck(c);
  c.rtt.sent(c.snd.nxt, now);
  listener.acceptQueue.push(c);
  tcp.touchListener(listener);
}

/** It may send before our SYN is acknowledged: the stream begins at ISS + 1 and nothing of it is acknowledged. */
function mayTalk(c: Connection): void {
  const { snd } = c;
  const { now } = c.tcp.env.clock;
  snd.una = snd.nxt;
  snd.wl1 = c.rcv.irs;
  snd.wl2 = snd.iss;
  c.ack.quick = c.profile.quickAcks;
  c.lastSent = now;
  c.heardAt = now;
  c.congestion.start(c, false);
}
