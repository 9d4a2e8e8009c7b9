import type { Micros } from '../base/timer-queue.ts';
import { FIN, SYN } from '../wire/tcp.ts';
import type { PacketAction, ScriptEvent, TcpPacket } from './ast.ts';
import type { Flows } from './flows.ts';
import { inScript } from './match.ts';
import { icmpMessageNotation, otherNotation, seconds, segmentNotation } from './notation.ts';
import type { LogEntry } from './outcome.ts';
import type { OnWire, TcpOnWire } from './wire-packet.ts';

/** A packet of the stack, in its place. */
interface Seen {
  readonly live: OnWire;
  /** The line that asked for it, and for what; null while none has. */
  line: number | null;
  wanted: TcpPacket | null;
}

/** An event of the script, in its place. */
interface Done {
  readonly event: ScriptEvent;
  readonly at: Micros;
  readonly kind: 'in' | 'call';
}

/** What happened while a script ran. Texts are made when they are asked for: most runs pass. */
export class Log {
  readonly #flows: Flows;
  readonly #items: (Seen | Done)[] = [];
  /** Where the stack's packets stand that are in it. */
  readonly #places = new Map<OnWire, Seen>();

  /** The number of the first SYN from each port to each other. */
  readonly #firsts = new Map<string, number>();

  constructor(flows: Flows) {
    this.#flows = flows;
  }

  /** Notes the packets that the stack has sent, whether or not somebody will ask for them. */
  takeIn(sent: readonly OnWire[]): void {
    // Those that are in it already stand before those that are not.
    let i = sent.length;
    while (i > 0 && !this.#places.has(sent[i - 1] as OnWire)) i--;
    for (; i < sent.length; i++) this.#seen(sent[i] as OnWire);
  }

  /** The script asked for that packet at that line. */
  asked(live: OnWire, p: PacketAction, line: number): void {
    const seen = this.#seen(live);
    seen.line = line;
    seen.wanted = p.kind === 'tcp' ? p : null;
  }

  /** A packet of another socket. */
  unasked(live: OnWire): void {
    this.#seen(live);
  }

  injected(event: ScriptEvent, at: Micros): void {
    this.#items.push({ event, at, kind: 'in' });
  }

  call(event: ScriptEvent, at: Micros): void {
    this.#items.push({ event, at, kind: 'call' });
  }

  entries(): LogEntry[] {
    return this.#items.map((item) => {
      if ('live' in item) return this.#entry(item);
      const { event, at, kind } = item;
      return { at, kind, text: withoutTime(event.text), line: event.line };
    });
  }

  /** Packets that nobody asked for. */
  leftOver(): LogEntry[] {
    const left: LogEntry[] = [];
    for (const item of this.#items) {
      if ('live' in item && item.line === null) left.push(this.#entry(item));
    }
    return left;
  }

  /** A packet of the stack in packetdrill's notation, in the numbers of its socket in the script. */
  notation(live: OnWire, wanted: TcpPacket | null = null): string {
    if (live.kind === 'other') return otherNotation(live);
    const flow = this.#flows.of(live);
    if (live.kind === 'tcp') {
      // A number that the script has not come to know is shown from the connection's first one.
      const first = this.#firsts.get(portsOf(live));
      const isKnown = flow !== null && flow.liveIsn !== 0;
      const shown =
        isKnown || first === undefined ? live : { ...live, seq: (live.seq - first) >>> 0 };
      return segmentNotation(inScript(shown, flow, wanted));
    }
    const { quoted } = live;
    const seq = quoted === null ? null : (quoted.seq - (flow?.remoteOffset(false) ?? 0)) >>> 0;
    return icmpMessageNotation(live, seq);
  }

  /** When the same segment was sent for the first time, for people; null when it is new. */
  sentBefore(pieces: readonly TcpOnWire[]): string | null {
    const [live] = pieces;
    if (live === undefined || (live.text.length === 0 && (live.flags & (SYN | FIN)) === 0)) {
      return null;
    }
    for (const item of this.#items) {
      if (!('live' in item) || item.live.kind !== 'tcp') continue;
      if (item.live === live) return null;
      if (!isSame(item.live, live)) continue;
      const by = item.line === null ? '' : `, for line ${item.line}`;
      return `sent again: the first time was at ${seconds(item.live.at)} s${by}`;
    }
    return null;
  }

  #seen(live: OnWire): Seen {
    const before = this.#places.get(live);
    if (before !== undefined) return before;
    if (live.kind === 'tcp' && (live.flags & SYN) !== 0) {
      const ports = portsOf(live);
      if (!this.#firsts.has(ports)) this.#firsts.set(ports, live.seq);
    }
    const seen: Seen = { live, line: null, wanted: null };
    this.#items.push(seen);
    this.#places.set(live, seen);
    return seen;
  }

  #entry(seen: Seen): LogEntry {
    const { live, line, wanted } = seen;
    return { at: live.at, kind: 'out', text: this.notation(live, wanted), line };
  }
}

function isSame(one: TcpOnWire, other: TcpOnWire): boolean {
  const sameText = one.seq === other.seq && one.text.length === other.text.length;
  const isOpening = ((one.flags ^ other.flags) & (SYN | FIN)) === 0;
  return sameText && isOpening && portsOf(one) === portsOf(other);
}

function portsOf(live: TcpOnWire): string {
  return `${live.sport} ${live.dport}`;
}

/** The text of an event without its time. */
function withoutTime(text: string): string {
  return text.replace(/^[+\d.~*\s]*(?=\D)/, '').trim();
}
