import type { Micros } from '../../base/timer-queue.ts';
import type { Trace, TraceFlow, TraceFrame, TraceSegment } from '../../observe/trace.ts';

/** Calls that an application makes by the clock as well as when it is told something. */
const SENDS: ReadonlySet<string> = new Set(['send', 'send-urgent', 'close', 'release', 'abort']);

/** What a script has to know of its connection before it comes to it. */
export class Foresight {
  readonly #frames: readonly TraceFrame[];
  readonly #segments: ReadonlyMap<string, TraceSegment>;
  readonly #side: string;
  readonly #flow: TraceFlow;

  constructor(trace: Trace, side: string, flow: TraceFlow) {
    this.#frames = trace.frames;
    this.#segments = new Map(
      trace.segments.filter((s) => s.flow === flow.id).map((s) => [s.id, s]),
    );
    this.#side = side;
    this.#flow = flow;
  }

  /** Something of this host, about this connection. */
  isMine(f: TraceFrame): boolean {
    return f.host === this.#side && f.flow === this.#flow.id;
  }

  /** The first SYN that the host sends; null when it never does. */
  get syn(): TraceSegment | null {
    for (const f of this.#frames) {
      const s = this.#mine(f, 'sent');
      if (s?.flags.includes('S')) return s;
    }
    return null;
  }

  /** The port, when the host talks to itself from and to the same one. */
  get ownPort(): number | null {
    const [a, b] = this.#flow.ends;
    return a.host === b.host && a.port === b.port ? a.port : null;
  }

  /** Whether a queue of the listener had no room for this connection. */
  get queueWasFull(): boolean {
    return this.#frames.some(
      (f) => this.isMine(f) && f.kind === 'dropped' && f.reason.endsWith('queue-full'),
    );
  }

  /** Whether a SYN with text, and without Fast Open's option, is sent again with that text. */
  get synTextAgain(): boolean {
    const { syn } = this;
    if (syn === null || syn.length === 0 || syn.options.some((o) => o.name === 'tfo')) return false;
    const isAgain = (s: TraceSegment): boolean =>
      s !== syn && s.from === this.#side && s.seq === syn.seq && s.flags === syn.flags;
    return [...this.#segments.values()].some((s) => isAgain(s) && s.length > 0);
  }

  /** Whether the first thing the host does is to send, though nobody called and nothing came. */
  get beginsByItself(): boolean {
    const first = this.#frames.find(
      (f) => this.isMine(f) && (f.kind === 'sent' || f.kind === 'arrived' || f.kind === 'call'),
    );
    const calls = this.#frames.some((f) => this.isMine(f) && f.kind === 'call');
    return first?.kind === 'sent' && !calls;
  }

  /** Whether the segment that arrives at `place` opens another connection, or is answered as one that does. */
  opens(place: number, iss: number | null): boolean {
    return this.#frames.some((f) => {
      if (f.cause !== place || !this.isMine(f)) return false;
      if (f.kind === 'state') return f.to === 'SYN-RECEIVED';
      const answer = this.#mine(f, 'sent');
      return answer?.flags === 'S.' && iss !== null && answer.seq !== iss;
    });
  }

  /** Whether the host dropped the segment that arrived then. */
  dropped(id: string, at: Micros): boolean {
    return this.#frames.some(
      (f) => f.kind === 'dropped' && f.segment === id && f.host === this.#side && f.at === at,
    );
  }

  /** When the connection that is in SYN-RECEIVED at `place` leaves it for ESTABLISHED; null when it never does. */
  established(place: number): Micros | null {
    const next = this.#frames.slice(place).find((f) => this.isMine(f) && f.kind === 'state');
    return next?.kind === 'state' && next.to === 'ESTABLISHED' ? next.at : null;
  }

  /** Whether the host answers a close with a reset, though all that came had been read. */
  resets(place: number): boolean {
    const sent = this.#frames.find((f) => f.cause === place && this.#mine(f, 'sent') !== null);
    const isReset = sent !== undefined && this.#mine(sent, 'sent')?.flags.includes('R') === true;
    // Which options it set a trace does not tell.
    return isReset && this.#frames.slice(0, place).some((f) => this.isMine(f) && isCall(f, 'set'));
  }

  /**
   * Frames by place, but `connect`, which a trace has behind the SYN, before that; and what an application did
   * by the clock, and not because of what arrived, before what arrived at that moment.
   */
  order(): number[] {
    const places = this.#frames.map((_, place) => place);
    const move = (from: number, to: number): void => {
      places.splice(from, 1);
      places.splice(to, 0, from);
    };
    this.#frames.forEach((f, place) => {
      if (!this.isMine(f) || f.kind !== 'call' || (f.cause !== null && !SENDS.has(f.call))) return;
      let to = place;
      for (let i = place - 1; i >= 0 && this.#frames[i]?.at === f.at; i--) {
        const before = this.#frames[i] as TraceFrame;
        if (this.#mine(before, 'sent') !== null) break;
        // It was told something at that moment, and so may have answered.
        if (f.cause !== null && this.isMine(before) && before.kind === 'call') return;
        if (this.#mine(before, 'arrived') !== null) to = i;
      }
      if (to < place) move(place, to);
    });
    const connect = this.#frames.findIndex((f) => this.isMine(f) && isCall(f, 'connect'));
    if (connect < 0) return places;
    const syn = this.#frames.findIndex((f) => this.isMine(f) && f.kind === 'sent');
    if (syn >= 0 && syn <= connect) move(connect, syn);
    return places;
  }

  #mine(f: TraceFrame, kind: 'sent' | 'arrived'): TraceSegment | null {
    if (f.kind !== kind || !this.isMine(f)) return null;
    return this.#segments.get(f.segment ?? '') ?? null;
  }
}

/** Whether a frame is this call. */
export function isCall(f: TraceFrame, call: string): boolean {
  return f.kind === 'call' && f.call === call;
}
