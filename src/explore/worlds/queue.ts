import type { ExploreWorld } from '../model.ts';
import { client, connects, howFar, mslOf, night, server, type WorldProfile } from './hosts.ts';

/** Two connections come to a server that has room for one that is half open: RFC 4987 section 3. */
export function synQueueOfOne(profile: WorldProfile): ExploreWorld {
  return {
    id: 'syn-queue-of-one',
    title: { zh: '半连接队列只有一个位置', en: 'a SYN queue of one' },
    about: {
      zh: 'A 从两个端口连接 B，B 的半连接队列只装得下一个：第二个 SYN 被丢掉、得到 SYN cookie，或挤走第一个。',
      en: 'A connects from two ports to B, whose SYN queue holds one: the second SYN is dropped, gets a SYN cookie, or takes the place of the first.',
    },
    hosts: [
      client(profile, [[connects()], [connects('second', 5001)]]),
      server(profile, [[]], { set: { synQueue: 1 } }),
    ],
    msl: mslOf(profile),
    bounds: { ...howFar(profile, 'large').bounds, timers: 1 },
    nightly: night({ lose: 1, duplicate: 1, faults: 1, timers: 2, early: 1 }),
  };
}
