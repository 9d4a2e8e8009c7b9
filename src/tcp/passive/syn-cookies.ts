import type { Random } from '../../base/random.ts';
import { SipHash } from '../../base/siphash.ts';
import type { Micros } from '../../base/timer-queue.ts';
import type { Address } from '../../wire/address.ts';
import type { Seq } from '../../wire/seq.ts';
import { writeTuple } from '../isn.ts';
import type { Offer } from '../negotiate.ts';

/** How long one value of the time counter lasts: 64 s. */
const TICK: Micros = 64_000_000;
/** Ticks back that are still believed: a cookie lives for 64 to 128 s. */
const OLDEST = 1;
/** How long after the last cookie was sent an ACK may bring one back. */
export const COOKIE_LIFETIME: Micros = (OLDEST + 1) * TICK;

/** The MSS a cookie can stand for: the largest that is not above the peer's. */
const MSS_V4: readonly number[] = [48, 216, 536, 1200, 1360, 1400, 1440, 1460];
const MSS_V6: readonly number[] = [48, 216, 536, 1220, 1280, 1340, 1420, 1440];

/** Bits of an ISS that a plain cookie gives to the MSS, and one that carries the other options too. */
const PLAIN_BITS = 3;
const ALL_BITS = 7;
const COOKIE_SACK = 8;
const COOKIE_SCALE_AT = 4;
/** The window scales a cookie can stand for, the largest that is not above the peer's; 0 of them is none at all. */
const SCALES: readonly number[] = [-1, 0, 1, 2, 4, 6, 7, 8];

/** Bits of a TSval that carry options in place of the clock's lowest. */
const OPTION_BITS = 0x3f;
const NO_SCALE = 0x0f;
const SACK_BIT = 0x10;
const ECN_BIT = 0x20;

/**
 * SYN cookies (RFC 4987 section 3.6): an ISS that says all a half-open entry would have held, so that
 * none need be held.
 *
 * The upper 24 bits are a keyed hash of the four-tuple, the peer's ISS, the time and the MSS; the lower
 * 8 are the time (5 bits, units of 64 s) and the MSS (3 bits), hidden behind a hash with another key. Who
 * does not receive our SYN-ACKs guesses an ISS in one of about eight million tries.
 *
 * FreeBSD's carry the window scale (3 bits) and SACK (1 bit) too, and leave one bit for the time: the hash
 * tells older values apart.
 */
export class SynCookies {
  readonly #random: Random;
  #mac: SipHash | null = null;
  #mask: SipHash | null = null;
  readonly #words: Int32Array = new Int32Array(11);

  constructor(random: Random) {
    this.#random = random;
  }

  /** The ISS for a SYN with ISS `irs` and this MSS; with `all` it also says what else was offered. */
  encode(
    local: Address,
    localPort: number,
    remote: Address,
    remotePort: number,
    irs: Seq,
    offer: Pick<Offer, 'mss' | 'wscale' | 'sackOk'>,
    now: Micros,
    all = false,
  ): Seq {
    this.#fill(local, localPort, remote, remotePort, irs);
    const tick = Math.floor(now / TICK);
    let said = classOf(offer.mss, tableOf(remote.version));
    if (all && offer.sackOk) said |= COOKIE_SACK;
    if (all) said |= classOf(offer.wscale, SCALES) << COOKIE_SCALE_AT;
    const bits = all ? ALL_BITS : PLAIN_BITS;
    const low = ((tick << bits) | said) & 0xff;
    return (this.#hash(tick, said, bits) << 8) | (low ^ this.#maskOf());
  }

  /**
   * Reads into `offer` what `cookie` stands for, its MSS and, with `all`, window scale and SACK. False when it
   * is none of ours, or too old.
   */
  decode(
    local: Address,
    localPort: number,
    remote: Address,
    remotePort: number,
    irs: Seq,
    cookie: Seq,
    now: Micros,
    offer: Pick<Offer, 'mss' | 'wscale' | 'sackOk'>,
    all = false,
  ): boolean {
    this.#fill(local, localPort, remote, remotePort, irs);
    const bits = all ? ALL_BITS : PLAIN_BITS;
    const low = (cookie ^ this.#maskOf()) & 0xff;
    const current = Math.floor(now / TICK);
    const age = (current - (low >> bits)) & (0xff >> bits);
    if (age > OLDEST) return false;
    const said = low & ((1 << bits) - 1);
    // The hash covers the whole time, not these bits: a cookie does not come alive again after 34 minutes.
    if (((this.#hash(current - age, said, bits) << 8) ^ cookie) >>> 8 !== 0) return false;
    offer.mss = tableOf(remote.version)[said & 7] as number;
    offer.wscale = all ? (SCALES[said >> COOKIE_SCALE_AT] as number) : -1;
    offer.sackOk = (said & COOKIE_SACK) !== 0;
    return true;
  }

  #fill(local: Address, localPort: number, remote: Address, remotePort: number, irs: Seq): void {
    writeTuple(this.#words, local, localPort, remote, remotePort);
    this.#words[9] = irs;
  }

  #hash(tick: number, said: number, bits: number): number {
    // Keys are drawn with the first cookie: a host that never sends one draws no number for them.
    this.#mac ??= SipHash.random(this.#random);
    this.#words[10] = (tick << bits) | said;
    return this.#mac.words(this.#words, 11);
  }

  #maskOf(): number {
    this.#mask ??= SipHash.random(this.#random);
    return this.#mask.words(this.#words, 10) & 0xff;
  }
}

function tableOf(version: 4 | 6): readonly number[] {
  return version === 4 ? MSS_V4 : MSS_V6;
}

/** The last place in `table` whose value is not above `n`; the first when there is none. */
function classOf(n: number, table: readonly number[]): number {
  let i = table.length - 1;
  while (i > 0 && (table[i] as number) > n) i--;
  return i;
}

/**
 * A TSval that carries what else the SYN offered, for a SYN-ACK with a cookie: its lowest six bits are the
 * window scale, SACK and ECN. It is never ahead of the clock, whose later values must not seem old.
 */
export function hideOptions(tsVal: number, offer: Offer): number {
  let bits = offer.wscale < 0 ? NO_SCALE : offer.wscale;
  if (offer.sackOk) bits |= SACK_BIT;
  if (offer.ecn) bits |= ECN_BIT;
  const hidden = (tsVal & ~OPTION_BITS) | bits;
  return ((hidden - tsVal) | 0) > 0 ? (hidden - OPTION_BITS - 1) | 0 : hidden;
}

/**
 * Reads them again from the TSecr of the ACK. No hash covers them: a peer that changes them changes what
 * it offered itself, and nobody else's ACK gets this far.
 */
export function readHidden(tsEcr: number, offer: Offer): void {
  const scale = tsEcr & NO_SCALE;
  offer.wscale = scale === NO_SCALE ? -1 : scale;
  offer.sackOk = (tsEcr & SACK_BIT) !== 0;
  offer.ecn = (tsEcr & ECN_BIT) !== 0;
}
