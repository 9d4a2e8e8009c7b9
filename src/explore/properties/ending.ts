import { Connection } from '../../tcp/connection.ts';
import { SYN_RECEIVED, SYN_SENT } from '../../tcp/state.ts';
import type { Arena, ArenaHost } from '../arena.ts';
import type { End } from '../end.ts';
import type { Property } from '../property.ts';
import { faultsOf, heldAt, isQuiet, isStill, ofEnds } from './helpers.ts';

/** Work that nothing will ever do. */
export const NOTHING_MOVES: Property = {
  id: 'nothing-moves',
  clause: 'RFC 9293 sections 3.8.1 and 3.10.8',
  title: {
    zh: '还有数据、SYN 或 FIN 没有送到，却没有定时器在走，也没有报文段在路上',
    en: 'text, a SYN or a FIN is still to be delivered, and no timer runs and no segment is on its way',
  },
  broken: (arena) => {
    if (!isQuiet(arena) && !isStill(arena)) return null;
    return arena.hosts.find(hasWork)?.name ?? null;
  },
};

function hasWork(h: ArenaHost): boolean {
  for (const f of h.host.tcp.flows()) {
    if (f.state === SYN_SENT || f.state === SYN_RECEIVED) return true;
    if (!(f instanceof Connection)) continue;
    const { snd } = f;
    const finAcked = snd.finQueued && ((snd.una - snd.fin) | 0) > 0;
    if (f.sendQueue.length > 0 || (snd.finQueued && !finAcked)) return true;
  }
  return false;
}

/** Idle ESTABLISHED, CLOSE-WAIT and FIN-WAIT-2 are legal rests while an application has not closed. */
export const LEFT_BEHIND: Property = {
  id: 'left-behind',
  clause: 'RFC 9293 section 3.6',
  title: {
    zh: '两边都关闭了，网络也静了，还有一方留着状态',
    en: 'both sides have closed and the network is quiet, and someone still holds state',
  },
  broken: (arena) => {
    if (!isQuiet(arena)) return null;
    for (const e of arena.ends()) {
      if (!e.gone && !e.closed && !e.aborted && !e.crashed) return null;
    }
    return arena.hosts.find((h) => heldAt(h).length > 0)?.name ?? null;
  },
};

/** Where keepalive is off, as it is by default, this is the rule: RFC 1122 leaves it to the application. */
export const FOR_EVER: Property = {
  id: 'for-ever',
  clause: 'RFC 9293 section 3.8.4',
  title: {
    zh: '对方断电了，这一边永远留着连接',
    en: 'the peer has lost its power, and this side holds the connection for ever',
  },
  broken: (arena) => {
    if (!isQuiet(arena)) return null;
    for (const e of arena.ends()) {
      if (!e.gone && e.peer?.crashed === true) return arena.hosts[e.host]?.name ?? null;
    }
    return null;
  },
};

export const CLOSED_UNASKED = ofEnds(
  'closed-unasked',
  'RFC 9293 section 3.6',
  {
    zh: '对方一关闭，这一边也被关上了，应用却还没有关闭',
    en: 'the peer closes, and this side is closed too, though its application has not closed',
  },
  (e) => e.closedUnasked,
);

export const SILENCED = ofEnds(
  'silenced',
  'RFC 9293 section 3.6',
  {
    zh: '应用还没有关闭，话却说不出去了',
    en: 'an application that has not closed can say no more',
  },
  (e) => e.refused === 'EPIPE' && !e.closed && !e.aborted,
);

/** Both applications closed, all text has arrived, and yet it ends with an error. */
export const SPOILT_CLOSE = ofEnds(
  'spoilt-close',
  'RFC 9293 sections 3.6 and 3.6.1',
  {
    zh: '两边的应用都正常关闭了，连接却以出错告终',
    en: 'both applications close properly, and the connection ends with an error',
  },
  (e, arena) => {
    const { peer, outcome } = e;
    if (outcome === undefined || outcome === null || peer === null || !e.agrees) return false;
    if (!e.closed || !peer.closed || e.aborted || peer.aborted || peer.crashed) return false;
    return !isHopeless(arena);
  },
);

/** So much was lost that to give up is all there is left. */
function isHopeless({ spent }: Arena): boolean {
  return spent.lose + spent.damage + spent.expired > 1;
}

export const GIVEN_UP = ofEnds(
  'given-up',
  'RFC 9293 section 3.8.3',
  {
    zh: '一个报文段也没有丢，对方也还在，连接却因超时被放弃了',
    en: 'a connection is given up though nothing was lost and its peer is there',
  },
  (e, arena) => isGivenUpAtRest(e, arena) && faultsOf(arena) === 0,
);

/** Who sends again what was lost needs one more try; where the first is the last, this is no fault. */
export const ONE_LOSS = ofEnds(
  'one-loss',
  'RFC 9293 section 3.8.1',
  {
    zh: '只丢了一个报文段，对方也还在，连接却因超时被放弃了',
    en: 'a connection is given up though one segment was lost, no more, and its peer is there',
  },
  (e, arena) => isGivenUpAtRest(e, arena) && faultsOf(arena) === 1 && arena.spent.lose === 1,
);

/** The last step gave it up, when nothing was on its way that could have helped, and nobody has lost power. */
function isGivenUpAtRest(e: End, { step, hosts }: Arena): boolean {
  if (!step.wasEmpty || !step.over.includes(e) || e.outcome !== 'ETIMEDOUT') return false;
  return hosts.every((h) => h.boots === 1 && !h.programs.isOff);
}
