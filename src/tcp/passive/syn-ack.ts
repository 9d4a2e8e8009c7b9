import { ACK, HAS_TS, RST, type Segment } from '../../wire/tcp.ts';
import type { Route } from '../environment.ts';
import { writeCookie } from '../fast-open/opening.ts';
import { ticks } from '../timestamps.ts';
import { synWindow } from '../window.ts';
import type { HalfOpen } from './half-open.ts';
import { answerOffer } from './opening.ts';
import { leaveSyn, splitsSynAck } from './split-syn-ack.ts';

/** Answers the SYN of a half-open entry, or does so again. */
export function sendSynAck(h: HalfOpen): void {
  const { tcp } = h;
  const route = tcp.routeBack(h);
  if (route === null) return;
  const seg = tcp.out;
  const splits = splitsSynAck(h);
  if (splits) sendHalfOpenAck(h, h.iss);
  seg.seq = h.iss;
  answerOffer(seg, h.offer, h.listener, route, h.remote);
  if (h.cookie !== null) writeCookie(seg, h.cookie, h.cookieExperimental);
  emit(h, route, seg, splits);
}

/** Says where a half-open entry is: after its SYN, unless told otherwise. */
export function sendHalfOpenAck(h: HalfOpen, seq = (h.iss + 1) | 0): void {
  const { tcp } = h;
  const route = tcp.routeBack(h);
  if (route === null) return;
  const seg = tcp.out;
  seg.seq = seq;
  seg.flags = ACK;
  seg.options = 0;
  emit(h, route, seg);
}

/** Answers the SYN of a half-open entry with a reset: nobody wants it. */
export function refuseSyn(h: HalfOpen): void {
  const { tcp } = h;
  const route = tcp.routeBack(h);
  if (route === null) return;
  const seg = tcp.out;
  seg.sport = h.localPort;
  seg.dport = h.remotePort;
  seg.seq = 0;
  seg.ack = (h.irs + 1) | 0;
  seg.flags = RST | ACK;
  seg.wnd = 0;
  seg.options = 0;
  tcp.counters.resetsOut++;
  tcp.emitTo(h, route, seg, h.profile, h.options);
}

function emit(h: HalfOpen, route: Route, seg: Segment, synAlone = false): void {
  const { profile, tcp, offer } = h;
  const { env } = tcp;
  seg.ack = (h.irs + 1) | 0;
  seg.wnd = synWindow(h);
  if (profile.timestamps && offer.ts) {
    seg.options |= HAS_TS;
    seg.tsVal = (ticks(env.clock.now) + h.tsOffset) | 0;
    seg.tsEcr = offer.tsVal;
  }
  if (synAlone) leaveSyn(seg);
  const sum = tcp.pseudoFor(route, h.local, h.remote);
  tcp.emit(h, route, sum, seg, env.packet(0), profile);
}
