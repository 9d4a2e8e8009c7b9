import type { ExploreWorld } from '../model.ts';
import { client, connects, howFar, mslOf, server, type WorldProfile } from './hosts.ts';

/** RFC 6528: a host that has been started anew has another secret, and its numbers begin anywhere. */
const ANYWHERE = [3_000_000_000, 2_000_000_000, 1_000_000_000];

/** The client loses its power and opens the same four-tuple again: RFC 9293 section 3.5.1, figure 9. */
export function crashOfClient(profile: WorldProfile): ExploreWorld {
  return {
    id: 'crash-of-client',
    title: { zh: '客户端断电重启', en: 'the client crashes and reboots' },
    about: {
      zh: 'A 随时可能断电，重启之后从同一个端口再连；B 不知道发生过什么。',
      en: 'A may lose its power at any time and, started anew, connects from the same port; B knows of nothing.',
    },
    hosts: [
      client(
        profile,
        [
          [connects(), { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }],
          [
            { do: { call: 'power-off' } },
            { do: { call: 'boot' } },
            connects('again'),
            { do: { call: 'send', text: 'c', socket: 'again' }, when: { on: 'connected' } },
          ],
        ],
        { iss: [1000, ...ANYWHERE] },
      ),
      server(profile, [[]]),
    ],
    msl: mslOf(profile),
    ...howFar(profile, 'large'),
  };
}

/** The server loses its power: the client's segments find nobody. RFC 9293 section 3.5.1, figures 10 and 11. */
export function crashOfServer(profile: WorldProfile): ExploreWorld {
  return {
    id: 'crash-of-server',
    title: { zh: '服务器断电重启', en: 'the server crashes and reboots' },
    about: {
      zh: 'B 随时可能断电，重启之后又在监听；A 继续发送。',
      en: 'B may lose its power at any time and listens when started anew; A goes on to send.',
    },
    hosts: [
      client(profile, [
        [connects(), { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }],
      ]),
      server(profile, [[{ do: { call: 'power-off' } }, { do: { call: 'boot' } }]], {
        iss: [500_000_000, ...ANYWHERE],
      }),
    ],
    msl: mslOf(profile),
    ...howFar(profile),
  };
}
