import type { BareFrame } from '../recorder.ts';
import type { TraceSegment } from '../trace.ts';
import { End } from './end.ts';
import type { EventCode } from './names.ts';

/** Calls by which an application is told something: what follows has the same reason as they have. */
const TOLD = new Set(['connected', 'accept', 'read', 'end', 'closed']);

/** Reasons for dropping a packet that is not what was sent. */
export const DAMAGED: ReadonlySet<string> = new Set([
  ...['truncated', 'bad-version', 'bad-header-length', 'bad-total-length', 'bad-ip-checksum'],
  ...['bad-tcp-header', 'bad-tcp-checksum', 'not-for-us', 'unknown-protocol'],
  ...['bad-source', 'bad-fragment', 'bad-icmp'],
]);

/** What is known at each frame: what went before, and what the frame brought about. */
export class Context {
  readonly frames: readonly BareFrame[];
  readonly segments: ReadonlyMap<string, TraceSegment>;
  /** The code of each segment's leaving. */
  readonly sentCodes = new Map<string, EventCode>();
  readonly #ends = new Map<string, End>();
  /** Whether hosts tell of their states: in what is read from a capture they do not. */
  readonly tellsStates: boolean;
  /** Frames by the frame that brought them about. */
  readonly #effects = new Map<number, number[]>();
  /** Why what arrived with a frame was dropped. */
  readonly #drops = new Map<number, string>();
  /** How often a segment has reached a host. */
  readonly #arrivals = new Map<string, number>();
  /** The latest thing that happened to a host as a whole. */
  readonly #changes = new Map<string, { readonly what: string; readonly at: number }>();

  constructor(frames: readonly BareFrame[], segments: readonly TraceSegment[]) {
    this.frames = frames;
    this.segments = new Map(segments.map((s) => [s.id, s]));
    this.tellsStates = frames.some((f) => f.kind === 'state');
    const latest = new Map<string, number>();
    frames.forEach((f, i) => {
      if (f.cause !== null) {
        const list = this.#effects.get(f.cause);
        if (list === undefined) this.#effects.set(f.cause, [i]);
        else list.push(i);
      }
      if (f.segment === null) return;
      const key = `${f.host} ${f.segment}`;
      if (f.kind === 'arrived') latest.set(key, i);
      const arrival = latest.get(key);
      if (f.kind !== 'dropped' || arrival === undefined || frames[arrival]?.at !== f.at) return;
      this.#drops.set(arrival, f.reason);
    });
  }

  /** The end of the frame's flow at the frame's host. */
  end(f: { readonly host: string; readonly flow: number | null }): End {
    const key = `${f.host} ${f.flow}`;
    let end = this.#ends.get(key);
    if (end === undefined) {
      end = new End();
      this.#ends.set(key, end);
    }
    return end;
  }

  segment(f: BareFrame): TraceSegment | null {
    return f.segment === null ? null : (this.segments.get(f.segment) ?? null);
  }

  /**
   * What moved the host to do this, by its place: an arrival, a timer, a call of the application's;
   * -1 when nothing known did.
   */
  #reasonAt(f: BareFrame): number {
    let { cause } = f;
    for (;;) {
      const g = cause === null ? undefined : this.frames[cause];
      if (g === undefined || cause === null || g.host !== f.host) return -1;
      if (g.kind !== 'call' || !TOLD.has(g.call)) return cause;
      cause = g.cause !== null && g.cause < cause ? g.cause : null;
    }
  }

  reason(f: BareFrame): BareFrame | null {
    return this.frames[this.#reasonAt(f)] ?? null;
  }

  /** The segment whose arrival moved the host to do this. */
  answered(f: BareFrame): TraceSegment | null {
    const why = this.reason(f);
    return why !== null && why.kind === 'arrived' ? this.segment(why) : null;
  }

  /** Whether another segment has left before `f` for the same arrival. */
  hasAnswered(f: BareFrame): boolean {
    const at = this.#reasonAt(f);
    for (const g of this.effects(at)) {
      if (g === f) return false;
      if (g.kind === 'sent') return true;
    }
    return false;
  }

  /** Why what is answered here had been dropped; null when it had not. */
  dropBefore(f: BareFrame): string | null {
    return this.dropOf(this.#reasonAt(f));
  }

  /** Why what arrived with frame `i` is dropped; null when it is not. */
  dropOf(i: number): string | null {
    return this.#drops.get(i) ?? null;
  }

  /** The frames that frame `i` brings about at its host, directly or by way of what applications do. */
  *effects(i: number): Generator<BareFrame> {
    const host = this.frames[i]?.host;
    for (const j of this.#effects.get(i) ?? []) {
      const f = this.frames[j] as BareFrame;
      if (f.host !== host || j <= i) continue;
      yield f;
      if (f.kind === 'call') yield* this.effects(j);
    }
  }

  /** Whether the host, in the instant of frame `i` and after it, gives the connection up. */
  endsNow(i: number): boolean {
    const f = this.frames[i] as BareFrame;
    for (let j = i + 1; j < this.frames.length; j++) {
      const g = this.frames[j] as BareFrame;
      if (g.at !== f.at) break;
      if (g.kind === 'state' && g.host === f.host && g.flow === f.flow && g.to === 'CLOSED')
        return true;
    }
    return false;
  }

  /** Whether the call of frame `i` fails at once: that is told by a frame of its own. */
  failsNow(i: number): boolean {
    const f = this.frames[i] as BareFrame;
    if (f.kind !== 'call') return false;
    // Nothing comes of it in between.
    const g = this.frames[i + 1];
    if (g?.kind !== 'call' || g.at !== f.at || g.host !== f.host || g.call !== f.call) return false;
    return g.detail.socket === f.detail.socket && typeof g.detail.error === 'string';
  }

  /** Counts an arrival of the segment at the host, and says the how many-th it is. */
  countArrival(f: BareFrame): number {
    const key = `${f.host} ${f.segment}`;
    const n = (this.#arrivals.get(key) ?? 0) + 1;
    this.#arrivals.set(key, n);
    return n;
  }

  /** Something happened to a whole host: without power it forgets. */
  changed(host: string, what: string, at: number): void {
    this.#changes.set(host, { what, at });
    if (what !== 'power-off' && what !== 'boot') return;
    for (const key of [...this.#ends.keys()]) {
      if (key.startsWith(`${host} `)) this.#ends.delete(key);
    }
  }

  /** What happened to the whole host at this very instant, or an empty string. */
  changeAt(f: BareFrame): string {
    const c = this.#changes.get(f.host);
    return c !== undefined && c.at === f.at ? c.what : '';
  }
}
