import {
  CONNECTED,
  type Connection,
  ENDED,
  GONE,
  READABLE,
  TROUBLED,
  URGENT,
  WRITABLE,
} from './connection.ts';
import { output } from './output.ts';

/** A connection's part in the end of a turn: its user is told what happened, then it sends. */
export function dispatch(c: Connection): void {
  if (c.events !== 0 && c.user !== null) tellUser(c);
  c.touched = false;
  if (c.events !== 0 && c.user !== null) c.tcp.touch(c); // something happened while we were telling
  output(c);
}

/** Each callback may do anything, even let go of the connection. */
function tellUser(c: Connection): void {
  if (take(c, CONNECTED)) c.user?.onConnected(c);
  if (take(c, URGENT)) c.user?.onUrgent?.(c);
  if (take(c, TROUBLED) && c.softError !== null) c.user?.onSoftError?.(c, c.softError);
  if (take(c, READABLE) && c.receiveQueue.length > 0) c.user?.onReadable(c);
  if (take(c, ENDED)) c.user?.onEnded(c);
  if (take(c, WRITABLE)) c.user?.onWritable(c);
  if (take(c, GONE)) c.user?.onClosed(c, c.error);
}

/** Whether `event` is to be told; it will have been. */
function take(c: Connection, event: number): boolean {
  if ((c.events & event) === 0) return false;
  c.events &= ~event;
  return true;
}
