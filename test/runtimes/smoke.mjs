// One echo connection of 100,000 octets over a cable that loses, delays and doubles packets; prints what
// went over the cable as a digest, which must be the same wherever this runs. It is JavaScript, and
// imports what was built, so that every runtime takes it as it is.
import { TcpListener, TcpSocket } from '../../dist/index.js';
import { Digest, World } from '../../dist/sim/index.js';

const OCTETS = 100_000;

const digest = new Digest();
const world = new World({ seed: 9293, digest });
const [client, server] = [world.host('client'), world.host('server')];
const impairments = 'loss=3%,jitter=3ms,reorder=1%,duplicate=1%';
world.cable(client, server, { delay: 5000, impairAB: impairments, impairBA: impairments });

/** Writes what `next` gives, as far as there is room; `next` returns an empty array when there is no more. */
function pump(socket, next) {
  let waiting = new Uint8Array(0);
  return () => {
    for (;;) {
      if (waiting.length === 0) waiting = next();
      if (waiting.length === 0) return;
      const taken = socket.write(waiting);
      waiting = waiting.slice(taken);
      if (waiting.length > 0) return;
    }
  };
}

const closed = [];
const note = (name) => (error) => closed.push(`${name} ${error ?? 'closed'}`);

TcpListener.listen(server, { port: 7 }, (s) => {
  const buffer = new Uint8Array(4096);
  const echo = pump(s, () => buffer.slice(0, s.read(buffer)));
  s.onreadable = echo;
  s.ondrain = echo;
  s.onend = () => {
    echo();
    s.end();
  };
  s.onclose = note('server');
});

const text = Uint8Array.from({ length: OCTETS }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
const socket = TcpSocket.connect(client, { address: '10.0.0.2', port: 7 });
let sent = 0;
let received = 0;
let wrong = 0;
const say = pump(socket, () => {
  const piece = text.slice(sent, sent + 1000);
  sent += piece.length;
  if (piece.length === 0) socket.end();
  return piece;
});
socket.onconnect = say;
socket.ondrain = say;
socket.onreadable = () => {
  const into = new Uint8Array(4096);
  for (let n = socket.read(into); n > 0; n = socket.read(into)) {
    for (let i = 0; i < n; i++) if (into[i] !== text[received + i]) wrong++;
    received += n;
  }
};
socket.onclose = note('client');
world.run();

const report = [digest, digest.packets, received, wrong, ...closed.sort()];
if (received !== OCTETS || wrong > 0) throw new Error(`not echoed: ${report.join(' ')}`);
console.log(report.join(' '));
