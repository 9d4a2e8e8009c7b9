import type { ExploreWorld, ProgramStep } from '../model.ts';
import { client, connects, mslOf, night, server, type WorldProfile } from './hosts.ts';

const AGAIN: readonly ProgramStep[] = [
  { ...connects('again'), when: { on: 'closed', socket: 'main' } },
];

/** The same four-tuple once more, while the server waits in TIME-WAIT: RFC 9293 section 3.6.1. */
export function reopen(profile: WorldProfile): ExploreWorld {
  return {
    id: 'reopen',
    title: { zh: '同一个四元组重新打开', en: 'the same four-tuple is opened again' },
    about: {
      zh: 'B 先关闭，留在 TIME-WAIT；A 从同一个端口再连一次，上一条连接的报文段可能还在路上。',
      en: 'B closes first and is left in TIME-WAIT; A connects again from the same port, and segments of the connection before may still be about.',
    },
    hosts: [
      client(profile, [
        [
          connects(),
          { do: { call: 'send', text: 'a' }, when: { on: 'ended' } },
          { do: { call: 'close' } },
        ],
        AGAIN,
      ]),
      server(profile, [[{ do: { call: 'close' }, when: { on: 'accepted' } }]]),
    ],
    msl: mslOf(profile),
    bounds: { duplicate: 1, faults: 1, timers: profile === 'freebsd' ? 0 : 1, early: 0 },
    nightly: night({ lose: 1, duplicate: 1, faults: 2, timers: 2, early: 1 }),
  };
}

/** The same four-tuple once more, after the client has waited in TIME-WAIT. */
export function reopenAfterTimeWait(profile: WorldProfile): ExploreWorld {
  return {
    id: 'reopen-after-time-wait',
    title: { zh: 'TIME-WAIT 之后重新打开', en: 'opened again after TIME-WAIT' },
    about: {
      zh: 'A 先关闭；等过 2 MSL，它从同一个端口再连一次。',
      en: 'A closes first; when 2 MSL are over, it connects again from the same port.',
    },
    hosts: [
      client(profile, [
        [
          connects(),
          { do: { call: 'send', text: 'a' }, when: { on: 'connected' } },
          { do: { call: 'close' } },
        ],
        AGAIN,
      ]),
      server(profile, [[{ do: { call: 'close' }, when: { on: 'ended' } }]]),
    ],
    msl: mslOf(profile),
    bounds: { duplicate: profile === 'freebsd' ? 0 : 1, late: 2, timers: 1, early: 0 },
    nightly: night({ lose: 1, duplicate: 1, faults: 2, timers: 2, early: 1 }),
  };
}
