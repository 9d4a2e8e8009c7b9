import type { Packet } from '../base/packet.ts';
import { ladderText } from '../ladder/index.ts';
import { type Link, Wrapper } from '../link/index.ts';
import { Recorder } from '../observe/index.ts';
import type { BenchWatch } from '../packetdrill/index.ts';
import { Address } from '../wire/address.ts';

const STACK = 'stack';
const SCRIPT = 'script';

/** Records a script's run, to draw it. */
export interface LadderWatch extends BenchWatch {
  /** The ladder in text, at most `width` columns wide; null when nothing was on the link. */
  text(width: number): string | null;
}

/** What records a script's run as a trace between two hosts: the stack, and the script in the peer's place. */
export function ladderWatch(): LadderWatch {
  let recorder: Recorder | null = null;
  const recorderOf = (time: { readonly now: number }): Recorder => {
    recorder ??= new Recorder(time);
    return recorder;
  };
  return {
    observer: (time) => recorderOf(time).observer(STACK),
    wrap: (link, time) => {
      const r = recorderOf(time);
      return r.tap(new BothEnds(link, (l) => r.tap(l, SCRIPT)), STACK);
    },
    ready: (stack, remote) => {
      const own = stack.interface.prefixes.map((prefix) => prefix.address);
      recorder?.host(STACK, own);
      recorder?.host(SCRIPT, [Address.parse(remote.toString())]);
    },
    text: (width) => {
      const trace = recorder?.trace() ?? null;
      if (trace === null || trace.flows.length === 0) return null;
      return ladderText(trace, { width, lang: 'en' });
    },
  };
}

/** A link whose other end is seen as well: what the stack sends arrives there, what is injected leaves there. */
class BothEnds extends Wrapper {
  readonly #far: Link;
  readonly #farEnd: Link;

  constructor(inner: Link, tap: (link: Link) => Link) {
    super(inner);
    this.#farEnd = {
      mtu: inner.mtu,
      medium: inner.medium,
      checksums: inner.checksums,
      receiver: null,
      send: (p) => super.deliver(p),
    };
    this.#far = tap(this.#farEnd);
    this.#far.receiver = { deliver: (p) => super.send(p) };
  }

  override send(p: Packet): void {
    if (this.#farEnd.receiver === null) super.send(p);
    else this.#farEnd.receiver.deliver(p);
  }

  override deliver(p: Packet): void {
    this.#far.send(p);
  }
}
