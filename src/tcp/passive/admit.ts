import { ACCEPT_QUEUE_FULL } from '../../wire/drop.ts';
import type { Segment } from '../../wire/tcp.ts';
import { synchronized } from '../arrive/synchronized.ts';
import { Connection } from '../connection.ts';
import { receivesFrom, takeOffer } from '../negotiate.ts';
import { RenoRecovery } from '../recovery/reno.ts';
import { SYN_RECEIVED } from '../state.ts';
import { completesOpening, type HalfOpen } from './syn-queue.ts';

/** A segment for a half-open entry; when it completes the opening, the entry becomes a connection. */
export function admit(h: HalfOpen, seg: Segment): void {
  if (!completesOpening(h, seg)) return;
  const { listener, tcp } = h;
  if (listener.acceptQueue.isFull) {
    tcp.drop(h, ACCEPT_QUEUE_FULL);
    if (h.profile.acceptOverflow === 'reset') {
      tcp.resetReply(h, seg);
      listener.synQueue.remove(h);
    }
    return;
  }
  listener.synQueue.take(h);
  const c = connectionOf(h);
  tcp.demux.connections.add(c);
  synchronized(c, seg); // the same segment again, now with a TCB: its text and FIN count
  tcp.touch(c);
}

/** The TCB a half-open entry stands for, in SYN-RECEIVED as the entry was. */
function connectionOf(h: HalfOpen): Connection {
  const c = new Connection(
    h.tcp,
    h.profile,
    h.id,
    h.route,
    h.local,
    h.localPort,
    h.remote,
    h.remotePort,
    new RenoRecovery(),
  );
  c.pseudo = h.pseudo;
  c.state = SYN_RECEIVED;
  c.passive = true;
  c.listener = h.listener;
  takeOffer(c, h.offer);
  c.ts.offset = h.ts.offset;
  receivesFrom(c, h.irs);
  c.snd.iss = h.iss;
  c.snd.una = h.iss;
  c.snd.nxt = (h.iss + 1) | 0;
  c.synLost = h.retries > 0;
  if (!c.synLost) c.rtt.sent(c.snd.nxt, h.openedAt);
  return c;
}
