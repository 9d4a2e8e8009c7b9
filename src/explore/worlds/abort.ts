import type { ExploreWorld } from '../model.ts';
import { client, connects, mslOf, server, type WorldProfile } from './hosts.ts';

/** A reset while text is on its way in both directions: RFC 9293 section 3.5.3. */
export function abort(profile: WorldProfile): ExploreWorld {
  return {
    id: 'abort',
    title: { zh: '中途放弃', en: 'one side aborts' },
    about: {
      zh: 'A 发一个字节，可能随时用 RST 放弃连接；B 也在发送，也会关闭。',
      en: 'A sends an octet and may abort the connection with a reset at any time; B sends too, and closes.',
    },
    hosts: [
      client(profile, [
        [connects(), { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }],
        [{ do: { call: 'abort' } }],
      ]),
      server(profile, [
        [{ do: { call: 'send', text: 'b' }, when: { on: 'accepted' } }, { do: { call: 'close' } }],
      ]),
    ],
    msl: mslOf(profile),
    bounds: { lose: 1, duplicate: 1, faults: 1, timers: 1 },
    nightly: { lose: 1, duplicate: 1, faults: 2, timers: 2 },
  };
}
