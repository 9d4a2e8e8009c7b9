import { describe, expect, it } from 'vitest';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { drops, listen } from '../../support/listening.ts';

/** SYNs of that many peers. */
function flood(t: Drill, count: number): void {
  for (let sport = 1; sport <= count; sport++) t.in('S', 0, 0, 0, { mss: 1460, sport });
}

describe('how many half-open entries a listener holds', () => {
  it('linux: backlog n keeps n + 1, and answers the others with cookies, as measured on 6.18', () => {
    for (const backlog of [1, 3, 8]) {
      const t = new Drill({ profile: linux });
      const l = listen(t, { backlog });
      flood(t, 20);
      expect(l.synQueueLength).toBe(backlog + 1);
      expect(t.out().length).toBe(20);
      expect(t.host.tcp.counters.cookiesOut).toBe(19 - backlog);
    }
  });

  it('linux without cookies: the others are dropped', () => {
    const t = new Drill({ profile: withOverrides(linux, { synCookies: 'never' }) });
    listen(t, { backlog: 3 });
    flood(t, 20);
    expect(t.out().length).toBe(4);
    expect(drops(t, 'syn-queue-full')).toBe(16);
  });

  it('is never above synQueue, and is what the listener says where it says so', () => {
    const t = new Drill({ profile: withOverrides(linux, { synQueue: 2 }) });
    const l = listen(t, { backlog: 8 });
    flood(t, 20);
    expect(l.synQueueLength).toBe(2);
    const t2 = new Drill({ profile: linux });
    const l2 = listen(t2, { backlog: 1, synQueue: 7 });
    flood(t2, 20);
    expect(l2.synQueueLength).toBe(7);
  });

  it('rfc: has nothing to do with the backlog', () => {
    const t = new Drill({ profile: rfc });
    const l = listen(t, { backlog: 1 });
    flood(t, 20);
    expect(l.synQueueLength).toBe(20);
  });
});
