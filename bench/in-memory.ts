import type { Clock } from '../src/base/clock.ts';
import type { PacketPool } from '../src/base/packet.ts';
import { SeededRandom } from '../src/base/random.ts';
import { Cable } from '../src/link/cable.ts';
import { Host } from '../src/net/host.ts';
import { Prefix } from '../src/wire/address.ts';

export const SERVER = '10.0.0.2';

/** Two hosts on a cable in memory; checksums are computed and verified. */
export function twoHosts(
  clock: Clock,
  pool: PacketPool,
  o: { delay: number; mtu: number },
): { client: Host; server: Host } {
  const random = new SeededRandom(1);
  const cable = new Cable(clock, pool, { ...o, checksums: true });
  const client = new Host({ clock, pool, random: random.split(), name: 'client' });
  const server = new Host({ clock, pool, random: random.split(), name: 'server' });
  client.attach(cable.a, [Prefix.parse('10.0.0.1/24')]);
  server.attach(cable.b, [Prefix.parse(`${SERVER}/24`)]);
  return { client, server };
}

/** Virtual time: makes turns until `over`, or until nothing will ever happen. */
export function runUntil(clock: Clock, over: () => boolean): void {
  while (!over()) {
    const next = clock.timers.next();
    if (next === Number.POSITIVE_INFINITY) throw new Error('nothing happens any more');
    clock.turn(next);
  }
}
