import type { Catalog } from '../catalog.ts';
import { waitsFor } from '../spell.ts';

/** Timers that expire, in English. */
export const TIMER = {
  'timer/syn': {
    one: (p) => `${p.host}'s timer expires: no answer to the SYN${p.waited}, so again`,
    why: () =>
      'Without a measured round trip the first RTO is 1 second; later waits double; Linux, from 6.5 on, waits 1 s five times first.',
  },
  'timer/syn-give-up': {
    one: (p) => `${p.host} has repeated its SYN as often as allowed, and gives up`,
    why: () => 'Trying on makes no sense; the application gets ETIMEDOUT.',
  },
  'timer/syn-ack': {
    one: (p) => `${p.host}'s SYN+ACK is not acknowledged${p.waited}: again`,
    why: () => 'The waits double: 1, 2, 4, 8 seconds and so on.',
  },
  'timer/syn-ack-give-up': {
    one: (p) => `${p.host} has repeated its SYN+ACK as often as allowed`,
    why: () => 'A half-open entry may not hold its place for ever, or a SYN flood would win.',
  },
  'timer/data': {
    one: (p) => `${p.host}'s retransmission timer expires: data not acknowledged${p.waited}`,
    why: () => 'The RTO comes from measured round trips and doubles at each timeout (RFC 6298).',
  },
  'timer/fin': {
    one: (p) => `${p.host}'s retransmission timer expires: FIN not acknowledged${p.waited}`,
    why: () => 'FIN uses the same retransmission timer as data.',
  },
  'timer/fin-with-text': {
    one: (p) =>
      `${p.host}'s retransmission timer expires: data and FIN not acknowledged${p.waited}`,
    why: () => 'FIN stands behind the data; sent again, both often share a segment.',
  },
  'timer/sends-nothing': {
    one: (p) => `${p.host}'s retransmission timer expires, and nothing is sent again`,
    why: () =>
      'By RFC 6298, rule 5.4, the oldest that is not acknowledged goes out again. Here it is left out on purpose, or cannot leave.',
  },
  'timer/give-up-unrepeated': {
    one: (p) =>
      `${p.host} sent its ${waitsFor(p.state, 'en')} once, hears no answer to it, and gives up`,
    why: () =>
      'How often something is sent again can be set, and here it was not once; the application gets ETIMEDOUT.',
  },
  'timer/give-up': {
    one: (p) => `${p.host} has tried as long as allowed, and gives up`,
    why: () =>
      'This is R2 of RFC 9293: beyond it the connection is closed and the application told ETIMEDOUT.',
  },
  'timer/persist': {
    one: (p) => `${p.host}'s persist timer expires: time to probe the window`,
    why: () =>
      'With window 0 there is nothing to retransmit; this timer keeps both from waiting for ever.',
  },
  'timer/delayed-ack': {
    one: (p) => `${p.host}'s delayed ACK is due`,
    why: () => 'No data came to carry it, so the ACK goes alone.',
  },
  'timer/override': {
    one: (p) => `${p.host} waits no longer and sends the small segment it has`,
    why: () => 'Avoiding silly windows must not mean waiting for ever.',
  },
  'timer/fin-wait-2': {
    one: (p) => `${p.host}'s FIN-WAIT-2 has lasted long enough and is cleared`,
    why: () =>
      'The standard has no such timer; systems add it for connections that nobody holds, 60 seconds on Linux.',
  },
  'timer/keep-alive': {
    one: (p) => `${p.host}'s keepalive timer expires: nothing heard of ${p.peer} for long`,
    why: () => 'Keepalive is off unless the application asks for it, and waits 2 hours by default.',
  },
  'timer/keep-alive-rest': {
    one: (p) => `${p.host}'s keepalive timer looks, finds recent traffic and rests`,
    why: () => 'If something came lately, or data is unacknowledged, there is no need to probe.',
  },
  'timer/keep-alive-give-up': {
    one: (p) => `${p.host}'s keepalive probes were never answered: it gives up`,
    why: () =>
      'So many missing answers mean that the peer is gone; the application gets ETIMEDOUT.',
  },
  'timer/user-timeout': {
    one: (p) => `${p.host}'s user timeout is over: data not acknowledged in time`,
    why: () =>
      'The application said how long to wait at most; RFC 9293 then closes the connection.',
  },
  'timer/linger': {
    one: (p) => `${p.host} lingers no longer for the rest to be delivered`,
    why: () => 'The time that the application was willing to wait at close is used up.',
  },
  'timer/time-wait': {
    one: (p) =>
      p.timeWait === 'one MSL' ? `${p.host}'s one MSL is over` : `${p.host}'s 2 MSL are over`,
    why: (p) =>
      p.timeWait === 'one MSL'
        ? 'A repeated FIN would have restarted it; none came. By the standard it would wait one more.'
        : 'A repeated FIN would have restarted them; none came, so it may end.',
  },
  'timer/other': {
    one: (p) => `${p.host}'s timer expires (${p.timer})`,
    why: () => 'Every connection has timers of its own.',
  },
} satisfies Partial<Catalog>;
