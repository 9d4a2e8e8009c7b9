import { describe, expect, it } from 'vitest';
import { EXHIBITS, type Exhibit, perform } from '../../src/gallery/index.ts';

const exhibit = (id: string): Exhibit => {
  const found = EXHIBITS.find((e) => e.id === id);
  if (found === undefined) throw new Error(`no exhibit '${id}'`);
  return found;
};

describe('what is turned', () => {
  it('in queue/lifetime, the times that a SYN-ACK goes again: 1, 3, 7, 15, 31 and 63 s', () => {
    const lives = [0, 1, 2, 3, 4, 5].map((retries) =>
      perform(exhibit('queue/lifetime'), { values: { retries } }).facts.dwelt('B', 'SYN-RECEIVED'),
    );
    expect(lives).toEqual([1, 3, 7, 15, 31, 63].map((s) => s * 1_000_000));
  });

  it('in alive/dead-client, the system: 7875 s for Linux, 7800 s for FreeBSD', () => {
    const overAt = ['notes', 'linux', 'freebsd'].map((name) => {
      const interventions = [{ kind: 'profile', host: 'B', name } as const];
      const { facts } = perform(exhibit('alive/dead-client'), { interventions });
      return facts.calls('B', 'closed')[0]?.at;
    });
    expect(overAt).toEqual([7950, 7875, 7800].map((s) => s * 1_000_000 + 150_000));
  });

  it('in flood/limit, the rate: those who come at twice of it are reset after they were connected', () => {
    const { facts } = perform(exhibit('flood/limit'), { values: { every: 10_000 } });
    expect(facts.counts('A').calls).toMatchObject({ connected: 20, 'closed ECONNRESET': 20 });
  });

  it('in flood/syn, cookies: everyone gets in, and no row more is kept', () => {
    const interventions = [{ kind: 'set', host: 'B', field: 'synCookies', value: 'full' } as const];
    const { facts } = perform(exhibit('flood/syn'), { interventions });
    expect(facts.counts('A').calls).toMatchObject({ connected: 20 });
    expect(facts.most('B', 'synQueue')).toBe(8);
  });
});
