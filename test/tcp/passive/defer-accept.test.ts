import { describe, expect, it } from 'vitest';
import { setDeferAccept, waitedIn, waitsFor } from '../../../src/tcp/calls/index.ts';
import type { Listener } from '../../../src/tcp/passive/listener.ts';
import { linux } from '../../../src/tcp/profiles/index.ts';
import { DROP_NAMES, type DropName } from '../../../src/wire/drop.ts';
import { Drill } from '../../support/drill.ts';

const SECOND = 1_000_000;

/** A listener that waits so many seconds for text, and accepts nothing by itself. */
function listen(t: Drill, seconds: number, synQueue?: number): Listener {
  return t.do(() =>
    t.host.tcp.listen({
      localPort: 80,
      reuseAddress: true,
      profile: linux,
      synQueue,
      deferAccept: seconds * SECOND,
      onConnection: () => t.events.push('connection'),
    }),
  );
}

/** A SYN and the ACK of its SYN-ACK. */
function open(t: Drill, sport = 1000): void {
  t.in('S', 0, 0, 0, { mss: 1460, sport });
  t.out();
  t.in('.', 1, 0, 1, { sport });
}

const drops = (t: Drill, name: DropName): number =>
  t.host.tcp.counters.drops[DROP_NAMES.indexOf(name)] as number;

describe('TCP_DEFER_ACCEPT', () => {
  it('is kept in waits of the SYN-ACK timer, as Linux 6.18 tells', () => {
    const kept = (s: number): number => waitedIn(linux, waitsFor(linux, s * SECOND)) / SECOND;
    expect([0, 1, 2, 3, 4, 8, 16, 64, 128, 200].map(kept)).toEqual([
      ...[0, 1, 3, 3, 7, 15, 31, 127, 247, 247],
    ]);
    expect(waitsFor(linux, Number.POSITIVE_INFINITY)).toBe(255);
    const t = new Drill();
    const l = listen(t, 0);
    expect(() => setDeferAccept(l, -1)).toThrow(RangeError);
    expect(() => setDeferAccept(l, Number.NaN)).toThrow(RangeError);
  });

  it('leaves the entry in the SYN queue, and shows that the ACK was dropped', () => {
    const t = new Drill();
    const l = listen(t, 5);
    open(t);
    expect([l.synQueueLength, l.acceptQueueLength]).toEqual([1, 0]);
    expect(drops(t, 'awaits-text')).toBe(1);
    expect([...l.synQueue.values()].map((h) => h.acked)).toEqual([true]);
    expect(t.events).toEqual([]);
    t.in('P.', 1, 3, 1, { sport: 1000 });
    expect([l.synQueueLength, l.acceptQueueLength]).toEqual([0, 1]);
    expect(l.accept()?.receiveQueue.length).toBe(3);
  });

  it('is bounded by the SYN queue', () => {
    const t = new Drill();
    const l = listen(t, 60, 4);
    for (let i = 0; i < 50; i++) open(t, 1000 + i);
    expect(l.synQueueLength).toBeLessThanOrEqual(4);
  });

  it('has no RTT from the time the text took, and takes no SYN-ACK for lost', () => {
    const t = new Drill();
    const l = listen(t, 7);
    open(t);
    t.wait(5000);
    t.in('P.', 1, 3, 1, { sport: 1000 });
    const c = l.accept();
    expect(c?.rtt.srtt).toBe(0);
    expect(c?.congestion.cwnd).toBe(10 * 1460);
  });

  it('asks once more at the end, and lets in who answers', () => {
    const t = new Drill();
    const l = listen(t, 1);
    open(t);
    t.wait(999);
    expect(t.out()).toEqual([]);
    t.wait(2);
    expect(t.out().length).toBe(1);
    t.in('.', 1, 0, 1, { sport: 1000 });
    expect(l.acceptQueueLength).toBe(1);
  });

  it('can be taken back while entries wait', () => {
    const t = new Drill();
    const l = listen(t, 60);
    open(t);
    setDeferAccept(l, 0);
    t.in('.', 1, 0, 1, { sport: 1000 });
    expect(l.acceptQueueLength).toBe(1);
  });

  it('forgets a peer that says nothing more', () => {
    const t = new Drill();
    const l = listen(t, 3);
    open(t);
    t.wait(200_000);
    expect(l.synQueueLength).toBe(0);
    expect(t.host.tcp.counters.halfOpenExpired).toBe(1);
  });
});
