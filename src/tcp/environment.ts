import type { Clock } from '../base/clock.ts';
import type { Packet } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import type { Address } from '../wire/address.ts';
import type { Observer } from './observer.ts';

/**
 * How to reach a destination: what a connection asks for once and keeps. [MUST-45] Connections share it, and
 * its address.
 */
export interface Route {
  /** The address to send from. */
  readonly source: Address;
  /** The largest IP packet the first link carries, octets, less {@link overhead}. */
  readonly mtu: number;
  /** Whether TCP checksums must be computed and verified on that link. */
  readonly checksums: boolean;
  /** The peer's UDP port, when segments go to it inside UDP datagrams; 0 when they are protocol 6. */
  readonly udpPort: number;
  /** Octets that this takes of every packet; 0 when nothing does. */
  readonly overhead: number;
  /** The largest MSS to announce to those reached this way; 0 leaves it to the MTU. */
  readonly advMss: number;
}

/** What TCP asks of the host it runs in. */
export interface Environment {
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: Observer | null;
  /** An empty packet with room for `n` octets of text. */
  packet(n: number): Packet;
  /**
   * The way to `remote`, from `source` if one is given, and inside UDP datagrams if a port is; null when there
   * is none. [MUST-44]
   */
  routeTo(remote: Address, source: Address | null, udpPort?: number): Route | null;
  /** The largest IP packet the path to `remote` carries, as far as is known; at most `route.mtu`. */
  pathMtu(route: Route, remote: Address): number;
  /** `route` as the path to `remote` needs it: with leave for routers to fragment, or without. */
  pathRoute(route: Route, remote: Address): Route;
  /**
   * ICMP says that a packet of `length` octets was too big for the path to `remote`, which carries `told`;
   * 0 when it does not say. `current` is what its sender believed, less the route's overhead. False when it cannot be, or is no news.
   */
  narrowPath(route: Route, remote: Address, told: number, length: number, current: number): boolean;
  /** Whether packets to `a` are for this host. */
  isOurs(a: Address): boolean;
  /** Whether `a` is broadcast on some link, or multicast. [MUST-57, MUST-63] */
  isBroadcast(a: Address): boolean;
  /** Prepends the IP header to a TCP segment and sends it; takes the packet. */
  send(route: Route, remote: Address, p: Packet, ttl: number, tos: number): void;
  /** What is sent that way now is thrown away by this very host: its queue is full. */
  isFull(route: Route): boolean;
  /** Connections have something to say: `Tcp.endTurn` is to be called before the turn ends. */
  touch(): void;
}
