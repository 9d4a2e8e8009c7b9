import type { Packet } from '../base/packet.ts';
import type { Link, Receiver } from '../link/link.ts';
import type { Address, Prefix } from '../wire/address.ts';
import { HostRoute, NO_METRICS } from './routes.ts';

/** What an interface gives the packets it receives to: its host. */
export interface PacketInput {
  input(on: NetInterface, p: Packet): void;
}

/** A host's end of a link, with the addresses it has there. */
export class NetInterface implements Receiver {
  readonly name: string;
  readonly link: Link;
  readonly prefixes: readonly Prefix[];
  readonly isLoopback: boolean;
  /** False once the host has detached it: what is sent through it then is dropped. */
  attached = true;
  packetsIn = 0;
  packetsOut = 0;
  octetsIn = 0;
  octetsOut = 0;
  readonly #host: PacketInput;
  /** Routes from its addresses, as far as they were asked for. */
  readonly #routes: HostRoute[] = [];

  constructor(
    host: PacketInput,
    link: Link,
    prefixes: readonly Prefix[],
    name: string,
    isLoopback: boolean,
  ) {
    this.#host = host;
    this.link = link;
    this.prefixes = prefixes;
    this.name = name;
    this.isLoopback = isLoopback;
    link.receiver = this;
  }

  belongsTo(host: PacketInput): boolean {
    return this.#host === host;
  }

  /** Whether `a` is one of its addresses. */
  has(a: Address): boolean {
    for (const prefix of this.prefixes) if (prefix.address.equals(a)) return true;
    return false;
  }

  /**
   * The route through it from `source`; without DF where routers may fragment. Those from its own addresses
   * are made once for the same metrics and shared: connections keep them.
   */
  routeFrom(source: Address, mayFragment: boolean, metrics = NO_METRICS): HostRoute {
    for (const route of this.#routes) {
      if (route.mayFragment !== mayFragment || route.metrics !== metrics) continue;
      if (route.source.equals(source)) return route;
    }
    const route = new HostRoute(this, source.clone(), mayFragment, metrics);
    if (this.has(source)) this.#routes.push(route);
    return route;
  }

  deliver(p: Packet): void {
    this.packetsIn++;
    this.octetsIn += p.length;
    this.#host.input(this, p);
  }

  send(p: Packet): void {
    this.packetsOut++;
    this.octetsOut += p.length;
    this.link.send(p);
  }
}
