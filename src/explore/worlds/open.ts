import type { ExploreHost, ExploreWorld } from '../model.ts';
import {
  CLIENT_PORT,
  client,
  connects,
  howFar,
  issFrom,
  mslOf,
  server,
  type WorldProfile,
} from './hosts.ts';

/** One opens, the other listens. */
export function open(profile: WorldProfile): ExploreWorld {
  return {
    id: 'open',
    title: { zh: '打开一条连接', en: 'a connection is opened' },
    about: {
      zh: 'A 连接 B，双方各发一个字节；任何一个报文段都可能丢失、重复或迟到。',
      en: 'A connects to B, and each sends an octet; any segment may be lost, come twice, or be late.',
    },
    hosts: [
      client(profile, [
        [connects(), { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }],
      ]),
      server(profile, [[{ do: { call: 'send', text: 'b' }, when: { on: 'accepted' } }]]),
    ],
    msl: mslOf(profile),
    ...howFar(profile),
  };
}

/** Both open at once: RFC 9293 figure 7. */
export function simultaneousOpen(profile: WorldProfile): ExploreWorld {
  const far = howFar(profile, 'large');
  const peer = (name: string, to: string, iss: number): ExploreHost => ({
    name,
    title: { zh: '对等的一端', en: 'peer' },
    profile,
    iss: issFrom(iss),
    program: [
      [
        { do: { call: 'connect', to, port: CLIENT_PORT, localPort: CLIENT_PORT } },
        { do: { call: 'send', text: 'x' }, when: { on: 'connected' } },
      ],
    ],
  });
  return {
    id: 'simultaneous-open',
    title: { zh: '同时打开', en: 'both open at once' },
    about: {
      zh: 'A 和 B 同时连接对方的同一个端口，没有人监听。',
      en: 'A and B each connect to the port the other connects from; nobody listens.',
    },
    hosts: [peer('A', 'B', 1000), peer('B', 'A', 500_000_000)],
    msl: mslOf(profile),
    symmetric: true,
    ...far,
    // As linux two expiries, or one and a segment that comes twice, take as long as five other worlds together.
    bounds: profile === 'linux' ? { ...far.bounds, duplicate: 0, timers: 1 } : far.bounds,
  };
}
