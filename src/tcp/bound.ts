import type { Address } from '../wire/address.ts';
import type { ConnectionOptions } from './options.ts';

/** A port that somebody has bound and does not use yet: neither listening nor connected. */
export interface Bound {
  /** null is every address of the host. */
  readonly local: Address | null;
  readonly localPort: number;
  /** Whether it shares with others that say so too: SO_REUSEADDR, SO_REUSEPORT. */
  readonly reuseAddress: boolean;
  readonly reusePort: boolean;
  /** What a connection would begin with: a segment for it is refused as for nobody, and it has its say in how. */
  readonly options: Readonly<ConnectionOptions>;
}

/** The ports that are bound, of all users of a host. RFC 9293 leaves binding to the interface above. */
export class BoundPorts {
  readonly #bound = new Map<number, Bound[]>();

  add(b: Bound): void {
    const others = this.#bound.get(b.localPort);
    if (others === undefined) this.#bound.set(b.localPort, [b]);
    else others.push(b);
  }

  remove(b: Bound): void {
    const left = (this.#bound.get(b.localPort) ?? []).filter((o) => o !== b);
    if (left.length === 0) this.#bound.delete(b.localPort);
    else this.#bound.set(b.localPort, left);
  }

  has(port: number): boolean {
    return this.#bound.has(port);
  }

  /** The one that a segment for `local` comes upon, or null. */
  find(local: Address, port: number): Bound | null {
    const all = this.#bound.get(port);
    if (all === undefined) return null;
    return all.find((b) => b.local === null || b.local.equals(local)) ?? null;
  }

  /** Those that one bound to `local` would meet. */
  meets(local: Address | null, port: number): readonly Bound[] {
    return (this.#bound.get(port) ?? []).filter(
      (b) => b.local === null || local === null || b.local.equals(local),
    );
  }
}
