import type { Segment } from '../../wire/tcp.ts';
import { synTextOf } from '../arrive/syn-text.ts';
import { type Offering, synWindow } from '../window.ts';

/** Octets kept for one listener at most: SYNs cost their senders nothing, and any address can be forged. */
const MOST = 65_536;

/**
 * Text that came with the SYNs of a listener's half-open entries, by the number of the entry. What finds
 * no room is not kept; its sender, who gets no acknowledgment, sends it again.
 */
export class SynTexts {
  readonly #listener: Offering;
  readonly #texts = new Map<number, Uint8Array>();
  #octets = 0;

  constructor(listener: Offering) {
    this.#listener = listener;
  }

  /** Octets held now. */
  get octets(): number {
    return this.#octets;
  }

  /** Keeps the text of a SYN that became entry `id`. [RFC 9293 3.10.7.2] */
  keep(id: number, syn: Segment): void {
    const n = syn.textTo - syn.textFrom;
    if (n === 0 || this.#listener.profile.synText !== 'queue' || this.#octets + n > MOST) return;
    const text = synTextOf(syn, synWindow(this.#listener));
    if (text === null) return;
    this.#texts.set(id, text);
    this.#octets += text.length;
  }

  /** The text kept for an entry, or null. */
  of(id: number): Uint8Array | null {
    return this.#octets === 0 ? null : (this.#texts.get(id) ?? null);
  }

  /** The entry is gone, and its text with it. */
  forget(id: number): void {
    if (this.#octets === 0) return;
    const text = this.#texts.get(id);
    if (text === undefined) return;
    this.#texts.delete(id);
    this.#octets -= text.length;
  }
}
