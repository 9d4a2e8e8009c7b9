import type { Micros } from '../base/timer-queue.ts';
import type { TupleSlab } from '../base/tuple-slab.ts';
import type { Seq } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
import { type ConnectionOptions, optionsOf } from './options.ts';
import type { Profile } from './profile.ts';
import { Note, SlabFlow } from './slab-flow.ts';
import { CLOSED, type State, TIME_WAIT } from './state.ts';
import { TimestampVars } from './timestamps.ts';
import { timeWaitOf } from './what-if.ts';
import { receiveWindow } from './window.ts';

/** Words of an entry in the slab. */
export const TIME_WAIT_WORDS = 4;
const SND_NXT = 0;
const RCV_NXT = 1;
const TS_RECENT = 2;
const FLAGS = 3;

/** FLAGS: the window, 17 bits that are shifted by 4 more; our window scale; timestamps; the profile's number. */
const WINDOW = 0x1ffff;
const SHIFT_AT = 17;
const SCALE_AT = 21;
const TS = 1 << 25;
const PROFILE_AT = 26;

/** What is left of a connection while old segments of it may be about. */
export class TimeWait extends SlabFlow<Note> {
  override state: State = CLOSED;
  profile: Profile;
  sndNxt: Seq = 0;
  rcvNxt: Seq = 0;
  rcvWnd = 0;
  scale = 0;
  readonly ts = new TimestampVars();
  /** When its 2 MSL end. */
  until: Micros = 0;

  constructor(tcp: Connection['tcp']) {
    super(tcp);
    this.profile = tcp.profile;
  }

  /** How what it sends goes out: as its connection's segments did. */
  get options(): Readonly<ConnectionOptions> {
    return this.note?.options ?? optionsOf(this.profile);
  }

  /** Becomes what is left of `c`; in no slab yet. */
  follow(c: Connection): this {
    this.slot = -1;
    this.note = null;
    if (c.knownId !== 0) this.noted().id = c.knownId;
    if (c.udpPort !== 0) this.noted().udpPort = c.udpPort;
    const { ttl, tos, md5 } = c.options;
    if (ttl !== c.profile.ttl || tos !== 0 || md5 !== null) this.noted().options = c.options;
    this.state = TIME_WAIT;
    this.local.copyFrom(c.local);
    this.remote.copyFrom(c.remote);
    this.localPort = c.localPort;
    this.remotePort = c.remotePort;
    this.profile = c.profile;
    this.sndNxt = c.snd.nxt;
    this.rcvNxt = c.rcv.nxt;
    this.rcvWnd = Math.min(receiveWindow(c), 65535 << c.rcv.scale); // no more was ever offered
    this.scale = c.rcv.scale;
    this.ts.on = c.ts.on;
    this.ts.recent = c.ts.recent;
    return this;
  }

  /** Becomes the entry at `slot`, whose 2 MSL end at `until`. */
  read(
    slab: TupleSlab,
    notes: Map<number, Note>,
    slot: number,
    profiles: readonly (Profile | null)[],
  ): this {
    this.readFrom(slab, notes, slot);
    const flags = slab.get(slot, FLAGS);
    this.state = TIME_WAIT;
    this.profile = profiles[flags >>> PROFILE_AT] ?? this.tcp.profile;
    this.sndNxt = slab.get(slot, SND_NXT);
    this.rcvNxt = slab.get(slot, RCV_NXT);
    this.rcvWnd = (flags & WINDOW) << ((flags >> SHIFT_AT) & 15);
    this.scale = (flags >> SCALE_AT) & 15;
    const { ts } = this;
    ts.on = (flags & TS) !== 0;
    ts.recent = slab.get(slot, TS_RECENT);
    ts.offset = ts.on ? this.#tsOffset() : 0;
    return this;
  }

  /** When the 2 MSL end is known: TS.Recent changed no later than they began, and is taken to be that old. */
  waitsUntil(until: Micros): this {
    this.until = until;
    this.ts.recentAt = until - timeWaitOf(this.profile);
    return this;
  }

  /** Becomes the entry at `slot` by being written there; its profile has the number `profile`. */
  write(slab: TupleSlab, notes: Map<number, Note>, slot: number, profile: number): void {
    this.settle(notes, slot);
    let shift = 0;
    // Windows above 128 KiB are multiples of the scale's unit and lose nothing; FreeBSD's may lose 15 octets in a MiB.
    while (this.rcvWnd >> shift > WINDOW) shift++;
    let flags = (this.rcvWnd >> shift) | (shift << SHIFT_AT) | (this.scale << SCALE_AT);
    if (this.ts.on) flags |= TS;
    slab.set(slot, FLAGS, flags | (profile << PROFILE_AT));
    slab.set(slot, SND_NXT, this.sndNxt);
    slab.set(slot, RCV_NXT, this.rcvNxt);
    this.rewrite(slab);
  }

  /** Writes what may change: TS.Recent. */
  rewrite(slab: TupleSlab): void {
    slab.set(this.slot, TS_RECENT, this.ts.recent);
  }

  /** The number that its profile has in the slab. */
  profileNumber(slab: TupleSlab): number {
    return slab.get(this.slot, FLAGS) >>> PROFILE_AT;
  }

  /** It is in no slab any more. */
  gone(): void {
    this.leave();
    this.state = CLOSED;
  }

  protected override newNote(): Note {
    return new Note();
  }

  #tsOffset(): number {
    const { local, localPort, remote, remotePort } = this;
    return this.tcp.secrets.tuple(local, localPort, remote, remotePort).tsOffset;
  }
}
