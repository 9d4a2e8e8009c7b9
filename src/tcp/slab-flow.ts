import type { Micros } from '../base/timer-queue.ts';
import type { TupleSlab } from '../base/tuple-slab.ts';
import { Address } from '../wire/address.ts';
import type { Challenger } from './challenge.ts';
import type { Flow } from './observer.ts';
import type { ConnectionOptions } from './options.ts';
import type { Profile } from './profile.ts';
import type { State } from './state.ts';
import type { Tcp } from './tcp.ts';

/** What only few entries have, and the slab therefore has no room for. */
export class Note {
  /** The flow's number; 0 until somebody asks. */
  id = 0;
  challengedAt: Micros = Number.NEGATIVE_INFINITY;
  /** The peer's UDP port; 0 when segments are not inside UDP datagrams. */
  udpPort = 0;
  /** How its segments go out, where that is not as its profile says. */
  options: Readonly<ConnectionOptions> | null = null;
}

/**
 * An entry of a slab, read out: what processing, observers and status see of it. The same object serves
 * one entry after the other, and keeps what it read when the entry goes; what changes in it does not
 * change the entry, unless a method says so.
 */
export abstract class SlabFlow<N extends Note> implements Flow, Challenger {
  readonly tcp: Tcp;
  readonly local = new Address();
  readonly remote = new Address();
  localPort = 0;
  remotePort = 0;
  /** Where it is in the slab of its IP version; -1 when it is in none. */
  slot = -1;
  abstract state: State;
  abstract readonly profile: Profile;
  protected note: N | null = null;
  #notes: Map<number, N> | null = null;

  constructor(tcp: Tcp) {
    this.tcp = tcp;
  }

  /** Unique in its host, and the connection's before or after; drawn when it is first asked for. */
  get id(): number {
    const note = this.noted();
    if (note.id === 0) note.id = this.tcp.newId();
    return note.id;
  }

  /** The number if it has one already, or 0. */
  get knownId(): number {
    return this.note?.id ?? 0;
  }

  get udpPort(): number {
    return this.note?.udpPort ?? 0;
  }

  get challengedAt(): Micros {
    return this.note?.challengedAt ?? Number.NEGATIVE_INFINITY;
  }

  set challengedAt(at: Micros) {
    this.noted().challengedAt = at;
  }

  protected abstract newNote(): N;

  /** Its note, written when there is none. */
  protected noted(): N {
    if (this.note === null) {
      this.note = this.newNote();
      if (this.slot >= 0) this.#notes?.set(this.slot, this.note);
    }
    return this.note;
  }

  /** Becomes the entry at `slot`. */
  protected readFrom(slab: TupleSlab, notes: Map<number, N>, slot: number): void {
    this.slot = slot;
    slab.readTuple(slot, this);
    this.#notes = notes;
    this.note = notes.size === 0 ? null : (notes.get(slot) ?? null);
  }

  /** It has been put into `slot`, and its note goes there too. */
  protected settle(notes: Map<number, N>, slot: number): void {
    this.slot = slot;
    this.#notes = notes;
    if (this.note !== null) notes.set(slot, this.note);
  }

  /** The entry is gone from the slab; the note stays here. */
  protected leave(): void {
    if (this.note !== null) this.#notes?.delete(this.slot);
    this.#notes = null;
    this.slot = -1;
  }
}
