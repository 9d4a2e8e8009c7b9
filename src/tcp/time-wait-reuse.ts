import type { Micros } from '../base/timer-queue.ts';
import type { Connection } from './connection.ts';
import { issAfter } from './isn.ts';
import type { Profile } from './profile.ts';
import type { TimeWait } from './time-wait-entry.ts';

/** How old the last timestamp must be: then all the next connection sends is newer. */
const APART: Micros = 1_000_000;

/**
 * Whether an active OPEN may take the place of `e`. With timestamps on both sides the peer tells old
 * segments from new by them: RFC 6191 section 4, and Linux where tcp_tw_reuse is set.
 */
export function mayTakePlace(e: TimeWait, profile: Profile, now: Micros): boolean {
  return profile.timeWaitReuse && profile.timestamps && e.ts.on && now - e.ts.recentAt > APART;
}

/** `c` is about to send its SYN: if a connection in TIME-WAIT has its four-tuple, that makes way. */
export function takePlace(c: Connection): void {
  const { snd, tcp } = c;
  const e = tcp.timeWait.find(c.local, c.remote, c.localPort, c.remotePort);
  if (e === null) return;
  const iss = issAfter(snd.iss, e.sndNxt, c.profile);
  tcp.timeWait.makeWay(e);
  snd.iss = iss;
  snd.una = iss;
  snd.nxt = (iss + 1) | 0;
}
