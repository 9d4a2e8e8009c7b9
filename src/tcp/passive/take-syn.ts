import { ACCEPT_QUEUE_FULL, SYN_QUEUE_FULL } from '../../wire/drop.ts';
import type { Segment } from '../../wire/tcp.ts';
import { issAfter } from '../isn.ts';
import { defaultMss } from '../mss.ts';
import type { Flow } from '../observer.ts';
import type { Arrival } from '../tcp.ts';
import type { TimeWait } from '../time-wait-entry.ts';
import { openAtOnce } from './at-once.ts';
import { openFast } from './fast-open.ts';
import type { HalfOpen } from './half-open.ts';
import type { Listener } from './listener.ts';
import { answerStateless } from './stateless.ts';
import { askUser } from './syn-hook.ts';

/**
 * A SYN for a listener: the room there is and the user's word decide. `before` is the connection in
 * TIME-WAIT that it may reopen, or null.
 */
export function takeSyn(l: Listener, seg: Segment, at: Arrival, before: TimeWait | null): void {
  const { tcp } = l;
  const place = placeFor(l, before);
  if (place === null) return;
  let id = before?.id ?? 0;
  let decision: ReturnType<typeof askUser> = 'accept';
  if (l.onSyn !== null) {
    if (id === 0) id = tcp.newId();
    decision = askUser(l.onSyn, seg, at, id);
    if (l.closed) return; // he has closed it meanwhile
  }
  switch (decision) {
    case 'refuse':
      tcp.counters.synsRefused++;
      tcp.resetStranger(seg, at, l.options);
      return;
    case 'drop':
      tcp.counters.synsIgnored++;
      return;
    case 'accept':
      if (place === 'cookie') {
        answerStateless(l, seg, at);
        return;
      }
      break;
    case 'defer': // what is deferred needs an entry, even where all others get cookies
      if (l.synQueue.isFull && !makesRoom(l)) {
        tcp.drop(before, SYN_QUEUE_FULL);
        return;
      }
      tcp.counters.synsDeferred++;
  }
  const route = tcp.routeBack(at);
  if (route === null) return;
  if (l.synQueue.isFull && !l.synQueue.evictOldest()) return;
  const h = newEntry(l, seg, at, before === null ? null : tcp.timeWait.detach(before), id);
  if (decision !== 'defer' && (openAtOnce(h, seg, route) || openFast(h, seg, route))) return;
  if (seg.textTo > seg.textFrom) l.synTexts.keep(h.id, seg);
  if (decision === 'defer') l.synQueue.defer(h);
  else l.synQueue.add(h);
}

/** Where a SYN finds room; null when nowhere, and then it is counted. */
function placeFor(l: Listener, f: Flow | null): 'queue' | 'cookie' | null {
  const { tcp, profile, synQueue } = l;
  // A SYN that could not be accepted later need not be answered now: the peer will try again.
  if (l.acceptQueue.isFull) {
    tcp.drop(f, ACCEPT_QUEUE_FULL);
    return null;
  }
  // An ISS made of a cookie may lie anywhere, and one that reopens a connection must lie beyond its last.
  const cookies = f === null ? profile.synCookies : 'never';
  if (cookies === 'always') return 'cookie';
  if (!synQueue.isFull) return 'queue';
  if (cookies === 'full') return 'cookie';
  if (makesRoom(l)) return 'queue';
  tcp.drop(f, SYN_QUEUE_FULL);
  return null;
}

/** Whether the oldest entry would go for a new one. */
function makesRoom(l: Listener): boolean {
  return l.profile.synQueueFull === 'drop-oldest' && l.synQueue.limit > 0;
}

/** A half-open entry for a SYN, in no table yet. */
function newEntry(
  l: Listener,
  seg: Segment,
  at: Arrival,
  before: TimeWait | null,
  id: number,
): HalfOpen {
  const { tcp } = l;
  const h = l.newHalfOpen.begin(before, id, at.udpPort);
  h.local.copyFrom(at.local);
  h.remote.copyFrom(at.remote);
  h.localPort = seg.dport;
  h.remotePort = seg.sport;
  h.irs = seg.seq;
  const secret = tcp.secrets.tuple(h.local, h.localPort, h.remote, h.remotePort);
  h.iss = tcp.drawIss(secret.iss, l.profile);
  if (before !== null) h.iss = issAfter(h.iss, before.sndNxt, l.profile);
  h.offer.read(seg, defaultMss(h.remote, l.profile)).limit(h.remote, l.profile, l.options);
  return h;
}
