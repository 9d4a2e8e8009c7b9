import type { FastOpenOptions } from '../tcp/calls/index.ts';
import { fastOpenIsReady, setFastOpen, textOnSyn } from '../tcp/calls/index.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Listener } from '../tcp/passive/listener.ts';
import { errnoOf } from './naming.ts';
import { open } from './opening.ts';
import { failed, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';
import type { SocketAddress } from './types.ts';

/*
 * Fast Open, RFC 7413, as the two systems offer it: MSG_FASTOPEN and TCP_FASTOPEN_CONNECT on Linux, sendto after
 * TCP_FASTOPEN on FreeBSD; and TCP_FASTOPEN of a listener on either.
 */

/** What the first octets of a call go with. */
export interface FirstText {
  /** All of it, in one piece. */
  octets(): Uint8Array;
  /** So many of them went with the SYN. */
  skip(n: number): void;
}

/**
 * tcp_sendmsg_fastopen(): a write that opens the connection, because MSG_FASTOPEN says so, or because connect
 * was put off. What is to be said at once, or null when the write may go on, after it has waited.
 */
export function openAndWrite(
  f: SocketFile,
  text: FirstText,
  to: SocketAddress | null,
): Result | null {
  if (!f.settings.profile.fastOpenClient) return failed('EOPNOTSUPP');
  if (f.listener !== null) return failed('EISCONN');
  const peer = f.deferred ?? to;
  if (f.phase === 'connected') return failed('EISCONN');
  if (f.phase === 'connecting') return nextWrite(f);
  if (peer === null) return failed('EINVAL');
  f.deferred = null;
  return openWith(f, peer, text);
}

/** MSG_FASTOPEN where the SYN has gone already. */
function nextWrite(f: SocketFile): Result | null {
  if (f.isOpening) return failed('EALREADY');
  if (f.isClosed) {
    f.phase = 'unconnected';
    return failed(f.takeError() ?? 'ECONNABORTED');
  }
  f.phase = 'connected';
  return null; // it means nothing any more
}

/** Opens a connection to `to` with as much of the text on its SYN as may be. Null, or what went wrong. */
export function openWith(f: SocketFile, to: SocketAddress, text: FirstText): Result | null {
  const errno = open(f, to, text.octets());
  if (errno !== null) return failed(errno);
  text.skip(textOnSyn(f.connection as Connection));
  return null;
}

/** tcp_fastopen_defer_connect(): the SYN waits for the first write, which it could carry. */
export function defersConnect(f: SocketFile, to: SocketAddress): boolean {
  if (!wantsDeferral(f)) return false;
  const { posix, bound, settings } = f;
  const local = bound === null || bound.address.isUnspecified ? undefined : bound.address;
  try {
    return fastOpenIsReady(posix.host.tcp, {
      remote: to.address,
      remotePort: to.port,
      local,
      profile: settings.profile,
    });
  } catch (e) {
    errnoOf(e); // throws again what is no errno
    return false; // the OPEN will say what is wrong
  }
}

export function wantsDeferral(f: SocketFile): boolean {
  return Boolean(f.settings.kept.get('TCP_FASTOPEN_CONNECT'));
}

/** TCP_FASTOPEN: for a listener how many may wait for their handshake, for FreeBSD's client whether it is on. */
export function setQueue(f: SocketFile, n: number): string | null {
  const { profile } = f.settings;
  if (f.posix.system === 'freebsd' && !profile.fastOpenClient && !profile.fastOpenServer) {
    return 'EPERM';
  }
  if (f.connection !== null && !f.isClosed) return 'EINVAL';
  if (f.listener !== null) tuneListener(f, f.listener, n);
  return null;
}

/** TCP_FASTOPEN_KEY: octets of one key, or of two. */
export function setKeys(f: SocketFile, value: string): void {
  f.settings.kept.set('TCP_FASTOPEN_KEY', value);
  const { listener } = f;
  if (listener !== null) tuneListener(f, listener, listener.fastOpen?.limit ?? 0);
}

/** What the socket's options say of a listener that is made now, or nothing. */
export function tuneNewListener(f: SocketFile, l: Listener): void {
  const queue = Number(f.settings.kept.get('TCP_FASTOPEN') ?? 0);
  const hasKeys = f.settings.kept.has('TCP_FASTOPEN_KEY');
  if (queue > 0 || (hasKeys && l.fastOpen !== null)) {
    tuneListener(f, l, queue > 0 ? queue : (l.fastOpen?.limit ?? 0));
  }
}

function tuneListener(f: SocketFile, l: Listener, queue: number): void {
  const text = f.settings.kept.get('TCP_FASTOPEN_KEY');
  const o: FastOpenOptions = {
    // FreeBSD has no queue: tcp_fastopen_alloc_counter() only counts.
    queue: f.posix.system === 'freebsd' && queue > 0 ? l.backlog : queue,
    keys: typeof text === 'string' && text !== '' ? octetsOf(text) : undefined,
  };
  setFastOpen(l, o);
}

function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
