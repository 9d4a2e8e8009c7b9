import { NEVER } from '../base/timer-queue.ts';
import { type FastOpenOptions, waitedIn } from '../tcp/calls/index.ts';
import type { Connection } from '../tcp/connection.ts';
import { CLOSED, ESTABLISHED } from '../tcp/state.ts';
import { defersSyn, wantsCookie } from './deferral.ts';
import { openListening, turnsActive } from './listen-open.ts';
import { bindAny, errnoOf, shares, unbind } from './naming.ts';
import { patienceOf } from './patience.ts';
import { done } from './pending.ts';
import { type Call, failed, ok, type Result } from './result.ts';
import { SocketFile } from './socket-file.ts';
import type { AddressSlot, SocketAddress } from './types.ts';

/** Asks for a cookie, and sends nothing with it. */
const NO_TEXT = new Uint8Array(0);

/** listen: the port waits for peers. */
export function listenOn(f: SocketFile, backlog: number): Result {
  const most = Math.max(0, Math.min(backlog < 0 ? 128 : backlog, 4096));
  if (f.listener !== null) {
    f.listener.setBacklog(most); // again: inet_listen(), solisten_proto()
    return ok();
  }
  if (f.connection !== null && !f.isClosed) return failed('EINVAL');
  if (f.bound === null && !bindAny(f)) return failed('EADDRINUSE');
  const { address, port } = f.bound as SocketAddress;
  const { posix, settings } = f;
  unbind(f);
  try {
    f.listener = posix.host.tcp.listen({
      local: address.isUnspecified ? null : address,
      localPort: port,
      backlog: most,
      ipv6Only: f.family === 6 && Boolean(settings.kept.get('IPV6_V6ONLY')),
      reuseAddress: true, // bind has looked
      reusePort: shares(f),
      profile: settings.profile,
      options: settings.options,
      metered: true, // for TCP_INFO
      deferAccept: waitedIn(settings.profile, Number(settings.kept.get('TCP_DEFER_ACCEPT') ?? 0)),
      fastOpen: fastOpenOf(f),
      onConnection: () => f.wake(posix.numbers['POLLIN']),
    });
  } catch (e) {
    return failed(errnoOf(e));
  }
  return ok();
}

/** What TCP_FASTOPEN and TCP_FASTOPEN_KEY have said so far. */
function fastOpenOf(f: SocketFile): FastOpenOptions | undefined {
  const { kept } = f.settings;
  const queue = Number(kept.get('TCP_FASTOPEN') ?? 0);
  const keys = kept.get('TCP_FASTOPEN_KEY');
  if (queue === 0 && keys === undefined) return undefined;
  // inet_listen(): without one of its own, that of a host where all listeners do it.
  return { ...(queue > 0 ? { queue } : {}), ...(keys instanceof Uint8Array ? { keys } : {}) };
}

/** accept: the next connection, with a descriptor of its own. */
export function acceptFrom(f: SocketFile, peer: AddressSlot | null, flags: number): Call {
  // FreeBSD: solisten_dequeue() sleeps for as long as it takes.
  const most = f.posix.system === 'linux' ? patienceOf(f, 'SO_RCVTIMEO') : NEVER;
  const attempt = (): Result | null => {
    const { listener, posix } = f;
    if (listener === null) return failed('EINVAL');
    if (f.error !== null) return failed(f.takeError() as string);
    if (listener.acceptQueueLength > 0 && posix.nextDescriptor < 0) return failed('EMFILE');
    const c = listener.accept();
    if (c === null) return null;
    const child = new SocketFile(posix, f.family, flags, f.settings.child());
    const fd = posix.give(child);
    adopt(child, c);
    if (peer !== null) peer.value = { address: c.remote, port: c.remotePort };
    return fd;
  };
  return f.posix.start(f, f.isNonBlocking, attempt, () => failed('EAGAIN'), most);
}

function adopt(f: SocketFile, c: Connection): void {
  f.connection = c;
  f.phase = 'connected';
  f.ended = c.rcv.finKnown;
  c.user = f;
  if (c.state === CLOSED) {
    f.error = c.error; // it was reset while it waited
    return;
  }
  if (f.settings.noDelay !== null) c.noDelay = f.settings.noDelay;
  c.tell(0); // what came before there was a user is told now
}

/** connect, as inet_stream_connect() of Linux and soconnect() of FreeBSD have it. */
export function connectTo(f: SocketFile, to: SocketAddress | null): Call {
  if (to === null) return done(failed('EFAULT'));
  const wrong = mayConnect(f, to);
  if (wrong !== null) return done(wrong);
  if (turnsActive(f)) {
    const errno = openListening(f, to, null);
    if (errno !== null) return done(failed(errno));
    if (f.isNonBlocking) return done(failed('EINPROGRESS'));
  } else if (f.phase === 'unconnected') {
    if (f.posix.system === 'linux' && defersSyn(f, to)) {
      f.deferred = to;
      return done(ok());
    }
    const errno = open(f, to, wantsCookie(f) ? NO_TEXT : null);
    if (errno !== null) return done(failed(errno));
    if (f.isNonBlocking) return done(failed('EINPROGRESS'));
  }
  return awaitOpening(f);
}

/** What is to be said at once, or null when a connection is to be opened, or is being opened. */
function mayConnect(f: SocketFile, to: SocketAddress): Result | null {
  const linux = f.posix.system === 'linux';
  if (to.address.version !== f.family) return failed('EAFNOSUPPORT');
  if (turnsActive(f)) return null;
  if (f.listener !== null) return failed(linux ? 'EISCONN' : 'EOPNOTSUPP');
  if (f.deferred !== null) return failed('EISCONN');
  if (f.phase === 'connected') return failed(linux || !f.isClosed ? 'EISCONN' : 'ECONNREFUSED');
  if (f.phase === 'unconnected') return null;
  if (f.isOpening) return f.isNonBlocking ? failed('EALREADY') : null;
  if (linux) return outcome(f);
  // FreeBSD knows that it is connected without being asked; a socket that failed stays as it is.
  return failed(f.isClosed ? (f.takeError() ?? 'ECONNREFUSED') : 'EISCONN');
}

/** Sends the SYN, with Fast Open and perhaps some of `text` unless that is null; the errno, or null. */
export function open(f: SocketFile, to: SocketAddress, text: Uint8Array | null): string | null {
  const { posix, settings, bound } = f;
  unbind(f);
  try {
    f.connection = posix.host.tcp.open({
      remote: to.address,
      remotePort: to.port,
      local: bound === null || bound.address.isUnspecified ? undefined : bound.address,
      localPort: bound?.port,
      user: f,
      profile: settings.profile,
      options: settings.options,
      metered: true,
      noDelay: settings.noDelay ?? undefined,
      udpPort: Number(settings.kept.get('TCP_REMOTE_UDP_ENCAPS_PORT') ?? 0),
      fastOpen: text === null ? undefined : { text },
    });
  } catch (e) {
    return errnoOf(e);
  }
  f.error = null;
  f.shutRead = false;
  f.shutWrite = false;
  f.ended = false;
  f.phase = 'connecting';
  return null;
}

/**
 * Waits until the opening is over, however it ends, or the patience of Linux's caller is: it goes on by itself.
 * FreeBSD: kern_connectat() sleeps for as long as it takes.
 */
function awaitOpening(f: SocketFile): Call {
  const most = f.posix.system === 'linux' ? patienceOf(f, 'SO_SNDTIMEO') : NEVER;
  const attempt = (): Result | null => (f.isOpening ? null : outcome(f));
  return f.posix.start(f, false, attempt, () => failed('EINPROGRESS'), most);
}

/** How the opening went; once it failed there may be another. */
export function outcome(f: SocketFile): Result {
  const c = f.connection;
  if (c !== null && c.state >= ESTABLISHED && f.error === null) {
    f.phase = 'connected';
    return ok();
  }
  f.phase = 'unconnected';
  return failed(f.takeError() ?? 'ECONNABORTED');
}
