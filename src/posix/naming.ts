import type { Bound } from '../tcp/bound.ts';
import { TcpError } from '../tcp/errors.ts';
import { Address } from '../wire/address.ts';
import { failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';
import type { AddressSlot, SocketAddress } from './types.ts';

/** 0.0.0.0 or :: */
export function unspecified(family: 4 | 6): Address {
  return family === 4 ? Address.parse('0.0.0.0') : Address.parse('::');
}

/** The first port that anybody may bind: net.ipv4.ip_unprivileged_port_start. */
const FIRST_FOR_ALL = 1024;

/**
 * Whether an address of the socket's family is so many octets: FreeBSD's in_pcbbind() wants them exactly, Linux at
 * least those of sockaddr_in, or of a sockaddr_in6 without its scope, and at most those of sockaddr_storage.
 */
function isLength(f: SocketFile, length: number): boolean {
  const whole = f.family === 4 ? 16 : 28;
  if (f.posix.system === 'freebsd') return length === whole;
  return length >= (f.family === 4 ? 16 : 24) && length <= 128;
}

/** bind: the address is one of the host's, or all of them; the port is free, or 0 for any that is. */
export function bindSocket(f: SocketFile, to: SocketAddress | null, length?: number): Result {
  if (to === null) return failed('EFAULT');
  if (length !== undefined && !isLength(f, length)) return failed('EINVAL');
  const { tcp } = f.posix.host;
  if (to.address.version !== f.family) return failed('EAFNOSUPPORT');
  if (f.bound !== null || f.connection !== null || f.listener !== null) return failed('EINVAL');
  const any = to.address.isUnspecified;
  const freeBind = Boolean(f.settings.kept.get('IP_FREEBIND'));
  if (!any && !freeBind && !tcp.env.isOurs(to.address)) return failed('EADDRNOTAVAIL');
  const isPrivileged = to.port > 0 && to.port < FIRST_FOR_ALL;
  if (isPrivileged && !f.posix.may('CAP_NET_BIND_SERVICE')) return failed('EACCES');
  const local = any ? null : to.address.clone();
  if (to.port !== 0 && !isFree(f, local, to.port)) return failed('EADDRINUSE');
  const port = to.port === 0 ? anyPort(f, local) : to.port;
  if (port === 0) return failed('EADDRINUSE');
  take(f, local, port);
  return ok();
}

/** A port for one who listens without having bound any. */
export function bindAny(f: SocketFile): boolean {
  const port = anyPort(f, null);
  if (port !== 0) take(f, null, port);
  return port !== 0;
}

/** What is bound is bound no more: it is used by a connection or a listener now, or given up. */
export function unbind(f: SocketFile): void {
  if (f.hold !== null) f.posix.host.tcp.bound.remove(f.hold);
  f.hold = null;
}

function take(f: SocketFile, local: Address | null, port: number): void {
  f.bound = { address: local ?? unspecified(f.family), port };
  f.hold = {
    local,
    localPort: port,
    reuseAddress: reuses(f),
    reusePort: shares(f),
    get options() {
      return f.settings.options;
    },
  } satisfies Bound;
  f.posix.host.tcp.bound.add(f.hold);
}

/** SO_REUSEADDR */
export const reuses = (f: SocketFile): boolean => Boolean(f.settings.kept.get('SO_REUSEADDR'));
/** SO_REUSEPORT */
export const shares = (f: SocketFile): boolean => Boolean(f.settings.kept.get('SO_REUSEPORT'));

function anyPort(f: SocketFile, local: Address | null): number {
  const { tcp } = f.posix.host;
  const start = tcp.env.random.u32();
  return tcp.ports.choose(
    f.settings.profile,
    start,
    (p) => !tcp.bound.has(p) && isFree(f, local, p),
  );
}

/** Nobody is there who does not want to share: bound, listening, or connected. */
function isFree(f: SocketFile, local: Address | null, port: number): boolean {
  const { tcp } = f.posix.host;
  const together = (b: Bound): boolean =>
    (shares(f) && b.reusePort) || (f.posix.system === 'linux' && reuses(f) && b.reuseAddress);
  if (!tcp.bound.meets(local, port).every(together)) return false;
  if (tcp.demux.isListening(local, port, shares(f))) return false;
  if (reuses(f) || shares(f)) return true;
  for (const flow of tcp.flows()) {
    if (flow.localPort === port && (local === null || local.equals(flow.local))) return false;
  }
  return true;
}

export function nameOf(f: SocketFile, into: AddressSlot): Result {
  const { connection: c, listener: l } = f;
  if (c !== null) into.value = { address: c.local, port: c.localPort };
  else if (l !== null)
    into.value = { address: l.local ?? unspecified(f.family), port: l.localPort };
  else into.value = f.bound ?? { address: unspecified(f.family), port: 0 };
  return ok();
}

export function peerOf(f: SocketFile, into: AddressSlot): Result {
  const { connection: c } = f;
  if (c === null || f.isClosed || f.isOpening) return failed('ENOTCONN');
  into.value = { address: c.remote, port: c.remotePort };
  return ok();
}

/** What the engine threw, as an errno; what is no caller's mistake is thrown on. */
export function errnoOf(e: unknown): string {
  if (e instanceof TcpError) return e.code;
  if (e instanceof RangeError) return 'EINVAL';
  throw e;
}
