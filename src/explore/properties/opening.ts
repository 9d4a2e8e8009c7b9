import { ESTABLISHED } from '../../tcp/state.ts';
import type { Property } from '../property.ts';

/** The segments of the handshake: RFC 9293 section 3.5. */
const THREE = 3;

/** Of a world in which a connection is opened and nothing else happens. */
export const NOT_YET_OPEN: Property = {
  id: 'not-yet-open',
  clause: 'RFC 9293 section 3.5',
  title: {
    zh: '三个报文段都到了，连接还没有在两边都打开',
    en: 'three segments have arrived, and the connection is not open on both sides',
  },
  broken: (arena) => {
    const { spent, flights, hosts } = arena;
    // Without a fault each segment that was sent has arrived or is on its way.
    const arrived = spent.segments - flights.length;
    if (arrived < THREE || spent.lose + spent.duplicate + spent.expired > 0) return null;
    const waits = hosts.find((h) => !h.witness.ends.some((e) => e.state === ESTABLISHED));
    return waits?.name ?? null;
  },
};

/** Of a world in which nothing is sent twice. */
export const NOTHING_NEW: Property = {
  id: 'nothing-new',
  clause: 'RFC 9293 section 3.5',
  title: {
    zh: '一个报文段到了，收到它的一方什么也没有多知道',
    en: 'a segment arrives, and whoever gets it knows nothing that it did not know before',
  },
  broken: (arena) => {
    const { delivered, saysNothing } = arena.step;
    if (!saysNothing || delivered === null) return null;
    return arena.hosts[delivered.to.host]?.name ?? null;
  },
};
