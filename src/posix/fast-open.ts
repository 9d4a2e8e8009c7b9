import { textOnSyn } from '../tcp/calls/index.ts';
import type { Connection } from '../tcp/connection.ts';
import { wantsCookie } from './deferral.ts';
import type { Gift } from './gift.ts';
import { errnoOf } from './naming.ts';
import { open, outcome } from './opening.ts';
import { failed, ok, type Result } from './result.ts';
import type { SocketFile } from './socket-file.ts';
import type { SocketAddress } from './types.ts';

/*
 * TCP Fast Open, RFC 7413, as processes ask for it: Linux by MSG_FASTOPEN, or by TCP_FASTOPEN_CONNECT before
 * connect; FreeBSD by TCP_FASTOPEN before sendto or connect.
 */

/**
 * Linux's tcp_sendmsg_fastopen(): opens with what `gift` has. A result when that is all there is to say; null
 * when the rest of it is sent as ever, once the connection is open.
 */
export function sendWithSyn(
  f: SocketFile,
  gift: Gift,
  to: SocketAddress | null,
  nonBlocking: boolean,
): Result | null {
  if (f.listener !== null) return failed('EISCONN');
  if (f.deferred === null && f.phase !== 'unconnected') return sendLater(f, nonBlocking);
  if (!f.settings.profile.fastOpenClient && f.deferred === null) return failed('EOPNOTSUPP');
  const peer = f.deferred ?? to;
  if (peer === null) return failed('EINVAL');
  const errno = openWith(f, gift, peer);
  if (errno !== null) return failed(errno);
  if (!nonBlocking) return null;
  return gift.onSyn > 0 ? ok(gift.onSyn) : failed('EINPROGRESS');
}

/** There is a connection, or one is being opened: __inet_stream_connect(). */
function sendLater(f: SocketFile, nonBlocking: boolean): Result | null {
  if (f.phase === 'connected') return failed('EISCONN');
  if (f.isOpening) return nonBlocking ? failed('EALREADY') : null;
  const result = outcome(f);
  return result.errno === null ? null : result;
}

/** FreeBSD's tcp_usr_send(): sendto on a socket that is not connected opens, and queues what it has. */
export function sendAndOpen(f: SocketFile, gift: Gift, to: SocketAddress): Result | null {
  if (f.listener !== null) return failed('EOPNOTSUPP');
  const errno = wantsCookie(f) ? openWith(f, gift, to) : open(f, to, null);
  if (errno !== null) return failed(errno);
  gift.mayQueue = true;
  return null;
}

function openWith(f: SocketFile, gift: Gift, to: SocketAddress): string | null {
  try {
    const errno = open(f, to, gift.text);
    if (errno !== null) return errno;
  } catch (e) {
    return errnoOf(e);
  }
  f.deferred = null;
  gift.wentOnSyn(textOnSyn(f.connection as Connection));
  return null;
}
