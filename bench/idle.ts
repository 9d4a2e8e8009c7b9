/** What an idle connection costs: 50,000 of the engine's own in one process, 100,000 ends. */
import { Clock } from '../src/base/clock.ts';
import { PacketPool } from '../src/base/packet.ts';
import { TcpListener } from '../src/socket/tcp-listener.ts';
import { TcpSocket } from '../src/socket/tcp-socket.ts';
import { runUntil, SERVER, twoHosts } from './in-memory.ts';
import { done } from './measure.ts';
import { octets, resident } from './memory.ts';

const BURST = 500;
/** Virtual time after which every timer of the opening is over, microseconds. */
const REST = 10_000_000;

const clock = new Clock();
const { client, server } = twoHosts(clock, new PacketPool(), { delay: 50, mtu: 1500 });
const held: TcpSocket[] = [];
let established = 0;

function open(count: number, port: number): void {
  for (let i = 0; i < count; i += BURST) {
    const before = established;
    clock.turn(clock.now, () => {
      for (let k = 0; k < BURST; k++) {
        const s = TcpSocket.connect(client, { address: SERVER, port });
        s.onconnect = connected;
        held.push(s);
      }
    });
    runUntil(clock, () => established === before + BURST);
  }
  clock.turn(clock.now + REST);
}

function connected(): void {
  established++;
}

for (const port of [79, 80, 81]) {
  TcpListener.listen(server, { port, backlog: 4096 }, (s) => void held.push(s));
}
open(2000, 79);
const before = resident();
open(25_000, 80);
open(25_000, 81);
const each = (resident() - before) / 100_000;
if (held.length !== 104_000) throw new Error('not every connection is there');
done([octets('engine-idle', 'engine, an end of an idle connection', each)]);
