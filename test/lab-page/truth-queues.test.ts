import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceTables } from '../../src/observe/trace.ts';
import { Player } from './support/play.ts';

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});

afterAll(() => player.lab.close());

/** What a panel says at a stop of the run, by the name of the panel. */
interface Seen {
  readonly frame: number;
  readonly counts: Readonly<
    Record<string, { count: number; limit: number; filled: number; rows: number }>
  >;
}

/** Goes to every stop of the run and reads the queues there; runs in the page. */
async function readQueues(): Promise<Seen[]> {
  const { frames } = window.lab.trace();
  const seen: Seen[] = [];
  const isTold = (i: number): boolean => !/^(vars|timers|tables)$/.test(frames[i]?.kind ?? '');
  for (let i = 0; i < frames.length; i++) {
    if (i + 1 < frames.length && !isTold(i + 1)) continue;
    window.lab.seekFrame(i);
    for (let n = 0; n < 5; n++) await null;
    const counts: Record<string, { count: number; limit: number; filled: number; rows: number }> =
      {};
    const of =
      '[data-testid^="syn-queue-"], [data-testid^="accept-queue-"], [data-testid^="time-wait-"][data-count]';
    for (const e of document.querySelectorAll<HTMLElement>(of)) {
      counts[e.dataset['testid'] ?? ''] = {
        count: Number(e.dataset['count']),
        limit: Number(e.dataset['limit'] ?? 0),
        filled: e.querySelectorAll('[data-filled=true]').length,
        rows: e.querySelectorAll('[data-testid=time-wait-row]').length,
      };
    }
    seen.push({ frame: window.__lab?.cursor.frame ?? -1, counts });
  }
  return seen;
}

/** Boxes are drawn for queues of up to so many places, rows for so many connections. */
const BOXES = 64;
const ROWS = 40;

describe('the queues show at every stop what the engine counts', () => {
  it.each([
    'queue/overflow-ack',
    'queue/abort-on-overflow',
    'queue/backlog',
    'flood/one-per-8s',
    'flood/syn',
    'flood/cookies',
    'tw/small-range',
    'tw/server-closes',
    'tw/manage',
  ])('%s', async (id) => {
    await player.open(id);
    await player.lab.click('panel-queues');
    await player.page.getByTestId('queues').waitFor();
    const t = await player.trace();
    const seen = await player.page.evaluate(readQueues);
    expect(seen.length).toBeGreaterThan(10);
    const wrong: string[] = [];
    let most = 0;
    for (const { frame, counts } of seen) {
      for (const [name, is] of Object.entries(counts)) {
        const [table, host] = name.split(/-(?=[A-Z]$)/) as [string, string];
        const told = t.frames
          .slice(0, frame + 1)
          .findLast((f) => f.kind === 'tables' && f.host === host);
        const tables = told?.kind === 'tables' ? told.tables : null;
        const [count, limit] = wanted(table, tables);
        most = Math.max(most, is.count);
        // Where hosts are looked at now and then only, entries that are followed may be ahead of the count.
        const isCount = t.omitted > 0 ? is.count >= count : is.count === count;
        const drawn = table === 'time-wait' ? Math.min(is.count, ROWS) : is.filled;
        const isDrawn =
          table === 'time-wait'
            ? t.omitted > 0 || is.rows === drawn
            : limit > BOXES || drawn === Math.min(is.count, Math.max(limit, is.count));
        if (!isCount || is.limit !== limit || !isDrawn) {
          wrong.push(`${frame} ${name}: ${JSON.stringify(is)}, not ${count} of ${limit}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(most).toBeGreaterThan(1);
  });
});

function wanted(table: string, t: TraceTables | null): [count: number, limit: number] {
  if (t === null) return [0, 0];
  if (table === 'syn-queue') return [t.synQueue, t.synQueueLimit];
  if (table === 'accept-queue') return [t.acceptQueue, t.acceptQueueLimit];
  return [t.timeWait, 0];
}
