import { utf8 } from '../base/utf8.ts';
import type { Tuple } from '../observe/flow-table.ts';
import { hex } from '../observe/options.ts';
import type { Recorder } from '../observe/recorder.ts';
import type { CallDetail } from '../observe/trace.ts';
import type { TcpSocket } from '../socket/tcp-socket.ts';
import type { TcpErrorCode } from '../tcp/errors.ts';
import type { Action, Happening, SetOptions } from './scenario.ts';

/** Who is told what an actor hears. */
interface Audience {
  happened(
    host: string,
    socket: string,
    what: Happening,
    octets: number,
    frame: number | null,
  ): void;
  /** What the application read, valid until this returns. */
  read?(host: string, socket: string, octets: Uint8Array): void;
}

/** What is done with a socket that is there. */
export type SocketAction = Extract<
  Action,
  { call: 'send' | 'close' | 'release' | 'abort' | 'pause' | 'resume' | 'set' }
>;

/** The longest text of what was read or written that a trace shows. */
const SHOWN = 64;
/** Where every socket reads into: what was read is written down before anybody reads again. */
const INTO = new Uint8Array(65_536);

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
    this.#listen(accepted);
  }

  /**
   * Hears what the socket has to say. V8 puts a function that is assigned to a property as it is written into the
   * old space at once, where it keeps alive all that it reaches until the next full collection: worlds that are made
   * by the million then cost twice the time. So each has a name first.
   */
  #listen(accepted: boolean): void {
    const socket = this.#socket;
    const connected = () => this.#tell('connected', this.#call('connected'));
    const read = () => this.#read();
    const urgent = () => void this.#call('urgent', { octets: socket.urgentRemaining });
    const write = () => this.#write();
    const trouble = (error: TcpErrorCode) => void this.#call('trouble', { error });
    const closed = (error: TcpErrorCode | null) =>
      this.#tell('closed', this.#call('closed', { error }));
    if (!accepted) socket.onconnect = connected;
    socket.onreadable = read;
    socket.onurgent = urgent;
    socket.ondrain = write;
    socket.onend = read;
    socket.onsofterror = trouble;
    socket.onclose = closed;
  }

  /** Its program is gone: what the operating system does then is what close(2) does. */
  drop(): void {
    this.#socket.onreadable = null;
    this.#socket.onend = null;
    this.#socket.onclose = null;
    this.#socket.release();
  }

  /** Does it; `cause` is the frame that made the application do so. Throws a TcpError. */
  perform(action: SocketAction, cause: number | null): void {
    switch (action.call) {
      case 'send': {
        const octets = 'text' in action ? utf8(action.text) : pattern(action.octets);
        const urgent = 'urgent' in action && action.urgent === true;
        this.#call(urgent ? 'send-urgent' : 'send', this.#shown(octets), cause);
        if (urgent) this.#socket.writeUrgent(octets);
        else this.#toWrite.push(octets);
        this.#write();
        return;
      }
      case 'set':
        this.#call('set', {}, cause);
        this.#set(action);
        return;
      case 'close':
        this.#call('close', {}, cause);
        this.#closing = true;
        this.#write();
        return;
      case 'release':
        this.#call('release', {}, cause);
        this.#socket.release();
        return;
      case 'abort':
        this.#call('abort', {}, cause);
        this.#socket.abort();
        return;
      case 'pause':
        this.#call('pause', {}, cause);
        this.#paused = true;
        return;
      case 'resume':
        this.#call('resume', {}, cause);
        this.#paused = false;
        this.#read();
    }
  }

  #set(o: SetOptions): void {
    const s = this.#socket;
    if (o.keepAlive !== undefined) {
      s.setKeepAlive(o.keepAlive, {
        idle: o.keepAliveIdle,
        interval: o.keepAliveInterval,
        count: o.keepAliveCount,
      });
    }
    if (o.userTimeout !== undefined) s.userTimeout = o.userTimeout;
    if (o.linger !== undefined) s.linger = o.linger;
    if (o.noDelay !== undefined) s.noDelay = o.noDelay;
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
      const n = this.#socket.read(INTO);
      if (n === 0) break;
      this.#received += n;
      this.#audience.read?.(this.#host, this.#name, INTO.subarray(0, n));
      this.#tell('received', this.#call('read', this.#shown(INTO.subarray(0, n))));
    }
    if (!this.#socket.ended || this.#hasEnded) return;
    this.#hasEnded = true;
    this.#tell('ended', this.#call('end'));
  }

  /** What was written or read, as far as a trace shows it. */
  #shown(octets: Uint8Array): CallDetail {
    const text = textOf(octets);
    if (text !== null) return { octets: octets.length, text };
    const isKept = this.#recorder?.keepsBytes === true && this.#recorder.keeps(this.tuple);
    return { octets: octets.length, ...(isKept ? { bytes: hex(octets, 0, octets.length) } : {}) };
  }

  #call(call: string, detail: CallDetail = {}, cause: number | null = null): number | null {
    const about = { socket: this.#name, ...detail };
    return this.#recorder?.call(this.#host, call, about, this.tuple, cause) ?? null;
  }

  #tell(what: Happening, frame: number | null): void {
    this.#audience.happened(this.#host, this.#name, what, this.#received, frame);
  }
}

/** `n` octets that tell where in the stream they stand. */
function pattern(n: number): Uint8Array {
  const octets = new Uint8Array(n);
  for (let i = 0; i < n; i++) octets[i] = (i * 31 + (i >> 8)) & 0xff;
  return octets;
}

/** What the octets say when they are a short text in ASCII; null when they are not. */
function textOf(octets: Uint8Array): string | null {
  if (octets.length > SHOWN) return null;
  let text = '';
  for (const o of octets) {
    if (o !== 10 && o !== 13 && (o < 32 || o > 126)) return null;
    text += String.fromCharCode(o);
  }
  return text;
}
