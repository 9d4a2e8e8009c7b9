import type { Host } from '../net/host.ts';
import type { Recorder } from '../observe/recorder.ts';
import { TcpSocket } from '../socket/tcp-socket.ts';
import type { Listener } from '../tcp/passive/listener.ts';
import { nth, tupleOf } from './names.ts';
import type { Happening, Listen } from './scenario.ts';

/** Who gets a connection that was accepted. */
interface Audience {
  join(host: string, name: string, s: TcpSocket): void;
  happened(
    host: string,
    socket: string,
    what: Happening,
    octets: number,
    frame: number | null,
  ): void;
}

/** A program that listens: it accepts what comes, or only what it is told to. */
export class Server {
  readonly host: Host;
  readonly #audience: Audience;
  readonly #recorder: Recorder | null;
  readonly #name: string;
  readonly #listener: Listener;
  #accepted = 0;

  /** Throws a TcpError when the port is taken. */
  constructor(
    audience: Audience,
    recorder: Recorder | null,
    host: Host,
    name: string,
    o: Listen,
    cause: number | null,
  ) {
    this.host = host;
    this.#audience = audience;
    this.#recorder = recorder;
    this.#name = name;
    const accepts = o.accepts ?? true;
    this.#listener = host.tcp.listen({
      localPort: o.port,
      backlog: o.backlog,
      reuseAddress: o.reuseAddress ?? true,
      onConnection: () => {
        if (accepts) while (this.#acceptOne(null));
      },
    });
    const { backlog } = this.#listener;
    recorder?.call(host.name, 'listen', { socket: name, port: o.port, backlog }, null, cause);
  }

  /** Takes one connection off the accept queue, when there is one. */
  accept(cause: number | null): void {
    this.#acceptOne(cause);
  }

  /** Stops listening. */
  close(cause: number | null): void {
    this.#recorder?.call(this.host.name, 'unlisten', { socket: this.#name }, null, cause);
    this.#listener.close();
  }

  #acceptOne(cause: number | null): boolean {
    const c = this.#listener.accept();
    if (c === null) return false;
    const s = TcpSocket.accepted(c);
    const socket = nth(this.#name, ++this.#accepted);
    const { name } = this.host;
    this.#audience.join(name, socket, s);
    const frame = this.#recorder?.call(name, 'accept', { socket }, tupleOf(s), cause) ?? null;
    this.#audience.happened(name, socket, 'accepted', 0, frame);
    return true;
  }
}
