import type { Connection } from './connection.ts';
import { takePathMtu } from './path-mtu.ts';

/**
 * R1: what is sent to the peer may not arrive, RFC 9293 section 3.8.3 (b). IP hears of it by being asked
 * for a way again, from the same address; a network interface that was unplugged or a route that was
 * added since counts from now on. [MUST-20]
 */
export function adviseAgainstRoute(c: Connection): void {
  const { tcp, local, remote } = c;
  const route = tcp.env.routeTo(remote, local, c.udpPort);
  if (route === null) return;
  c.route = route;
  c.pseudo = tcp.pseudoFor(route, local, remote);
  takePathMtu(c);
}
