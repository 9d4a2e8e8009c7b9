import type { Address } from '../wire/address.ts';
import {
  ACK,
  CWR,
  ECE,
  HAS_MSS,
  HAS_SACK_OK,
  HAS_TS,
  HAS_WSCALE,
  type Segment,
} from '../wire/tcp.ts';
import { type Connection, SACK_OK, WINDOW_SCALING } from './connection.ts';
import { Ecn } from './ecn.ts';
import { announcedMss, defaultMss, effectiveMss, wantedMtu } from './mss.ts';
import type { ConnectionOptions } from './options.ts';
import { takePathMtu } from './path-mtu.ts';
import type { Profile } from './profile.ts';
import { isSigned } from './signatures.ts';
import { scaleToOffer } from './window.ts';

/** What a SYN offers: the options that only a SYN may carry, and its timestamp. */
export class Offer {
  /** Its MSS, or the default when it had none. [MUST-15] */
  mss = 0;
  /** The shift of its window scale option, or -1. RFC 7323 section 2.2 caps it at 14. */
  wscale = -1;
  sackOk = false;
  /** It carried timestamps; and its TSval. */
  ts = false;
  tsVal = 0;
  wnd = 0;
  /** It asked for ECN or, with an ACK, agreed to it: RFC 3168 section 6.1.1. */
  ecn = false;

  /** Reads a SYN from `remote`. */
  read(seg: Segment, mssIfNone: number): this {
    this.mss = (seg.options & HAS_MSS) !== 0 ? seg.mss : mssIfNone;
    this.wscale = (seg.options & HAS_WSCALE) !== 0 ? Math.min(seg.wscale, 14) : -1;
    this.sackOk = (seg.options & HAS_SACK_OK) !== 0;
    this.ts = (seg.options & HAS_TS) !== 0;
    this.tsVal = this.ts ? seg.tsVal : 0;
    this.wnd = seg.wnd;
    const asked = seg.flags & (ECE | CWR);
    this.ecn = asked === ((seg.flags & ACK) !== 0 ? ECE : ECE | CWR);
    return this;
  }

  /** Leaves of it what somebody with these options will take up from `remote`. */
  limit(remote: Address, profile: Profile, options: Readonly<ConnectionOptions>): this {
    // Timestamps, a signature and a SACK block are longer than options may be.
    if (
      this.sackOk &&
      profile.signedTimestamps === 'unless-sack' &&
      isSigned(options.md5, remote)
    ) {
      this.ts = false;
    }
    if (!this.ts) this.tsVal = 0;
    return this;
  }
}

const scratch = new Offer();

/**
 * Takes the peer's SYN into the connection: its numbers, and the options both sides want. Options that
 * belong into a SYN mean nothing elsewhere, and nobody looks for them there. [MUST-65]
 */
export function takeSyn(c: Connection, seg: Segment): void {
  const { remote, profile, options } = c;
  scratch.read(seg, defaultMss(remote, profile)).limit(remote, profile, options);
  if ((seg.flags & ACK) !== 0 && profile.ecn !== 'request') scratch.ecn = false; // nobody asked
  takeOffer(c, scratch);
  receivesFrom(c, seg.seq);
}

/** IRS is known: RCV.NXT and the right edge follow. */
export function receivesFrom(c: Connection, irs: number): void {
  const { rcv } = c;
  rcv.irs = irs;
  rcv.nxt = (irs + 1) | 0;
  rcv.acked = rcv.nxt;
  rcv.edge = (rcv.nxt + Math.min(65535, rcv.buff, c.options.windowClamp)) | 0;
}

export function takeOffer(c: Connection, offer: Offer): void {
  const { profile, snd, rcv, ts } = c;
  const scaling = profile.windowScaling && offer.wscale >= 0 ? WINDOW_SCALING : 0;
  c.agreed = scaling | (profile.sack && offer.sackOk ? SACK_OK : 0);
  snd.scale = c.windowScaling ? offer.wscale : 0;
  rcv.scale = c.windowScaling ? scaleToOffer(c) : 0;
  c.ecn = offer.ecn && profile.ecn !== 'never' ? new Ecn(snd.iss) : null;
  ts.on = profile.timestamps && offer.ts;
  ts.recent = offer.tsVal;
  ts.recentAt = c.tcp.env.clock.now;
  snd.peerMss = offer.mss;
  takePathMtu(c); // and with it the effective MSS
  snd.wnd = offer.wnd; // the window of a SYN is never scaled: RFC 7323 section 2.2
  snd.maxWnd = offer.wnd;
  const { options, remote, route } = c;
  c.rcvMss = announcedMss(c.tcp.env, route, remote, profile, options);
  if (profile.receiveBufferRounding === 'mss') {
    const mtu = wantedMtu(route.mtu, route, remote, options);
    const mss = effectiveMss(offer.mss, mtu, remote, false, profile, options.maxSegment);
    rcv.buff = Math.ceil(profile.receiveBuffer / mss) * mss;
  }
}
