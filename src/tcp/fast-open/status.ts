import type { Connection } from '../connection.ts';
import { OPENED_ON_TEXT } from '../handshake.ts';

/** Fast Open made a connection of the peer's SYN, its handshake is not complete, and it may have sent text already. */
export function mayTalkEarly(c: Connection): boolean {
  return c.handshake.fastOpen !== null && c.handshake.fastOpen.queue !== null;
}

/**
 * Fast Open has worked: the text of the SYN, ours or the peer's, was taken with it, all of it. It stays so while
 * there is the connection. Linux: TCPI_OPT_SYN_DATA.
 */
export function isFastOpened(c: Connection): boolean {
  if (c.handshake === OPENED_ON_TEXT || synTextTaken(c) > 0) return true;
  return mayTalkEarly(c) && (c.handshake.fastOpen?.text ?? 0) > 0;
}

/** Octets that went with our SYN and were taken with it, all of them; 0 otherwise. */
export function synTextTaken(c: Connection): number {
  const { fastOpen } = c.handshake;
  return fastOpen?.taken ? fastOpen.text : 0;
}
