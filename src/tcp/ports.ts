import type { Profile } from './profile.ts';

/**
 * Chooses an ephemeral port: RFC 6056 algorithm 3, a keyed hash of the destination plus a counter.
 *
 * @param hash  depends on the addresses, the remote port and a secret
 * @param isFree  whether the four-tuple with that local port is in use nowhere
 * @returns the port, or 0 when all are taken
 */
export class EphemeralPorts {
  #next = 0;

  choose(profile: Profile, hash: number, isFree: (port: number) => boolean): number {
    const [first, last] = profile.ephemeralPorts;
    const count = last - first + 1;
    const offset = (hash >>> 0) % count;
    for (let i = 0; i < count; i++) {
      // A small integer: what is computed from an unsigned hash would stand in a box in every connection.
      const port = (first + ((offset + this.#next) % count)) | 0;
      this.#next = (this.#next + 1) % count;
      if (isFree(port)) return port;
    }
    return 0;
  }
}
