import type { ExploreWorld, ProgramStep } from '../model.ts';
import { client, connects, howFar, mslOf, server, type WorldProfile } from './hosts.ts';

const CLOSES_WHEN_CONNECTED: ProgramStep = { do: { call: 'close' }, when: { on: 'connected' } };
const CLOSES_WHEN_ACCEPTED: ProgramStep = { do: { call: 'close' }, when: { on: 'accepted' } };
const CLOSES_WHEN_ENDED: ProgramStep = { do: { call: 'close' }, when: { on: 'ended' } };

/** The client closes first, and is the one that waits in TIME-WAIT. */
export function closeByClient(profile: WorldProfile): ExploreWorld {
  return {
    id: 'close-by-client',
    title: { zh: '客户端先关闭', en: 'the client closes first' },
    about: {
      zh: 'A 连上就关闭；B 得知后也关闭。',
      en: 'A closes once it is connected; B closes when it has heard so.',
    },
    hosts: [
      client(profile, [[connects(), CLOSES_WHEN_CONNECTED]]),
      server(profile, [[CLOSES_WHEN_ENDED]]),
    ],
    msl: mslOf(profile),
    ...howFar(profile),
  };
}

/** The server closes first. */
export function closeByServer(profile: WorldProfile): ExploreWorld {
  return {
    id: 'close-by-server',
    title: { zh: '服务器先关闭', en: 'the server closes first' },
    about: {
      zh: 'B 发一个字节就关闭；A 得知后也关闭。',
      en: 'B sends an octet and closes; A closes when it has heard so.',
    },
    hosts: [
      client(profile, [[connects(), CLOSES_WHEN_ENDED]]),
      server(profile, [
        [{ do: { call: 'send', text: 'b' }, when: { on: 'accepted' } }, { do: { call: 'close' } }],
      ]),
    ],
    msl: mslOf(profile),
    ...howFar(profile, 'large'),
  };
}

/** After one side has closed, the other still sends: RFC 9293 section 3.6, case 1. */
export function halfClose(profile: WorldProfile): ExploreWorld {
  const far = howFar(profile, 'large');
  return {
    id: 'half-close',
    title: { zh: '半关闭之后还有数据', en: 'text after a half-close' },
    about: {
      zh: 'A 连上就关闭自己的方向；B 读到结束之后才发送，然后关闭。',
      en: 'A closes its direction once it is connected; B sends only when it has heard so, and closes then.',
    },
    hosts: [
      client(profile, [[connects(), CLOSES_WHEN_CONNECTED]]),
      server(profile, [
        [{ do: { call: 'send', text: 'b' }, when: { on: 'ended' } }, { do: { call: 'close' } }],
      ]),
    ],
    msl: mslOf(profile),
    ...far,
    bounds: { ...far.bounds, timers: 1 },
  };
}

/** Both close at once: RFC 9293 figure 13. */
export function simultaneousClose(profile: WorldProfile): ExploreWorld {
  return {
    id: 'simultaneous-close',
    title: { zh: '同时关闭', en: 'both close at once' },
    about: {
      zh: 'A 和 B 一连上就各自关闭，谁也不等谁。',
      en: 'A and B close as soon as they are connected; neither waits for the other.',
    },
    hosts: [
      client(profile, [[connects(), CLOSES_WHEN_CONNECTED]]),
      server(profile, [[CLOSES_WHEN_ACCEPTED]]),
    ],
    msl: mslOf(profile),
    ...howFar(profile, 'large'),
  };
}
