import { ESTABLISHED } from '../../tcp/state.ts';
import type { End } from '../end.ts';
import type { Property } from '../property.ts';
import { ofEnds } from './helpers.ts';

export const DIFFERENT_STARTS = ofEnds(
  'different-starts',
  'RFC 9293 section 3.5',
  {
    zh: '两端都是 ESTABLISHED，却对数据流从哪个序号开始看法不同',
    en: 'two sides are ESTABLISHED with different ideas of where the streams start',
  },
  (e, arena) => {
    if (e.state !== ESTABLISHED || e.gone) return false;
    for (const other of arena.ends()) {
      if (other.host === e.host || other.gone || other.state !== ESTABLISHED) continue;
      if (other.localPort !== e.remotePort || other.remotePort !== e.localPort) continue;
      if (e.iss !== other.irs || e.irs !== other.iss) return true;
    }
    return false;
  },
);

export const FOREIGN_RESET = ofEnds(
  'foreign-reset',
  'RFC 9293 sections 3.5.3 and 3.10.7.4, second',
  {
    zh: '不属于这条连接的 RST 把它断开了',
    en: 'a connection is ended by a reset that does not belong to it',
  },
  // What an old duplicate SYN began was nobody's connection: to reset it is what RFC 9293 figure 8 wants.
  (e) => isResetByStranger(e) && (e.established || (e.peer !== null && !e.peer.gone)),
);

export const CUT_OFF = ofEnds(
  'cut-off',
  'RFC 9293 sections 3.5.3 and 3.10.7.4, second',
  {
    zh: '已经 ESTABLISHED 的连接，被不属于它的 RST 断开了',
    en: 'a connection that was ESTABLISHED is ended by a reset that does not belong to it',
  },
  (e) => e.established && isResetByStranger(e),
);

function isResetByStranger(e: End): boolean {
  const by = e.resetBy;
  if (by === null) return false;
  if (by === 'forged') return true;
  return (
    by !== e && by !== e.peer && by.host !== undefined && (by.host === e.host || by.peer !== e)
  );
}

/** Any reset in answer to a reset. */
export const RESET_ANSWERED: Property = {
  id: 'reset-answered',
  clause: 'RFC 9293 section 3.5.2',
  title: { zh: '用 RST 回应了 RST', en: 'a reset is answered with a reset' },
  broken: (arena) => {
    const { delivered, resetAnswered } = arena.step;
    if (!resetAnswered || delivered === null) return null;
    return arena.hosts[delivered.to.host]?.name ?? null;
  },
};

export const BEYOND_EDGE = ofEnds(
  'beyond-edge',
  'RFC 9293 section 3.8.6',
  {
    zh: '新数据超出了对方给过的最大右边界',
    en: 'new text is sent beyond the greatest right edge ever offered',
  },
  (e) => e.overran,
);
