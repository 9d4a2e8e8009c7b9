import { describe, expect, it } from 'vitest';
import { Crew } from '../../src/cli/explore-crew.ts';
import type { SearchJob } from '../../src/cli/explore-job.ts';
import { PROPERTIES, worldNamed } from '../../src/explore/index.ts';

describe('the number of jobs', () => {
  const worker = new URL('./explore-worker.mjs', import.meta.url);
  const job: SearchJob = {
    world: worldNamed('open', 'rfc'),
    bounds: { lose: 1, duplicate: 1, faults: 1, timers: 1, states: 1000 },
    properties: PROPERTIES.map((p) => p.id),
    excepts: true,
  };

  it('makes no difference to the answer', async () => {
    const reports = [];
    for (const [jobs, from] of [
      [1, 0],
      [2, 200],
    ] as const) {
      const crew = new Crew(jobs, worker, from);
      try {
        reports.push((await crew.search(job, () => false)).report);
        // Another search with the same workers.
        const small = { ...job, bounds: { ...job.bounds, states: 100 } };
        reports.push((await crew.search(small, () => false)).report);
      } finally {
        await crew.close();
      }
    }
    const [first, second, ...others] = reports;
    expect(first).toMatchObject({ outcome: 'states', states: 1000 });
    expect(others).toEqual([first, second]);
  }, 120_000);

  it('is of no matter to what a worker cannot do: it says so', async () => {
    const crew = new Crew(2, worker, 0);
    const wrong = { ...job, bounds: { lose: -1 } };
    await expect(crew.search(wrong, () => false)).rejects.toThrow("the bound 'lose'");
    await crew.close();
  }, 60_000);
});
