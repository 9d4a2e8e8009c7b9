import type { Micros } from '../../base/timer-queue.ts';
import type { Address } from '../../wire/address.ts';
import type { Seq } from '../../wire/seq.ts';
import { ACK, ECE, HAS_MSS, HAS_SACK_OK, HAS_WSCALE, type Segment, SYN } from '../../wire/tcp.ts';
import { Connection } from '../connection.ts';
import type { Route } from '../environment.ts';
import { Meter } from '../meter.ts';
import { announcedMss } from '../mss.ts';
import { type Offer, receivesFrom, takeOffer } from '../negotiate.ts';
import { scaleToOffer } from '../window.ts';
import type { Listener } from './listener.ts';

/** All that a listener knows of a connection whose SYN has been answered: from its SYN queue, or a cookie. */
export interface Opening {
  readonly listener: Listener;
  /** Its number as a flow, or 0 when nobody has asked for it. */
  readonly knownId: number;
  readonly local: Address;
  readonly localPort: number;
  readonly remote: Address;
  readonly remotePort: number;
  readonly iss: Seq;
  readonly irs: Seq;
  readonly offer: Offer;
  /** Added to the clock for the timestamps of this connection. */
  readonly tsOffset: number;
  /** When the SYN-ACK was sent, if that was once and is known; NaN otherwise. */
  readonly answeredAt: Micros;
  /** How often the SYN-ACK was sent again by its timer, as far as is known. */
  readonly retries: number;
  /** A SYN-ACK had to be sent again. */
  readonly synLost: boolean;
}

/** The TCB an opening stands for; its state is the caller's to set. The addresses are copied. */
export function connectionOf(o: Opening, route: Route): Connection {
  const { listener } = o;
  const { tcp, profile } = listener;
  const c = new Connection(
    tcp,
    profile,
    o.knownId,
    route,
    route.source.equals(o.local) ? route.source : o.local.clone(),
    o.localPort,
    o.remote.clone(),
    o.remotePort,
  );
  c.options = listener.options;
  c.pseudo = tcp.pseudoFor(route, c.local, c.remote);
  c.handshake.passive = true;
  c.handshake.listener = listener;
  c.snd.iss = o.iss;
  c.snd.una = o.iss;
  c.snd.nxt = (o.iss + 1) | 0;
  takeOffer(c, o.offer);
  c.ts.offset = o.tsOffset;
  receivesFrom(c, o.irs);
  c.handshake.synLost = o.synLost;
  if (listener.metered) c.meter = meterOf(o, tcp.env.clock.now);
  if (!Number.isNaN(o.answeredAt)) c.rtt.sent(c.snd.nxt, o.answeredAt);
  return c;
}

/** The SYN has come, and SYN-ACKs have gone, before there was a connection to count them. */
function meterOf(o: Opening, now: Micros): Meter {
  const meter = new Meter(now, false);
  meter.arrives(0);
  meter.synAcksAgain = o.retries;
  return meter;
}

/** The flags of a SYN-ACK, and its options but timestamps: our MSS, and what the SYN offered and we want too. */
export function answerOffer(
  seg: Segment,
  offer: Offer,
  l: Listener,
  route: Route,
  remote: Address,
): void {
  const { profile, options } = l;
  seg.flags = offer.ecn && profile.ecn !== 'never' ? SYN | ACK | ECE : SYN | ACK;
  seg.options = profile.mssOption ? HAS_MSS : 0;
  seg.mss = announcedMss(l.tcp.env, route, remote, profile, options);
  if (profile.windowScaling && offer.wscale >= 0) {
    seg.options |= HAS_WSCALE;
    seg.wscale = scaleToOffer(l);
  }
  if (profile.sack && offer.sackOk) seg.options |= HAS_SACK_OK;
}
