import { describe, expect, it } from 'vitest';
import { stopsOf } from '../../lab/state/cursor.ts';
import {
  acceptQueueAt,
  countsAt,
  listeningHosts,
  synQueueAt,
  timeWaitAt,
  waitingHosts,
} from '../../lab/view/tables.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { perform } from '../../src/gallery/perform.ts';

/** Queues and TIME-WAIT as the panels list them: as many as the engine counts, wherever one stands. */
describe('the tables of a host', () => {
  for (const e of EXHIBITS) {
    it(e.id, { timeout: 120_000 }, () => {
      const { trace } = perform(e);
      const isWhole = trace.omitted === 0;
      const wrong: string[] = [];
      for (const frame of stopsOf(trace)) {
        const c = { frame, at: trace.frames[frame]?.at ?? 0 };
        const look = (host: string, name: string, counted: number, rows: number, count: number) => {
          const ok = isWhole ? rows === counted && count === counted : count >= counted;
          if (!ok)
            wrong.push(`${frame} ${c.at} ${host} ${name}: ${rows} listed, ${counted} counted`);
        };
        for (const host of listeningHosts(trace)) {
          const t = countsAt(trace, host, c);
          const syn = synQueueAt(trace, host, c);
          const accept = acceptQueueAt(trace, host, c);
          look(host, 'syn', t.synQueue, syn.rows.length, syn.count);
          look(host, 'accept', t.acceptQueue, accept.rows.length, accept.count);
        }
        for (const host of waitingHosts(trace)) {
          const tw = timeWaitAt(trace, host, c);
          look(host, 'tw', countsAt(trace, host, c).timeWait, tw.rows.length, tw.count);
        }
        if (wrong.length > 3) break;
      }
      expect(wrong).toEqual([]);
    });
  }
});
