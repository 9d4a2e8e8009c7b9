import type { TraceSegment } from '../trace.ts';

/** What has been said of one end of a connection so far, as far as the trace tells it. */
export class End {
  state = 'CLOSED';
  /** The state before. */
  before = '';
  /** It held a connection at some time since the host last started. */
  everOpen = false;
  /** Sequence numbers of ours: the first, the one after the last sent, the oldest unacknowledged. */
  iss: number | null = null;
  nxt: number | null = null;
  una: number | null = null;
  /** The number of our FIN, once sent. */
  fin: number | null = null;
  /** SYN-ACKs sent for this connection. */
  synAcks = 0;
  /** The latest acknowledgment number and window sent, and those that came. */
  ackSent: number | null = null;
  wndSent: number | null = null;
  wndHeard: number | null = null;
  /** The peer's first number, the next one expected, and the number of its FIN. */
  irs: number | null = null;
  rcvNxt: number | null = null;
  peerFin: number | null = null;
  /** Text that came too early: pairs of from and to. */
  held: (readonly [from: number, to: number])[] = [];
  /** Text that was acknowledged though it had not come, as somebody does who minds no order. */
  skipped: (readonly [from: number, to: number])[] = [];
  /** How often the peer's SYN+ACK has come. */
  synAcksHeard = 0;
  /** How often what is not acknowledged was sent again. */
  repeats = 0;

  /** Whether the peer's FIN has been received with everything before it. */
  get peerHasFinished(): boolean {
    return this.peerFin !== null && this.rcvNxt !== null && after(this.rcvNxt, this.peerFin);
  }

  get finIsAcked(): boolean {
    return this.fin !== null && this.una !== null && after(this.una, this.fin);
  }

  /** A connection begins here: it may choose the numbers that the one before had. */
  begin(): void {
    this.iss = null;
    this.nxt = null;
    this.una = null;
    this.fin = null;
    this.synAcks = 0;
    this.repeats = 0;
  }

  /** The peer begins a connection with this SYN. */
  meet(s: TraceSegment): void {
    this.irs = s.seq;
    this.rcvNxt = (s.seq + 1) >>> 0;
    this.peerFin = null;
    this.held = [];
    this.skipped = [];
    this.synAcksHeard = 0;
    this.ackSent = null;
    this.wndSent = null;
    this.wndHeard = s.wnd;
  }

  /** A segment of ours has left. */
  sent(s: TraceSegment): void {
    const { flags } = s;
    if (flags.includes('R')) return;
    const end = (s.seq + lengthOf(s)) >>> 0;
    if (flags.includes('S') && this.iss !== s.seq) {
      this.iss = s.seq;
      this.nxt = end;
      this.una = s.seq;
      this.fin = null;
      this.synAcks = 0;
    }
    if (s.retransmission) this.repeats++;
    if (flags.includes('S') && flags.includes('.')) this.synAcks++;
    if (this.nxt === null || after(end, this.nxt)) this.nxt = end;
    this.una ??= s.seq;
    if (flags.includes('F')) this.fin = (end - 1) >>> 0;
    if (!flags.includes('.')) return;
    if (this.ackSent === null || !after(this.ackSent, s.ack)) this.ackSent = s.ack;
    this.wndSent = s.wnd;
    this.#passesOver(s.ack);
  }

  /** Whether something below `ack` has not come, although what is behind it has. */
  lacks(ack: number): boolean {
    return this.rcvNxt !== null && this.held.some(([from]) => after(ack, from));
  }

  /** Whether a segment brings text that has not come before. */
  isNew(s: TraceSegment): boolean {
    if (s.length === 0) return false;
    return this.rcvNxt === null || (!this.peerHasFinished && after(s.seq + s.length, this.rcvNxt));
  }

  /** Whether a segment brings text that was passed over. */
  wasPassedOver(s: TraceSegment): boolean {
    return this.skipped.some(([from, to]) => after(s.seq + s.length, from) && after(to, s.seq));
  }

  /** What we acknowledge we expect no more, whether it has come or not. */
  #passesOver(ack: number): void {
    const { rcvNxt } = this;
    if (rcvNxt === null || !after(ack, rcvNxt)) return;
    let from = rcvNxt;
    for (const [start, end] of this.held) {
      if (!after(ack, start)) continue;
      if (after(start, from)) this.skipped.push([from, start]);
      if (after(end, from)) from = end;
    }
    this.rcvNxt = ack;
    this.held = this.held.filter(([, end]) => after(end, ack));
  }

  /** A segment of the peer's was taken. */
  took(s: TraceSegment): void {
    const { flags } = s;
    if (flags.includes('R')) return;
    if (flags.includes('.')) {
      if (this.una === null || after(s.ack, this.una)) {
        this.una = s.ack;
        this.repeats = 0;
      }
      this.wndHeard = s.wnd;
    }
    if (flags.includes('S') && this.irs === null) this.meet(s);
    this.rcvNxt ??= s.seq;
    const end = (s.seq + lengthOf(s)) >>> 0;
    if (flags.includes('F')) this.peerFin ??= (end - 1) >>> 0;
    if (after(end, s.seq)) this.#hold(s.seq, end);
  }

  #hold(from: number, to: number): void {
    this.held.push([from, to]);
    for (let moved = true; moved; ) {
      moved = false;
      const next: (readonly [number, number])[] = [];
      for (const r of this.held) {
        if (after(r[0], this.rcvNxt as number)) next.push(r);
        else if (after(r[1], this.rcvNxt as number)) {
          this.rcvNxt = r[1];
          moved = true;
        }
      }
      this.held = next;
    }
  }
}

/** Sequence numbers that a segment takes up. */
export function lengthOf(s: TraceSegment): number {
  return s.length + (s.flags.includes('S') ? 1 : 0) + (s.flags.includes('F') ? 1 : 0);
}

/** Whether `a` comes after `b`, around the clock. */
export function after(a: number, b: number): boolean {
  return ((a - b) | 0) > 0;
}
