import { utf8 } from '../base/utf8.ts';
import type { Host } from '../net/host.ts';
import { Actor, type SocketAction } from '../sim/actor.ts';
import type { Forger } from '../sim/forger.ts';
import type { Action, Connect, Happening, PassiveOpen } from '../sim/scenario.ts';
import { Server } from '../sim/server.ts';
import { TcpSocket } from '../socket/tcp-socket.ts';
import { TcpError } from '../tcp/errors.ts';
import { Address } from '../wire/address.ts';
import type { End } from './end.ts';
import type { ExploreHost, ProgramStep } from './model.ts';
import type { Witness } from './witness.ts';

/** What a host's programs need of the world. */
export interface Surroundings {
  readonly forger: Forger;
  host(): Host;
  /** It loses its power, or gets it back. */
  powerOff(): void;
  boot(): void;
}

/** Calls that may bring a connection about; `listen` alone does not. */
const OPENS: ReadonlySet<Action['call']> = new Set(['connect', 'passive-open', 'inject', 'boot']);

const MAIN = 'main';
const BITS: Readonly<Record<Happening, number>> = {
  accepted: 1,
  connected: 2,
  received: 4,
  ended: 8,
  closed: 16,
};

/** The applications of one host: where each list of steps stands, and what each socket was told. */
export class Programs {
  readonly #host: ExploreHost;
  readonly #witness: Witness;
  readonly #around: Surroundings;
  /** How many steps of each list are done. */
  readonly at: number[];
  /** By socket, what it was told: bits. */
  readonly told = new Map<string, number>();
  /** Sockets whose application does not read for now. */
  readonly paused = new Set<string>();
  #actors = new Map<string, Actor>();
  #servers = new Map<string, Server>();
  #sockets = new Map<string, TcpSocket>();
  readonly #ends = new Map<string, End>();
  isOff = false;

  constructor(host: ExploreHost, witness: Witness, around: Surroundings) {
    this.#host = host;
    this.#witness = witness;
    this.#around = around;
    this.at = (host.program ?? []).map(() => 0);
  }

  /** The steps that may be done now, as `list * 64 + step`. */
  *enabled(): Iterable<number> {
    for (const [list, steps] of (this.#host.program ?? []).entries()) {
      const step = this.at[list] as number;
      const next = steps[step];
      if (next !== undefined && this.#may(next)) yield (list << 6) | step;
    }
  }

  /** A step that is still to come may begin a connection. */
  get mayOpen(): boolean {
    return this.#mayStill(({ call }) => OPENS.has(call));
  }

  /** A step that is still to come may turn keep-alive on. */
  get mayAsk(): boolean {
    return this.#mayStill((action) => action.call === 'set' && action.keepAlive === true);
  }

  #mayStill(isSo: (action: Action) => boolean): boolean {
    return (this.#host.program ?? []).some((steps, i) =>
      steps.slice(this.at[i]).some((step) => isSo(step.do)),
    );
  }

  /** Every list is done. */
  get isDone(): boolean {
    return (this.#host.program ?? []).every((steps, i) => this.at[i] === steps.length);
  }

  /** Does a step. One that fails at once, as a connection to a port in use, has not been done. */
  perform(n: number): void {
    const list = n >> 6;
    const step = this.#host.program?.[list]?.[n & 63];
    if (step === undefined) throw new RangeError(`${this.#host.name} has no step ${n}`);
    if (this.do(step.do)) (this.at[list] as number)++;
  }

  /** Does what a host does; false when it has to wait for another time. */
  do(action: Action): boolean {
    try {
      this.#do(action);
      return true;
    } catch (error) {
      if (!(error instanceof TcpError)) throw error;
      const e = this.endOf(action.socket ?? MAIN);
      if (action.call !== 'send' || e === null) return false;
      e.refused = error.code;
      return true;
    }
  }

  /** The end that a socket is, or null. */
  endOf(socket: string): End | null {
    const known = this.#ends.get(socket);
    if (known !== undefined) return known;
    const s = this.#sockets.get(socket);
    const e = s === undefined ? null : this.#witness.endOf(s.connection.id);
    if (e === null) return null;
    e.socket = socket;
    this.#ends.set(socket, e);
    return e;
  }

  happened(_host: string, socket: string, what: Happening): void {
    this.told.set(socket, (this.told.get(socket) ?? 0) | BITS[what]);
    const e = this.endOf(socket);
    if (e === null) return;
    if (what === 'accepted') e.accepted = true;
    if (what === 'connected') e.connected = true;
    if (what === 'ended') e.ended = true;
  }

  read(_host: string, socket: string, octets: Uint8Array): void {
    const e = this.endOf(socket);
    if (e === null) return;
    for (const o of octets) e.read += String.fromCharCode(o);
  }

  /** A connection was accepted. */
  join(host: string, name: string, s: TcpSocket): void {
    this.#meet(host, name, s, true);
  }

  #may({ do: action, when }: ProgramStep): boolean {
    if (this.isOff) return action.call === 'boot';
    const socket = action.socket ?? MAIN;
    if (when !== undefined) {
      const told = this.told.get(when.socket ?? socket) ?? 0;
      if ((told & BITS[when.on]) === 0) return false;
    }
    if (isOnSocket(action)) {
      return this.#actors.has(socket) && ((this.told.get(socket) ?? 0) & BITS.closed) === 0;
    }
    switch (action.call) {
      case 'boot':
        return false;
      case 'accept':
      case 'unlisten':
        return this.#servers.has(socket);
      default:
        return true;
    }
  }

  #do(action: Action): void {
    const socket = action.socket ?? MAIN;
    const { name } = this.#host;
    if (isOnSocket(action)) {
      this.#act(socket, action);
      return;
    }
    switch (action.call) {
      case 'listen':
        this.#servers.set(
          socket,
          new Server(this, null, this.#around.host(), socket, action, null),
        );
        return;
      case 'accept':
        this.#servers.get(socket)?.accept(null);
        return;
      case 'unlisten':
        this.#servers.get(socket)?.close(null);
        this.#servers.delete(socket);
        return;
      case 'connect':
        this.#connect(action, socket, name);
        return;
      case 'passive-open':
        this.#meet(name, socket, this.#passiveOpen(action), false);
        return;
      case 'inject':
        this.#around.forger.inject(this.#around.host(), action);
        return;
      case 'power-off':
        this.#forget();
        this.isOff = true;
        this.#around.powerOff();
        return;
      case 'boot':
        this.isOff = false;
        this.#around.boot();
        for (const ready of this.#host.ready ?? []) this.do(ready);
        return;
      default:
        throw new RangeError(`no world is searched in which somebody may '${action.call}'`);
    }
  }

  #act(socket: string, action: SocketAction): void {
    const e = this.endOf(socket);
    if (e !== null) {
      if (action.call === 'close' || action.call === 'release') e.closed = true;
      if (action.call === 'abort') e.aborted = true;
    }
    if (action.call === 'pause') this.paused.add(socket);
    if (action.call === 'resume') this.paused.delete(socket);
    this.#actors.get(socket)?.perform(action, null);
    if (e !== null && action.call === 'send' && 'text' in action) e.wrote += action.text;
  }

  #connect(o: Connect, socket: string, name: string): void {
    this.#meet(name, socket, this.#open(o), false);
    const e = this.endOf(socket);
    if (e !== null) e.wrote = o.synText ?? '';
  }

  #open({ to, port, localPort, synText }: Connect): TcpSocket {
    const address = this.#around.forger.addressOf(to, this.#host.name);
    return TcpSocket.connect(this.#around.host(), {
      address,
      port,
      localPort,
      synText: synText === undefined ? undefined : utf8(synText),
    });
  }

  #passiveOpen(o: PassiveOpen): TcpSocket {
    const { forger } = this.#around;
    return TcpSocket.await(this.#around.host(), {
      address: Address.parse(forger.addressOf(o.from, this.#host.name)),
      port: o.fromPort,
      localAddress: Address.parse(forger.addressOf(this.#host.name, o.from)),
      localPort: o.port,
    });
  }

  /** A socket is there: what it hears is written down. */
  #meet(host: string, name: string, s: TcpSocket, accepted: boolean): void {
    this.told.delete(name);
    this.paused.delete(name);
    this.#ends.delete(name);
    this.#sockets.set(name, s);
    const e = this.endOf(name);
    if (e !== null && accepted) e.accepted = true;
    const actor = new Actor(this, null, host, name, s, accepted);
    const { onclose } = s;
    // Named before it is assigned, as in Actor: V8 keeps what it reaches alive otherwise.
    const closed: typeof onclose = (error) => {
      const end = e ?? this.endOf(name);
      if (end !== null) end.outcome = error;
      onclose?.(error);
    };
    s.onclose = closed;
    this.#actors.set(name, actor);
  }

  #forget(): void {
    this.#actors = new Map();
    this.#servers = new Map();
    this.#sockets = new Map();
    this.told.clear();
    this.paused.clear();
    this.#ends.clear();
  }
}

const ON_SOCKETS: ReadonlySet<string> = new Set<SocketAction['call']>([
  ...(['send', 'close', 'release', 'abort', 'pause', 'resume', 'set'] as const),
]);

function isOnSocket(action: Action): action is SocketAction {
  return ON_SOCKETS.has(action.call);
}
