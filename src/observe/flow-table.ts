import type { Address } from '../wire/address.ts';
import type { TraceEnd, TraceFlow } from './trace.ts';

/** The two ends of a connection, seen from one of them. */
export interface Tuple {
  readonly local: Address;
  readonly remote: Address;
  readonly localPort: number;
  readonly remotePort: number;
}

/** How many flows to keep of a world that has more than anybody wants to look at. */
export interface Sample {
  /** Flows between hosts of the world. */
  readonly flows?: number;
  /** Flows with an end that is no host's, such as a forged address. */
  readonly strangers?: number;
}

/** Numbers flows from 1, the same from both ends. */
export class FlowTable {
  readonly #ids = new Map<string, number>();
  /** Hashes of the known ends: in a flood most are none of them, and texts are dear. */
  readonly #marks = new Set<number>();
  readonly #ends: (readonly [Address, number, Address, number])[] = [];
  readonly #nameOf: (address: string) => string | null;
  /** Flows that may still be added, of each sort. */
  #roomForFlows: number;
  #roomForStrangers: number;

  /**
   * @param nameOf the host that has an address, or null
   * @param limit flows kept at most, of each sort
   */
  constructor(nameOf: (address: string) => string | null, limit: number, sample: Sample = {}) {
    this.#nameOf = nameOf;
    this.#roomForFlows = Math.min(limit, sample.flows ?? limit);
    this.#roomForStrangers = Math.min(limit, sample.strangers ?? limit);
  }

  /** The number of the flow between these ends; a new one when it is first met, 0 when full. */
  idOf(t: Tuple): number {
    const isFull = this.#roomForFlows <= 0 && this.#roomForStrangers <= 0;
    if (isFull && !this.#marks.has(markOf(t))) return 0;
    const here = `${t.local}|${t.localPort}`;
    const there = `${t.remote}|${t.remotePort}`;
    const key = `${here} ${there}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (!this.#hasRoomFor(t)) return 0;
    this.#ends.push([t.local.clone(), t.localPort, t.remote.clone(), t.remotePort]);
    const id = this.#ends.length;
    this.#marks.add(markOf(t));
    this.#ids.set(key, id);
    this.#ids.set(`${there} ${here}`, id);
    return id;
  }

  #hasRoomFor(t: Tuple): boolean {
    const isAmongHosts =
      this.#nameOf(t.local.toString()) !== null && this.#nameOf(t.remote.toString()) !== null;
    return isAmongHosts ? this.#roomForFlows-- > 0 : this.#roomForStrangers-- > 0;
  }

  list(): TraceFlow[] {
    return this.#ends.map(([a, aPort, b, bPort], i) => ({
      id: i + 1,
      ends: [this.#end(a, aPort), this.#end(b, bPort)],
    }));
  }

  #end(a: Address, port: number): TraceEnd {
    const address = a.toString();
    return { host: this.#nameOf(address), address, port };
  }
}

/** The same from both ends. */
function markOf(t: Tuple): number {
  return (halfOf(t.local, t.localPort) + halfOf(t.remote, t.remotePort)) | 0;
}

function halfOf(a: Address, port: number): number {
  const high = Math.imul(a.w0 ^ Math.imul(a.w1, 0x9e3779b1) ^ a.w2, 0x85ebca6b);
  const mixed = Math.imul(high ^ a.w3 ^ (port << 16) ^ port, 0xc2b2ae35);
  return Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f);
}
