import { type Duplex, Readable } from 'node:stream';

/** Echo, RFC 862: what is received goes back, until the client closes. */
export function echo(socket: Duplex): void {
  socket.pipe(socket);
}

/** Discard, RFC 863: what is received is thrown away, until the client closes. */
export function discard(socket: Duplex): void {
  socket.on('end', () => socket.end());
  socket.resume();
}

/** Character generator, RFC 864: lines of 72 characters, until the client closes. */
export function chargen(socket: Duplex): void {
  const source = chargenLines();
  socket.on('end', () => {
    source.unpipe(socket);
    source.destroy();
    socket.end();
  });
  socket.on('close', () => source.destroy());
  socket.resume();
  source.pipe(socket);
}

const FIRST = 0x20;
const PRINTABLE = 95;
const LINE = 72;

/** The 95 lines of the pattern, over and over: each begins one character later than the last. */
export function chargenPattern(): Buffer {
  const lines: string[] = [];
  for (let i = 0; i < PRINTABLE; i++) {
    let line = '';
    for (let j = 0; j < LINE; j++) line += String.fromCharCode(FIRST + ((i + j) % PRINTABLE));
    lines.push(`${line}\r\n`);
  }
  return Buffer.from(lines.join(''), 'latin1');
}

function chargenLines(): Readable {
  const pattern = chargenPattern();
  return new Readable({
    read() {
      this.push(pattern);
    },
  });
}
