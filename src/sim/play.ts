import { utf8 } from '../base/utf8.ts';
import type { Host } from '../net/host.ts';
import type { Recorder } from '../observe/recorder.ts';
import type { HostChange } from '../observe/trace.ts';
import { TcpSocket } from '../socket/tcp-socket.ts';
import { TcpError } from '../tcp/errors.ts';
import { Address } from '../wire/address.ts';
import { Actor } from './actor.ts';
import { Forger } from './forger.ts';
import { nth, tupleOf } from './names.ts';
import type { Action, Connect, Happening, Load, PassiveOpen, Step, When } from './scenario.ts';
import { Server } from './server.ts';
import type { World } from './world.ts';

/** A step that waits for something to happen. */
interface Waiting {
  readonly step: Step;
  readonly when: Extract<When, { on: Happening }>;
  done: boolean;
}

/** What a socket is called when a step does not say. */
const MAIN = 'main';

/** The applications of a scenario, doing their steps. */
export class Play {
  readonly #world: World;
  readonly #steps: readonly Step[];
  readonly #recorder: Recorder | null;
  readonly #forger: Forger;
  readonly #waiting: Waiting[] = [];
  /** Sockets by host and name. */
  readonly #actors = new Map<string, Actor>();
  readonly #servers = new Map<string, Server>();
  /** Hosts that are switched off: their applications do nothing. */
  readonly #off = new Set<string>();

  constructor(world: World, steps: readonly Step[]) {
    this.#world = world;
    this.#steps = steps;
    this.#recorder = world.recorder;
    this.#forger = new Forger(world);
  }

  /** Puts every step where it belongs: in the world's agenda, or among those that wait. */
  begin(): void {
    for (const step of this.#steps) {
      this.#world.hostNamed(step.host);
      const { when } = step;
      if ('at' in when) {
        this.#world.schedule(when.at, () => this.#perform(step, step.do.socket ?? MAIN, null));
      } else {
        this.#waiting.push({ step, when, done: false });
      }
    }
  }

  /** An application was told something, in the frame `frame`; `octets` is what it has read in all. */
  happened(
    host: string,
    socket: string,
    what: Happening,
    octets: number,
    frame: number | null,
  ): void {
    for (const w of this.#waiting) {
      const { step, when } = w;
      if (w.done || step.host !== host || when.on !== what) continue;
      const every = when.every === true;
      const wanted = when.socket ?? (every ? socket : (step.do.socket ?? MAIN));
      if (wanted !== socket) continue;
      if (what === 'received' && octets < (when.octets ?? 1)) continue;
      w.done = !every;
      const about = step.do.socket ?? (every ? socket : MAIN);
      const after = when.after ?? 0;
      if (after > 0) {
        this.#world.schedule(this.#world.now + after, () => this.#perform(step, about, frame));
      } else {
        this.#perform(step, about, frame);
      }
    }
  }

  #perform({ host, do: action }: Step, socket: string, cause: number | null): void {
    if (this.#off.has(host) && action.call !== 'boot') return;
    try {
      this.#do(host, socket, action, cause);
    } catch (error) {
      if (!(error instanceof TcpError)) throw error;
      // A call that fails is part of the story.
      const tuple = this.#actors.get(key(host, socket))?.tuple ?? null;
      const detail = { socket, ...targetOf(action), error: error.code };
      this.#recorder?.call(host, action.call, detail, tuple, cause);
    }
  }

  #do(host: string, socket: string, action: Action, cause: number | null): void {
    switch (action.call) {
      case 'listen': {
        const server = new Server(this, this.#recorder, this.#host(host), socket, action, cause);
        this.#servers.set(key(host, socket), server);
        return;
      }
      case 'accept':
        this.#server(host, socket).accept(cause);
        return;
      case 'unlisten':
        this.#server(host, socket).close(cause);
        return;
      case 'connect':
        this.#connect(host, socket, action, cause);
        return;
      case 'passive-open':
        this.#passiveOpen(host, socket, action, cause);
        return;
      case 'load':
        this.#load(host, socket, action, cause);
        return;
      case 'inject':
        this.#forger.inject(this.#host(host), action);
        return;
      case 'flood':
        this.#recorder?.call(host, 'flood', { to: action.to, port: action.port }, null, cause);
        this.#forger.flood(this.#host(host), action);
        return;
      case 'power-off':
      case 'boot':
      case 'kill':
      case 'unplug':
      case 'plug':
        this.#change(host, action.call, cause);
        return;
      default:
        this.#actor(host, socket).perform(action, cause);
    }
  }

  #connect(host: string, socket: string, action: Connect, cause: number | null): void {
    const { to, port, localPort, synText } = action;
    const address = this.#forger.addressOf(to, host);
    const s = TcpSocket.connect(this.#host(host), {
      address,
      port,
      localPort,
      synText: synText === undefined ? undefined : utf8(synText),
    });
    this.#recorder?.call(host, 'connect', { socket, to, port }, tupleOf(s), cause);
    const actor = new Actor(this, this.#recorder, host, socket, s, false);
    this.#actors.set(key(host, socket), actor);
  }

  #passiveOpen(host: string, socket: string, o: PassiveOpen, cause: number | null): void {
    const h = this.#host(host);
    const tuple = {
      local: Address.parse(this.#forger.addressOf(host, o.from)),
      localPort: o.port,
      remote: Address.parse(this.#forger.addressOf(o.from, host)),
      remotePort: o.fromPort,
    };
    this.#recorder?.call(host, 'listen', { socket, to: o.from, port: o.port }, tuple, cause);
    const s = TcpSocket.await(h, {
      ...{ address: tuple.remote, port: o.fromPort },
      ...{ localAddress: tuple.local, localPort: o.port },
    });
    const actor = new Actor(this, this.#recorder, host, socket, s, false);
    this.#actors.set(key(host, socket), actor);
  }

  /** Connections one after another, called `main`, `main 2`, `main 3`. */
  #load(host: string, socket: string, o: Load, cause: number | null): void {
    const connect = (i: number): void => {
      const action: Connect = { call: 'connect', to: o.to, port: o.port };
      this.#perform({ host, when: { at: 0 }, do: action }, nth(socket, i), cause);
      if (i < o.count && o.every > 0) {
        this.#world.schedule(this.#world.now + o.every, () => connect(i + 1));
      }
    };
    connect(1);
    if (o.every === 0) for (let i = 2; i <= o.count; i++) connect(i);
  }

  #change(host: string, what: HostChange, cause: number | null): void {
    this.#recorder?.changed(host, what, cause);
    switch (what) {
      case 'power-off':
        this.#off.add(host);
        this.#forget(host);
        this.#world.powerOff(host);
        return;
      case 'boot':
        this.#off.delete(host);
        this.#forget(host);
        this.#world.boot(host);
        return;
      case 'kill':
        // What the operating system does with the sockets of a program that is gone.
        for (const s of this.#servers.values()) if (s.host.name === host) s.close(cause);
        for (const [k, a] of this.#actors) if (k.startsWith(`${host} `)) a.drop();
        this.#forget(host);
        return;
      default:
        for (const c of this.#world.cables) {
          if (!this.#host(host).interfaces.some((i) => i === c.a || i === c.b)) continue;
          if (what === 'unplug') c.cable.unplug();
          else c.cable.plug();
        }
    }
  }

  /** The applications of a host are no more. */
  #forget(host: string): void {
    for (const map of [this.#actors, this.#servers]) {
      for (const k of [...map.keys()]) if (k.startsWith(`${host} `)) map.delete(k);
    }
  }

  /** A connection was accepted. */
  join(host: string, name: string, s: TcpSocket): void {
    this.#actors.set(key(host, name), new Actor(this, this.#recorder, host, name, s, true));
  }

  #actor(host: string, socket: string): Actor {
    const actor = this.#actors.get(key(host, socket));
    // It never came to be, or its program is gone: a fault may have seen to that.
    if (actor === undefined) throw new TcpError('ENOTCONN', socket);
    return actor;
  }

  #server(host: string, socket: string): Server {
    const server = this.#servers.get(key(host, socket));
    if (server === undefined) throw new TcpError('ENOTCONN', socket);
    return server;
  }

  #host(name: string): Host {
    return this.#world.hostNamed(name);
  }
}

function key(host: string, socket: string): string {
  return `${host} ${socket}`;
}

/** Where a call that failed was to lead. */
function targetOf(action: Action): { to?: string; port?: number } {
  if (action.call === 'listen') return { port: action.port };
  return action.call === 'connect' ? { to: action.to, port: action.port } : {};
}
