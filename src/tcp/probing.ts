import { type Micros, NEVER } from '../base/timer-queue.ts';
import { leq } from '../wire/seq.ts';
import type { Connection } from './connection.ts';

/** The window is closed, and something waits for it to open. */
export function needsProbe(c: Connection): boolean {
  const { snd } = c;
  if (snd.wnd !== 0 && !(snd.una === snd.nxt && isRefused(c))) return false;
  return c.probeOut || c.sendQueue.length > 0 || (snd.finQueued && leq(snd.nxt, snd.fin));
}

/** The host's own queue would throw away what is sent now, and the profile waits until there is room. */
export function isRefused(c: Connection): boolean {
  return c.profile.localDropInterval !== NEVER && c.tcp.env.isFull(c.route);
}

/** How long to wait before the next zero-window probe. */
export function persistWait(c: Connection): Micros {
  let wait = c.rtt.rto;
  for (let i = 0; i < c.probeBackoff && wait < c.profile.maxPersist; i++) wait *= 2;
  return Math.min(wait, c.profile.maxPersist);
}
