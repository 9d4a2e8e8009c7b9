// Your own server against loss, a reset, a peer that vanished and a late FIN, in virtual time: minutes of
// waiting take milliseconds, and the same seed gives the same packets. `npx tsx examples/own-server.ts`
import { match } from 'node:assert';
import { type Host, TcpListener, TcpSocket } from 'synwave';
import { World } from 'synwave/sim';

/** Your server: greets, waits for the client to end, and ends too. */
function serve(host: Host, report: (how: string) => void): void {
  TcpListener.listen(host, { port: 7 }, (s) => {
    s.write(new TextEncoder().encode('hello\n'));
    s.onend = () => s.end();
    s.onclose = (error) => report(error ?? 'closed');
  });
}

/** How the server's connection ended, and the second in which it did. */
function under(weather: string, client: (s: TcpSocket, w: World, vanish: () => void) => void) {
  const w = new World();
  const [a, b] = [w.host('client'), w.host('server')];
  const cable = w.cable(a, b, { delay: 5000, impairAB: weather, impairBA: weather });
  let ended = 'still open';
  serve(b, (how) => (ended = `${how} in second ${Math.floor(w.now / 1e6)}`));
  const s = TcpSocket.connect(a, { address: '10.0.0.2', port: 7 });
  s.onreadable = () => client(s, w, () => a.detach(cable.a));
  w.run();
  return ended;
}

match(
  under('loss=20%', (s) => s.end()),
  /^closed/,
);
match(
  under('', (s) => s.abort()),
  /^ECONNRESET/,
);
match(
  under('', (_s, _w, vanish) => vanish()),
  /^ETIMEDOUT/,
);
match(
  under('', (s, w) => w.schedule(60e6, () => s.end())),
  /^closed in second 60$/,
);
console.log('loss, reset, half-open and late FIN: as they should be');
