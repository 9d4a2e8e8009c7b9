import { CONNECTED, type Connection, ENDED, GONE, READABLE, WRITABLE } from './connection.ts';
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
  const { events } = c;
  c.events = 0;
  if ((events & CONNECTED) !== 0) c.user?.onConnected(c);
  if ((events & READABLE) !== 0 && c.receiveQueue.length > 0) c.user?.onReadable(c);
  if ((events & ENDED) !== 0) c.user?.onEnded(c);
  if ((events & WRITABLE) !== 0) c.user?.onWritable(c);
  if ((events & GONE) !== 0) c.user?.onClosed(c, c.error);
}
