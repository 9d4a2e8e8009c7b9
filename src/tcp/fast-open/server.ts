import type { Connection } from '../connection.ts';
import type { TcpErrorCode } from '../errors.ts';
import { type Handshake, OPENED, OPENED_ON_TEXT } from '../handshake.ts';
import type { FastOpening } from './opening.ts';

/** The handshake is complete: what the connection shows of it from now on. */
export function fastOpenIsOver(c: Connection, f: FastOpening): Handshake {
  if (f.queue === null) return OPENED; // ours, and it ended in a simultaneous open
  f.queue.leave(false, c.tcp.env.clock.now);
  return f.text > 0 ? OPENED_ON_TEXT : OPENED;
}

/** The connection is over before its handshake was complete. It shows what it knows of it still. */
export function fastOpenFails(c: Connection, f: FastOpening, error: TcpErrorCode | null): void {
  if (f.queue === null) return;
  f.queue.leave(error === 'ECONNRESET', c.tcp.env.clock.now);
}
