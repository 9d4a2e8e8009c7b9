import type { Micros } from '../../base/timer-queue.ts';
import type { TupleSlab } from '../../base/tuple-slab.ts';
import type { Seq } from '../../wire/seq.ts';
import { Offer } from '../negotiate.ts';
import type { ConnectionOptions } from '../options.ts';
import type { Profile } from '../profile.ts';
import { Note, SlabFlow } from '../slab-flow.ts';
import { LISTEN, mustFollow, type State, SYN_RECEIVED, TIME_WAIT } from '../state.ts';
import type { TimeWait } from '../time-wait-entry.ts';
import type { Listener } from './listener.ts';
import type { Opening } from './opening.ts';

/** Words of an entry in the slab. */
export const HALF_OPEN_WORDS = 4;
const FLAGS = 0;
const ISS = 1;
const IRS = 2;
const TSVAL = 3;

/** FLAGS: the MSS in 16 bits, the window scale in 4 (15: none), then these, the retries in 5, and the last two. */
const SCALE_AT = 16;
const NO_SCALE = 15;
const SACK_OK = 1 << 20;
const TS = 1 << 21;
const ECN = 1 << 22;
const DEFERRED = 1 << 23;
const RETRIES_AT = 24;
/** The most retries an entry can count. */
export const MOST_RETRIES = 31;
const ACKED = 1 << 29;
const LOST = 1 << 30;

/** What few half-open entries have. */
export class HalfOpenNote extends Note {
  /** The connection in TIME-WAIT that the SYN reopened, or null. */
  before: TimeWait | null = null;
}

/** A SYN received, answered and not yet acknowledged: SYN-RECEIVED without a TCB. */
export class HalfOpen extends SlabFlow<HalfOpenNote> implements Opening {
  readonly listener: Listener;
  override state: State = LISTEN;
  iss: Seq = 0;
  irs: Seq = 0;
  readonly offer = new Offer();
  /** SYN-ACKs sent again. */
  retries = 0;
  /** The user has put it off: it is not answered yet. */
  deferred = false;
  /** Its SYN-ACK was acknowledged, and the listener waits for text: TCP_DEFER_ACCEPT. */
  acked = false;
  /** A SYN-ACK had been sent again before that. */
  lostBefore = false;
  answeredAt: Micros = Number.NaN;
  /** The Fast Open cookie that its first SYN-ACK brings, or null; and whether in the experimental option. */
  cookie: Uint8Array | null = null;
  cookieExperimental = false;
  /** When its wait is over; NaN unless it comes from `SynQueue.values`. */
  until: Micros = Number.NaN;

  constructor(listener: Listener) {
    super(listener.tcp);
    this.listener = listener;
  }

  get profile(): Profile {
    return this.listener.profile;
  }

  get options(): Readonly<ConnectionOptions> {
    return this.listener.options;
  }

  /** The connection in TIME-WAIT that its SYN reopened, or null. */
  get before(): TimeWait | null {
    return this.note?.before ?? null;
  }

  /** A SYN-ACK may have been lost; what is sent again only to end the wait for text was not. */
  get synLost(): boolean {
    return this.acked ? this.lostBefore : this.retries > 0;
  }

  get tsOffset(): number {
    const { local, localPort, remote, remotePort } = this;
    return this.tcp.secrets.tuple(local, localPort, remote, remotePort).tsOffset;
  }

  /** A new entry, not yet in a slab: `state` is LISTEN or, with a `before`, TIME-WAIT. */
  begin(before: TimeWait | null, id: number, udpPort: number): this {
    this.slot = -1;
    this.note = null;
    this.retries = 0;
    this.deferred = false;
    this.acked = false;
    this.cookie = null;
    this.answeredAt = Number.NaN;
    this.state = before === null ? LISTEN : TIME_WAIT;
    if (before !== null) this.noted().before = before;
    if (id !== 0) this.noted().id = id;
    if (udpPort !== 0) this.noted().udpPort = udpPort;
    return this;
  }

  /** Becomes the entry at `slot`. */
  read(slab: TupleSlab, notes: Map<number, HalfOpenNote>, slot: number): this {
    this.readFrom(slab, notes, slot);
    const { offer } = this;
    const flags = slab.get(slot, FLAGS);
    const scale = (flags >> SCALE_AT) & 15;
    offer.mss = flags & 0xffff;
    offer.wscale = scale === NO_SCALE ? -1 : scale;
    offer.sackOk = (flags & SACK_OK) !== 0;
    offer.ts = (flags & TS) !== 0;
    offer.tsVal = slab.get(slot, TSVAL);
    offer.ecn = (flags & ECN) !== 0;
    offer.wnd = 0; // the ACK brings the window that counts
    this.deferred = (flags & DEFERRED) !== 0;
    this.acked = (flags & ACKED) !== 0;
    this.lostBefore = (flags & LOST) !== 0;
    this.retries = (flags >> RETRIES_AT) & MOST_RETRIES;
    this.iss = slab.get(slot, ISS);
    this.irs = slab.get(slot, IRS);
    this.answeredAt = Number.NaN;
    this.state = SYN_RECEIVED;
    if (this.deferred) this.state = this.before === null ? LISTEN : TIME_WAIT;
    return this;
  }

  /** Becomes the entry at `slot` by being written there. */
  write(slab: TupleSlab, notes: Map<number, HalfOpenNote>, slot: number): void {
    this.settle(notes, slot);
    slab.set(slot, ISS, this.iss);
    slab.set(slot, IRS, this.irs);
    this.rewrite(slab);
  }

  /** Writes what may change: retries, the decision, the timestamp. */
  rewrite(slab: TupleSlab): void {
    const { offer } = this;
    let flags = offer.mss | ((offer.wscale < 0 ? NO_SCALE : offer.wscale) << SCALE_AT);
    if (offer.sackOk) flags |= SACK_OK;
    if (offer.ts) flags |= TS;
    if (offer.ecn) flags |= ECN;
    if (this.deferred) flags |= DEFERRED;
    if (this.acked) flags |= this.lostBefore ? ACKED | LOST : ACKED;
    slab.set(this.slot, FLAGS, flags | (this.retries << RETRIES_AT));
    slab.set(this.slot, TSVAL, offer.tsVal);
  }

  /** It is in no slab any more. */
  gone(): void {
    this.leave();
  }

  enter(next: State): void {
    const from = this.state;
    mustFollow(from, next);
    this.state = next;
    const { observer } = this.tcp.env;
    if (observer !== null) observer.transition(this, from, next);
  }

  protected override newNote(): HalfOpenNote {
    return new HalfOpenNote();
  }
}
