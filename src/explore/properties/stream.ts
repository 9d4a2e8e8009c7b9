import type { End } from '../end.ts';
import { ofEnds } from './helpers.ts';

/** What the application at the other end wrote on this connection. */
const wroteTo = (e: End): string => e.peer?.wrote ?? '';

/** The worlds see to it that no two octets that are written are alike: where one comes from can be told. */
export const FOREIGN_OCTET = ofEnds(
  'foreign-octet',
  'RFC 9293 sections 3.4 and 3.8',
  {
    zh: '应用读到了对方没有在这条连接上发送的字节',
    en: 'an application reads an octet that its peer did not send on this connection',
  },
  (e) => [...e.read].some((octet) => !wroteTo(e).includes(octet)),
);

export const WRONG_ORDER = ofEnds(
  'wrong-order',
  'RFC 9293 sections 3.8 and 3.10.7.4, seventh',
  {
    zh: '应用把同一个字节读了两次，或者读到的顺序不对',
    en: 'an application reads an octet twice, or out of order',
  },
  (e) => !wroteTo(e).startsWith(e.read) && [...e.read].every((o) => wroteTo(e).includes(o)),
);

export const READ_TWICE = ofEnds(
  'read-twice',
  'RFC 9293 section 3.5',
  {
    zh: '同一个字节，应用在两条连接上各读了一次',
    en: 'an application reads the same octet on two connections',
  },
  (e, arena) => {
    if (e.read === '' || e.peer === null) return false;
    for (const other of arena.ends()) {
      if (other !== e && other.host === e.host && other.read !== '' && other.peer === e.peer)
        return true;
    }
    return false;
  },
);

export const FOREIGN_END = ofEnds(
  'foreign-end',
  'RFC 9293 sections 3.4 and 3.10.7.4, eighth',
  {
    zh: '应用得知对方关闭了，对方却没有在这条连接上关闭',
    en: 'an application is told that its peer has closed, and it has not on this connection',
  },
  (e) => {
    const { peer } = e;
    if (!e.ended || e.outcome !== undefined || peer === null) return false;
    return !peer.closed && !peer.closedUnasked && !peer.aborted && !peer.crashed;
  },
);

export const ACKED_AND_LOST = ofEnds(
  'acked-and-lost',
  'RFC 9293 section 3.8',
  {
    zh: '已经确认的字节丢了，接收方却没有崩溃，也没有放弃',
    en: 'octets are acknowledged and lost, though their receiver neither crashed nor aborted',
  },
  (e) => {
    if (e.acked === 0) return false;
    const { peer } = e;
    if (peer === null) return true;
    return e.acked > peer.received && !peer.crashed && !peer.aborted;
  },
);
