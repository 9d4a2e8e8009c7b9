import { activate, close, textOnSyn } from '../tcp/calls/index.ts';
import type { Gift } from './gift.ts';
import { errnoOf, unspecified } from './naming.ts';
import type { SocketFile } from './socket-file.ts';
import type { SocketAddress } from './types.ts';

/*
 * OPEN and SEND on a socket that listens, with a peer named: RFC 9293 sections 3.10.1 and 3.10.2 turn it from
 * passive to active. No system does; whether this one does is the profile's `listenOpen`.
 */

/** Whether the socket listens and may turn active. */
export function turnsActive(f: SocketFile): boolean {
  return f.listener !== null && f.settings.profile.listenOpen === 'activate';
}

/**
 * Sends the SYN, with what fits of `gift`; the errno, or null. The listener is gone then, and what waited in its
 * queues is reset: the socket becomes the one connection.
 */
export function openListening(f: SocketFile, to: SocketAddress, gift: Gift | null): string | null {
  const { listener, posix, settings } = f;
  if (listener === null) return 'EINVAL';
  if (to.address.version !== f.family) return 'EAFNOSUPPORT';
  const { tcp } = posix.host;
  try {
    const c = tcp.openPassive({
      local: listener.local ?? unspecified(f.family),
      localPort: listener.localPort,
      user: f,
      profile: settings.profile,
    });
    c.options = settings.options;
    if (settings.noDelay !== null) c.noDelay = settings.noDelay;
    try {
      activate(c, to.address, to.port, gift?.text);
    } catch (e) {
      close(c); // it still waits in LISTEN, where nobody hears of its end
      throw e;
    }
    f.connection = c;
  } catch (e) {
    return errnoOf(e);
  }
  listener.close();
  f.listener = null;
  f.error = null;
  f.phase = 'connecting';
  if (gift !== null) {
    gift.wentOnSyn(textOnSyn(f.connection));
    gift.mayQueue = true;
  }
  return null;
}
