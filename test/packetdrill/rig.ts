import { Clock } from '../../src/base/clock.ts';
import type { Packet } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import type { Link, Receiver } from '../../src/link/link.ts';
import { DrillStack } from '../../src/packetdrill/stack.ts';
import type { System } from '../../src/packetdrill/systems.ts';

/** A link to nowhere that counts what is sent. */
export class Sink implements Link {
  readonly mtu: number = 1500;
  readonly medium = 'ip' as const;
  readonly checksums = true;
  receiver: Receiver | null = null;
  sent = 0;

  send(p: Packet): void {
    this.sent++;
    p.release();
  }
}

/** A stack that a script's commands and calls can be tried on. */
export function makeStack(system: System): { stack: DrillStack; clock: Clock; link: Sink } {
  const clock = new Clock();
  const link = new Sink();
  const stack = new DrillStack({ system, clock, random: new SeededRandom(1), link });
  return { stack, clock, link };
}
