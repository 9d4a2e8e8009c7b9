import type { Clock } from '../base/clock.ts';
import { PacketPool } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import type { Link } from '../link/link.ts';
import { Host } from '../net/host.ts';
import type { NetInterface } from '../net/interface.ts';
import { Posix } from '../posix/index.ts';
import type { Observer } from '../tcp/observer.ts';
import type { Profile } from '../tcp/profile.ts';
import { LONGEST_MD5_KEY } from '../tcp/signatures.ts';
import { Address, Prefix } from '../wire/address.ts';
import { octetsOf } from './calls/values.ts';
import { Egress, type Qdisc } from './egress.ts';
import { Settings } from './settings.ts';
import { PROFILE_OF, type System } from './systems.ts';

export interface StackOptions {
  readonly system: System;
  /** Its TCP, unless that is the system's. */
  readonly profile?: Profile;
  /** Whose system calls and constants scripts use; that of `system`, or Linux's for `rfc`. */
  readonly api?: 'linux' | 'freebsd';
  readonly clock: Clock;
  /** Its own: nobody else draws from it. */
  readonly random: Random;
  /** What the stack sends goes there, and what the link's receiver gets comes from the script. */
  readonly link: Link;
  /** The stack's addresses, of either family; {@link LOCAL_V4} and {@link LOCAL_V6} when absent. */
  readonly addresses?: readonly Address[];
  readonly observer?: Observer | null;
  /** Where its packets come from; one of its own unless given. */
  readonly pool?: PacketPool;
}

export const LOCAL_V4 = '192.168.0.1';
export const LOCAL_V6 = 'fd3d:fa7b:d17d::1';
export const REMOTE_V4 = '192.0.2.1';
export const REMOTE_V6 = '2001:db8::1';

/** A script's own networks are 192.168.0.0/16 and fd3d:fa7b:d17d::/48; everything else is behind them. */
const NETWORK_BITS = { 4: 16, 6: 48 } as const;

/** What a script runs against: a host with one link, which all sockets of the script share. */
export class DrillStack {
  readonly system: System;
  readonly api: 'linux' | 'freebsd';
  readonly clock: Clock;
  readonly host: Host;
  readonly posix: Posix;
  readonly interface: NetInterface;
  /** What the script's shell commands change. */
  readonly settings: Settings;
  /** Counters by name as nstat last showed them. */
  readonly counted = new Map<string, number>();
  readonly #egress: Egress;

  constructor(o: StackOptions) {
    this.system = o.system;
    this.api = o.api ?? (o.system === 'freebsd' ? 'freebsd' : 'linux');
    this.clock = o.clock;
    const profile = o.profile ?? PROFILE_OF[o.system];
    const { clock, random, observer = null, pool = new PacketPool() } = o;
    this.host = new Host({ clock, random, profile, observer, pool, name: 'stack' });
    this.#egress = new Egress(o.link);
    const addresses = o.addresses ?? [Address.parse(LOCAL_V4), Address.parse(LOCAL_V6)];
    const prefixes = addresses.map((a) => new Prefix(a, bitsFor(a)));
    this.interface = this.host.attach(this.#egress, prefixes, { name: 'tun0' });
    this.host.addRoute(Prefix.parse('0.0.0.0/0'), this.interface);
    this.host.addRoute(Prefix.parse('::/0'), this.interface);
    this.posix = new Posix(this.host, { system: this.api, profile });
    this.settings = new Settings(this, profile);
  }

  /** What queues packets on their way out of the interface; null where nothing was said. */
  get qdisc(): Qdisc | null {
    return this.#egress.qdisc;
  }

  set qdisc(qdisc: Qdisc | null) {
    this.#egress.qdisc = qdisc;
  }

  /** From now on the host, and what its sockets begin, go by `profile`. */
  useProfile(profile: Profile): void {
    this.posix.useProfile(profile);
    this.host.profile = profile;
  }

  /** Forgets what was learned of paths and peers: MTUs, cookies. */
  clearCaches(): void {
    this.host.pathMtus.clear();
    this.host.tcp.fastOpen.clear();
  }

  /** The path to `remote` carries `mtu` octets, whatever routers say when `locked`; null is the link's. */
  setPathMtu(remote: Address, mtu: number | null, locked: boolean): void {
    const { pathMtus, clock } = this.host;
    pathMtus.clear();
    if (mtu === null || mtu >= this.interface.link.mtu) return;
    pathMtus.learn(remote, mtu, locked, clock.now, Number.POSITIVE_INFINITY);
  }

  /** A route to `remote` says to announce no more than `advMss`; null takes it back. */
  setAnnouncedMss(remote: Address, advMss: number | null): void {
    const peer = new Prefix(remote, remote.version === 4 ? 32 : 128);
    this.host.removeRoute(peer, this.interface);
    if (advMss !== null) this.host.addRoute(peer, this.interface, { advMss });
  }

  /**
   * A key for the signatures of segments from one address to another, RFC 2385, of which one is ours; false when
   * they are no such addresses, or it is no such key.
   */
  addKey(source: string, destination: string, key: string): boolean {
    const [from, to] = [Address.tryParse(source), Address.tryParse(destination)];
    if (from === null || to === null || from.version !== to.version) return false;
    const peer = this.host.isOurs(from) ? to : from;
    const octets = octetsOf(key);
    if (octets.length === 0 || octets.length > LONGEST_MD5_KEY) return false;
    this.host.tcp.md5.set(peer, octets);
    return true;
  }

  /** Forgets all keys. */
  flushKeys(): void {
    this.host.tcp.md5.clear();
  }
}

/** Those that would be a network's own address there stand alone. */
function bitsFor(a: Address): number {
  const prefix = new Prefix(a, NETWORK_BITS[a.version]);
  const broadcast = prefix.broadcast();
  const special = a.equals(prefix.network()) || (broadcast !== null && a.equals(broadcast));
  return special ? (a.version === 4 ? 32 : 128) : prefix.length;
}
