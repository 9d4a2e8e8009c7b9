import { type Clock, Party } from '../base/clock.ts';
import { type Packet, PacketPool } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import type { Link } from '../link/link.ts';
import { Loopback } from '../link/loopback.ts';
import type { Environment, Route } from '../tcp/environment.ts';
import type { Observer } from '../tcp/observer.ts';
import type { Profile } from '../tcp/profile.ts';
import { linux } from '../tcp/profiles/index.ts';
import { Tcp } from '../tcp/tcp.ts';
import { type Address, Prefix } from '../wire/address.ts';
import { type Drop, INTERFACE_DOWN, NO_LISTENER, OK, UNKNOWN_PROTOCOL } from '../wire/drop.ts';
import { ICMP, ICMPV6, IpHeader, parseIp, TCP, UDP } from '../wire/ip.ts';
import { HostCounters } from './counters.ts';
import { deservesError, Icmp } from './icmp.ts';
import { NetInterface, type PacketInput } from './interface.ts';
import { acceptIpv4, sendDatagramV4, sendSegmentV4 } from './ipv4.ts';
import { acceptIpv6, sendDatagramV6, sendSegmentV6 } from './ipv6.ts';
import { PathMtus, toldMtu } from './pmtu.ts';
import { IPV4_TIMEOUT, IPV6_TIMEOUT, Reassembly, type ReassemblyUser } from './reassembly.ts';
import { type HostRoute, type RouteMetrics, Routes, sourceFor } from './routes.ts';
import { Tunnel } from './tunnel.ts';

/** What a host is made of. */
export interface HostOptions {
  readonly clock: Clock;
  /** Its own: nobody else draws from it. */
  readonly random: Random;
  /** How its TCP behaves; `linux` by default. */
  readonly profile?: Profile;
  readonly observer?: Observer | null;
  readonly name?: string;
  /** Where its packets come from; one of its own by default. */
  readonly pool?: PacketPool;
}

const LOOPBACK_V4 = Prefix.parse('127.0.0.1/8');
const LOOPBACK_V6 = Prefix.parse('::1/128');

/**
 * A computer in the network: interfaces, addresses and routes, IPv4 and IPv6 with ICMP, and TCP above.
 *
 * Everything happens in turns of its {@link Clock}: links deliver into {@link Host.input}, and what
 * TCP has to say is said when the turn ends.
 */
export class Host extends Party implements Environment, PacketInput {
  readonly clock: Clock;
  readonly random: Random;
  readonly name: string;
  readonly pool: PacketPool;
  observer: Observer | null;
  readonly counters = new HostCounters();
  readonly routes = new Routes();
  readonly pathMtus: PathMtus;
  readonly tcp: Tcp;
  /** TCP segments inside UDP datagrams; off until it has a port. */
  readonly tunnel: Tunnel;
  readonly loopback: NetInterface;
  readonly #interfaces: NetInterface[] = [];
  /** All addresses but 127.0.0.0/8, and the directed broadcasts of their networks. */
  #addresses: Address[] = [];
  #broadcasts: Address[] = [];
  /** The header of the packet being processed. */
  readonly #header = new IpHeader();
  /** One for packets that are looked at meanwhile. */
  readonly #otherHeader = new IpHeader();
  readonly #icmp: Icmp;
  readonly #fragmentsV4: Reassembly;
  readonly #fragmentsV6: Reassembly;
  #ipv4Id: number;

  constructor(o: HostOptions) {
    super();
    this.clock = o.clock;
    this.random = o.random;
    this.name = o.name ?? 'host';
    this.pool = o.pool ?? new PacketPool();
    this.observer = o.observer ?? null;
    this.#ipv4Id = o.random.u32() & 0xffff;
    this.pathMtus = new PathMtus(o.random);
    this.#icmp = new Icmp(this);
    const user = this.#reassemblyUser();
    this.#fragmentsV4 = new Reassembly(o.clock, this.pool, IPV4_TIMEOUT, user);
    this.#fragmentsV6 = new Reassembly(o.clock, this.pool, IPV6_TIMEOUT, user);
    const link = new Loopback(o.clock);
    this.loopback = new NetInterface(this, link, [LOOPBACK_V4, LOOPBACK_V6], 'lo', true);
    this.#interfaces.push(this.loopback);
    this.#learnAddresses();
    this.tcp = new Tcp(this, o.profile ?? linux);
    this.tunnel = new Tunnel(this);
  }

  /** How its TCP behaves to strangers, and how connections do that bring no profile; it may be replaced. */
  get profile(): Profile {
    return this.tcp.profile;
  }

  set profile(profile: Profile) {
    this.tcp.profile = profile;
  }

  /** The loopback interface first, then those attached, in order. */
  get interfaces(): readonly NetInterface[] {
    return this.#interfaces;
  }

  /**
   * Plugs the host into a link, where it has the addresses of `prefixes`; their networks are reached
   * through it. Throws TypeError or RangeError for a link or an address it cannot have.
   */
  attach(link: Link, prefixes: readonly Prefix[], o: { name?: string } = {}): NetInterface {
    if (link.medium !== 'ip') {
      throw new TypeError(`a host attaches to links that carry IP packets, not ${link.medium}`);
    }
    if (link.receiver instanceof NetInterface) {
      throw new TypeError('the link is attached already; detach it first');
    }
    for (const prefix of prefixes) this.#checkAddress(prefix, prefixes);
    const i = new NetInterface(
      this,
      link,
      [...prefixes],
      o.name ?? `net${this.#interfaces.length - 1}`,
      false,
    );
    this.#interfaces.push(i);
    this.#learnAddresses();
    for (const prefix of prefixes) this.routes.add(prefix, i);
    return i;
  }

  /** Unplugs it: its addresses and routes go, and what is still sent through it is dropped. */
  detach(i: NetInterface): void {
    const at = this.#interfaces.indexOf(i);
    if (at < 0) throw new RangeError(`'${i.name}' is not attached to this host`);
    if (i.isLoopback) throw new RangeError('the loopback interface cannot be detached');
    this.#interfaces.splice(at, 1);
    i.attached = false;
    if (i.link.receiver === i) i.link.receiver = null;
    this.routes.remove(i);
    this.#learnAddresses();
  }

  /** Packets for `prefix` go through `via`; `0.0.0.0/0` and `::/0` are the default routes. */
  addRoute(prefix: Prefix, via: NetInterface, metrics?: RouteMetrics): void {
    if (!this.#interfaces.includes(via)) {
      throw new RangeError(`'${via.name}' is not attached to this host`);
    }
    this.routes.add(prefix, via, metrics);
  }

  /** Takes a route of {@link addRoute} back; connections that have begun keep their way. */
  removeRoute(prefix: Prefix, via: NetInterface): void {
    this.routes.removeFor(prefix, via);
  }

  /** Takes a packet that an interface received. Whatever it holds, it never throws. */
  input(on: NetInterface, p: Packet): void {
    const h = this.#header;
    const { counters } = this;
    counters.packetsIn++;
    counters.octetsIn += p.length;
    const verify = on.link.checksums;
    let drop = parseIp(h, p, verify);
    if (drop === OK) drop = h.version === 4 ? acceptIpv4(this, on, h) : acceptIpv6(this, on, h);
    if (drop !== OK) {
      this.drop(p, drop);
      return;
    }
    if (!h.isFragment) {
      this.#dispatch(p, h, verify);
      return;
    }
    counters.fragmentsIn++;
    const whole = (h.version === 4 ? this.#fragmentsV4 : this.#fragmentsV6).take(p, h);
    if (whole === null) return;
    counters.reassembled++;
    this.#dispatch(whole, h, verify);
  }

  override endTurn(): void {
    this.tcp.endTurn();
  }

  touch(): void {
    this.clock.touch(this);
  }

  packet(n: number): Packet {
    return this.pool.take(n);
  }

  isOurs(a: Address): boolean {
    for (const own of this.#addresses) if (own.equals(a)) return true;
    return a.version === 4 && a.isLoopback;
  }

  isBroadcast(a: Address): boolean {
    if (a.isMulticast || a.isLimitedBroadcast) return true;
    if (a.version === 6) return false;
    for (const broadcast of this.#broadcasts) if (broadcast.w3 === a.w3) return true;
    return false;
  }

  /**
   * The way to `remote`: the longest prefix that contains it, or the loopback interface when it is
   * ours. Null when there is none, when `source` is not ours, or when the two do not go together. With a
   * `udpPort` TCP goes that way inside UDP datagrams to it.
   */
  routeTo(remote: Address, source: Address | null, udpPort = 0): HostRoute | null {
    const route = this.#plainRoute(remote, source);
    return udpPort === 0 || route === null ? route : this.tunnel.routeThrough(route, udpPort);
  }

  #plainRoute(remote: Address, source: Address | null): HostRoute | null {
    if (remote.isUnspecified || this.isBroadcast(remote)) return null;
    if (source !== null && (source.version !== remote.version || !this.isOurs(source))) return null;
    if (this.isOurs(remote)) {
      const own = source ?? (remote.isLoopback ? sourceFor(this.loopback, remote) : remote);
      return own === null ? null : this.loopback.routeFrom(own, false);
    }
    // Loopback addresses never leave the host: RFC 1122 section 3.2.1.3 (g), RFC 4291 section 2.5.3.
    if (remote.isLoopback || source?.isLoopback) return null;
    const entry = this.routes.find(remote, source);
    if (entry === null) return null;
    const own = source ?? sourceFor(entry.via, remote);
    return own === null ? null : entry.via.routeFrom(own, false, entry.metrics);
  }

  pathMtu(route: Route, remote: Address): number {
    return Math.min(route.mtu, this.pathMtus.find(remote, this.clock.now) - route.overhead);
  }

  pathRoute(route: Route, remote: Address): Route {
    const { via, source, mayFragment, udpPort, metrics } = route as HostRoute;
    const may = this.pathMtus.mayFragment(remote, this.clock.now);
    if (may === mayFragment) return route;
    const other = via.routeFrom(source, may, metrics);
    return udpPort === 0 ? other : this.tunnel.routeThrough(other, udpPort);
  }

  narrowPath(
    route: Route,
    remote: Address,
    told: number,
    length: number,
    current: number,
  ): boolean {
    const { minPathMtu, pathMtuLifetime } = this.profile;
    const carries = toldMtu(remote.version, told, length);
    if (carries === 0) return false;
    const mtu = remote.version === 4 ? Math.max(carries, minPathMtu) : carries;
    const fragments = carries < mtu && !(route as HostRoute).mayFragment;
    const believed = current + route.overhead; // the path is told of whole packets
    if (mtu >= believed && !fragments) return false; // never upwards
    const { now } = this.clock;
    const until = now + pathMtuLifetime;
    this.pathMtus.learn(remote, Math.min(mtu, believed), carries < mtu, now, until);
    return true;
  }

  send(route: Route, remote: Address, p: Packet, ttl: number, tos: number): void {
    const way = route as HostRoute;
    if (way.udpPort !== 0) this.tunnel.send(way, remote, p, ttl, tos);
    else if (remote.version === 4) sendSegmentV4(this, way, remote, TCP, p, ttl, tos);
    else sendSegmentV6(this, way, remote, TCP, p, ttl, tos);
  }

  isFull(route: Route): boolean {
    return (route as HostRoute).via.link.isFull === true;
  }

  /** Prepends the IP header to a datagram and sends it, in fragments where needed; takes the packet. */
  sendDatagram(
    route: HostRoute,
    remote: Address,
    protocol: number,
    p: Packet,
    ttl: number,
    tos: number,
  ): void {
    if (remote.version === 4) sendDatagramV4(this, route, remote, protocol, p, ttl, tos);
    else sendDatagramV6(this, route, remote, protocol, p, ttl, tos);
  }

  /** Gives an IP packet to an interface's link. */
  transmit(via: NetInterface, p: Packet): void {
    if (!via.attached) {
      this.drop(p, INTERFACE_DOWN);
      return;
    }
    this.counters.packetsOut++;
    this.counters.octetsOut += p.length;
    via.send(p);
  }

  /** A new packet with a copy of `n` octets of `p` from its `at`-th. */
  pieceOf(p: Packet, at: number, n: number): Packet {
    const q = this.pool.take(n);
    q.bytes.set(p.bytes.subarray(p.from + at, p.from + at + n), q.from);
    q.to = q.from + n;
    return q;
  }

  /** The identification for the next IPv4 datagram that may be fragmented; they repeat after 65,536. */
  nextIpv4Id(): number {
    this.#ipv4Id = (this.#ipv4Id + 1) & 0xffff;
    return this.#ipv4Id;
  }

  /** Counts a packet that goes no further, shows it, and releases it. */
  drop(p: Packet, reason: Drop): void {
    this.counters.drop(reason);
    if (this.observer !== null) this.observer.dropped(null, reason);
    p.release();
  }

  /** Gives a whole datagram to who takes its protocol. */
  #dispatch(p: Packet, h: IpHeader, verify: boolean): void {
    if (h.protocol === TCP) {
      this.tcp.input(p, h, verify); // which discards what is for many [MUST-57]
      return;
    }
    const unicast = this.isOurs(h.dst);
    switch (h.protocol) {
      case ICMP:
        if (h.version === 4) this.#icmp.inputV4(p, h, verify, unicast);
        else this.#refuse(p, h, UNKNOWN_PROTOCOL);
        return;
      case ICMPV6:
        if (h.version === 6) this.#icmp.inputV6(p, h, verify, unicast);
        else this.#refuse(p, h, UNKNOWN_PROTOCOL);
        return;
      case UDP:
        if (!this.tunnel.input(p, h, verify)) this.#refuse(p, h, NO_LISTENER);
        return;
      default:
        this.#refuse(p, h, UNKNOWN_PROTOCOL);
    }
  }

  #refuse(p: Packet, h: IpHeader, reason: Drop): void {
    if (deservesError(h)) this.#icmp.unreachable(p, h);
    this.drop(p, reason);
  }

  #reassemblyUser(): ReassemblyUser {
    return {
      drop: (p, reason) => this.drop(p, reason),
      duplicate: (p) => {
        this.counters.fragmentsDuplicate++;
        p.release();
      },
      expired: (first) => {
        const h = this.#otherHeader;
        if (parseIp(h, first, false) === OK) this.#icmp.reassemblyExceeded(first, h);
      },
    };
  }

  #checkAddress(prefix: Prefix, among: readonly Prefix[]): void {
    const { address } = prefix;
    const twice = among.some((o) => o !== prefix && o.address.equals(address));
    const known = twice || this.isOurs(address) ? 'is an address of this host already' : null;
    const wrong = whyNoHost(prefix) ?? known;
    if (wrong !== null) throw new RangeError(`${prefix}: ${address} ${wrong}`);
  }

  #learnAddresses(): void {
    const prefixes = this.#interfaces.flatMap((i) => i.prefixes);
    this.#addresses = prefixes.map((prefix) => prefix.address);
    this.#broadcasts = prefixes
      .filter((prefix) => !prefix.address.isLoopback)
      .map((prefix) => prefix.broadcast())
      .filter((broadcast) => broadcast !== null);
  }
}

/** Why the address of `prefix` cannot be a host's, for people; null when it can. */
function whyNoHost(prefix: Prefix): string | null {
  const { address } = prefix;
  if (address.isUnspecified || address.isMulticast || address.isLimitedBroadcast) {
    return 'is not the address of a host';
  }
  if (address.isLoopback) return 'belongs to the loopback interface';
  const broadcast = prefix.broadcast();
  if (broadcast === null) return null;
  if (address.equals(broadcast)) return 'is the broadcast address of its network';
  if (!address.equals(prefix.network())) return null;
  return `is the address of the network; its first host is ${prefix.host(1)}`;
}
