/** One transfer between two hosts through the engine's own sockets, in virtual time. */
import { Clock } from '../src/base/clock.ts';
import { PacketPool } from '../src/base/packet.ts';
import { TcpListener } from '../src/socket/tcp-listener.ts';
import { TcpSocket } from '../src/socket/tcp-socket.ts';
import { runUntil, SERVER, twoHosts } from './in-memory.ts';
import { CHUNK, done, MIB, mbits, measure } from './measure.ts';

function round(octets: number, mtu: number): number {
  const clock = new Clock();
  const { client, server } = twoHosts(clock, new PacketPool(), { delay: 50, mtu });
  const into = new Uint8Array(CHUNK);
  const chunk = new Uint8Array(CHUNK).fill(7);
  let got = 0;
  TcpListener.listen(server, { port: 80 }, (s) => {
    s.onreadable = () => {
      for (let n = s.read(into); n > 0; n = s.read(into)) got += n;
    };
  });
  const socket = TcpSocket.connect(client, { address: SERVER, port: 80 });
  const write = (): void => {
    while (socket.write(chunk) === CHUNK);
  };
  socket.onconnect = write;
  socket.ondrain = write;
  const began = performance.now();
  clock.turn(0);
  runUntil(clock, () => got >= octets);
  return mbits(got, performance.now() - began);
}

done([
  await measure('engine-bulk', 'engine, MTU 1500', 'Mbit/s', () => round(512 * MIB, 1500)),
  await measure('engine-bulk-65535', 'engine, MTU 65535', 'Mbit/s', () =>
    round(1024 * MIB, 65_535),
  ),
]);
