import type { Words } from '../../src/base/words.ts';
import type { ScenarioHost, Step } from '../../src/sim/scenario.ts';
import type { World } from './world.ts';

/** A world to begin with. */
export interface Start {
  readonly id: string;
  readonly says: Words;
  readonly world: World;
}

const CLIENT: Words = { zh: '客户端', en: 'client' };
const SERVER: Words = { zh: '服务器', en: 'server' };
const TITLE: Words = { zh: '我的网络', en: 'My network' };
const DELAY = 50_000;

function host(name: string, title: Words, iss: number): ScenarioHost {
  return { name, title, profile: 'linux', set: {}, whatIfs: [], iss: [iss] };
}

const LISTEN: Step = {
  host: 'B',
  when: { at: 0 },
  do: { call: 'listen', port: 80, backlog: 128, accepts: true },
};
const CLOSE_ON_END: Step = {
  host: 'B',
  when: { on: 'ended', every: true, after: 0 },
  do: { call: 'close' },
};

function connect(host: string, at: number): Step {
  return { host, when: { at }, do: { call: 'connect', to: 'B', port: 80 } };
}

const PAIR = {
  id: 'sandbox',
  title: TITLE,
  hosts: [host('A', CLIENT, 100), host('B', SERVER, 300)],
  cables: [{ between: ['A', 'B'], delay: DELAY }],
  rules: [],
  seed: 1,
} as const;

const TRANSFER: readonly Step[] = [
  LISTEN,
  connect('A', 0),
  {
    host: 'A',
    when: { on: 'connected', after: 0 },
    do: { call: 'send', octets: 30_000 },
  },
  { host: 'A', when: { on: 'connected', after: 0 }, do: { call: 'close' } },
  CLOSE_ON_END,
];

const CLIENTS = ['A', 'C', 'D'];

export const STARTS: readonly Start[] = [
  {
    id: 'blank',
    says: { zh: '建立再关闭', en: 'Open and close' },
    world: {
      ...PAIR,
      steps: [
        LISTEN,
        connect('A', 0),
        { host: 'A', when: { on: 'connected', after: 500_000 }, do: { call: 'close' } },
        CLOSE_ON_END,
      ],
    },
  },
  {
    id: 'lossy',
    says: { zh: '丢包的传输', en: 'A lossy transfer' },
    world: {
      ...PAIR,
      steps: TRANSFER,
      rules: [
        { host: 'A', action: 'drop', which: { percent: 10 } },
        { host: 'B', action: 'drop', which: { every: 7 } },
      ],
    },
  },
  {
    id: 'three',
    says: { zh: '三个客户端，一台服务器', en: 'Three clients, one server' },
    world: {
      ...PAIR,
      hosts: [
        ...PAIR.hosts,
        host('C', { zh: '客户端二', en: 'second client' }, 500),
        host('D', { zh: '客户端三', en: 'third client' }, 700),
      ],
      cables: CLIENTS.map((c) => ({ between: [c, 'B'], delay: DELAY })),
      steps: [
        LISTEN,
        ...CLIENTS.map((c, i) => connect(c, i * 20_000)),
        ...CLIENTS.flatMap((c): Step[] => [
          {
            host: c,
            when: { on: 'connected', after: 0 },
            do: { call: 'send', text: 'hello' },
          },
          { host: c, when: { on: 'connected', after: 200_000 }, do: { call: 'close' } },
        ]),
        CLOSE_ON_END,
      ],
    },
  },
];
