/**
 * What an idle connection costs: 50,000 of the engine's own in one process, 100,000 ends. First when they have
 * carried nothing, then when an octet has gone each way and they rest again.
 */
import { Clock } from '../src/base/clock.ts';
import { PacketPool } from '../src/base/packet.ts';
import { NEVER } from '../src/base/timer-queue.ts';
import { TcpListener } from '../src/socket/tcp-listener.ts';
import { TcpSocket } from '../src/socket/tcp-socket.ts';
import { runUntil, SERVER, twoHosts } from './in-memory.ts';
import { done } from './measure.ts';
import { octets, resident } from './memory.ts';

const BURST = 500;
const ENDS = 100_000;
/** Connections used at a time: the storage of their queues is what the pool of rings keeps. */
const AT_ONCE = 10;
const OCTET = new Uint8Array(1);

const clock = new Clock();
const { client, server } = twoHosts(clock, new PacketPool(), { delay: 50, mtu: 1500 });
const connected: TcpSocket[] = [];
const accepted: TcpSocket[] = [];
let established = 0;

function open(connections: number, port: number): void {
  for (let i = 0; i < connections; i += BURST) {
    const all = established + BURST;
    clock.turn(clock.now, () => {
      for (let k = 0; k < BURST; k++) {
        const s = TcpSocket.connect(client, { address: SERVER, port });
        s.onconnect = count;
        connected.push(s);
      }
    });
    runUntil(clock, () => established === all && accepted.length === all);
  }
  rest();
}

/** Until every timer is over, and nothing will ever happen. */
function rest(): void {
  for (let next = clock.timers.next(); next !== NEVER; next = clock.timers.next()) clock.turn(next);
}

/** Some connections are used: each end sends an octet, and reads the other's when both have come. */
function use(from: number, to: number): void {
  const ends = [...connected.slice(from, to), ...accepted.slice(from, to)];
  const into = new Uint8Array(1);
  clock.turn(clock.now, () => {
    for (const s of ends) s.write(OCTET);
  });
  runUntil(clock, () => ends.every((s) => s.readable > 0));
  clock.turn(clock.now, () => {
    for (const s of ends) s.read(into);
  });
  rest();
}

function each(): number {
  return (resident() - before) / ENDS;
}

function count(): void {
  established++;
}

for (const port of [79, 80, 81]) {
  TcpListener.listen(server, { port, backlog: 4096 }, (s) => void accepted.push(s));
}
open(2000, 79);
const before = resident();
open(25_000, 80);
open(25_000, 81);
if (connected.length + accepted.length !== ENDS + 4000)
  throw new Error('not every connection is there');
const unused = each();
for (let i = 0; i < connected.length; i += AT_ONCE) use(i, i + AT_ONCE);
const used = each();
done([
  octets('engine-idle', 'engine, an end of an idle connection', unused),
  octets('engine-idle-used', 'engine, one that has carried an octet', used),
]);
