import { type Micros, NEVER } from '../../base/timer-queue.ts';
import { Connection } from '../connection.ts';
import type { Flow } from '../observer.ts';
import type { Listener } from '../passive/listener.ts';
import { LISTEN, STATE_NAMES, TIME_WAIT } from '../state.ts';
import type { Tcp } from '../tcp.ts';
import type { Slot, TimerName } from '../timers.ts';
import { type ConnectionStatus, status } from './status.ts';

/** A timer that runs. */
export interface TimerStatus {
  readonly name: TimerName;
  /** Microseconds until it expires. */
  readonly remaining: Micros;
  /** Retransmissions, or probes, that were not answered. */
  readonly retries: number;
}

/** A row of what `ss -tano` shows: a listener, a connection, a half-open entry or one in TIME-WAIT. */
export interface FlowStatus {
  readonly state: string;
  /** Addresses as text; '*' for all of them, or for any peer. Port 0 is any. */
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
  /** Octets not yet read; of a listener, the connections not yet accepted. */
  readonly receiveQueue: number;
  /** Octets not yet acknowledged, SYN and FIN as one each; of a listener, its backlog. */
  readonly sendQueue: number;
  /** The timer that tells most of how it fares; null when none runs. */
  readonly timer: TimerStatus | null;
  /** What TCP_INFO tells of a connection; null where there is no TCB. */
  readonly connection: ConnectionStatus | null;
}

/** What entries without a TCB tell besides who they are. */
interface Entry extends Flow {
  /** When its timer expires; NaN when it does not know. */
  readonly until?: Micros;
  readonly retries?: number;
}

/** STATUS of everything a host's TCP holds: RFC 9293 section 3.10.6. Listeners come first. */
export function statusOfAll(tcp: Tcp): FlowStatus[] {
  const rows: FlowStatus[] = [];
  for (const l of tcp.demux.listeners()) rows.push(statusOfListener(l));
  for (const c of tcp.demux.singles()) rows.push(statusOf(tcp, c));
  for (const f of tcp.flows()) rows.push(statusOf(tcp, f));
  return rows;
}

/** STATUS of a flow, now. */
export function statusOf(tcp: Tcp, f: Flow): FlowStatus {
  return f instanceof Connection ? statusOfConnection(f) : statusOfEntry(tcp, f);
}

function statusOfListener(l: Listener): FlowStatus {
  return {
    state: 'LISTEN',
    local: l.local?.toString() ?? '*',
    localPort: l.localPort,
    remote: '*',
    remotePort: 0,
    receiveQueue: l.acceptQueueLength,
    sendQueue: l.backlog,
    timer: null,
    connection: null,
  };
}

function statusOfConnection(c: Connection): FlowStatus {
  const waits = c.state === LISTEN;
  return {
    state: STATE_NAMES[c.state] as string,
    local: c.local.isUnspecified ? '*' : c.local.toString(),
    localPort: c.localPort,
    remote: c.remote.isUnspecified ? '*' : c.remote.toString(),
    remotePort: c.remotePort,
    receiveQueue: c.receiveQueue.length,
    sendQueue: waits ? 0 : unacknowledged(c),
    timer: leadingTimer(c),
    connection: status(c),
  };
}

function statusOfEntry(tcp: Tcp, f: Entry): FlowStatus {
  const { now } = tcp.env.clock;
  const name = f.state === TIME_WAIT ? 'time-wait' : 'syn-ack';
  const { until = Number.NaN, retries = 0 } = f;
  return {
    state: STATE_NAMES[f.state] as string,
    local: f.local.toString(),
    localPort: f.localPort,
    remote: f.remote.toString(),
    remotePort: f.remotePort,
    receiveQueue: 0,
    sendQueue: 0,
    timer: Number.isNaN(until) ? null : { name, remaining: until - now, retries },
    connection: null,
  };
}

/** All that stands between SND.UNA and the end of what is queued. */
function unacknowledged(c: Connection): number {
  const { snd, sendQueue } = c;
  const finIsOut = snd.finQueued && ((snd.fin - snd.una) | 0) >= 0;
  return (c.synAcked ? 0 : 1) + sendQueue.length + (finIsOut ? 1 : 0);
}

/** The timers, those first that tell most: what is being retried, then who is being waited for. */
const LEADING: readonly (readonly [slot: Slot, name: TimerName])[] = [
  ['retransmission', 'retransmission'],
  ['persist', 'persist'],
  ['override', 'override'],
  ['finWait2', 'fin-wait-2'],
  ['keepAlive', 'keep-alive'],
  ['linger', 'linger'],
  ['userTimeout', 'user-timeout'],
  ['delayedAck', 'delayed-ack'],
];

function leadingTimer(c: Connection): TimerStatus | null {
  const { now } = c.tcp.env.clock;
  for (const [slot, name] of LEADING) {
    const at = c.timers[slot];
    if (at !== NEVER) return { name, remaining: at - now, retries: retriesOf(c, slot) };
  }
  return null;
}

function retriesOf(c: Connection, slot: Slot): number {
  if (slot === 'persist') return c.probes;
  if (slot === 'keepAlive') return c.keepAliveProbes;
  return slot === 'retransmission' ? c.retries : 0;
}
