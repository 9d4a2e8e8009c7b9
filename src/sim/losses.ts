import type { Packet } from '../base/packet.ts';
import type { Link, Receiver } from '../link/link.ts';
import type { Recorder } from '../observe/recorder.ts';

/** The end of a cable, which counts what it drops. */
type CountingLink = Link & { readonly dropped: number };

/** Tells a recorder of the packets that a cable's end drops at once: queue full, too long, unplugged. */
class LossWatch implements Link, Receiver {
  readonly #inner: CountingLink;
  readonly #recorder: Recorder;
  receiver: Receiver | null = null;

  constructor(inner: CountingLink, recorder: Recorder) {
    this.#inner = inner;
    this.#recorder = recorder;
    inner.receiver = this;
  }

  get mtu(): number {
    return this.#inner.mtu;
  }

  get medium(): 'ip' | 'ethernet' {
    return this.#inner.medium;
  }

  get checksums(): boolean {
    return this.#inner.checksums;
  }

  send(p: Packet): void {
    const { mark } = p;
    const { dropped } = this.#inner;
    this.#inner.send(p);
    // The packet is no longer ours to look at, but its mark still names it.
    if (this.#inner.dropped > dropped) this.#recorder.lostMark(mark, 'cable');
  }

  deliver(p: Packet): void {
    if (this.receiver !== null) this.receiver.deliver(p);
    else p.release();
  }
}

/** A link around a cable's end whose losses the recorder learns of. */
export function watchLosses(end: CountingLink, recorder: Recorder): Link {
  return new LossWatch(end, recorder);
}
