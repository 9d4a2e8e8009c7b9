import { Address } from '../../wire/address.ts';
import type { Connection } from '../connection.ts';
import type { Route } from '../environment.ts';

/** The route of a connection that has no peer yet. */
export const NOWHERE: Route = Object.freeze({
  source: new Address(),
  mtu: 576,
  checksums: true,
  udpPort: 0,
  overhead: 0,
  advMss: 0,
});

/** A single passive OPEN has a peer: from now on the four-tuple finds it. */
export function bindPeer(
  c: Connection,
  route: Route,
  local: Address,
  remote: Address,
  remotePort: number,
): void {
  const { tcp } = c;
  tcp.demux.removeSingle(c);
  c.handshake.wantedLocal = c.local;
  c.route = route;
  c.local = local;
  c.remote = remote;
  c.remotePort = remotePort;
  c.pseudo = tcp.pseudoFor(route, local, remote);
  tcp.demux.connections.add(c);
  tcp.choosesNumbers(c);
}

/** The peer went away before the opening was complete: wait for the next. [MUST-11] */
export function relisten(c: Connection): void {
  const { demux } = c.tcp;
  demux.connections.delete(c);
  c.challengedAt = Number.NEGATIVE_INFINITY;
  c.route = NOWHERE;
  c.local = c.handshake.wantedLocal ?? c.local;
  c.remote = c.handshake.wantedPeer ?? new Address();
  c.remotePort = c.handshake.wantedPort;
  c.synAcked = false;
  c.handshake.synLost = false;
  c.retries = 0;
  c.handshake.synText = null;
  demux.addSingle(c);
}
