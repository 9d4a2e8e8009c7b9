import type { Micros } from '../base/timer-queue.ts';
import { lt } from '../wire/seq.ts';
import type { Connection } from './connection.ts';
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
  // Beyond anything the old connection sent, as if 64 KiB more had been: RFC 1122 section 4.2.2.13.
  const least = (e.sndNxt + 65_537) | 0;
  tcp.timeWait.makeWay(e);
  if (!lt(snd.iss, least)) return;
  snd.iss = least;
  snd.una = least;
  snd.nxt = (least + 1) | 0;
}
