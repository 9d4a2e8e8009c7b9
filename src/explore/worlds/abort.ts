import type { ExploreWorld } from '../model.ts';
import { client, connects, howFar, mslOf, server, type WorldProfile } from './hosts.ts';

/** A reset while text is on its way: RFC 9293 section 3.5.3. */
export function abort(profile: WorldProfile): ExploreWorld {
  return {
    id: 'abort',
    title: { zh: '中途放弃', en: 'one side aborts' },
    about: {
      zh: 'A 可能随时用 RST 放弃连接，B 正在发送。',
      en: 'A may abort the connection with a reset at any time, while B sends.',
    },
    hosts: [
      client(profile, [[connects()], [{ do: { call: 'abort' } }]]),
      server(profile, [
        [{ do: { call: 'send', text: 'b' }, when: { on: 'accepted' } }, { do: { call: 'close' } }],
      ]),
    ],
    msl: mslOf(profile),
    ...howFar(profile, 'large'),
  };
}
