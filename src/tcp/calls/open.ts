import type { Micros } from '../../base/timer-queue.ts';
import type { Address } from '../../wire/address.ts';
import { Connection, type ConnectionUser } from '../connection.ts';
import type { Route } from '../environment.ts';
import { TcpError } from '../errors.ts';
import { mayCarryText, planSyn } from '../fast-open/client.ts';
import { Meter } from '../meter.ts';
import { fixedHeaders } from '../mss.ts';
import type { ConnectionOptions } from '../options.ts';
import { bindPeer, NOWHERE } from '../passive/single.ts';
import type { Profile } from '../profile.ts';
import { buffersOf, ownSendQueue } from '../queues.ts';
import { LISTEN, SYN_SENT } from '../state.ts';
import { sendSyn } from '../syn-output.ts';
import type { Tcp } from '../tcp.ts';
import { mayTakePlace, takePlace } from '../time-wait-reuse.ts';
import { armSyn } from '../timers.ts';
import { startUserTimeout } from '../user-timeout.ts';
import { setDscp, setTtl, setUserTimeout } from './options.ts';

/** An active OPEN: to whom, and as whom. */
export interface OpenOptions {
  readonly remote: Address;
  /** 1 to 65535 */
  readonly remotePort: number;
  /** The address to open from; the route decides when there is none. [MUST-43, MUST-44] */
  readonly local?: Address | undefined;
  /** The port to open from; an ephemeral one when 0 or absent. */
  readonly localPort?: number | undefined;
  readonly user: ConnectionUser;
  readonly profile?: Profile | undefined;
  readonly noDelay?: boolean | undefined;
  /** Keeps the counts and times of a {@link Meter}; not when absent. */
  readonly metered?: boolean | undefined;
  /** Differentiated Services field of every segment, 0 to 63, the SYN among them. [MUST-48] */
  readonly dscp?: number | undefined;
  /** IP time to live, or hop limit, 1 to 255. [MUST-49] */
  readonly ttl?: number | undefined;
  /** How long anything, the SYN among it, may stay unacknowledged; microseconds. [MUST-21] */
  readonly userTimeout?: Micros | undefined;
  /** All that may be set of a connection, at once; those above count more. Copied when it is changed. */
  readonly options?: Readonly<ConnectionOptions> | undefined;
  /**
   * The peer's UDP port, 1 to 65535, when segments are to go inside UDP datagrams; the host's tunnel must have
   * a port of its own. Plain TCP when absent or 0.
   */
  readonly udpPort?: number | undefined;
  /**
   * Text that goes on the SYN, up to 536 octets and less where the path or the send buffer is narrow: RFC 9293
   * section 3.5 allows it. The peer keeps it until ESTABLISHED, or ignores it; what it does not acknowledge
   * with our SYN goes again.
   */
  readonly synText?: Uint8Array | undefined;
  /**
   * Opens with Fast Open, RFC 7413: `text` goes with the SYN as far as a cookie and the server's MSS allow, and
   * {@link textOnSyn} tells how much that was; the rest is the caller's to SEND. Without a cookie the SYN asks
   * for one, and no text goes. Throws EOPNOTSUPP where the profile's `fastOpenClient` is off. Text may come to
   * the peer's application twice: RFC 7413 section 6.1.
   */
  readonly fastOpen?: { readonly text?: Uint8Array | undefined } | undefined;
}

/** Text on a SYN at most, octets: a segment's worth before the peer has told its MSS. */
const MOST_SYN_TEXT = 536;
/** The most octets that options take. */
const MOST_OPTIONS = 40;
const NO_TEXT = new Uint8Array(0);

/** A passive OPEN of one connection. */
export interface PassiveOptions {
  readonly local: Address;
  readonly localPort: number;
  /** The only peer to be accepted; anyone when absent. */
  readonly remote?: Address | undefined;
  readonly remotePort?: number | undefined;
  readonly user: ConnectionUser;
  readonly profile?: Profile | undefined;
}

/** Active OPEN, RFC 9293 section 3.10.1: the SYN goes at once. Throws a TcpError. */
export function openActive(tcp: Tcp, o: OpenOptions): Connection {
  const profile = o.profile ?? tcp.profile;
  checkPort(o.remotePort, 1);
  checkPort(o.udpPort ?? 0, 0);
  const { route, local } = findWay(tcp, o.remote, o.local ?? null, o.udpPort);
  const synText = o.synText ?? NO_TEXT;
  checkSynText(synText, route, o.remote, profile);
  if (o.fastOpen !== undefined) checkFastOpen(profile, synText);
  const localPort = choosePort(tcp, profile, local, o.localPort ?? 0, o.remote, o.remotePort);
  const c = new Connection(
    tcp,
    profile,
    0,
    route,
    local,
    localPort,
    o.remote.clone(),
    o.remotePort,
  );
  c.user = o.user;
  if (o.options !== undefined) c.options = o.options;
  c.noDelay = o.noDelay ?? !profile.nagle;
  if (o.metered === true) c.meter = new Meter(tcp.env.clock.now, true);
  if (o.dscp !== undefined) setDscp(c, o.dscp);
  if (o.ttl !== undefined) setTtl(c, o.ttl);
  if (o.userTimeout !== undefined) setUserTimeout(c, o.userTimeout);
  c.pseudo = tcp.pseudoFor(route, local, c.remote);
  tcp.demux.connections.add(c);
  tcp.choosesNumbers(c);
  if (o.fastOpen === undefined) sendFirstSyn(c, synText);
  else {
    const text = o.fastOpen.text ?? NO_TEXT;
    const plan = planSyn(c, route, text.length);
    c.handshake.fastOpen = plan;
    sendFirstSyn(c, text.subarray(0, plan.text));
  }
  return c;
}

/** Octets of text that went with the SYN of a connection in SYN-SENT. */
export function textOnSyn(c: Connection): number {
  return c.state === SYN_SENT ? (c.snd.nxt - c.snd.iss - 1) | 0 : 0;
}

/**
 * Whether an active OPEN with Fast Open could send text with its SYN now: there is a cookie for the way that it
 * would take, or none is needed. Throws a TcpError as the OPEN would.
 */
export function fastOpenIsReady(
  tcp: Tcp,
  o: Pick<OpenOptions, 'remote' | 'remotePort' | 'local' | 'profile'>,
): boolean {
  const { local } = findWay(tcp, o.remote, o.local ?? null);
  return mayCarryText(tcp, o.profile ?? tcp.profile, local, o.remote, o.remotePort);
}

function checkFastOpen(profile: Profile, synText: Uint8Array): void {
  if (!profile.fastOpenClient) throw new TcpError('EOPNOTSUPP', 'Fast Open is off');
  if (synText.length > 0) throw new TypeError('the text for Fast Open is fastOpen.text');
}

/** Passive OPEN of one connection, RFC 9293 section 3.10.1: it waits in LISTEN. Throws a TcpError. */
export function openPassive(tcp: Tcp, o: PassiveOptions): Connection {
  const { env } = tcp;
  checkPort(o.localPort, 1);
  checkPort(o.remotePort ?? 0, 0);
  if (o.remote !== undefined) checkPeer(tcp, o.remote);
  if (!o.local.isUnspecified && !env.isOurs(o.local)) {
    throw new TcpError('EADDRNOTAVAIL', `${o.local} is no address of this host`);
  }
  const c = new Connection(
    tcp,
    o.profile ?? tcp.profile,
    0,
    NOWHERE,
    o.local.clone(),
    o.localPort,
    (o.remote ?? NOWHERE.source).clone(),
    o.remotePort ?? 0,
  );
  c.user = o.user;
  c.handshake.passive = true;
  c.handshake.wantedPeer = o.remote?.clone() ?? null;
  c.handshake.wantedPort = o.remotePort ?? 0;
  c.enter(LISTEN);
  tcp.demux.addSingle(c);
  return c;
}

/**
 * OPEN on a connection in LISTEN: it turns active towards `remote`, or towards the peer it waited for. What fits
 * of `text` goes with the SYN, as RFC 9293 section 3.10.2 has it of a SEND in LISTEN; {@link textOnSyn} tells how
 * much that was. Throws a TcpError.
 */
export function activate(
  c: Connection,
  remote: Address | null,
  remotePort: number,
  text: Uint8Array = NO_TEXT,
): void {
  if (c.state !== LISTEN) throw new TcpError('EISCONN');
  const peer = remote ?? c.handshake.wantedPeer;
  const port = remotePort || c.handshake.wantedPort;
  if (peer === null || port === 0) throw new TcpError('ENOTCONN', 'no peer was named');
  const { route, local } = findWay(c.tcp, peer, c.local.isUnspecified ? null : c.local);
  choosePort(c.tcp, c.profile, local, c.localPort, peer, port);
  c.handshake.passive = false;
  bindPeer(c, route, local, peer.clone(), port);
  sendFirstSyn(c, text.subarray(0, mostSynText(route, peer, c.profile)));
}

function sendFirstSyn(c: Connection, text: Uint8Array): void {
  const { clock } = c.tcp.env;
  c.tcp.counters.activeOpens++;
  takePlace(c);
  c.enter(SYN_SENT);
  c.rtt.sent(c.snd.nxt, clock.now);
  if (text.length > 0) {
    ownSendQueue(c).push(text, 0, text.length);
    c.meter?.begins(clock.now);
    buffersOf(c)?.went(clock.now); // nothing that follows goes in one segment with it
    c.snd.nxt = (c.snd.nxt + text.length) | 0;
  }
  c.handshake.openedAt = clock.now;
  armSyn(c);
  startUserTimeout(c);
  sendSyn(c);
}

function checkSynText(text: Uint8Array, route: Route, remote: Address, profile: Profile): void {
  const most = mostSynText(route, remote, profile);
  if (text.length <= most) return;
  throw new RangeError(`text on a SYN is at most ${most} octets here, not ${text.length}`);
}

function mostSynText(route: Route, remote: Address, profile: Profile): number {
  const fits = route.mtu - fixedHeaders(remote) - MOST_OPTIONS;
  return Math.max(0, Math.min(MOST_SYN_TEXT, profile.sendBuffer, fits));
}

function findWay(
  tcp: Tcp,
  remote: Address,
  wanted: Address | null,
  udpPort = 0,
): { route: Route; local: Address } {
  const { env } = tcp;
  checkPeer(tcp, remote);
  if (wanted !== null && !env.isOurs(wanted)) {
    throw new TcpError('EADDRNOTAVAIL', `${wanted} is no address of this host`);
  }
  const route = env.routeTo(remote, wanted, udpPort);
  if (route === null) throw new TcpError('ENETUNREACH', `${remote}`);
  return { route, local: route.source };
}

/** A peer is one host: neither broadcast nor multicast. [MUST-46] */
function checkPeer(tcp: Tcp, remote: Address): void {
  if (tcp.env.isBroadcast(remote) || remote.isUnspecified) {
    throw new TcpError('EADDRNOTAVAIL', `${remote} is no single host`);
  }
}

/** The local port asked for, or an ephemeral one, RFC 6056; its four-tuple must be free. */
function choosePort(
  tcp: Tcp,
  profile: Profile,
  local: Address,
  wanted: number,
  remote: Address,
  remotePort: number,
): number {
  const { demux, env } = tcp;
  const isOver = (port: number): boolean => {
    const e = tcp.timeWait.find(local, remote, port, remotePort);
    return e === null || mayTakePlace(e, profile, env.clock.now);
  };
  const isFree = (port: number): boolean =>
    demux.connections.find(local, remote, port, remotePort) === null &&
    isOver(port) &&
    demux.halfOpen(local, remote, port, remotePort) === null;
  if (wanted !== 0) {
    checkPort(wanted, 1);
    if (isFree(wanted)) return wanted;
    throw new TcpError('EADDRINUSE', `port ${wanted} to ${remote} port ${remotePort}`);
  }
  const hash = tcp.secrets.port(local, remote, remotePort);
  // Where somebody listens, an OPEN to this very host would meet itself instead of the listener.
  const isQuiet = (port: number): boolean =>
    !demux.isWaitedOn(port) && !tcp.bound.has(port) && isFree(port);
  const port = tcp.ports.choose(profile, hash, isQuiet);
  if (port === 0) {
    throw new TcpError(
      'EADDRNOTAVAIL',
      `all ephemeral ports to ${remote} port ${remotePort} are taken`,
    );
  }
  return port;
}

export function checkPort(port: number, least: number): void {
  if (!Number.isInteger(port) || port < least || port > 65535) {
    throw new RangeError(`a port is a whole number from ${least} to 65535, not ${port}`);
  }
}
