import type { ExploreWorld } from '../model.ts';
import type { WorldProfile } from './index.ts';

/** One opens, the other listens. */
export function open(profile: WorldProfile): ExploreWorld {
  return {
    id: 'open',
    title: { zh: '打开一条连接', en: 'a connection is opened' },
    about: {
      zh: 'A 连接 B；任何一个报文段都可能丢失、重复或迟到。',
      en: 'A connects to B; any segment may be lost, come twice, or be late.',
    },
    hosts: [
      {
        name: 'A',
        title: { zh: '客户端', en: 'client' },
        profile,
        program: [
          [
            { do: { call: 'connect', to: 'B', port: 80, localPort: 5000 } },
            { do: { call: 'send', text: 'a' }, when: { on: 'connected' } },
          ],
        ],
      },
      {
        name: 'B',
        title: { zh: '服务器', en: 'server' },
        profile,
        ready: [{ call: 'listen', port: 80 }],
        program: [[{ do: { call: 'send', text: 'b' }, when: { on: 'accepted' } }]],
      },
    ],
    msl: profile === 'rfc' ? 120_000_000 : 30_000_000,
    bounds: { lose: 1, duplicate: 1, faults: 1, timers: 2 },
  };
}
