import { ACCEPT_QUEUE_FULL } from '../../wire/drop.ts';
import type { Seq } from '../../wire/seq.ts';
import { HAS_TS, type Segment } from '../../wire/tcp.ts';
import { synchronized } from '../arrive/synchronized.ts';
import { defaultMss } from '../mss.ts';
import { Offer } from '../negotiate.ts';
import type { Profile } from '../profile.ts';
import { LISTEN, SYN_RECEIVED } from '../state.ts';
import type { Arrival } from '../tcp.ts';
import { ticks } from '../timestamps.ts';
import { synWindow } from '../window.ts';
import type { Listener } from './listener.ts';
import { answerOffer, connectionOf } from './opening.ts';
import { COOKIE_LIFETIME, hideOptions, readHidden } from './syn-cookies.ts';

const offer = new Offer();

/**
 * Answers a SYN with a cookie and keeps nothing. The price: the SYN-ACK is never sent again, and when the
 * client's ACK is lost and it waits for us to speak first, it waits for ever. [RFC 4987 3.6]
 */
export function answerStateless(l: Listener, syn: Segment, at: Arrival): void {
  const { tcp, profile } = l;
  const { local, remote } = at;
  const route = tcp.routeBack(at);
  if (route === null) return;
  const { now } = tcp.env.clock;
  offer.read(syn, defaultMss(remote, profile)).limit(remote, profile, l.options);
  const { out } = tcp;
  out.sport = syn.dport;
  out.dport = syn.sport;
  const all = profile.cookieOptions === 'cookie';
  out.seq = tcp.cookies.encode(local, syn.dport, remote, syn.sport, syn.seq, offer, now, all);
  out.ack = (syn.seq + 1) | 0;
  out.wnd = synWindow(l);
  const stamps = profile.timestamps && offer.ts;
  if (!stamps && !all) {
    offer.wscale = -1; // nowhere to keep them: what we do not offer, the peer does not use
    offer.sackOk = false;
  }
  if (!stamps || all) offer.ecn = false;
  answerOffer(out, offer, l, route, remote);
  if (stamps) {
    const { tsOffset } = tcp.secrets.tuple(local, syn.dport, remote, syn.sport);
    const tsVal = (ticks(now) + tsOffset) | 0;
    out.options |= HAS_TS;
    out.tsVal = all ? tsVal : hideOptions(tsVal, offer);
    out.tsEcr = offer.tsVal;
  }
  l.cookieSentAt = now;
  tcp.counters.cookiesOut++;
  tcp.emitTo(at, route, out, profile, l.options);
}

/**
 * An ACK that belongs to no entry: true when it brings back a cookie, and is dealt with. A host that has
 * sent none lately does not look.
 *
 * An ACK that the network repeats after the connection was closed opens it again, within two minutes of the
 * SYN: nothing is kept that could tell.
 */
export function takeCookie(l: Listener, seg: Segment, at: Arrival): boolean {
  const { tcp } = l;
  const { now } = tcp.env.clock;
  if (now - l.cookieSentAt > COOKIE_LIFETIME) return false;
  const { local, remote } = at;
  const iss = (seg.ack - 1) | 0;
  const irs = (seg.seq - 1) | 0;
  const all = l.profile.cookieOptions === 'cookie';
  if (!tcp.cookies.decode(local, seg.dport, remote, seg.sport, irs, iss, now, offer, all)) {
    tcp.counters.cookiesFailed++;
    return false;
  }
  tcp.counters.cookiesIn++;
  if (l.acceptQueue.isFull) {
    tcp.drop(null, ACCEPT_QUEUE_FULL);
    if (l.profile.acceptOverflow === 'reset') tcp.resetStranger(seg, at, l.options);
    return true; // dropped: the peer sends its text again, or, without any, believes it is connected
  }
  admitCookie(l, seg, at, iss, irs);
  return true;
}

/** The same way as from the SYN queue: a TCB in SYN-RECEIVED, to which the segment arrives. */
function admitCookie(listener: Listener, seg: Segment, at: Arrival, iss: Seq, irs: Seq): void {
  const { tcp, profile } = listener;
  const route = tcp.routeBack(at);
  if (route === null) return;
  readOffer(seg, profile);
  const { tsOffset } = tcp.secrets.tuple(at.local, seg.dport, at.remote, seg.sport);
  const c = connectionOf(
    {
      listener,
      knownId: 0,
      local: at.local,
      localPort: seg.dport,
      remote: at.remote,
      remotePort: seg.sport,
      iss,
      irs,
      offer,
      tsOffset,
      answeredAt: Number.NaN,
      retries: 0,
      synLost: false,
    },
    route,
  );
  c.state = LISTEN;
  c.enter(SYN_RECEIVED);
  tcp.demux.connections.add(c);
  c.meter?.arrives(seg.textTo - seg.textFrom);
  synchronized(c, seg);
  tcp.touch(c);
}

/** What the SYN offered, as far as the cookie, which is in `offer` already, and the timestamp tell. */
function readOffer(seg: Segment, profile: Profile): void {
  offer.ts = profile.timestamps && (seg.options & HAS_TS) !== 0;
  offer.tsVal = offer.ts ? seg.tsVal : 0;
  offer.wnd = seg.wnd;
  offer.ecn = false;
  if (offer.ts && profile.cookieOptions === 'timestamp') readHidden(seg.tsEcr, offer);
}
