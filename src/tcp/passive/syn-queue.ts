import type { SlabLine } from '../../base/slab-line.ts';
import { TupleHash } from '../../base/tuple-hash.ts';
import type { Address } from '../../wire/address.ts';
import { sendsAgain } from '../resend.ts';
import { CLOSED, LISTEN, type State, SYN_RECEIVED, TIME_WAIT } from '../state.ts';
import { HalfOpen, MOST_RETRIES } from './half-open.ts';
import { HalfOpenTable } from './half-open-table.ts';
import type { Listener } from './listener.ts';
import { sendSynAck } from './syn-ack.ts';

/** The half-open connections of one listener: 半连接队列. */
export class SynQueue {
  readonly #listener: Listener;
  readonly #v4: HalfOpenTable;
  readonly #v6: HalfOpenTable;
  /** Where those are that the user has deferred, by the number he knows them by. */
  readonly #deferred = new Map<number, readonly [HalfOpenTable, slot: number]>();
  /** The most it holds; what is in it stays when it is made less. */
  limit: number;
  /** What {@link find} gives, over and over; another for those that expire meanwhile. */
  readonly #found: HalfOpen;
  readonly #other: HalfOpen;

  constructor(listener: Listener, limit: number) {
    const { tcp, profile } = listener;
    const hash = new TupleHash(tcp.env.random);
    const table = (version: 4 | 6): HalfOpenTable => {
      const t: HalfOpenTable = new HalfOpenTable(tcp.env.clock, profile, hash, version, (slot) =>
        this.#expired(t, slot),
      );
      return t;
    };
    this.#listener = listener;
    this.#v4 = table(4);
    this.#v6 = table(6);
    this.limit = limit;
    this.#found = new HalfOpen(listener);
    this.#other = new HalfOpen(listener);
  }

  get length(): number {
    return this.#v4.slab.size + this.#v6.slab.size;
  }

  /** How many of them wait for the user's decision. */
  get deferred(): number {
    return this.#deferred.size;
  }

  get isFull(): boolean {
    return this.length >= this.limit;
  }

  /** Octets its entries take, index included. */
  get octets(): number {
    return this.#v4.slab.octets + this.#v6.slab.octets;
  }

  /** The entry with that tuple, or null; valid until the next call. */
  find(local: Address, remote: Address, localPort: number, remotePort: number): HalfOpen | null {
    const table = this.#tableOf(local);
    const slot = table.slab.find(local, remote, localPort, remotePort);
    if (slot < 0) return null;
    const h = this.#found.read(table.slab, table.notes, slot);
    h.answeredAt = table.answeredAt(h);
    return h;
  }

  /** Takes in a SYN and answers it. */
  add(h: HalfOpen): void {
    this.#tableOf(h.local).add(h);
    h.enter(SYN_RECEIVED);
    sendSynAck(h);
  }

  /** Takes in a SYN that waits for the user's decision. */
  defer(h: HalfOpen): void {
    const table = this.#tableOf(h.local);
    h.deferred = true;
    table.add(h);
    this.#deferred.set(h.id, [table, h.slot]);
  }

  /** The deferred entry with that number, or null. */
  findDeferred(id: number): HalfOpen | null {
    const place = this.#deferred.get(id);
    if (place === undefined) return null;
    const [table, slot] = place;
    return new HalfOpen(this.#listener).read(table.slab, table.notes, slot);
  }

  /** A deferred entry is answered after all. */
  answer(h: HalfOpen): void {
    const table = this.#tableOf(h.local);
    table.stopWaiting(h);
    this.#deferred.delete(h.id);
    h.deferred = false;
    table.renew(h);
    h.enter(SYN_RECEIVED);
    sendSynAck(h);
  }

  /** The SYN came again with a newer timestamp, which later segments are measured by. */
  refresh(h: HalfOpen, tsVal: number): void {
    h.offer.tsVal = tsVal;
    h.rewrite(this.#tableOf(h.local).slab);
  }

  /** The wait of an entry begins anew. */
  restart(h: HalfOpen): void {
    const table = this.#tableOf(h.local);
    table.stopWaiting(h);
    table.renew(h);
  }

  /** Its SYN-ACK was acknowledged, and text is to come before it becomes a connection. */
  awaitText(h: HalfOpen): void {
    if (h.acked) return;
    h.lostBefore = h.retries > 0;
    h.acked = true;
    h.rewrite(this.#tableOf(h.local).slab);
  }

  /** The entry becomes a connection, or its peer changed its mind: no one else need know. */
  take(h: HalfOpen): void {
    this.#tableOf(h.local).stopWaiting(h);
    this.#forget(h);
  }

  /** The entry goes, and with it the connection that would have been; what was before it comes back. */
  remove(h: HalfOpen): void {
    this.take(h);
    end(h, CLOSED);
  }

  /** As {@link remove}, because the peer took it back: a passive OPEN is in LISTEN again [RFC 9293 3.10.7.4]. */
  relisten(h: HalfOpen): void {
    this.take(h);
    end(h, LISTEN);
  }

  /** Makes room: the entry goes that was answered first or, when there is none, deferred first. */
  evictOldest(): boolean {
    const v4 = this.#v4.oldestLine();
    const v6 = this.#v6.oldestLine();
    const line = older(v4, this.#v4, v6, this.#v6);
    if (line === null) return false;
    const table = line === v4 ? this.#v4 : this.#v6;
    const h = this.#other.read(table.slab, table.notes, line.oldest);
    h.tcp.counters.halfOpenEvicted++;
    this.remove(h);
    return true;
  }

  /** All entries, each an object of its own, sorted by tuple. */
  *values(): Iterable<HalfOpen> {
    for (const table of [this.#v4, this.#v6]) {
      const { slab, notes } = table;
      for (const slot of slab.slots()) {
        const h = new HalfOpen(this.#listener).read(slab, notes, slot);
        h.until = table.dueOf(h);
        yield h;
      }
    }
  }

  #tableOf(a: Address): HalfOpenTable {
    return a.version === 4 ? this.#v4 : this.#v6;
  }

  /** The wait of an entry is over: the SYN-ACK goes once more, or never again. */
  #expired(table: HalfOpenTable, slot: number): void {
    const h = this.#other.read(table.slab, table.notes, slot);
    const { profile, tcp } = h;
    const { observer } = tcp.env;
    if (this.#givesUp(h)) {
      if (observer !== null && !h.deferred) observer.timer(h, 'syn-ack');
      tcp.counters.halfOpenExpired++;
      this.#forget(h);
      end(h, CLOSED);
      return;
    }
    if (observer !== null) observer.timer(h, 'syn-ack');
    h.retries++;
    table.renew(h);
    if (!sendsAgain(profile) || this.#waitsInSilence(h)) return;
    tcp.counters.synAckRetransmissions++;
    sendSynAck(h);
  }

  /** A peer that has answered is waited for as long as its text is, or as any other if that is longer. */
  #givesUp(h: HalfOpen): boolean {
    const { retries } = h;
    if (h.deferred || retries === MOST_RETRIES) return true;
    if (retries < h.profile.synAckRetries) return false;
    return !h.acked || retries >= this.#listener.deferAccept;
  }

  /** Only at the end of the wait for text does a SYN-ACK go again, to have an ACK, which then suffices. */
  #waitsInSilence(h: HalfOpen): boolean {
    return h.acked && h.retries < this.#listener.deferAccept;
  }

  /** The entry, which stands in no line any more, leaves the table. */
  #forget(h: HalfOpen): void {
    const { synTexts } = this.#listener;
    if (synTexts.octets > 0) synTexts.forget(h.id);
    if (h.deferred) this.#deferred.delete(h.id);
    this.#tableOf(h.local).delete(h);
  }
}

function end(h: HalfOpen, to: State): void {
  const { before } = h;
  if (before === null) {
    h.enter(to);
    return;
  }
  if (h.state !== TIME_WAIT) h.enter(TIME_WAIT);
  h.tcp.timeWait.resume(before);
}

/** The line whose oldest entry is the older: answered more often, or waiting since earlier. */
function older(
  a: SlabLine | null,
  ofA: HalfOpenTable,
  b: SlabLine | null,
  ofB: HalfOpenTable,
): SlabLine | null {
  if (a === null || b === null) return a ?? b;
  const retriesA = ofA.retriesOf(a);
  const retriesB = ofB.retriesOf(b);
  if (retriesA !== retriesB) return retriesA > retriesB ? a : b;
  return a.oldestDue <= b.oldestDue ? a : b;
}
