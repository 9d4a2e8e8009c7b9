import type { Arena } from './arena.ts';
import type { End } from './end.ts';
import { LEFT_BEHIND } from './properties/ending.ts';
import { faultsOf, heldAt } from './properties/helpers.ts';
import type { Hazard } from './property.ts';

/**
 * Who lost its connection without a word that arrives: nobody tells the other side, which notices only when it sends.
 * Every end that is still held must be left so, or what is broken is something else.
 */
const HALF_OPEN: Hazard = {
  id: 'half-open',
  clause: 'RFC 9293 section 3.5.1',
  title: {
    zh: '一方断电，或者它的 RST 丢了，另一方没有话要说，也就一直不知道',
    en: 'one side has lost its power, or its reset was lost, and the other, with nothing to say, never notices',
  },
  covers: (arena, { id }) => {
    if (id !== LEFT_BEHIND.id) return false;
    return arena.hosts.every((h) => heldAt(h).every((e) => isUnnoticed(e, arena)));
  },
};

function isUnnoticed(e: End | null, arena: Arena): boolean {
  const peer = e?.peer ?? null;
  if (peer === null || !peer.gone) return false;
  // Where nothing was lost the reset has arrived, and to overlook it is no hazard but a fault.
  return peer.crashed || (peer.aborted && faultsOf(arena) > arena.spent.duplicate);
}

/** What an old segment does to a connection is the doing of the reset that ended TIME-WAIT too soon. */
const TIME_WAIT_CUT: Hazard = {
  id: 'time-wait-cut',
  clause: 'RFC 1337 section 2',
  title: {
    zh: 'RST 提前结束了 TIME-WAIT，旧报文段闯进了同一个四元组的下一条连接',
    en: 'a reset ended TIME-WAIT too soon, and an old segment got into the next connection of the same four-tuple',
  },
  covers: (arena, { id }) => OF_OLD_SEGMENTS.has(id) && some(arena, metCut),
};

/** RFC 9293 wants a host that has forgotten its numbers to keep quiet for an MSL; a world may leave that out. */
const NO_QUIET_TIME: Hazard = {
  id: 'no-quiet-time',
  clause: 'RFC 9293 section 3.4.3',
  title: {
    zh: '重启之后没有静默一个 MSL，重启前的报文段闯进了新连接',
    en: 'a host did not keep quiet for an MSL after it was started anew, and a segment from before got into a new connection',
  },
  covers: (arena, { id }) => OF_OLD_SEGMENTS.has(id) && some(arena, metLife),
};

/** What a segment of an earlier connection can break when a later one takes it for its own. */
const OF_OLD_SEGMENTS: ReadonlySet<string> = new Set([
  'nobody-opened',
  'accepted-twice',
  'foreign-octet',
  'wrong-order',
  'read-twice',
  'foreign-end',
  'acked-and-lost',
  'different-starts',
  'foreign-reset',
  'cut-off',
  'spoilt-close',
]);

/** It met a segment of a connection whose TIME-WAIT was cut short. */
function metCut(e: End): boolean {
  return strangersOf(e).some((one) => one.waitCut);
}

/** It met a segment of a life of its host, or of its peer's, that a loss of power has ended. */
function metLife(e: End): boolean {
  if (e.boot === 1 && (e.peer?.boot ?? 1) === 1) return false;
  return strangersOf(e).some((one) => one.crashed);
}

/** Whose segments reached `e`, and who is not the other end of its connection. */
function strangersOf(e: End): End[] {
  const strangers: End[] = [];
  for (const from of e.met) {
    // A SYN-ACK may be that of an end which an old SYN began.
    for (const one of [from, from.peer, from.peer?.peer ?? null]) {
      if (one === null || one === e || one.peer === e) continue;
      if (one === e.peer && one.peer === null) continue; // who is to become its peer
      strangers.push(one);
    }
  }
  return strangers;
}

function some(arena: Arena, is: (e: End) => boolean): boolean {
  for (const e of arena.ends()) if (is(e)) return true;
  return false;
}

/** What the standard itself says may go wrong: counted and named wherever it is met, and no finding. */
export const HAZARDS: readonly Hazard[] = [HALF_OPEN, TIME_WAIT_CUT, NO_QUIET_TIME];
