import type { Address } from '../../wire/address.ts';
import { TcpError } from '../errors.ts';
import { Listener } from '../passive/listener.ts';
import type { Profile } from '../profile.ts';
import type { Tcp } from '../tcp.ts';
import { checkPort } from './open.ts';

/** A passive OPEN for many peers. */
export interface ListenOptions {
  /** The address to listen on; all of the host's when null or absent. [MUST-43] */
  readonly local?: Address | null | undefined;
  /** 0 for any free port. */
  readonly localPort: number;
  /** Connections that may wait to be accepted; 511 when absent, as in `node:net`. */
  readonly backlog?: number | undefined;
  /** When listening on all addresses: IPv6 ones only. */
  readonly ipv6Only?: boolean | undefined;
  /** Called at the end of each turn in which connections were established: accept them. */
  readonly onConnection: (listener: Listener) => void;
  readonly profile?: Profile | undefined;
}

/** Passive OPEN, RFC 9293 section 3.10.1: creates LISTEN and sends nothing. Throws a TcpError. */
export function openListener(tcp: Tcp, o: ListenOptions): Listener {
  const profile = o.profile ?? tcp.profile;
  const local = o.local ?? null;
  checkPort(o.localPort, 0);
  if (local !== null && !tcp.env.isOurs(local)) {
    throw new TcpError('EADDRNOTAVAIL', `${local} is no address of this host`);
  }
  const port = o.localPort === 0 ? freePort(tcp, profile) : o.localPort;
  if (tcp.demux.isListening(local, port)) {
    throw new TcpError('EADDRINUSE', `${local ?? '*'} port ${port}`);
  }
  const backlog = Math.max(0, o.backlog ?? 511);
  const listener = new Listener(
    tcp,
    profile,
    local?.clone() ?? null,
    port,
    backlog,
    o.ipv6Only ?? false,
    o.onConnection,
  );
  tcp.demux.addListener(listener);
  return listener;
}

function freePort(tcp: Tcp, profile: Profile): number {
  const start = tcp.env.random.u32();
  const port = tcp.ports.choose(profile, start, (p) => !tcp.demux.isWaitedOn(p));
  if (port === 0) throw new TcpError('EADDRINUSE', 'all ephemeral ports are taken');
  return port;
}
