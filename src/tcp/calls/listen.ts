import type { Micros } from '../../base/timer-queue.ts';
import type { Address } from '../../wire/address.ts';
import { TcpError } from '../errors.ts';
import { FastOpenKeys } from '../fast-open/keys.ts';
import { FastOpenQueue } from '../fast-open/queue.ts';
import type { ConnectionOptions } from '../options.ts';
import { setDeferAccept } from '../passive/defer-accept.ts';
import { Listener } from '../passive/listener.ts';
import type { SynHook } from '../passive/syn-hook.ts';
import type { Profile } from '../profile.ts';
import type { Tcp } from '../tcp.ts';
import { checkPort } from './open.ts';

/** A passive OPEN for many peers. */
export interface ListenOptions {
  /** The address to listen on; all of the host's when null or absent. [MUST-43] */
  readonly local?: Address | null | undefined;
  /** 0 for any free port. */
  readonly localPort: number;
  /** Connections that may wait to be accepted, at least one; 511 when absent, as in `node:net`. */
  readonly backlog?: number | undefined;
  /** When listening on all addresses: IPv6 ones only. */
  readonly ipv6Only?: boolean | undefined;
  /**
   * Listens though connections with that port are left, in TIME-WAIT or alive, as SO_REUSEADDR allows
   * [MUST-42]; without it they are a reason for EADDRINUSE. False when absent, as for a system's socket.
   */
  readonly reuseAddress?: boolean | undefined;
  /**
   * Several listeners that all say so share address and port, as with SO_REUSEPORT: each connection
   * goes to one of them, by a keyed hash of its addresses and ports. False when absent.
   */
  readonly reusePort?: boolean | undefined;
  /** Half-open entries it holds at most; the profile's `synQueue` when absent. Up to 16,777,216. */
  readonly synQueue?: number | undefined;
  /**
   * Looks at every SYN before it is answered, and decides: 'accept', 'refuse' with a reset, 'drop' in silence,
   * or 'defer', until {@link Listener.resume} or the profile's `synDeferral` is over. What is deferred takes
   * a place in the SYN queue.
   */
  readonly onSyn?: SynHook | undefined;
  /**
   * Connections are there once their peer has sent text, or its FIN, not before; but no longer than about this
   * time after the SYN, and 0, when absent, does not wait. See {@link setDeferAccept}.
   */
  readonly deferAccept?: Micros | undefined;
  /**
   * Fast Open, RFC 7413: text on a SYN with a valid cookie is taken at once, and its connection may be accepted
   * before the handshake is complete. None where the profile's `fastOpenServer` is off.
   */
  readonly fastOpen?: FastOpenOptions | undefined;
  /** Its connections keep the counts and times of a `Meter`; not when absent. */
  readonly metered?: boolean | undefined;
  /** Called at the end of each turn in which connections were established: accept them. */
  readonly onConnection: (listener: Listener) => void;
  readonly profile?: Profile | undefined;
  /** What its SYN-ACKs are sent with and its connections begin with; frozen, as they share it. */
  readonly options?: Readonly<ConnectionOptions> | undefined;
}

/** How a listener does Fast Open. */
export interface FastOpenOptions {
  /**
   * Connections at most whose handshake is not complete; 0 opens none, and sends no cookies. Absent, it stays what
   * it is: 0, or the backlog where the profile's `fastOpenAllListeners` says so.
   */
  readonly queue?: number | undefined;
  /**
   * The key of its cookies, 16 octets, or two, of which the first makes cookies and both are believed; those of
   * the host when absent.
   */
  readonly keys?: Uint8Array | undefined;
}

/** Sets how a listener does Fast Open from now on. Throws a RangeError for a queue or keys that cannot be. */
export function setFastOpen(l: Listener, o: FastOpenOptions): void {
  const queue = o.queue ?? l.fastOpen?.limit ?? 0;
  if (!(Number.isInteger(queue) && queue >= 0)) {
    throw new RangeError(`a queue of Fast Open holds a whole number from 0, not ${queue}`);
  }
  const keys = o.keys === undefined ? null : new FastOpenKeys(o.keys);
  l.fastOpen ??= new FastOpenQueue(queue);
  l.fastOpen.limit = queue;
  if (keys !== null) l.fastOpen.keys = keys;
}

/**
 * Passive OPEN, RFC 9293 section 3.10.1: creates LISTEN and sends nothing. Throws a TcpError. Connections
 * on the port, in whatever state, do not stand in its way with `reuseAddress`. [MUST-42]
 */
export function openListener(tcp: Tcp, o: ListenOptions): Listener {
  const profile = o.profile ?? tcp.profile;
  const local = o.local ?? null;
  checkPort(o.localPort, 0);
  const backlog = checkBacklog(o.backlog ?? 511);
  const synQueue = checkSynQueue(o.synQueue);
  if (local !== null && !tcp.env.isOurs(local)) {
    throw new TcpError('EADDRNOTAVAIL', `${local} is no address of this host`);
  }
  const reusePort = o.reusePort ?? false;
  const held = o.reuseAddress === true ? null : portsHeld(tcp, local);
  const port = o.localPort === 0 ? freePort(tcp, profile, held) : o.localPort;
  if (tcp.demux.isListening(local, port, reusePort) || held?.has(port)) {
    throw new TcpError('EADDRINUSE', `${local ?? '*'} port ${port}`);
  }
  const listener = new Listener(
    tcp,
    profile,
    local?.clone() ?? null,
    port,
    backlog,
    o.ipv6Only ?? false,
    o.onConnection,
    reusePort,
    { onSyn: o.onSyn, synQueue },
  );
  if (o.options !== undefined) listener.options = Object.freeze(o.options);
  listener.metered = o.metered ?? false;
  if (o.deferAccept !== undefined) setDeferAccept(listener, o.deferAccept);
  if (o.fastOpen !== undefined) setFastOpen(listener, o.fastOpen);
  tcp.demux.addListener(listener);
  return listener;
}

function checkBacklog(backlog: number): number {
  if (Number.isInteger(backlog) && backlog >= 0) return backlog;
  throw new RangeError(`a backlog is a whole number from 0, not ${backlog}`);
}

function checkSynQueue(n: number | undefined): number | undefined {
  if (n === undefined || (Number.isInteger(n) && n >= 0 && n <= 2 ** 24)) return n;
  throw new RangeError(`a SYN queue holds a whole number from 0 to 16777216 of entries, not ${n}`);
}

/** The local ports of all connections that one listening on `local` would meet. */
function portsHeld(tcp: Tcp, local: Address | null): Set<number> {
  const held = new Set<number>();
  for (const f of tcp.flows()) if (local?.equals(f.local) ?? true) held.add(f.localPort);
  return held;
}

function freePort(tcp: Tcp, profile: Profile, held: Set<number> | null): number {
  const start = tcp.env.random.u32();
  const isFree = (p: number): boolean => !tcp.demux.isWaitedOn(p) && !tcp.bound.has(p);
  const port = tcp.ports.choose(profile, start, (p) => isFree(p) && !held?.has(p));
  if (port === 0) throw new TcpError('EADDRINUSE', 'all ephemeral ports are taken');
  return port;
}
