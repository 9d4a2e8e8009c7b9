import { Fifo } from '../../base/fifo.ts';
import type { Connection } from '../connection.ts';
import { CLOSED } from '../state.ts';

/** Connections, established unless a what-if says otherwise, that wait for the user to accept them. */
export class AcceptQueue {
  readonly #connections = new Fifo<Connection>();
  /** The most it holds; what is in it stays when it is made less. */
  limit: number;
  readonly #givesDead: boolean;

  constructor(limit: number, givesDead: boolean) {
    this.limit = limit;
    this.#givesDead = givesDead;
  }

  get length(): number {
    return this.#connections.length;
  }

  get isFull(): boolean {
    return this.#connections.length >= this.limit;
  }

  push(c: Connection): void {
    this.#connections.push(c);
  }

  /** The next connection; one that was reset while it waited is skipped, unless the profile has it accepted. */
  shift(): Connection | null {
    for (let c = this.#connections.shift(); c !== undefined; c = this.#connections.shift()) {
      if (c.state !== CLOSED || this.#givesDead) return c;
    }
    return null;
  }
}
