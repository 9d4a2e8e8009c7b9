import type { Random } from '../base/random.ts';
import { SipHash } from '../base/siphash.ts';
import type { Micros } from '../base/timer-queue.ts';
import type { Address } from '../wire/address.ts';
import { lt, type Seq } from '../wire/seq.ts';
import type { Profile } from './profile.ts';

const words = new Int32Array(9);

/** A number that depends on the four-tuple and on the secret, and on nothing else. */
export function tupleHash(
  secret: SipHash,
  local: Address,
  localPort: number,
  remote: Address,
  remotePort: number,
): number {
  writeTuple(words, local, localPort, remote, remotePort);
  return secret.words(words, 9);
}

/** Writes a four-tuple into the first nine words, as all keyed hashes of one take it. */
export function writeTuple(
  into: Int32Array,
  local: Address,
  localPort: number,
  remote: Address,
  remotePort: number,
): void {
  into[0] = local.w0;
  into[1] = local.w1;
  into[2] = local.w2;
  into[3] = local.w3;
  into[4] = remote.w0;
  into[5] = remote.w1;
  into[6] = remote.w2;
  into[7] = remote.w3;
  into[8] = (localPort << 16) | remotePort;
}

/**
 * An initial sequence number, RFC 6528: a clock that advances every 4 microseconds [MUST-8], plus a
 * keyed hash of the four-tuple that outsiders cannot compute [MUST-9, SHLD-1].
 */
export function initialSequence(hash: number, now: Micros): Seq {
  return (Math.floor(now / 4) + hash) | 0;
}

/** An ISS for a connection of `profile`: the next of `chosen` if there is one, or of the generator. */
export function chooseIss(hash: number, now: Micros, chosen: Seq[], { whatIf }: Profile): Seq {
  if (whatIf.fixedIsn >= 0) return whatIf.fixedIsn | 0; // what if it were a constant?
  const next = chosen.length > 0 ? chosen.shift() : undefined;
  return next === undefined ? initialSequence(hash, now) : next | 0;
}

/**
 * The ISS of a connection that follows another of the same four-tuple: beyond anything that one sent, as if
 * 64 KiB more had been. RFC 1122 section 4.2.2.13.
 */
export function issAfter(iss: Seq, sndNxt: Seq, { whatIf }: Profile): Seq {
  if (whatIf.fixedIsn >= 0) return iss;
  const least = (sndNxt + 65_537) | 0;
  return lt(iss, least) ? least : iss;
}

/** The secrets of one host: what an off-path attacker would have to guess. */
export class Secrets {
  readonly #tuple: SipHash;
  readonly #ports: SipHash;

  constructor(random: Random) {
    this.#tuple = SipHash.random(random);
    this.#ports = SipHash.random(random);
  }

  /** For the initial sequence number and the timestamp offset of a four-tuple. */
  tuple(local: Address, localPort: number, remote: Address, remotePort: number): TupleSecret {
    const low = tupleHash(this.#tuple, local, localPort, remote, remotePort);
    return { iss: low, tsOffset: this.#tuple.hi };
  }

  /** For the choice of an ephemeral port: RFC 6056 section 3.3.3. */
  port(local: Address, remote: Address, remotePort: number): number {
    return tupleHash(this.#ports, local, 0, remote, remotePort);
  }
}

/** What a four-tuple's secret hash gives: two independent numbers of 32 bits. */
export interface TupleSecret {
  readonly iss: number;
  readonly tsOffset: number;
}
