import { ofEnds } from './helpers.ts';

/** An application accepts a connection that nobody has opened, or not any more, and that nobody knows of. */
export const NOBODY_OPENED = ofEnds(
  'nobody-opened',
  'RFC 9293 section 3.5',
  {
    zh: '应用得到了一条连接，却没有人打开过它，或者打开的人没等连上就不在了',
    en: 'an application accepts a connection that nobody opened, or whose opener was gone before it was open',
  },
  (e) => {
    if (!e.accepted || e.opener) return false;
    const { peer } = e;
    if (peer === null) return true;
    // While its opener still waits it may yet agree; once it has agreed, what becomes of it is its affair.
    return !e.agrees && (peer.gone || peer.peer !== null);
  },
);

/** One opening makes two connections. */
export const ACCEPTED_TWICE = ofEnds(
  'accepted-twice',
  'RFC 9293 section 3.5',
  {
    zh: '同一次打开，应用得到了两条连接',
    en: 'an application accepts the same connection twice',
  },
  (e, arena) => {
    if (!e.accepted || e.peer === null) return false;
    for (const other of arena.ends()) {
      if (other !== e && other.host === e.host && other.accepted && other.peer === e.peer)
        return true;
    }
    return false;
  },
);
