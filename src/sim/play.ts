import type { Host } from '../net/host.ts';
import type { Tuple } from '../observe/flow-table.ts';
import type { Recorder } from '../observe/recorder.ts';
import { TcpListener } from '../socket/tcp-listener.ts';
import { TcpSocket } from '../socket/tcp-socket.ts';
import { TcpError } from '../tcp/errors.ts';
import { Actor } from './actor.ts';
import type { Action, Happening, Scenario, Step, When } from './scenario.ts';
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
  readonly #scenario: Scenario;
  readonly #hosts: ReadonlyMap<string, Host>;
  readonly #recorder: Recorder | null;
  readonly #waiting: Waiting[] = [];
  /** Sockets by host and name. */
  readonly #actors = new Map<string, Actor>();

  constructor(world: World, scenario: Scenario, hosts: ReadonlyMap<string, Host>) {
    this.#world = world;
    this.#scenario = scenario;
    this.#hosts = hosts;
    this.#recorder = world.recorder;
  }

  /** Puts every step where it belongs: in the world's agenda, or among those that wait. */
  begin(): void {
    for (const step of this.#scenario.steps) {
      this.#host(step.host);
      const { when } = step;
      if ('at' in when) this.#world.schedule(when.at, () => this.#perform(step));
      else this.#waiting.push({ step, when, done: false });
    }
  }

  /** An application was told something; `octets` is what it has read in all. */
  happened(host: string, socket: string, what: Happening, octets: number): void {
    for (const w of this.#waiting) {
      if (w.done || w.step.host !== host || w.when.on !== what) continue;
      if ((w.when.socket ?? w.step.do.socket ?? MAIN) !== socket) continue;
      if (what === 'received' && octets < (w.when.octets ?? 1)) continue;
      w.done = true;
      const after = w.when.after ?? 0;
      if (after > 0) this.#world.schedule(this.#world.now + after, () => this.#perform(w.step));
      else this.#perform(w.step);
    }
  }

  #perform({ host, do: action }: Step): void {
    const socket = action.socket ?? MAIN;
    try {
      if (action.call === 'listen') this.#listen(host, socket, action);
      else if (action.call === 'connect') this.#connect(host, socket, action);
      else this.#actor(host, socket).perform(action);
    } catch (error) {
      if (!(error instanceof TcpError)) throw error;
      // A call that fails is part of the story.
      const tuple = this.#actors.get(key(host, socket))?.tuple ?? null;
      this.#recorder?.call(host, action.call, { socket, error: error.code }, tuple);
    }
  }

  #listen(host: string, socket: string, action: Extract<Action, { call: 'listen' }>): void {
    const { port, backlog } = action;
    const options = backlog === undefined ? { port } : { port, backlog };
    this.#recorder?.call(host, 'listen', { socket, port });
    let accepted = 0;
    TcpListener.listen(this.#host(host), options, (s) => {
      const name = ++accepted === 1 ? socket : `${socket} ${accepted}`;
      this.#join(host, name, s, true);
      this.#recorder?.call(host, 'accept', { socket: name }, tupleOf(s));
      this.happened(host, name, 'accepted', 0);
    });
  }

  #connect(host: string, socket: string, action: Extract<Action, { call: 'connect' }>): void {
    const { to, port, localPort } = action;
    const address = this.#addressOf(to, host);
    const options = localPort === undefined ? { address, port } : { address, port, localPort };
    const s = TcpSocket.connect(this.#host(host), options);
    this.#join(host, socket, s, false);
    this.#recorder?.call(host, 'connect', { socket, to, port }, tupleOf(s));
  }

  #join(host: string, name: string, s: TcpSocket, accepted: boolean): void {
    const actor = new Actor(this, this.#recorder, host, name, s, accepted);
    this.#actors.set(key(host, name), actor);
  }

  #actor(host: string, socket: string): Actor {
    const actor = this.#actors.get(key(host, socket));
    if (actor === undefined) {
      throw new RangeError(
        `scenario '${this.#scenario.id}': ${host} has no socket '${socket}' at ${this.#world.now} us`,
      );
    }
    return actor;
  }

  #host(name: string): Host {
    const host = this.#hosts.get(name);
    if (host !== undefined) return host;
    throw new RangeError(`scenario '${this.#scenario.id}' has no host '${name}'`);
  }

  /** The address of `to` on the first cable it shares with `from`. */
  #addressOf(to: string, from: string): string {
    const other = this.#host(to);
    for (const cable of this.#world.cables) {
      const ends = [cable.a, cable.b];
      if (!ends.some((i) => this.#host(from).interfaces.includes(i))) continue;
      const there = ends.find((i) => other.interfaces.includes(i));
      const prefix = there?.prefixes[0];
      if (prefix !== undefined) return prefix.address.toString();
    }
    throw new RangeError(`scenario '${this.#scenario.id}': no cable joins ${from} and ${to}`);
  }
}

function key(host: string, socket: string): string {
  return `${host} ${socket}`;
}

/** The ends of a socket's connection. */
export function tupleOf(s: TcpSocket): Tuple {
  return {
    local: s.localAddress,
    remote: s.remoteAddress,
    localPort: s.localPort,
    remotePort: s.remotePort,
  };
}
