import { Clock } from '../../src/base/clock.ts';
import { type Packet, PacketPool } from '../../src/base/packet.ts';
import { SeededRandom } from '../../src/base/random.ts';
import { NEVER } from '../../src/base/timer-queue.ts';
import { Cable } from '../../src/link/cable.ts';
import { Impair, type Impairments } from '../../src/link/impair.ts';
import type { Link } from '../../src/link/link.ts';
import { Tap } from '../../src/link/tap.ts';
import { Host } from '../../src/net/host.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { checkInvariants } from '../../src/tcp/invariants.ts';
import type { Profile } from '../../src/tcp/profile.ts';
import { Prefix } from '../../src/wire/address.ts';
import { Application } from './application.ts';
import { drawPlan, type Habits, type Plan } from './draw.ts';

/** What came of one run. */
export interface Outcome {
  /** Stands for every packet either host sent, in order, octet by octet, with its time. */
  readonly digest: string;
  readonly ok: boolean;
  readonly problems: readonly string[];
  readonly packets: number;
  /** Octets of text that both applications received. */
  readonly received: number;
}

/** Turns that no run needs; one that takes more has got stuck. */
const MOST_TURNS = 1_000_000;
/** Virtual time that no run needs: six hours, microseconds. */
const LONGEST = 6 * 3600 * 1_000_000;

/** Two hosts on a cable, with the packets they send summed up. */
class Ground {
  readonly clock = new Clock();
  readonly client: Host;
  readonly server: Host;
  readonly addresses: readonly [string, string];
  packets = 0;
  #h1 = 0x811c9dc5 | 0;
  #h2 = 0x9747b28c | 0;

  constructor(random: SeededRandom, plan: Plan) {
    const { clock } = this;
    const pool = new PacketPool();
    const { delay, rate, queue, mtu } = plan;
    const cable = new Cable(clock, pool, { delay, rate, queue, mtu });
    const host = (name: string, i: 0 | 1): Host =>
      new Host({ clock, random: random.split(), pool, name, profile: plan.habits[i].profile });
    this.client = host('client', 0);
    this.server = host('server', 1);
    this.addresses =
      plan.family === 4 ? ['10.0.0.1/24', '10.0.0.2/24'] : ['fd00::1/64', 'fd00::2/64'];
    this.client.attach(this.#link(cable.a, random, plan.faults[0]), [
      Prefix.parse(this.addresses[0]),
    ]);
    this.server.attach(this.#link(cable.b, random, plan.faults[1]), [
      Prefix.parse(this.addresses[1]),
    ]);
  }

  /** `end` with faults on the way out, and before them the sum of what the host sends. */
  #link(end: Link, random: SeededRandom, faults: Impairments): Link {
    const impaired = new Impair(end, this.clock, random.split(), faults);
    return new Tap(impaired, (p, direction) => {
      if (direction === 'out') this.#sum(p);
    });
  }

  #sum(p: Packet): void {
    this.packets++;
    let h1 = Math.imul(this.#h1 ^ (this.clock.now % 0x1_0000_0000), 0x01000193);
    let h2 = Math.imul(this.#h2 ^ p.length, 0x85ebca6b);
    for (let i = p.from; i < p.to; i++) {
      h1 = Math.imul(h1 ^ (p.bytes[i] as number), 0x01000193);
      h2 = (h2 << 5) - h2 + (p.bytes[i] as number) + (h2 >>> 27);
    }
    this.#h1 = h1 | 0;
    this.#h2 = h2 | 0;
  }

  digest(): string {
    const hex = (h: number): string => (h >>> 0).toString(16).padStart(8, '0');
    return hex(this.#h1) + hex(this.#h2);
  }

  /** Connections, half-open ones and those in TIME-WAIT, of both hosts. */
  flows(): string[] {
    const left: string[] = [];
    for (const h of [this.client, this.server]) {
      for (const f of h.tcp.flows())
        left.push(`${h.name} still has ${f.localPort} in state ${f.state}`);
    }
    return left;
  }
}

/**
 * One connection between two hosts, where chance decides, from `seed`, what the network does wrong
 * and how the applications behave. Whatever that is, all text must arrive in order, both ends must
 * end CLOSED, and no invariant may break on the way.
 *
 * @param watch given both hosts before they begin, to put observers on them
 * @param change makes of each host's profile, as it was drawn, another one
 */
export function runSchedule(
  seed: number,
  watch: ((h: Host) => void) | null = null,
  change: ((p: Profile) => Profile) | null = null,
): Outcome {
  const random = new SeededRandom(seed);
  const plan = changed(drawPlan(random.split()), change);
  const ground = new Ground(random.split(), plan);
  const { clock } = ground;
  if (watch !== null) for (const h of [ground.client, ground.server]) watch(h);
  const mark = [random.u32() | 0, random.u32() | 0] as const;
  const [first, second] = plan.habits;
  const client = new Application('client', clock, random.split(), first, mark[0], mark[1]);
  const server = new Application('server', clock, random.split(), second, mark[1], mark[0]);
  const problems: string[] = [];
  clock.turn(0, () => {
    TcpListener.listen(ground.server, { port: 80 }, (socket) => {
      if (server.socket === null) {
        server.use(socket, true);
      } else {
        problems.push('the server accepted a second connection');
        socket.abort();
      }
    });
    const address = (ground.addresses[1].split('/')[0] ?? '') as string;
    client.use(TcpSocket.connect(ground.client, { address, port: 80 }), false);
  });
  try {
    runToEnd(ground, [client, server], problems);
  } catch (error) {
    problems.push(error instanceof Error ? `${error.message}` : String(error));
  }
  judge([client, server], [first.total, second.total], problems);
  return {
    digest: ground.digest(),
    ok: problems.length === 0,
    problems,
    packets: ground.packets,
    received: client.received + server.received,
  };
}

function changed(plan: Plan, change: ((p: Profile) => Profile) | null): Plan {
  if (change === null) return plan;
  const [first, second] = plan.habits;
  const of = (h: Habits): Habits => ({ ...h, profile: change(h.profile) });
  return { ...plan, habits: [of(first), of(second)] };
}

function runToEnd(ground: Ground, apps: readonly Application[], problems: string[]): void {
  const { clock } = ground;
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const next = clock.timers.next();
    if (next === NEVER) break;
    if (next > LONGEST) {
      problems.push('not over after six hours of virtual time');
      return;
    }
    clock.turn(next);
    for (const app of apps) {
      if (app.socket !== null) checkInvariants(app.socket.connection);
    }
  }
  if (clock.timers.next() !== NEVER) problems.push(`not over after ${MOST_TURNS} turns`);
  problems.push(...ground.flows());
}

function judge(
  apps: readonly [Application, Application],
  totals: readonly [number, number],
  problems: string[],
): void {
  const [client, server] = apps;
  for (const app of apps) {
    problems.push(...app.problems);
    if (!app.over) problems.push(`${app.name} was never told that it is over`);
  }
  if (server.received !== totals[0]) {
    problems.push(`the server received ${server.received} of ${totals[0]} octets`);
  }
  if (client.received !== totals[1]) {
    problems.push(`the client received ${client.received} of ${totals[1]} octets`);
  }
}
