import type { Micros } from '../base/timer-queue.ts';
import type { Flow, Observer, RecoveryEvent } from '../tcp/observer.ts';
import { CLOSED, LISTEN, STATE_NAMES, type State } from '../tcp/state.ts';
import type { TimerName } from '../tcp/timers.ts';
import type { Address } from '../wire/address.ts';
import { DROP_NAMES, type Drop } from '../wire/drop.ts';
import type { Seq } from '../wire/seq.ts';
import { ACK, type Segment, SYN, tcpFlags } from '../wire/tcp.ts';
import { optionsText, segmentOptions } from './options.ts';

/** How a text trace is written. */
export interface TextTraceOptions {
  /** The host's name, at the head of each line. */
  readonly name: string;
  readonly clock: { readonly now: Micros };
  /** Takes each line, without a line end. */
  readonly write: (line: string) => void;
  /** Numbers counted from each connection's initial ones (the default), or as on the wire. */
  readonly numbers?: 'relative' | 'raw';
  /** Times since the line before, with a plus sign as in packetdrill (the default), or since 0. */
  readonly times?: 'since-last' | 'absolute';
  /** Shows states, drops, timers and recovery as comments; true by default. */
  readonly comments?: boolean;
  /** Shows both ports of each segment; false by default. */
  readonly ports?: boolean;
}

/** Initial sequence numbers of one connection, once known. */
interface Bases {
  own: Seq | null;
  peer: Seq | null;
}

/** Connections whose numbers are remembered; beyond that the oldest are shown raw. */
const MOST_FLOWS = 65_536;

/**
 * Prints what one host's TCP sends and receives in the notation of packetdrill:
 * `+0.100000 A > S 0:0(0) win 65535 <mss 1460,sackOK>`. Sent is `>`, arrived is `<`.
 */
export class TextTrace implements Observer {
  readonly #o: TextTraceOptions;
  readonly #bases = new Map<number, Bases>();
  #last: Micros = 0;

  constructor(o: TextTraceOptions) {
    this.#o = o;
  }

  transition(f: Flow, from: State, to: State): void {
    this.#comment(`${STATE_NAMES[from]} -> ${STATE_NAMES[to]}`);
    if (to === CLOSED || to === LISTEN) this.#bases.delete(f.id);
  }

  arrived(f: Flow | null, seg: Segment): void {
    const b = this.#basesOf(f);
    if (b !== null && (seg.flags & SYN) !== 0) b.peer = seg.seq;
    this.#segment('<', seg, b?.peer ?? null, b?.own ?? null);
  }

  sent(f: Flow | null, seg: Segment, _local: Address, _remote: Address): void {
    const b = this.#basesOf(f);
    if (b !== null && (seg.flags & SYN) !== 0) {
      b.own = seg.seq;
      // The SYN answered here came before there was a flow to know it by.
      if ((seg.flags & ACK) !== 0 && b.peer === null) b.peer = (seg.ack - 1) | 0;
    }
    this.#segment('>', seg, b?.own ?? null, b?.peer ?? null);
  }

  dropped(_f: Flow | null, reason: Drop): void {
    this.#comment(`dropped: ${DROP_NAMES[reason] ?? reason}`);
  }

  timer(_f: Flow, name: TimerName): void {
    this.#comment(`${name} timer`);
  }

  recovery(_f: Flow, event: RecoveryEvent): void {
    this.#comment(event);
  }

  #basesOf(f: Flow | null): Bases | null {
    if (f === null || this.#o.numbers === 'raw') return null;
    let b = this.#bases.get(f.id);
    if (b === undefined) {
      if (this.#bases.size >= MOST_FLOWS) {
        for (const oldest of this.#bases.keys()) {
          this.#bases.delete(oldest);
          break;
        }
      }
      b = { own: null, peer: null };
      this.#bases.set(f.id, b);
    }
    return b;
  }

  #segment(way: '<' | '>', seg: Segment, base: Seq | null, ackBase: Seq | null): void {
    const { flags } = seg;
    const n = seg.textTo - seg.textFrom;
    let seqBase = base ?? 0;
    // A SYN of no known flow is the start of its own numbers.
    if (base === null && (flags & SYN) !== 0 && this.#o.numbers !== 'raw') seqBase = seg.seq;
    const seq = (seg.seq - seqBase) >>> 0;
    const ports = this.#o.ports === true ? ` ${seg.sport} > ${seg.dport}` : '';
    const end = (seq + n) >>> 0;
    let line = `${this.#o.name} ${way}${ports} ${tcpFlags(flags)} ${seq}:${end}(${n})`;
    if ((flags & ACK) !== 0) line += ` ack ${(seg.ack - (ackBase ?? 0)) >>> 0}`;
    line += ` win ${seg.wnd}`;
    const options = segmentOptions(seg);
    if (options.length > 0) line += ` <${optionsText(options, ackBase ?? 0)}>`;
    this.#line(line);
  }

  #comment(text: string): void {
    if (this.#o.comments !== false) this.#line(`${this.#o.name} // ${text}`);
  }

  #line(text: string): void {
    const { now } = this.#o.clock;
    const sinceLast = this.#o.times !== 'absolute';
    const at = (sinceLast ? now - this.#last : now) / 1_000_000;
    this.#last = now;
    this.#o.write(`${sinceLast ? '+' : ''}${at.toFixed(6)} ${text}`);
  }
}
