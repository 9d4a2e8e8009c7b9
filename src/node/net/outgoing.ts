import type { TcpSocket } from '../../socket/tcp-socket.ts';

/** What a stream tells the one who wrote: it was taken, or why not. */
export type Callback = (error?: Error | null) => void;

/** A write on its way into the engine, which takes as much of it as it has room for. */
export class Outgoing {
  readonly #chunks: readonly Uint8Array[];
  readonly done: Callback;
  /** The engine has everything before #chunks[#index][#offset]. */
  #index = 0;
  #offset = 0;
  /** Octets the engine has. */
  taken = 0;

  constructor(chunks: readonly Uint8Array[], done: Callback) {
    this.#chunks = chunks;
    this.done = done;
  }

  /** Gives the engine what it takes; true when that is all. Throws the TcpError of `tcp.write`. */
  push(tcp: TcpSocket): boolean {
    for (; this.#index < this.#chunks.length; this.#index++) {
      const chunk = this.#chunks[this.#index] as Uint8Array;
      const n = tcp.write(chunk, this.#offset);
      this.taken += n;
      this.#offset += n;
      if (this.#offset < chunk.length) return false; // ondrain follows
      this.#offset = 0;
    }
    return true;
  }
}
