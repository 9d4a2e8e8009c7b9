import type { RangeSet } from '../../base/range-set.ts';
import type { Ring } from '../../base/ring.ts';
import { type Micros, NEVER } from '../../base/timer-queue.ts';
import { Connection } from '../../tcp/connection.ts';
import type { Flow } from '../../tcp/observer.ts';
import { ConnectionOptions, optionsOf } from '../../tcp/options.ts';
import { HalfOpen } from '../../tcp/passive/half-open.ts';
import { AT_REST } from '../../tcp/recovery/at-rest.ts';
import { OPEN } from '../../tcp/recovery/index.ts';
import { SackRecovery } from '../../tcp/recovery/sack.ts';
import { ESTABLISHED, SYN_SENT } from '../../tcp/state.ts';
import { TimeWait } from '../../tcp/time-wait-entry.ts';
import type { TimestampVars } from '../../tcp/timestamps.ts';
import { ticks } from '../../tcp/timestamps.ts';
import type { Seq } from '../../wire/seq.ts';
import * as fields from './fields.ts';
import type { Sink } from './sink.ts';

/** Where the counting begins: what two runs may differ in without differing. */
export interface Origins {
  readonly now: Micros;
  /** The first ISS of this host, and of its peer. */
  readonly ours: Seq;
  readonly theirs: Seq;
  /** What the peer's timestamps are counted from. */
  readonly stamps: number;
  /** Somebody may still turn keep-alive on, which then asks when something was last heard. */
  readonly mayAsk: boolean;
}

/** A field that counts: its name, what it is called for people, and how it counts. */
interface Row {
  readonly field: string;
  readonly label: string;
  readonly counts: fields.Counts;
}

/** The fields of a table that {@link walk} writes, found once: a name for each value takes longer than the value. */
function rows(name: string, table: Readonly<Partial<Record<string, fields.Counts>>>): Row[] {
  return Object.entries(table).flatMap(([field, counts]) =>
    counts === undefined || counts === 'same' || counts === 'part'
      ? []
      : [{ field, label: `${name}.${field}`, counts }],
  );
}

const CONNECTION = rows('c', fields.CONNECTION);
const SEND = rows('snd', fields.SEND);
const RECEIVE = rows('rcv', fields.RECEIVE);
const ACKS = rows('ack', fields.ACKS);
const RTT = rows('rtt', fields.RTT);
const TIMERS = rows('timers', fields.TIMERS);
const CONGESTION = rows('cc', fields.CONGESTION);
const DISORDER = rows('disorder', fields.DISORDER);
const ECN = rows('ecn', fields.ECN);
const HANDSHAKE = rows('handshake', fields.HANDSHAKE);
const RENO = rows('recovery', fields.RENO);
const SACK = rows('recovery', fields.SACK);
const STAMPS = rows('ts', fields.STAMPS);
const OFFER = rows('offer', fields.OFFER);

/** Writes what TCP knows of a connection, a half-open entry or one in TIME-WAIT. */
export function writeFlow(f: Flow, o: Origins, to: Sink): void {
  if (f instanceof Connection) writeConnection(f, o, to);
  else if (f instanceof HalfOpen) writeHalfOpen(f, o, to);
  else if (f instanceof TimeWait) writeTimeWait(f, o, to);
  else throw new Error('a flow of no kind that is known here');
}

function writeConnection(c: Connection, o: Origins, to: Sink): void {
  const { snd, rcv, rtt, outOfOrder, handshake } = c;
  walk(c, CONNECTION, o, to);
  walk(snd, SEND, o, to);
  if (snd.finQueued) to.number('snd.fin', from(snd.fin, o.ours));
  if (snd.urgent) to.number('snd.up', from(snd.up, o.ours));
  if (c.state >= ESTABLISHED) {
    to.number('snd.wl1', from(snd.wl1, o.theirs));
    to.number('snd.wl2', from(snd.wl2, o.ours));
  }
  if (c.state !== SYN_SENT) walk(rcv, RECEIVE, o, to);
  else to.number('rcv.buff', rcv.buff);
  if (rcv.finAhead || rcv.finKnown) to.number('rcv.fin', from(rcv.fin, o.theirs));
  if (rcv.urgent) to.number('rcv.up', from(rcv.up, o.theirs));
  walk(c.ack, ACKS, o, to);
  writeStamps(c.ts, o, to);
  walk(rtt, RTT, o, to);
  if (rtt.timing) {
    to.number('rtt.timedEnd', from(rtt.timedEnd, o.ours));
    to.number('rtt.timedAt', o.now - rtt.timedAt);
  }
  if (rtt.backoffs > 0) to.number('rtt.expiredAt', o.now - rtt.expiredAt);
  walk(c.timers, TIMERS, o, to);
  writeOptions(c, to);
  walk(c.congestion, CONGESTION, o, to);
  writeRecovery(c, o, to);
  writeQueue('send', c.sendQueue, to);
  writeQueue('receive', c.receiveQueue, to);
  walk(outOfOrder, DISORDER, o, to);
  writeDisorder(c, o, to);
  if (c.ecn !== null) walk(c.ecn, ECN, o, to);
  walk(handshake, HANDSHAKE, o, to);
  if (c.state < ESTABLISHED) to.number('openedAt', o.now - handshake.openedAt);
  to.number('listener', handshake.listener === null ? 0 : 1);
  to.number('fastOpen', handshake.fastOpen === null ? 0 : 1);
  to.text('synText', latin1(handshake.synText));
  to.number('user', c.user === null ? 0 : 1);
  to.text('error', c.error ?? '');
  to.text('softError', c.softError ?? '');
  if (c.probes > 0) to.number('probesSince', o.now - c.probesSince);
  if (c.options.keepAlive || o.mayAsk) to.number('heardAt', o.now - c.heardAt);
  writeIdle(c, o, to);
}

/** Whether it was idle for longer than the RTO, and until it is how long: it matters to who still has text to send. */
function writeIdle({ snd, sendQueue, rtt, lastSent }: Connection, o: Origins, to: Sink): void {
  const idle = o.now - lastSent;
  const isOver = snd.finQueued && sendQueue.length === 0;
  if (idle > rtt.rto) to.number('idle', NEVER);
  else to.number('idle', isOver ? 0 : idle);
}

/** What is `same` by table is compared with what the profile begins with. */
function writeOptions(c: Connection, to: Sink): void {
  const { options, profile } = c;
  if (options === optionsOf(profile)) return;
  const begins = new ConnectionOptions(profile);
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'object' || value === begins[name as keyof ConnectionOptions]) continue;
    to.number(`options.${name}`, Number(value));
  }
}

function writeRecovery({ recovery }: Connection, o: Origins, to: Sink): void {
  to.number('recovery', recovery === AT_REST ? 0 : 1);
  if (recovery === AT_REST) return;
  if (!(recovery instanceof SackRecovery)) {
    walk(recovery, RENO, o, to);
    return;
  }
  walk(recovery, SACK, o, to);
  if (recovery.phase !== OPEN) to.number('recovery.lostTo', from(recovery.lostTo, o.ours));
  writeRanges('scoreboard', recovery.scoreboard, o.ours, to);
}

function writeDisorder(c: Connection, o: Origins, to: Sink): void {
  const { gaps, dsackFrom, dsackTo, latest, second, third } = c.outOfOrder;
  writeRanges('gaps', gaps, o.theirs, to);
  if (dsackFrom !== dsackTo) {
    to.number('dsackFrom', from(dsackFrom, o.theirs));
    to.number('dsackTo', from(dsackTo, o.theirs));
  }
  if (gaps.count === 0) return;
  for (const seq of [latest, second, third]) to.number('recent gap', from(seq, o.theirs));
  // Text beyond a gap waits in the receive queue's storage, past its length.
  for (let i = 0; i < gaps.count; i++) {
    const at = c.receiveQueue.length + ((gaps.from(i) - c.rcv.nxt) | 0);
    to.text('waiting', textAt(c.receiveQueue, at, (gaps.to(i) - gaps.from(i)) | 0));
  }
}

function writeStamps(ts: TimestampVars, o: Origins, to: Sink): void {
  walk(ts, STAMPS, o, to);
  if (!ts.on) return;
  to.number('ts.recent', (ts.recent - ticks(o.now) - o.stamps) | 0);
}

function writeHalfOpen(h: HalfOpen, o: Origins, to: Sink): void {
  to.number('half-open', h.state);
  to.number('localPort', h.localPort);
  to.number('remotePort', h.remotePort);
  to.number('iss', from(h.iss, o.ours));
  to.number('irs', from(h.irs, o.theirs));
  walk(h.offer, OFFER, o, to);
  if (h.offer.ts) to.number('offer.tsVal', (h.offer.tsVal - ticks(o.now) - o.stamps) | 0);
  to.number('retries', h.retries);
  to.number('waits', (h.deferred ? 1 : 0) + (h.acked ? 2 : 0) + (h.lostBefore ? 4 : 0));
  to.number('until', Math.max(0, h.until - o.now));
  to.number('challengedAt', Math.max(0, h.challengedAt - o.now));
  to.number('before', h.before === null ? 0 : 1);
  if (h.before !== null) writeTimeWait(h.before, o, to);
}

function writeTimeWait(w: TimeWait, o: Origins, to: Sink): void {
  to.number('time-wait', w.state);
  to.number('localPort', w.localPort);
  to.number('remotePort', w.remotePort);
  to.number('sndNxt', from(w.sndNxt, o.ours));
  to.number('rcvNxt', from(w.rcvNxt, o.theirs));
  to.number('rcvWnd', w.rcvWnd);
  to.number('scale', w.scale);
  writeStamps(w.ts, o, to);
  to.number('until', Math.max(0, w.until - o.now));
  to.number('challengedAt', Math.max(0, w.challengedAt - o.now));
}

/** Writes the fields of `of` as their table says. */
function walk(of: object, table: readonly Row[], o: Origins, to: Sink): void {
  for (const { field, label, counts } of table) {
    const value = Number((of as Readonly<Record<string, unknown>>)[field]);
    to.number(label, counted(value, counts, o));
  }
}

function counted(value: number, counts: fields.Counts, o: Origins): number {
  switch (counts) {
    case 'ours':
      return from(value, o.ours);
    case 'theirs':
      return from(value, o.theirs);
    case 'until':
      return value === NEVER ? NEVER : Math.max(0, value - o.now); // overdue is due
    case 'since':
      return value === NEVER ? NEVER : o.now - value;
    case 'credit':
      return Math.max(0, value - o.now);
    default:
      return value;
  }
}

/** A sequence number counted from `base`. */
function from(seq: Seq, base: Seq): number {
  return (seq - base) | 0;
}

function writeRanges(label: string, r: RangeSet, base: Seq, to: Sink): void {
  to.number(label, r.count);
  for (let i = 0; i < r.count; i++) {
    to.number(`${label}.from`, from(r.from(i), base));
    to.number(`${label}.to`, from(r.to(i), base));
  }
}

function writeQueue(label: string, q: Ring, to: Sink): void {
  to.text(label, q.length === 0 ? '' : textAt(q, 0, q.length));
}

function textAt(q: Ring, at: number, n: number): string {
  const octets = new Uint8Array(n);
  q.peek(at, n, octets, 0);
  return latin1(octets);
}

function latin1(octets: Uint8Array | null): string {
  let text = '';
  for (const o of octets ?? []) text += String.fromCharCode(o);
  return text;
}
