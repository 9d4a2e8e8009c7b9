import type { Connection } from '../tcp/connection.ts';
import type { SocketFile } from './socket-file.ts';
import type { ControlMessage } from './types.ts';

/** SO_EE_ORIGIN_ZEROCOPY and SO_EE_CODE_ZEROCOPY_COPIED of linux/errqueue.h. */
const ORIGIN = 5;
const COPIED = 1;

/** Calls from `first` to `last` are done with their memory. */
interface Notice {
  readonly first: number;
  last: number;
}

/**
 * What MSG_ZEROCOPY tells of a socket: which calls' memory is free again, once the peer has acknowledged what they
 * sent. The memory is copied at once here, and the notices say so; they come when those of Linux do.
 */
export class ZeroCopy {
  /** Where in the stream each call that is not acknowledged ends, first to last; the first of them is {@link #next}. */
  readonly #ends: number[] = [];
  #next = 0;
  readonly #notices: Notice[] = [];

  /** A call has put something into the send queue of `c`. */
  sent(c: Connection): void {
    this.#ends.push(c.octetsAcked + c.sendQueue.length);
    c.wantsWritable = true; // to hear when there is room: something was acknowledged then
  }

  /** Whether there is something to tell. */
  look(c: Connection | null): boolean {
    this.#settle(c);
    return this.#notices.length > 0;
  }

  /** The next notice, as recvmsg with MSG_ERRQUEUE gives it; null when there is none. */
  take(f: SocketFile): ControlMessage | null {
    this.#settle(f.connection);
    const notice = this.#notices.shift();
    if (notice === undefined) return null;
    return {
      level: f.family === 4 ? 'SOL_IP' : 'SOL_IPV6',
      type: f.family === 4 ? 'IP_RECVERR' : 'IPV6_RECVERR',
      data: {
        ee_errno: 0,
        ee_origin: ORIGIN,
        ee_type: 0,
        ee_code: COPIED,
        ee_pad: 0,
        ee_info: notice.first,
        ee_data: notice.last,
      },
    };
  }

  /** Those that follow on each other are told as one: skb_zerocopy_notify_extend(). */
  #settle(c: Connection | null): void {
    if (c === null || this.#ends.length === 0) return;
    const gone = c.sendQueue.length === 0;
    while (this.#ends.length > 0 && (gone || (this.#ends[0] as number) <= c.octetsAcked)) {
      this.#ends.shift();
      const id = this.#next++;
      const tail = this.#notices.at(-1);
      if (tail !== undefined && tail.last + 1 === id) tail.last = id;
      else this.#notices.push({ first: id, last: id });
    }
    if (this.#ends.length > 0) c.wantsWritable = true;
  }
}
