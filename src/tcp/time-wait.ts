import { SlabLine } from '../base/slab-line.ts';
import { SmallNumbers } from '../base/small-numbers.ts';
import type { Micros } from '../base/timer-queue.ts';
import { TupleHash } from '../base/tuple-hash.ts';
import { TupleSlab } from '../base/tuple-slab.ts';
import type { Address } from '../wire/address.ts';
import { BAD_RESET, NO_ACK, OUTSIDE_WINDOW } from '../wire/drop.ts';
import { lt, within } from '../wire/seq.ts';
import { ACK, FIN, HAS_TS, RST, type Segment, SYN } from '../wire/tcp.ts';
import { takesAnyReset } from './arrive/check-reset.ts';
import { isAcceptable } from './arrive/check-sequence.ts';
import { isTaken } from './arrive/listen.ts';
import { mayChallenge, mustBeAnswered } from './challenge.ts';
import type { Connection } from './connection.ts';
import { neverAcksFin } from './fin-ack.ts';
import { comesWrong } from './guard.ts';
import { takeSyn } from './passive/take-syn.ts';
import type { Profile } from './profile.ts';
import type { Note } from './slab-flow.ts';
import { CLOSED, TIME_WAIT } from './state.ts';
import type { Arrival, Tcp } from './tcp.ts';
import { TIME_WAIT_WORDS, TimeWait } from './time-wait-entry.ts';
import { timeWaitOf } from './what-if.ts';

/** Profiles that entries can have by number; those of others are taken for the host's own. */
const MOST_PROFILES = 63;

/** The entries of one IP version. */
class Part {
  readonly slab: TupleSlab;
  readonly notes = new Map<number, Note>();
  /** A line for each length of 2 MSL in use; nearly always one. */
  readonly lines = new Map<Micros, SlabLine>();

  constructor(hash: TupleHash, version: 4 | 6) {
    this.slab = new TupleSlab(hash, version, TIME_WAIT_WORDS);
  }
}

/** All connections of a host in TIME-WAIT: 46 octets each for IPv4. */
export class TimeWaitTable {
  readonly #tcp: Tcp;
  readonly #v4: Part;
  readonly #v6: Part;
  readonly #profiles = new SmallNumbers<Profile>(MOST_PROFILES);
  /** What {@link find} gives, over and over; another for those that are added or end meanwhile. */
  readonly #found: TimeWait;
  readonly #other: TimeWait;

  constructor(tcp: Tcp) {
    this.#tcp = tcp;
    const hash = new TupleHash(tcp.env.random);
    this.#v4 = new Part(hash, 4);
    this.#v6 = new Part(hash, 6);
    this.#found = new TimeWait(tcp);
    this.#other = new TimeWait(tcp);
  }

  get size(): number {
    return this.#v4.slab.size + this.#v6.slab.size;
  }

  /** Octets its entries take, index included. */
  get octets(): number {
    return this.#v4.slab.octets + this.#v6.slab.octets;
  }

  /** All entries, each an object of its own, sorted by tuple. */
  *values(): Iterable<TimeWait> {
    for (const part of [this.#v4, this.#v6]) {
      for (const slot of part.slab.slots()) yield this.#read(new TimeWait(this.#tcp), part, slot);
    }
  }

  /** The entry with that tuple, or null; valid until the next call. */
  find(local: Address, remote: Address, localPort: number, remotePort: number): TimeWait | null {
    const part = this.#partOf(local);
    const slot = part.slab.find(local, remote, localPort, remotePort);
    return slot < 0 ? null : this.#read(this.#found, part, slot);
  }

  /** Takes over a connection that entered TIME-WAIT; the oldest entry makes room if need be. */
  add(c: Connection): void {
    while (this.size >= c.profile.timeWaitLimit && this.#evictOldest());
    this.#putIn(this.#other.follow(c));
  }

  /** A segment for an entry: the part of RFC 9293 section 3.10.7.4 that concerns TIME-WAIT. */
  arrives(e: TimeWait, seg: Segment, at: Arrival): void {
    const { flags, seq, len } = seg;
    const right = e.udpPort === at.udpPort;
    if ((flags & (SYN | ACK | RST)) === SYN && this.#reopens(e, seg, at, right)) return;
    if (!right) {
      comesWrong(e, seg, at);
      return;
    }
    if ((flags & RST) !== 0) {
      this.#reset(e, seg);
      return;
    }
    if ((flags & SYN) !== 0 && isSynError(e, seg)) {
      this.#sendReset(e);
      this.#remove(e);
      return;
    }
    // The FIN again: our last ACK was lost. RFC 9293 section 3.10.7.4 puts it after the sequence
    // check, which it never passes; appendix A.2 admits the gap. [MUST-13]
    if ((flags & (SYN | FIN | ACK)) === FIN && e.profile.timeWaitFin === 'drop') {
      this.#tcp.drop(e, NO_ACK); // FreeBSD; RFC 9293 would answer it, for it is outside the window
      return;
    }
    if ((flags & FIN) !== 0 && ((seq + len) | 0) === e.rcvNxt) {
      this.#restart(e, seg);
      this.#sendAck(e);
      return;
    }
    const acceptable = isAcceptable(seq, len, e.rcvNxt, e.rcvWnd);
    if (acceptable && (flags & (SYN | ACK | FIN)) === 0) {
      this.#tcp.drop(e, NO_ACK); // fifth
      return;
    }
    if (acceptable && len === 0 && (flags & ACK) !== 0 && isExpected(e, seg)) return;
    if (mustBeAnswered(seg) || mayChallenge(e, this.#tcp.env.clock.now)) this.#sendAck(e);
  }

  /**
   * The SYN that reopened `e` was an old duplicate: back to TIME-WAIT, whose 2 MSL begin again.
   * RFC 9293 section 3.6.1 (2). [MAY-2]
   */
  resume(e: TimeWait): void {
    e.state = TIME_WAIT;
    this.#putIn(e);
  }

  /** An active OPEN takes the place of `e`. */
  makeWay(e: TimeWait): void {
    this.#remove(e);
  }

  /** The user of `c` aborts it: its entry goes, unless another connection of that tuple has left one since. */
  abort(c: Connection): void {
    const e = this.find(c.local, c.remote, c.localPort, c.remotePort);
    if (e !== null && e.sndNxt === c.snd.nxt && e.rcvNxt === c.rcv.nxt) this.#remove(e);
    c.state = CLOSED; // of which the entry has told
  }

  /** Only a reset exactly at RCV.NXT counts, RFC 5961 section 3.2; and RFC 1337 would have none count. */
  #reset(e: TimeWait, seg: Segment): void {
    const counts = e.profile.timeWaitReset === 'close' && seg.seq === e.rcvNxt;
    if (counts || takesAnyReset(e.profile, seg)) {
      this.#tcp.counters.resetsIn++;
      this.#remove(e);
      return;
    }
    this.#tcp.drop(e, BAD_RESET);
    if (!within(seg.seq, e.rcvNxt, e.rcvWnd) || e.profile.timeWaitReset === 'ignore') return;
    if (mayChallenge(e, this.#tcp.env.clock.now)) this.#sendAck(e);
  }

  /** 2 MSL begin again. */
  #restart(e: TimeWait, seg: Segment): void {
    const { now } = this.#tcp.env.clock;
    const part = this.#partOf(e.local);
    const line = this.#lineFor(part, timeWaitOf(e.profile));
    line.remove(e.slot);
    line.push(e.slot);
    e.waitsUntil(line.dueOf(e.slot));
    if (!e.ts.on) return;
    e.ts.update(seg, e.rcvNxt, now);
    e.rewrite(part.slab);
  }

  /**
   * A SYN that is certainly newer than all this connection received may begin the next one:
   * RFC 9293 section 3.6.1 [MAY-2], and RFC 6191 where timestamps decide [SHLD-4]. It may come from another
   * UDP port than the segments before, `right` says: a translator on the way may have chosen a new one.
   */
  #reopens(e: TimeWait, seg: Segment, at: Arrival, right: boolean): boolean {
    const tcp = this.#tcp;
    if (e.profile.timeWaitSyn === 'answer') return false;
    const listener = tcp.listenerFor(seg, at);
    if (listener === null || !isNewer(e, seg)) return right && this.#ignores(e);
    if (!isTaken(tcp, listener.profile, seg.flags)) return true;
    // Without room for it in silence: an ACK would make the peer reset what it is to reopen later.
    takeSyn(listener, seg, at, e);
    return true;
  }

  /** Forgets every entry in silence: the host lost its memory. */
  clear(): void {
    for (const e of this.values()) this.#takeOut(e);
  }

  /** A SYN reopens `e`, which leaves the table; the copy is for when that comes to nothing. */
  detach(e: TimeWait): TimeWait {
    const kept = this.#read(new TimeWait(this.#tcp), this.#partOf(e.local), e.slot);
    this.#takeOut(kept);
    return kept;
  }

  /** FreeBSD says nothing to a SYN that may not reopen; RFC 9293 section 3.10.7.4 answers with an ACK. */
  #ignores(e: TimeWait): boolean {
    if (e.profile.timeWaitSyn !== 'later') return false;
    this.#tcp.drop(e, OUTSIDE_WINDOW);
    return true;
  }

  #sendAck(e: TimeWait): void {
    if (neverAcksFin(e.profile)) return; // any ACK of ours is one of the FIN
    const { env, out } = this.#tcp;
    out.flags = ACK;
    out.wnd = Math.min(65535, e.rcvWnd >> e.scale);
    out.options = 0;
    if (e.ts.on) {
      out.options = HAS_TS;
      out.tsVal = e.ts.value(env.clock.now);
      out.tsEcr = e.ts.recent;
    }
    this.#emit(e);
  }

  #sendReset(e: TimeWait): void {
    const { counters, out } = this.#tcp;
    out.flags = RST | ACK;
    out.wnd = 0;
    out.options = 0;
    counters.resetsOut++;
    this.#emit(e);
  }

  #emit(e: TimeWait): void {
    const { env, out } = this.#tcp;
    out.seq = e.sndNxt;
    out.ack = e.rcvNxt;
    const route = this.#tcp.routeBack(e);
    if (route === null) return;
    const sum = this.#tcp.pseudoFor(route, e.local, e.remote);
    this.#tcp.emit(e, route, sum, out, env.packet(0), e.profile);
  }

  #partOf(a: Address): Part {
    return a.version === 4 ? this.#v4 : this.#v6;
  }

  #read(e: TimeWait, part: Part, slot: number): TimeWait {
    e.read(part.slab, part.notes, slot, this.#profiles.items);
    return e.waitsUntil(this.#lineFor(part, timeWaitOf(e.profile)).dueOf(slot));
  }

  /** Its 2 MSL begin. */
  #putIn(e: TimeWait): void {
    const part = this.#partOf(e.local);
    const slot = part.slab.add(e.local, e.remote, e.localPort, e.remotePort);
    const number = this.#profiles.take(e.profile);
    if (number < 0) e.profile = this.#tcp.profile;
    e.write(part.slab, part.notes, slot, number < 0 ? MOST_PROFILES : number);
    this.#lineFor(part, timeWaitOf(e.profile)).push(slot);
  }

  #lineFor(part: Part, length: Micros): SlabLine {
    let line = part.lines.get(length);
    if (line === undefined) {
      line = new SlabLine(this.#tcp.env.clock, part.slab, length, (slot) =>
        this.#expired(part, slot),
      );
      part.lines.set(length, line);
    }
    return line;
  }

  /** The 2 MSL of an entry, which has left its line, are over. */
  #expired(part: Part, slot: number): void {
    const e = this.#other.read(part.slab, part.notes, slot, this.#profiles.items);
    const { observer } = this.#tcp.env;
    if (observer !== null) observer.timer(e, 'time-wait');
    this.#forget(part, e);
    this.#showEnd(e);
  }

  /** The entry goes that would have ended first; false when there is none. */
  #evictOldest(): boolean {
    let oldest: SlabLine | null = null;
    let from = this.#v4;
    for (const part of [this.#v4, this.#v6]) {
      for (const line of part.lines.values()) {
        if (line.oldest < 0 || (oldest !== null && oldest.oldestDue <= line.oldestDue)) continue;
        oldest = line;
        from = part;
      }
    }
    if (oldest === null) return false;
    this.#tcp.counters.timeWaitEvicted++;
    this.#remove(this.#other.read(from.slab, from.notes, oldest.oldest, this.#profiles.items));
    return true;
  }

  #remove(e: TimeWait): void {
    this.#takeOut(e);
    this.#showEnd(e);
  }

  #showEnd(e: TimeWait): void {
    const { observer } = this.#tcp.env;
    if (observer !== null) observer.transition(e, TIME_WAIT, CLOSED);
  }

  #takeOut(e: TimeWait): void {
    const part = this.#partOf(e.local);
    this.#lineFor(part, timeWaitOf(e.profile)).remove(e.slot);
    this.#forget(part, e);
  }

  #forget(part: Part, e: TimeWait): void {
    const number = e.profileNumber(part.slab);
    if (number < MOST_PROFILES) this.#profiles.give(number);
    part.slab.delete(e.slot);
    e.gone();
  }
}

/** Where a SYN does to TIME-WAIT what it does to every synchronized state: is it an error that ends it? */
function isSynError(e: TimeWait, seg: Segment): boolean {
  const { synInWindow, timeWaitSyn } = e.profile;
  if (timeWaitSyn !== 'answer' || synInWindow !== 'reset') return false;
  return within(seg.seq, e.rcvNxt, e.rcvWnd);
}

/** Whether an empty ACK in the window says nothing that needs an answer. */
function isExpected(e: TimeWait, seg: Segment): boolean {
  const { timeWaitAck } = e.profile;
  if (timeWaitAck !== 'at-rcv-nxt' && seg.ack !== e.sndNxt) return false;
  return timeWaitAck === 'in-window' || seg.seq === e.rcvNxt;
}

/** RFC 6191 section 2: by timestamp where both have one, and by sequence number; FreeBSD by that alone. */
function isNewer(e: TimeWait, seg: Segment): boolean {
  if (e.profile.timeWaitSyn === 'rfc6191' && e.ts.on && (seg.options & HAS_TS) !== 0) {
    const age = (seg.tsVal - e.ts.recent) | 0;
    if (age !== 0) return age > 0;
  }
  return lt(e.rcvNxt, seg.seq);
}
