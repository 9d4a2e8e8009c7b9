import { ms } from '../../tcp/profile.ts';
import type { ExploreWorld } from '../model.ts';
import { client, connects, night, server, type WorldProfile } from './hosts.ts';

const MSL = ms(600);
const RTO = ms(250);

/**
 * A FIN that is sent again while its receiver waits in TIME-WAIT: 2 MSL begin anew, RFC 9293 section 3.10.7.4. The
 * MSL is so short that FINs sent again are still about when the first wait would have been over, and the sequence
 * numbers of the next connection are such that they would fit there.
 *
 * One segment may grow too old, and no more: where the last ACK and the FIN after it are both lost, 2 MSL are not
 * enough, and nothing in the standard says that they were.
 */
export function lateFin(profile: WorldProfile): ExploreWorld {
  const first = { initialRto: RTO, minRto: RTO };
  const set = {
    ...first,
    timeWait: 2 * MSL,
    timestamps: false,
    synRto: ms(1000),
    synAckRto: ms(1000),
  };
  const bounds = { late: 1, expired: 1 };
  return {
    id: 'late-fin',
    title: { zh: 'TIME-WAIT 里又来了 FIN', en: 'a FIN again in TIME-WAIT' },
    about: {
      zh: 'A 的最后一个 ACK 迟迟不到，B 把 FIN 重传了一次又一次。等过 2 MSL，A 从同一个端口再连一次，新连接的序号正好接得上旧的 FIN。',
      en: 'The last ACK of A is late, so B sends its FIN again, and once more. When 2 MSL are over, A connects from the same port, with numbers into which the old FIN would fit.',
    },
    hosts: [
      client(
        profile,
        [
          [
            connects(),
            { do: { call: 'close' }, when: { on: 'connected' } },
            { ...connects('again'), when: { on: 'closed', socket: 'main' } },
          ],
        ],
        { set, iss: [1000, 1001] },
      ),
      server(profile, [[{ do: { call: 'close' }, when: { on: 'ended' } }]], {
        set,
        iss: [500_000, 500_000],
      }),
    ],
    msl: MSL,
    // With the slop of FreeBSD's timeouts a third expiry would come when TIME-WAIT is over anyway.
    // As linux it goes as it does as rfc, and takes as long: a third expiry there is for the night.
    bounds: { ...bounds, timers: profile === 'rfc' ? 3 : 2 },
    nightly: night({ ...bounds, duplicate: 1, timers: profile === 'freebsd' ? 2 : 3 }),
  };
}
