/** Connections through the engine's own sockets, in virtual time: connect, echo one octet, close. */
import { Clock } from '../src/base/clock.ts';
import { PacketPool } from '../src/base/packet.ts';
import { TcpListener } from '../src/socket/tcp-listener.ts';
import { TcpSocket } from '../src/socket/tcp-socket.ts';
import { runUntil, SERVER, twoHosts } from './in-memory.ts';
import { done, measure } from './measure.ts';

function round(count: number, atOnce: number): number {
  const clock = new Clock();
  const { client, server } = twoHosts(clock, new PacketPool(), { delay: 10, mtu: 1500 });
  const octet = new Uint8Array(1);
  const into = new Uint8Array(64);
  TcpListener.listen(server, { port: 7, backlog: 1024 }, (s) => {
    s.noDelay = true;
    s.onreadable = () => {
      const n = s.read(into);
      if (n > 0) s.write(into, 0, n);
    };
    s.onend = () => s.end();
  });
  let started = 0;
  let closed = 0;
  const next = (): void => {
    if (started === count) return;
    started++;
    const s = TcpSocket.connect(client, { address: SERVER, port: 7, noDelay: true });
    s.onconnect = () => void s.write(octet);
    s.onreadable = () => {
      if (s.read(into) > 0) s.end();
    };
    s.onclose = () => {
      closed++;
      next();
    };
  };
  const began = performance.now();
  clock.turn(0, () => {
    for (let i = 0; i < atOnce; i++) next();
  });
  runUntil(clock, () => closed === count);
  return (count * 1000) / (performance.now() - began);
}

done([
  await measure('engine-connections', 'engine, one at a time', 'per s', () => round(20_000, 1)),
  await measure('engine-connections-100', 'engine, 100 at a time', 'per s', () =>
    round(20_000, 100),
  ),
]);
