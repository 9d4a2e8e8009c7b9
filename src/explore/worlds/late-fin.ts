import { ms } from '../../tcp/profile.ts';
import type { ExploreWorld } from '../model.ts';
import { client, connects, server, type WorldProfile } from './hosts.ts';

const MSL = ms(600);

/**
 * A FIN that is sent again while its receiver waits in TIME-WAIT: 2 MSL begin anew, RFC 9293 section 3.10.7.4. The
 * MSL is shorter than the second retransmission takes, so that they are nearly over when it comes; and the sequence
 * numbers of the next connection are such that the FIN would fit there too.
 */
export function lateFin(profile: WorldProfile): ExploreWorld {
  const rto = ms(250);
  const set = { timeWait: 2 * MSL, timestamps: false, initialRto: rto, minRto: rto };
  return {
    id: 'late-fin',
    title: { zh: 'TIME-WAIT 里又来了 FIN', en: 'a FIN again in TIME-WAIT' },
    about: {
      zh: 'A 的最后一个 ACK 没有到，B 把 FIN 重传了一次又一次。等过 2 MSL，A 从同一个端口再连一次，新连接的序号正好接得上旧的 FIN。',
      en: 'The last ACK of A does not arrive, so B sends its FIN again, and once more. When 2 MSL are over, A connects from the same port, with numbers into which the old FIN would fit.',
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
    bounds: { timers: 3 },
  };
}
