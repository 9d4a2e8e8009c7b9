import type { Random } from '../base/random.ts';
import { TupleTable } from '../base/tuple-table.ts';
import type { Address } from '../wire/address.ts';
import type { Connection } from './connection.ts';
import type { HalfOpen } from './passive/half-open.ts';
import type { Listener } from './passive/listener.ts';

/** To whom a segment belongs: connections by four-tuple, then those who wait on the port. */
export class Demux {
  readonly connections: TupleTable<Connection>;
  readonly #listeners = new Map<number, Listener[]>();
  readonly #singles = new Map<number, Connection[]>();

  constructor(random: Random) {
    this.connections = new TupleTable<Connection>(random);
  }

  /** The half-open entry for a four-tuple, whichever listener on the port has it. */
  halfOpen(
    local: Address,
    remote: Address,
    localPort: number,
    remotePort: number,
  ): HalfOpen | null {
    const listeners = this.#listeners.get(localPort);
    if (listeners === undefined) return null;
    for (const l of listeners) {
      const half = l.synQueue.find(local, remote, localPort, remotePort);
      if (half !== null) return half;
    }
    return null;
  }

  /** The listener for a destination: the one bound to the address before one bound to all. [MUST-41] */
  listener(local: Address, port: number): Listener | null {
    return best(this.#listeners.get(port), local);
  }

  /** The single passive OPEN for a destination and a peer. */
  single(local: Address, port: number, remote: Address, remotePort: number): Connection | null {
    for (const c of this.#singles.get(port) ?? []) {
      if (!isFor(c.local, local)) continue;
      if (c.handshake.wantedPort !== 0 && c.handshake.wantedPort !== remotePort) continue;
      if (c.handshake.wantedPeer !== null && !c.handshake.wantedPeer.equals(remote)) continue;
      return c;
    }
    return null;
  }

  /** Of the listeners that share address and port with `first`, the one that `hash` falls on. */
  share(first: Listener, hash: number): Listener {
    const sharing = (this.#listeners.get(first.localPort) ?? []).filter((l) =>
      overlaps(l, first.local),
    );
    return sharing[(hash >>> 0) % sharing.length] ?? first;
  }

  /** Whether a new listener on that address and port would conflict with one that is there. */
  isListening(local: Address | null, port: number, reusePort = false): boolean {
    return (this.#listeners.get(port) ?? []).some(
      (l) => overlaps(l, local) && !(reusePort && l.reusePort),
    );
  }

  /** Whether any passive OPEN waits on that port. */
  isWaitedOn(port: number): boolean {
    return this.#listeners.has(port) || this.#singles.has(port);
  }

  listeners(): Listener[] {
    return [...this.#listeners.values()].flat();
  }

  /** Single passive OPENs that wait for a peer. */
  singles(): Connection[] {
    return [...this.#singles.values()].flat();
  }

  addListener(l: Listener): void {
    push(this.#listeners, l.localPort, l);
  }

  removeListener(l: Listener): void {
    remove(this.#listeners, l.localPort, l);
  }

  addSingle(c: Connection): void {
    push(this.#singles, c.localPort, c);
  }

  removeSingle(c: Connection): void {
    remove(this.#singles, c.localPort, c);
  }
}

function best(listeners: Listener[] | undefined, local: Address): Listener | null {
  let any: Listener | null = null;
  for (const l of listeners ?? []) {
    if (l.local === null) {
      if (local.version === 6 || !l.ipv6Only) any = l;
    } else if (l.local.equals(local)) {
      return l;
    }
  }
  return any;
}

/** Whether what is for `to` is for one who waits on `local`: 0.0.0.0 is every IPv4 address, :: every one. */
function isFor(local: Address, to: Address): boolean {
  if (local.isUnspecified) return local.version === 6 || to.version === 4;
  return local.equals(to);
}

/** Two listeners on one port conflict when some packet could be for both equally. */
function overlaps(l: Listener, local: Address | null): boolean {
  if (l.local === null || local === null) return l.local === local;
  return l.local.equals(local);
}

function push<T>(map: Map<number, T[]>, port: number, item: T): void {
  const items = map.get(port);
  if (items === undefined) map.set(port, [item]);
  else items.push(item);
}

function remove<T>(map: Map<number, T[]>, port: number, item: T): void {
  const items = map.get(port);
  const i = items?.indexOf(item) ?? -1;
  if (items === undefined || i < 0) return;
  items.splice(i, 1);
  if (items.length === 0) map.delete(port);
}
