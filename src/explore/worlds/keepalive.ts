import { s } from '../../tcp/profile.ts';
import type { ExploreWorld } from '../model.ts';
import { client, connects, night, server, type WorldProfile } from './hosts.ts';

/** Nobody has anything to say, and one side asks now and then whether the other is there: RFC 9293 section 3.8.4. */
export function keepalive(profile: WorldProfile): ExploreWorld {
  return {
    id: 'keepalive',
    title: { zh: '保活探测', en: 'keep-alive' },
    about: {
      zh: '连接闲着，A 每隔十秒问 B 还在不在，探测里带一个没有意义的字节。B 在：谁也不该放弃，那个字节也不是数据。',
      en: 'The connection is idle, and A asks every ten seconds whether B is there, with an octet that means nothing. B is: nobody may give up, and the octet is no text.',
    },
    hosts: [
      client(
        profile,
        [
          [
            connects(),
            {
              do: {
                call: 'set',
                keepAlive: true,
                keepAliveIdle: s(10),
                keepAliveInterval: s(10),
                keepAliveCount: 1,
              },
              when: { on: 'connected' },
            },
          ],
        ],
        { set: { keepAliveGarbage: true } },
      ),
      server(profile, [[]]),
    ],
    // A probe and its answer arrive before the next is due, or never: and then A is right to give up.
    msl: s(5),
    bounds: { timers: 2 },
    nightly: night({ duplicate: 1, timers: 3 }),
  };
}
