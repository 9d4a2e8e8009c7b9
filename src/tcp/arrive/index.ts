import { SYN_FIN } from '../../wire/drop.ts';
import { FIN, type Segment, SYN } from '../../wire/tcp.ts';
import type { Connection } from '../connection.ts';
import { heard } from '../keepalive.ts';
import { CLOSED, LISTEN, SYN_SENT, TIME_WAIT } from '../state.ts';
import { takeReset, takesAnyReset } from './check-reset.ts';
import { synSent } from './syn-sent.ts';
import { synchronized } from './synchronized.ts';

const SYN_AND_FIN = SYN | FIN;

/** SEGMENT ARRIVES for a segment that belongs to a connection: RFC 9293 section 3.10.7. */
export function segmentArrives(c: Connection, seg: Segment): void {
  heard(c, c.tcp.env.clock.now);
  if (c.meter !== null) c.meter.arrives(seg.textTo - seg.textFrom);
  if ((seg.flags & SYN_AND_FIN) === SYN_AND_FIN && c.profile.synFin === 'drop-always') {
    c.tcp.drop(c, SYN_FIN); // FreeBSD, when told so: net.inet.tcp.drop_synfin
    return;
  }
  if (takesAnyReset(c.profile, seg)) {
    takeReset(c);
    c.tcp.touch(c);
    return;
  }
  switch (c.state) {
    case CLOSED: // answered by closed.ts, which needs no connection
    case LISTEN: // by listen.ts, before the connection has a peer
    case TIME_WAIT: // by time-wait.ts, from an entry of its own
      return;
    case SYN_SENT:
      synSent(c, seg);
      break;
    default:
      synchronized(c, seg);
  }
  c.tcp.touch(c);
}
