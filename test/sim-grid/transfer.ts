import { World } from '../../src/sim/world.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { checkInvariants } from '../../src/tcp/invariants.ts';
import type { Profile } from '../../src/tcp/profile.ts';

/** A way between two hosts, and what is to be carried over it. */
export interface Task {
  readonly profile: Profile;
  readonly seed: number;
  /** One way, milliseconds. */
  readonly delay: number;
  /** Of packets lost, both ways: 0 to 1. */
  readonly loss: number;
  /** Octets per second. */
  readonly rate: number;
  /** Packets. */
  readonly queue?: number;
  readonly octets: number;
  /** Also sends as many octets the other way. */
  readonly both?: boolean;
  /** The receiver reads at this rate, octets per second. */
  readonly readRate?: number;
}

/** How it went. */
export interface Outcome {
  /** Virtual seconds until the last octet was read, Infinity when it never was. */
  readonly seconds: number;
  readonly octets: number;
  readonly timeouts: number;
  readonly fastRecoveries: number;
  readonly retransmissions: number;
  readonly segments: number;
  /** Segments whose text the receiver had already. */
  readonly duplicates: number;
}

const CHUNK = 65_536;
/** No transfer of the grid may take longer, virtual seconds. */
const LIMIT = 3600;

/** Octet `i` of what is sent. */
function octetAt(i: number): number {
  return (i * 31 + (i >> 8) * 7) & 255;
}

class Sender {
  #sent = 0;
  readonly #socket: TcpSocket;
  readonly #octets: number;
  readonly #chunk = new Uint8Array(CHUNK);

  constructor(socket: TcpSocket, octets: number) {
    this.#socket = socket;
    this.#octets = octets;
    socket.ondrain = () => this.go();
  }

  go(): void {
    while (this.#sent < this.#octets) {
      const n = Math.min(CHUNK, this.#octets - this.#sent);
      for (let i = 0; i < n; i++) this.#chunk[i] = octetAt(this.#sent + i);
      const taken = this.#socket.write(this.#chunk, 0, n);
      this.#sent += taken;
      if (taken < n) return;
    }
    this.#socket.end();
  }
}

class Reader {
  received = 0;
  readonly #socket: TcpSocket;
  readonly #into = new Uint8Array(CHUNK);

  constructor(socket: TcpSocket) {
    this.#socket = socket;
  }

  /** Reads at most `max` octets, and makes sure they are the right ones. */
  read(max = Number.POSITIVE_INFINITY): void {
    let left = max;
    while (left > 0) {
      const n = this.#socket.read(this.#into, 0, Math.min(left, CHUNK));
      if (n === 0) return;
      for (let i = 0; i < n; i++) {
        if (this.#into[i] !== octetAt(this.received + i)) {
          throw new Error(`octet ${this.received + i} is wrong`);
        }
      }
      this.received += n;
      left -= n;
    }
  }
}

/** Carries a task out in a world of its own; throws when an octet is wrong or an invariant breaks. */
export function transfer(task: Task): Outcome {
  const world = new World({ seed: task.seed });
  const a = world.host('A', { profile: task.profile });
  const b = world.host('B', { profile: task.profile });
  const { loss } = task;
  world.cable(a, b, {
    delay: task.delay * 1000,
    rate: task.rate,
    ...(task.queue === undefined ? {} : { queue: task.queue }),
    ...(loss === 0 ? {} : { impairAB: { loss }, impairBA: { loss } }),
  });
  const readers: Reader[] = [];
  const serve = (s: TcpSocket): void => {
    const reader = new Reader(s);
    readers.push(reader);
    if (task.readRate === undefined) s.onreadable = () => reader.read();
    else readSlowly(world, reader, task.readRate);
    if (task.both === true) new Sender(s, task.octets).go();
    else s.onend = () => s.end();
  };
  world.schedule(0, () => {
    TcpListener.listen(b, { port: 80 }, serve);
    const socket = TcpSocket.connect(a, { address: '10.0.0.2', port: 80 });
    const sender = new Sender(socket, task.octets);
    socket.onconnect = () => sender.go();
    if (task.both !== true) return;
    const reader = new Reader(socket);
    readers.push(reader);
    socket.onreadable = () => reader.read();
  });
  const wanted = task.both === true ? 2 : 1;
  const done = (): boolean => {
    for (const h of [a, b]) for (const c of h.tcp.demux.connections.values()) checkInvariants(c);
    return readers.length === wanted && readers.every((r) => r.received === task.octets);
  };
  const finished = world.runUntil(done, LIMIT * 1_000_000);
  const { counters } = a.tcp;
  return {
    seconds: finished ? world.now / 1_000_000 : Number.POSITIVE_INFINITY,
    octets: task.octets,
    timeouts: counters.timeouts,
    fastRecoveries: counters.fastRecoveries,
    retransmissions: counters.retransmissions,
    segments: counters.segmentsOut,
    duplicates: b.tcp.counters.duplicateTextIn,
  };
}

/** Reads a hundred times a second. */
function readSlowly(world: World, reader: Reader, rate: number): void {
  const again = (): void => {
    reader.read(Math.floor(rate / 100));
    world.schedule(world.now + 10_000, again);
  };
  again();
}
