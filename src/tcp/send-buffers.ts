import { Ring } from '../base/ring.ts';
import type { Micros } from '../base/timer-queue.ts';
import { Buffer, UNSENT } from './buffer.ts';

/**
 * A send queue made of buffers, as Linux makes its own of sk_buffs: what is written fills them up to a size, and
 * what is sent is cut from the first that is not. Where one ends matters to what is sent together, to PSH,
 * and to how much memory the queue takes. Positions are octets of the stream; 0 is the first that was ever queued
 * here.
 */
export class SendBuffers extends Ring {
  readonly #overhead: number;
  readonly #buffers: Buffer[] = [];
  /** Position of the octet at the front. */
  front = 0;
  /** Everything before it goes in this turn: what SENDs have seen to already. */
  planned = 0;
  /** SENDs of this turn said that more will follow: MSG_MORE. */
  more = false;
  /** What fills no segment goes all the same, until there is something new: TCP_NAGLE_PUSH. */
  pushes = false;
  /** Position behind the last segment sent that was not full: snd_sml. */
  small = 0;
  /** Position behind the last octet that ended a SEND when it was queued: pushed_seq. */
  pushed = 0;
  /** The peer has acknowledged something, or told its window: whoever waits for room may be told. */
  heard = false;

  /** @param overhead  octets of memory that each buffer takes beside its text */
  constructor(overhead: number) {
    super();
    this.#overhead = overhead;
  }

  /** Position behind the last octet. */
  get end(): number {
    return this.front + this.length;
  }

  /** Octets of memory it takes: sk_wmem_queued. */
  get memory(): number {
    return this.length + this.#buffers.length * this.#overhead;
  }

  /** The last buffer, or null. */
  get tail(): Buffer | null {
    return this.#buffers.at(-1) ?? null;
  }

  /** The buffer that holds the octet at `position`, or null. */
  at(position: number): Buffer | null {
    const { front } = this;
    if (position < front || position >= this.end) return null;
    return this.#buffers[this.#indexOf(position)] ?? null;
  }

  /** When what is at the front was sent, or {@link UNSENT}. */
  get frontSentAt(): Micros {
    return this.#buffers[0]?.sentAt ?? UNSENT;
  }

  /** Begins another buffer. */
  begin(): Buffer {
    const b = new Buffer(this.end);
    this.#buffers.push(b);
    return b;
  }

  /** Appends src[from, to) to the last buffer. */
  override push(src: Uint8Array, from: number, to: number): void {
    super.push(src, from, to);
    const b = this.#buffers.at(-1) ?? new Buffer(this.end);
    if (this.#buffers.length === 0) this.#buffers.push(b);
    b.end = this.end;
    b.push = true; // fill-buffers.ts takes it back where more follows
  }

  /** All that is in it has gone, with the SYN. */
  went(now: Micros): void {
    for (const b of this.#buffers) b.sentAt = now;
    this.pushed = this.end;
  }

  /** Octets of the last buffer. */
  get tailLength(): number {
    const { length } = this.#buffers;
    return length === 0 ? 0 : (this.#buffers[length - 1] as Buffer).end - this.#from(length - 1);
  }

  /** Octets of the buffer that ends at `position`, or has it inside, up to there. */
  lengthUpTo(position: number): number {
    return position - this.#from(this.#indexOf(position - 1));
  }

  /** Cuts the buffer around `position` in two; both have what was set of the one, but for a mark at its end. */
  cut(position: number): void {
    const i = this.#indexOf(position);
    const b = this.#buffers[i] as Buffer;
    if (position <= this.#from(i) || position >= b.end) return;
    const first = new Buffer(position);
    first.sentAt = b.sentAt;
    this.#buffers.splice(i, 0, first);
  }

  /** The next n octets from `at` go in one piece, with PSH at its end if `push`. */
  sends(at: number, n: number, now: Micros, push: boolean): void {
    this.cut(at + n);
    const b = this.#buffers[this.#indexOf(at)] as Buffer;
    b.sentAt = now;
    if (push) b.push = true;
  }

  /** The n octets from `offset` past the front go again: their round trip tells nothing. Karn */
  sendsAgain(offset: number, n: number): void {
    const from = this.front + offset;
    for (let i = this.#indexOf(from); i < this.#buffers.length; i++) {
      if (this.#from(i) >= from + n) break;
      (this.#buffers[i] as Buffer).sentAt = Number.NaN;
    }
  }

  /** Whether a segment that ends at `position` ends what is to be pushed. */
  isPushed(position: number): boolean {
    const b = this.at(position - 1);
    return b !== null && b.end === position && b.push;
  }

  override drop(n: number): void {
    super.drop(n);
    this.front += n;
    let gone = 0;
    while (gone < this.#buffers.length && (this.#buffers[gone] as Buffer).end <= this.front) gone++;
    if (gone > 0) this.#buffers.splice(0, gone);
  }

  override clear(): void {
    this.front += this.length;
    super.clear();
    this.#buffers.length = 0;
  }

  /** Where buffer `i` begins. */
  #from(i: number): number {
    return i === 0 ? this.front : (this.#buffers[i - 1] as Buffer).end;
  }

  /** The first buffer that ends behind `position`. */
  #indexOf(position: number): number {
    let low = 0;
    let high = this.#buffers.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#buffers[middle] as Buffer).end > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
