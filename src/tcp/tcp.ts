import type { Packet } from '../base/packet.ts';
import type { Micros } from '../base/timer-queue.ts';
import type { Address } from '../wire/address.ts';
import { pseudo } from '../wire/checksum.ts';
import {
  BAD_SOURCE,
  BROADCAST_SEGMENT,
  type Drop,
  MD5_MISSING,
  NO_LISTENER,
  NO_ROUTE,
  OK,
} from '../wire/drop.ts';
import { type IpHeader, TCP } from '../wire/ip.ts';
import type { Seq } from '../wire/seq.ts';
import { HAS_MD5, parseTcp, prependTcp, Segment } from '../wire/tcp.ts';
import { answersClosed, resetFor } from './arrive/closed.ts';
import { segmentArrives } from './arrive/index.ts';
import { listen, listenSingle } from './arrive/listen.ts';
import { BoundPorts } from './bound.ts';
import { type FlowStatus, statusOfAll } from './calls/flow-status.ts';
import { type ListenOptions, openListener } from './calls/listen.ts';
import { type OpenOptions, openActive, openPassive, type PassiveOptions } from './calls/open.ts';
import type { Connection } from './connection.ts';
import { TcpCounters } from './counters.ts';
import { Demux } from './demux.ts';
import { dispatch } from './dispatch.ts';
import type { Environment, Route } from './environment.ts';
import { FastOpenKeys } from './fast-open/keys.ts';
import { FastOpenMemory } from './fast-open/memory.ts';
import { fastOpenIsOver } from './fast-open/server.ts';
import { isSignedRight, passes } from './guard.ts';
import { OPENED } from './handshake.ts';
import { chooseIss, Secrets } from './isn.ts';
import type { Flow } from './observer.ts';
import { optionsOf } from './options.ts';
import { admit } from './passive/admit.ts';
import type { Listener } from './passive/listener.ts';
import { SynCookies } from './passive/syn-cookies.ts';
import { EphemeralPorts } from './ports.ts';
import type { Profile } from './profile.ts';
import { checkSignature, Md5Keys, prependSigned } from './signatures.ts';
import type { Arrival, Outward, Speaker } from './speaker.ts';
import { ESTABLISHED, FIN_WAIT_1 } from './state.ts';
import { TimeWaitTable } from './time-wait.ts';
import { connectionExpires } from './timeouts.ts';

export type { Arrival, Outward, Speaker };

/** The TCP of one host: its tables, and the way in and out for segments. */
export class Tcp {
  readonly env: Environment;
  /** For strangers, and for those who bring none; it may be replaced, and those that are there keep theirs. */
  profile: Profile;
  readonly counters = new TcpCounters();
  readonly demux: Demux;
  readonly timeWait: TimeWaitTable;
  readonly secrets: Secrets;
  #md5: Md5Keys | null = null;
  readonly cookies: SynCookies;
  readonly ports = new EphemeralPorts();
  readonly bound = new BoundPorts();
  /** What is remembered of servers for Fast Open. */
  readonly fastOpen: FastOpenMemory;
  /** The segment being sent; filled and passed to {@link emit}, used over and over. */
  readonly out = new Segment();
  /** Connections whose users have let go of them, and that are not over. */
  orphans = 0;
  /** Segments may come inside UDP datagrams, or signed: each is looked at before it is processed. */
  guarded = false;
  /**
   * Initial sequence numbers for the next connections, first to last, active or passive; the generator's when
   * it is empty. Each is one that the generator might have drawn, so nobody can tell. SYN cookies take none.
   */
  readonly nextIss: Seq[] = [];
  readonly #in = new Segment();
  #fastOpenKeys: FastOpenKeys | null = null;
  #ids = 0;
  #touched: Connection[] = [];
  #spare: Connection[] = [];
  #listeners: Listener[] = [];

  constructor(env: Environment, profile: Profile) {
    this.env = env;
    this.profile = profile;
    this.demux = new Demux(env.random);
    this.timeWait = new TimeWaitTable(this);
    this.secrets = new Secrets(env.random);
    this.cookies = new SynCookies(env.random);
    this.fastOpen = new FastOpenMemory(profile);
  }

  /** The keys of the cookies for Fast Open, of listeners that have none of their own; drawn with the first cookie. */
  get fastOpenKeys(): FastOpenKeys {
    this.#fastOpenKeys ??= FastOpenKeys.random(this.env.random);
    return this.#fastOpenKeys;
  }

  set fastOpenKeys(keys: FastOpenKeys) {
    this.#fastOpenKeys = keys;
  }

  /** The host's keys for MD5 signatures: for sockets that take these and have none of their own. */
  get md5(): Md5Keys {
    this.#md5 ??= new Md5Keys(this, true);
    return this.#md5;
  }

  /** Active OPEN; throws a TcpError when it cannot even begin. */
  open(o: OpenOptions): Connection {
    return openActive(this, o);
  }

  /** Passive OPEN of a single connection, RFC 9293 section 3.10.1; it may still turn active. */
  openPassive(o: PassiveOptions): Connection {
    return openPassive(this, o);
  }

  /** Passive OPEN for many peers. */
  listen(o: ListenOptions): Listener {
    return openListener(this, o);
  }

  /** What `ss -tano` would show: listeners, connections, half-open entries and those in TIME-WAIT. */
  status(): FlowStatus[] {
    return statusOfAll(this);
  }

  /** Connections, half-open entries and TIME-WAIT entries. */
  *flows(): Iterable<Flow> {
    yield* this.demux.connections.values();
    for (const l of this.demux.listeners()) yield* l.synQueue.values();
    yield* this.timeWait.values();
  }

  /**
   * A segment arrives: bytes[ip.payloadFrom, ip.payloadTo) of `p`, which is taken.
   *
   * @param verify   whether its checksum must be right [MUST-3]
   * @param udpPort  the UDP port its datagram came from; 0 when it was not inside one
   */
  input(p: Packet, ip: IpHeader, verify = true, udpPort = 0): void {
    this.counters.segmentsIn++;
    // What if damage were not looked for?
    const reason = this.#arrives(p, ip, verify && !this.profile.whatIf.noChecksum, udpPort);
    if (reason !== OK) this.drop(null, reason);
    p.release();
  }

  #arrives(p: Packet, ip: IpHeader, verify: boolean, udpPort: number): Drop {
    const seg = this.#in;
    const { src: remote, dst: local, payloadFrom: from, payloadTo: to } = ip;
    const sum = verify ? pseudo(remote, local, TCP, to - from) : -1;
    const malformed = parseTcp(seg, p, from, to, sum);
    if (malformed !== OK) return malformed;
    seg.ecn = ip.tos & 3;
    const { demux } = this;
    const c = demux.connections.find(local, remote, seg.dport, seg.sport);
    if (c !== null) {
      this.#observe(c, seg, local, remote);
      const strange = this.guarded || (seg.options & HAS_MD5) !== 0;
      if (strange && !passes(c, seg, local, remote, udpPort)) return OK;
      segmentArrives(c, seg);
      return OK;
    }
    if (this.env.isBroadcast(local)) return BROADCAST_SEGMENT; // [MUST-57]
    if (this.env.isBroadcast(remote) || remote.isUnspecified || seg.sport === 0) {
      return BAD_SOURCE; // [MUST-63]
    }
    const at: Arrival = { local, remote, udpPort };
    const waiting = this.timeWait.find(local, remote, seg.dport, seg.sport);
    if (waiting !== null) {
      this.#observe(waiting, seg, local, remote);
      if (isSignedRight(waiting, seg, local, remote)) this.timeWait.arrives(waiting, seg, at);
      return OK;
    }
    const half = demux.halfOpen(local, remote, seg.dport, seg.sport);
    this.#observe(half, seg, local, remote);
    if (half !== null) {
      if (passes(half, seg, local, remote, udpPort)) admit(half, seg);
      return OK;
    }
    return this.#arrivesNew(seg, at);
  }

  /** No connection has this four-tuple: someone may wait on the port. */
  #arrivesNew(seg: Segment, at: Arrival): Drop {
    const single = this.demux.single(at.local, seg.dport, at.remote, seg.sport);
    if (single !== null) {
      if (isSignedRight(single, seg, at.local, at.remote)) listenSingle(single, seg, at);
      return OK;
    }
    const listener = this.listenerFor(seg, at);
    if (listener !== null) {
      const { options, profile } = listener;
      const drop = checkSignature(options.md5, seg, at.local, at.remote, profile);
      if (drop === OK) listen(listener, seg, at);
      return drop;
    }
    // CLOSED: RFC 9293 section 3.10.7.1
    if (answersClosed(this.profile, seg)) {
      this.resetStranger(seg, at, this.bound.find(at.local, seg.dport)?.options ?? null);
    }
    return NO_LISTENER;
  }

  /** The listener for a segment; of several that share a port, the same one for all of a connection. */
  listenerFor(seg: Segment, at: Arrival): Listener | null {
    const first = this.demux.listener(at.local, seg.dport);
    if (first === null || !first.reusePort) return first;
    return this.demux.share(first, this.secrets.port(at.local, at.remote, seg.sport));
  }

  #observe(f: Flow | null, seg: Segment, local: Address, remote: Address): void {
    const { observer } = this.env;
    if (observer !== null) observer.arrived(f, seg, local, remote);
  }

  /**
   * Tells users what happened, then sends; until nobody has anything left to say. All that arrived in the
   * turn has been processed by now, so that one ACK answers it. [MUST-58, MUST-59]
   */
  endTurn(): void {
    while (this.#touched.length > 0 || this.#listeners.length > 0) {
      const listeners = this.#listeners;
      if (listeners.length > 0) {
        this.#listeners = [];
        for (const l of listeners) {
          l.touched = false;
          if (!l.closed) l.onConnection(l);
        }
      }
      const touched = this.#touched;
      this.#touched = this.#spare;
      for (const c of touched) {
        dispatch(c);
      }
      touched.length = 0;
      this.#spare = touched;
    }
  }

  /** `c` has something to say at the end of this turn. */
  touch(c: Connection): void {
    if (c.touched) return;
    c.touched = true;
    this.#touched.push(c);
    this.env.touch();
  }

  touchListener(l: Listener): void {
    if (l.touched) return;
    l.touched = true;
    this.#listeners.push(l);
    this.env.touch();
  }

  expire(c: Connection, now: Micros): void {
    connectionExpires(c, now);
  }

  /** A connection left SYN-RECEIVED: its listener's user may accept it, or its own has closed already. */
  established(c: Connection): void {
    const { listener, passive, fastOpen } = c.handshake;
    c.handshake = fastOpen === null ? OPENED : fastOpenIsOver(c, fastOpen);
    // A CLOSE that had text before it waited for this: RFC 9293 section 3.10.4.
    if (c.snd.finQueued && c.state === ESTABLISHED) c.enter(FIN_WAIT_1);
    if (passive) this.counters.passiveOpens++;
    if (listener === null) return;
    listener.acceptQueue.push(c);
    this.touchListener(listener);
  }

  /**
   * Sends the segment in `seg`, whose text is in `p`, for a flow, as its options say; `mark` is the two bits
   * of ECN. [MUST-48, SHLD-22]
   */
  emit(
    f: Speaker,
    route: Route,
    pseudoSum: number,
    seg: Segment,
    p: Packet,
    profile: Profile,
    mark = 0,
  ): void {
    seg.sport = f.localPort;
    seg.dport = f.remotePort;
    this.#send(f, f.local, f.remote, route, pseudoSum, seg, p, profile, f.options, mark);
  }

  #send(
    f: Flow | null,
    local: Address,
    remote: Address,
    route: Route,
    pseudoSum: number,
    seg: Segment,
    p: Packet,
    profile: Profile,
    how: Outward,
    mark: number,
  ): void {
    const key = how.md5 === null ? null : how.md5.find(remote);
    if (key !== null) {
      prependSigned(p, seg, profile, pseudoSum, local, remote, key);
    } else if (how.md5?.strict) {
      this.drop(f, MD5_MISSING); // FreeBSD: no security association, no segment
      p.release();
      return;
    } else {
      prependTcp(p, seg, profile.options, pseudoSum);
    }
    this.counters.segmentsOut++;
    const { observer } = this.env;
    if (observer !== null) observer.sent(f, seg, local, remote);
    this.env.send(route, remote, p, how.ttl, how.tos | mark);
  }

  /** Answers a segment of a flow with a reset at its ACK: RFC 9293 section 3.5.2 group 2. */
  resetReply(f: Speaker, seg: Segment): void {
    this.resetStranger(seg, f, f.options);
  }

  /**
   * Answers a segment that belongs to nobody: RFC 9293 section 3.5.2 group 1. The socket it came upon, if any,
   * has its say in how: its peers expect what is signed, and some systems send with its time to live.
   */
  resetStranger(seg: Segment, at: Arrival, socket: Outward | null = null): void {
    const { out } = this;
    if (!resetFor(seg, out)) return;
    const route = this.routeBack(at);
    if (route === null) return;
    out.sport = seg.dport;
    out.dport = seg.sport;
    this.counters.resetsOut++;
    this.emitTo(at, route, out, this.profile, this.#resetsAs(socket));
  }

  #resetsAs(socket: Outward | null): Outward {
    const { profile } = this;
    if (socket === null) return optionsOf(profile);
    if (profile.rstCarriesSocketTos) return socket;
    return { ttl: profile.ttl, tos: 0, md5: socket.md5 };
  }

  /** Sends the segment in `seg`, without text, for no flow: back to where another came from. */
  emitTo(at: Arrival, route: Route, seg: Segment, profile: Profile, how: Outward): void {
    const sum = this.pseudoFor(route, at.local, at.remote);
    const packet = this.env.packet(0);
    this.#send(null, at.local, at.remote, route, sum, seg, packet, profile, how, 0);
  }

  /** The way back to whoever sent a segment, from the address it was sent to; null when there is none. */
  routeBack(at: Arrival): Route | null {
    const route = this.env.routeTo(at.remote, at.local, at.udpPort);
    if (route === null) this.drop(null, NO_ROUTE);
    return route;
  }

  /** The sum of the pseudo-header without the length, or -1 where checksums are not needed. [MUST-2] */
  pseudoFor(route: Route, local: Address, remote: Address): number {
    return route.checksums ? pseudo(local, remote, TCP, 0) : -1;
  }

  /** ISS and the timestamp offset of a connection whose four-tuple is known. */
  choosesNumbers(c: Connection): void {
    const secret = this.secrets.tuple(c.local, c.localPort, c.remote, c.remotePort);
    const { snd } = c;
    snd.iss = this.drawIss(secret.iss, c.profile);
    snd.una = snd.iss;
    snd.nxt = (snd.iss + 1) | 0;
    c.ts.offset = secret.tsOffset;
  }

  /** An ISS for a connection of `profile` whose four-tuple has this hash. */
  drawIss(hash: number, profile: Profile): Seq {
    return chooseIss(hash, this.env.clock.now, this.nextIss, profile);
  }

  newId(): number {
    return ++this.#ids;
  }

  /** Counts a dropped segment and shows it. */
  drop(f: Flow | null, reason: Drop): void {
    this.counters.drop(reason);
    const { observer } = this.env;
    if (observer !== null) observer.dropped(f, reason);
  }
}
