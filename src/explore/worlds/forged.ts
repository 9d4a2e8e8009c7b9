import type { Action } from '../../sim/scenario.ts';
import type { ExploreWorld } from '../model.ts';
import {
  CLIENT_PORT,
  client,
  connects,
  mslOf,
  night,
  PORT,
  server,
  type WorldProfile,
} from './hosts.ts';

const ISS_OF_A = 1000;
const ISS_OF_B = 500_000_000;

/** A third host writes segments in A's name, in the window but not where they would count: RFC 5961. */
export function forged(profile: WorldProfile): ExploreWorld {
  const forge = (flags: string, seq: number, ack?: number): Action => ({
    call: 'inject',
    from: 'A',
    to: 'B',
    sport: CLIENT_PORT,
    dport: PORT,
    flags,
    seq,
    ...(ack === undefined ? {} : { ack }),
  });
  return {
    id: 'forged',
    title: { zh: '第三者伪造报文段', en: 'a third host forges segments' },
    about: {
      zh: 'C 冒充 A 给 B 发 RST、SYN 和 ACK，序号在窗口里却没有猜中；A 和 B 的连接不该受影响。',
      en: 'C sends B a reset, a SYN and an ACK in the name of A, within the window but not on the mark; the connection of A and B must not suffer.',
    },
    hosts: [
      client(
        profile,
        [[connects(), { do: { call: 'send', text: 'a' }, when: { on: 'connected' } }]],
        { iss: [ISS_OF_A] },
      ),
      server(profile, [[]], { iss: [ISS_OF_B, 700_000_000] }),
      {
        name: 'C',
        title: { zh: '伪造者', en: 'forger' },
        profile,
        program: [
          [
            { do: forge('R', ISS_OF_A + 100) },
            { do: forge('S', ISS_OF_A + 50) },
            { do: forge('.', ISS_OF_A + 1, ISS_OF_B + 1_000_000) },
          ],
        ],
      },
    ],
    cables: [
      ['A', 'B'],
      ['C', 'B'],
    ],
    msl: mslOf(profile),
    bounds: { timers: 1, early: 0 },
    nightly: night({ lose: 1, duplicate: 1, faults: 1, timers: 1, early: 0 }),
  };
}
