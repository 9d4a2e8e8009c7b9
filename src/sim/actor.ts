import { utf8 } from '../base/utf8.ts';
import type { Tuple } from '../observe/flow-table.ts';
import type { Recorder } from '../observe/recorder.ts';
import type { CallDetail } from '../observe/trace.ts';
import type { TcpSocket } from '../socket/tcp-socket.ts';
import type { Action, Happening } from './scenario.ts';

/** Who is told what an actor hears. */
interface Audience {
  happened(host: string, socket: string, what: Happening, octets: number): void;
}

type SocketAction = Exclude<Action, { call: 'listen' } | { call: 'connect' }>;

/** The longest text of what was read or written that a trace shows. */
const SHOWN = 64;

/**
 * One socket of a scenario: it writes what it is told to as there is room, reads whatever comes
 * unless it is paused, and has every call recorded.
 */
export class Actor {
  readonly #audience: Audience;
  readonly #recorder: Recorder | null;
  readonly #host: string;
  readonly #name: string;
  readonly #socket: TcpSocket;
  readonly tuple: Tuple;
  readonly #into = new Uint8Array(65_536);
  /** What is still to be written, and how much of its first part has been. */
  readonly #toWrite: Uint8Array[] = [];
  #written = 0;
  #closing = false;
  #paused = false;
  #hasEnded = false;
  #received = 0;

  /** @param accepted whether it was accepted: it was connected before there was a socket to tell */
  constructor(
    audience: Audience,
    recorder: Recorder | null,
    host: string,
    name: string,
    socket: TcpSocket,
    accepted: boolean,
  ) {
    this.#audience = audience;
    this.#recorder = recorder;
    this.#host = host;
    this.#name = name;
    this.#socket = socket;
    this.tuple = {
      local: socket.localAddress.clone(),
      remote: socket.remoteAddress.clone(),
      localPort: socket.localPort,
      remotePort: socket.remotePort,
    };
    if (!accepted) {
      socket.onconnect = () => {
        this.#call('connected');
        this.#tell('connected');
      };
    }
    socket.onreadable = () => this.#read();
    socket.ondrain = () => this.#write();
    socket.onend = () => this.#read();
    socket.onclose = (error) => {
      this.#call('closed', { error });
      this.#tell('closed');
    };
  }

  perform(action: SocketAction): void {
    switch (action.call) {
      case 'send': {
        const octets = 'text' in action ? utf8(action.text) : pattern(action.octets);
        this.#call('send', shown(octets));
        this.#toWrite.push(octets);
        this.#write();
        return;
      }
      case 'close':
        this.#call('close');
        this.#closing = true;
        this.#write();
        return;
      case 'release':
        this.#call('release');
        this.#socket.release();
        return;
      case 'abort':
        this.#call('abort');
        this.#socket.abort();
        return;
      case 'pause':
        this.#call('pause');
        this.#paused = true;
        return;
      case 'resume':
        this.#call('resume');
        this.#paused = false;
        this.#read();
    }
  }

  #write(): void {
    for (let octets = this.#toWrite[0]; octets !== undefined; octets = this.#toWrite[0]) {
      this.#written += this.#socket.write(octets, this.#written);
      if (this.#written < octets.length) return;
      this.#toWrite.shift();
      this.#written = 0;
    }
    if (!this.#closing) return;
    this.#closing = false;
    this.#socket.end();
  }

  #read(): void {
    if (this.#paused) return;
    for (;;) {
      const n = this.#socket.read(this.#into);
      if (n === 0) break;
      this.#received += n;
      this.#call('read', shown(this.#into.subarray(0, n)));
      this.#tell('received');
    }
    if (!this.#socket.ended || this.#hasEnded) return;
    this.#hasEnded = true;
    this.#call('end');
    this.#tell('ended');
  }

  #call(call: string, detail: CallDetail = {}): void {
    this.#recorder?.call(this.#host, call, { socket: this.#name, ...detail }, this.tuple);
  }

  #tell(what: Happening): void {
    this.#audience.happened(this.#host, this.#name, what, this.#received);
  }
}

/** `n` octets that tell where in the stream they stand. */
function pattern(n: number): Uint8Array {
  const octets = new Uint8Array(n);
  for (let i = 0; i < n; i++) octets[i] = (i * 31 + (i >> 8)) & 0xff;
  return octets;
}

/** How many octets, and what they say when they are a short text in ASCII. */
function shown(octets: Uint8Array): CallDetail {
  if (octets.length > SHOWN) return { octets: octets.length };
  let text = '';
  for (const o of octets) {
    if (o !== 10 && o !== 13 && (o < 32 || o > 126)) return { octets: octets.length };
    text += String.fromCharCode(o);
  }
  return { octets: octets.length, text };
}
