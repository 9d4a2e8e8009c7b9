import { ESTABLISHED } from '../../tcp/state.ts';
import type { Property } from '../property.ts';

/** More than the handshake takes: RFC 9293 section 3.5. */
const FOUR = 4;

/**
 * Of a world in which a connection is opened and nothing else happens: four segments are enough to open it, and so
 * are fewer where no more are sent.
 */
export const NOT_YET_OPEN: Property = {
  id: 'not-yet-open',
  clause: 'RFC 9293 section 3.5',
  title: {
    zh: '四个报文段都到了，或者再没有别的要到，连接还没有在两边都打开',
    en: 'four segments have arrived, or all that were sent, and the connection is not open on both sides',
  },
  broken: (arena) => {
    const { spent, flights, hosts } = arena;
    // Without a fault each segment that was sent has arrived or is on its way.
    const arrived = spent.segments - flights.length;
    if (arrived === 0 || (arrived < FOUR && flights.length > 0)) return null;
    if (spent.lose + spent.duplicate + spent.expired > 0) return null;
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
