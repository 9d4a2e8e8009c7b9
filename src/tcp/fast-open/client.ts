import type { Address } from '../../wire/address.ts';
import { HAS_TFO, type Segment } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import type { Route } from '../environment.ts';
import type { TcpErrorCode } from '../errors.ts';
import { Handshake, OPENED } from '../handshake.ts';
import { mssToAnnounce } from '../mss.ts';
import type { Profile } from '../profile.ts';
import { isSigned } from '../signatures.ts';
import type { Tcp } from '../tcp.ts';
import type { Server } from './memory.ts';
import { ASKS, FastOpening } from './opening.ts';

/** Octets that text on a SYN leaves free for options, those of middleboxes among them. Linux: MAX_TCP_OPTION_SPACE. */
const MOST_OPTIONS = 40;
/** The timeout in a row that makes a host suspect a black hole. Linux: tcp_fastopen_active_detect_blackhole. */
export const SUSPICIOUS = 3;

/** Whether the next SYN to that port of `remote` could carry text, for lack of nothing but the text. */
export function mayCarryText(
  tcp: Tcp,
  profile: Profile,
  local: Address,
  remote: Address,
  port: number,
): boolean {
  if (!profile.fastOpenClient || isBarred(tcp, profile, local, remote, port)) return false;
  if (profile.fastOpenClientCookieless) return true;
  return cookieOf(tcp.fastOpen.find(local, remote), profile) !== null;
}

/** What the SYN of an active OPEN carries that wants to send `length` octets with it: RFC 7413 section 4.2.1. */
export function planSyn(c: Connection, route: Route, length: number): FastOpening {
  const { tcp, profile, local, remote } = c;
  const f = new FastOpening();
  if (isBarred(tcp, profile, local, remote, c.remotePort)) return f;
  if (isSigned(c.options.md5, remote)) return f; // a signature leaves a cookie no room
  const server = tcp.fastOpen.find(local, remote);
  if (!profile.fastOpenClientCookieless) {
    const cookie = cookieOf(server, profile);
    f.cookie = cookie ?? ASKS;
    f.experimental = cookie === null ? asksExperimentally(server, profile) : isExperimental(server);
    if (cookie === null) return f;
  }
  const { maxSegment, sendBuffer } = c.options;
  const largest = mssToAnnounce(tcp.env.pathMtu(route, remote), remote, maxSegment);
  const mss = Math.min(server?.mss ?? largest, largest);
  f.text = Math.max(0, Math.min(length, mss - MOST_OPTIONS, sendBuffer));
  return f;
}

/** Fast Open has failed on this path, or on so many that the host does without it. */
function isBarred(tcp: Tcp, p: Profile, local: Address, remote: Address, port: number): boolean {
  const { now } = tcp.env.clock;
  return tcp.fastOpen.isPaused(p, now) || tcp.fastOpen.isRefused(local, remote, port, now);
}

function isExperimental(server: Server | null): boolean {
  return server?.experimental ?? false;
}

function cookieOf(server: Server | null, profile: Profile): Uint8Array | null {
  if (server === null || (server.experimental && !profile.fastOpenExperimental)) return null;
  return server.cookie;
}

/** The standard option asked in vain: perhaps the server knows the older one. */
function asksExperimentally(server: Server | null, profile: Profile): boolean {
  return profile.fastOpenExperimental && server?.failed === 1;
}

/**
 * The SYN-ACK tells what became of Fast Open, and the next SYN profits: RFC 7413 section 4.2.1. Text that it
 * does not acknowledge goes again by itself. What the connection shows of its handshake from now on.
 */
export function learnFromSynAck(c: Connection, seg: Segment): Handshake {
  const f = c.handshake.fastOpen as FastOpening;
  const acked = (seg.ack - c.snd.iss - 1) | 0;
  const taken = f.text > 0 && acked >= f.text;
  if (f.cookie !== null || f.text > 0) {
    const server = remembered(c, seg, f);
    c.tcp.fastOpen.remember(c.local, c.remote, server);
    const given = f.cookie !== null && hasCookie(seg, c.profile);
    if (!given && acked === 0) refusePath(c);
    if (taken) c.tcp.fastOpen.resume();
  }
  if (taken) c.tcp.counters.fastOpens++;
  else if (f.text > 0) c.tcp.counters.fastOpensFailed++;
  if (!taken) return OPENED;
  f.taken = true;
  f.cookie = null;
  const opened = new Handshake();
  opened.fastOpen = f;
  return opened;
}

/** What is remembered of the server after its SYN-ACK. A cookie that nobody asked for is not kept. */
function remembered(c: Connection, seg: Segment, f: FastOpening): Server {
  const { profile } = c;
  const mss = c.snd.peerMss;
  if (f.cookie !== null && hasCookie(seg, profile)) {
    const cookie = seg.bytes.slice(seg.tfoFrom, seg.tfoTo);
    return { cookie, experimental: seg.tfoExperimental, mss, failed: 0 };
  }
  const before = c.tcp.fastOpen.find(c.local, c.remote);
  let failed = before?.failed ?? 0;
  // Asked in time and answered without one: the SYN was not sent again, and it was not about text.
  if (
    f.cookie !== null &&
    f.text === 0 &&
    !c.handshake.synLost &&
    (before?.cookie ?? null) === null
  ) {
    const now = f.experimental ? 2 : 1;
    if (now > failed) failed = now;
  }
  return { cookie: before?.cookie ?? null, experimental: isExperimental(before), mss, failed };
}

/** The segment brings a cookie, in a form that this profile knows. */
function hasCookie(seg: Segment, profile: Profile): boolean {
  if ((seg.options & HAS_TFO) === 0 || seg.tfoTo === seg.tfoFrom) return false;
  return !seg.tfoExperimental || profile.fastOpenExperimental;
}

/** RFC 7413 section 4.1.3.1: a path where it failed is left alone for a while. */
function refusePath(c: Connection): void {
  const { tcp, profile } = c;
  if (profile.fastOpenPathDisable === 0) return;
  const until = tcp.env.clock.now + profile.fastOpenPathDisable;
  tcp.fastOpen.refuse(c.local, c.remote, c.remotePort, until);
}

/** An active OPEN with Fast Open came to nothing. A refusal by the peer says nothing against it. */
export function learnFromFailure(c: Connection, error: TcpErrorCode): void {
  const f = c.handshake.fastOpen as FastOpening;
  if (f.cookie === null && f.text === 0) return;
  if (error === 'ECONNREFUSED' || error === 'ECONNRESET' || error === 'ECONNABORTED') return;
  refusePath(c);
  if (error === 'ETIMEDOUT' && c.retries < SUSPICIOUS) c.tcp.fastOpen.pause(c.tcp.env.clock.now);
}

/** So many timeouts in a row, in the opening or after it, make the host suspect a black hole. */
export function suspectBlackhole(c: Connection): void {
  const f = c.handshake.fastOpen;
  if (f === null || f.queue !== null || (f.cookie === null && f.text === 0)) return;
  c.tcp.fastOpen.pause(c.tcp.env.clock.now);
}
