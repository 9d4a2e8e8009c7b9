import { describe, expect, it } from 'vitest';
import type { SynDecision, SynInfo } from '../../../src/tcp/passive/syn-hook.ts';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill, type Extras } from '../../support/drill.ts';
import { drops, listen } from '../../support/listening.ts';

/** A listener whose user says `decision` to every SYN, and remembers what he was shown. */
function asked(decision: SynDecision, profile = rfc) {
  const t = new Drill({ profile });
  const seen: SynInfo[] = [];
  const l = listen(t, {
    onSyn: (syn) => {
      seen.push(syn);
      return decision;
    },
  });
  return { t, l, seen };
}

function syn(t: Drill, extras: Extras = {}): void {
  t.in('S', 0, 0, 0, { mss: 1460, ...extras });
}

describe('a user who looks at SYNs', () => {
  it('sees who asks, for what and with which options', () => {
    const { t, seen } = asked('accept');
    t.in('S', 0, 10, 0, { mss: 1400, wscale: 7, sackOk: true, ts: [1, 0] });
    syn(t, { sport: 40_001 });
    const [first, second] = seen as [SynInfo, SynInfo];
    expect([first.remote.toString(), first.remotePort]).toEqual(['10.0.0.2', 40_000]);
    expect([first.local.toString(), first.localPort]).toEqual(['10.0.0.1', 80]);
    expect(first).toMatchObject({ mss: 1400, windowScale: 7, sack: true, timestamps: true });
    expect(first.textLength).toBe(10);
    expect(second).toMatchObject({ windowScale: null, sack: false, timestamps: false });
    expect(second.id).not.toBe(first.id);
  });

  it('is asked once, not for the same SYN again while it is answered', () => {
    const { t, l, seen } = asked('accept');
    syn(t);
    syn(t);
    expect(t.out().length).toBe(2);
    expect(seen.length).toBe(1);
    t.in('.', 1, 0, 1);
    expect(l.accept()?.id).toBe(seen[0]?.id);
  });

  it('who accepts lets the SYN take its way', () => {
    const { t } = asked('accept');
    syn(t);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
  });

  it('who refuses has it answered with a reset', () => {
    const { t } = asked('refuse');
    syn(t);
    t.iss = 0;
    expect(t.out()).toEqual(['R. 0:0(0) ack 1']);
    expect(t.states()).toEqual([]);
    expect(t.host.tcp.counters.synsRefused).toBe(1);
  });

  it('who drops has nothing said, and is asked again when the SYN comes again', () => {
    const { t, seen } = asked('drop');
    syn(t);
    syn(t);
    expect(t.out()).toEqual([]);
    expect(seen.length).toBe(2);
    expect(t.host.tcp.counters.synsIgnored).toBe(2);
  });

  it('may close the listener while he is asked: nothing is answered', () => {
    const t = new Drill();
    const l = listen(t, {
      onSyn: () => {
        l.close();
        return 'accept';
      },
    });
    syn(t);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual([]);
  });

  it('who says anything else is told what he may say', () => {
    const { t } = asked('perhaps' as SynDecision);
    expect(() => syn(t)).toThrow(/'accept', 'defer', 'refuse', 'drop', not perhaps/);
  });

  it('is not asked about a SYN there is no room for', () => {
    const { t, seen } = asked('accept', withOverrides(rfc, { synQueue: 0 }));
    syn(t);
    expect(seen).toEqual([]);
    expect(drops(t, 'syn-queue-full')).toBe(1);
  });

  it('is asked before a cookie goes', () => {
    const { t, seen } = asked('refuse', withOverrides(linux, { synCookies: 'always' }));
    syn(t);
    expect(seen.length).toBe(1);
    expect(t.out()[0]).toMatch(/^R\./);
    expect(t.host.tcp.counters.cookiesOut).toBe(0);
  });

  it('is asked about a SYN that would reopen TIME-WAIT, which stays when he does not want it', () => {
    for (const [decision, states] of [
      ['accept', ['SYN-RECEIVED']],
      ['drop', ['TIME-WAIT']],
      ['refuse', ['TIME-WAIT']],
      ['defer', ['TIME-WAIT']],
    ] as const) {
      const t = new Drill();
      listen(t, { onSyn: () => decision });
      const s = t.activeOpen({ mss: 1460 }, { localPort: 80 });
      t.do(() => s.end());
      t.in('F.', 1, 0, 2);
      t.out();
      expect(t.states()).toEqual(['TIME-WAIT']);
      t.in('S', 100, 0, 0, { mss: 1460 });
      expect(t.states()).toEqual(states);
    }
  });
});

describe('a deferred SYN', () => {
  it('has an entry in LISTEN that is not answered, not even when it comes again', () => {
    const { t, l, seen } = asked('defer');
    syn(t);
    syn(t);
    t.wait(3000);
    syn(t);
    expect(t.out()).toEqual([]);
    expect(t.states()).toEqual(['LISTEN']);
    expect([l.synQueueLength, l.synQueue.deferred, seen.length]).toEqual([1, 1, 1]);
  });

  it('is answered when the user accepts it, and again until it is acknowledged', () => {
    const { t, l, seen } = asked('defer');
    syn(t, { wscale: 3, ts: [100, 0] });
    t.wait(500);
    syn(t, { wscale: 3, ts: [200, 0] });
    t.wait(1500);
    expect(t.do(() => l.resume(seen[0]?.id ?? 0, 'accept'))).toBe(true);
    expect(t.states()).toEqual(['SYN-RECEIVED']);
    expect(t.out()).toEqual(['S. 0:0(0) ack 1']);
    expect(t.waitAndSee(1000)).toEqual(['3000 S. 0:0(0) ack 1']);
    t.in('.', 1, 0, 1, { ts: [300, 0] });
    expect(t.events).toEqual(['connection']);
    expect(l.accept()?.id).toBe(seen[0]?.id);
    expect(l.synQueue.deferred).toBe(0);
  });

  it('measures the round trip from its answer, not from its SYN', () => {
    const { t, l, seen } = asked('defer');
    syn(t);
    t.wait(5000);
    t.do(() => l.resume(seen[0]?.id ?? 0, 'accept'));
    t.out();
    t.wait(30);
    t.in('.', 1, 0, 1);
    expect(t.connection.rtt.srtt).toBe(30_000);
  });

  it('is reset when the user refuses it, and forgotten when he drops it', () => {
    for (const [decision, answers] of [
      ['refuse', ['R. 0:0(0) ack 1']],
      ['drop', []],
    ] as const) {
      const { t, l, seen } = asked('defer');
      syn(t);
      expect(t.do(() => l.resume(seen[0]?.id ?? 0, decision))).toBe(true);
      expect(t.out()).toEqual(answers);
      expect(t.states()).toEqual([]);
      expect(t.do(() => l.resume(seen[0]?.id ?? 0, decision))).toBe(false);
    }
  });

  it('waits as long as the profile says', () => {
    const { t, l, seen } = asked('defer', withOverrides(rfc, { synDeferral: 5_000_000 }));
    syn(t);
    t.wait(4999);
    expect(l.synQueueLength).toBe(1);
    t.wait(1);
    expect(l.synQueueLength).toBe(0);
    expect(l.resume(seen[0]?.id ?? 0, 'accept')).toBe(false);
    expect(t.out()).toEqual([]);
    expect(t.host.tcp.counters.halfOpenExpired).toBe(1);
  });

  it('is taken back by a reset exactly after it, and by no other [RFC 5961 3.2]', () => {
    const { t } = asked('defer');
    syn(t);
    for (const seq of [0, 2, 1000]) t.in('R', seq);
    expect(t.states()).toEqual(['LISTEN']);
    t.in('R', 1);
    expect(t.states()).toEqual([]);
    expect(t.out()).toEqual([]);
  });

  it('is not acknowledged by anything: such an ACK is reset, as in LISTEN [RFC 9293 3.10.7.2]', () => {
    const { t } = asked('defer');
    syn(t);
    t.in('.', 1, 0, 1);
    expect(t.out()[0]).toMatch(/^R /);
    t.in('S', 50, 0, 0, { mss: 1460 }); // another SYN does not displace it
    expect(t.states()).toEqual(['LISTEN']);
    expect(t.out()).toEqual([]);
  });

  it('takes a place in the SYN queue, and there are no more than fit', () => {
    const { t, l } = asked('defer', withOverrides(linux, { synQueue: 3 }));
    for (let sport = 1; sport <= 10; sport++) syn(t, { sport });
    expect([l.synQueueLength, l.synQueue.deferred]).toEqual([3, 3]);
    expect(drops(t, 'syn-queue-full')).toBe(7);
    expect(t.out()).toEqual([]);
    t.do(() => l.close());
    expect(t.states()).toEqual([]);
    t.wait(100_000);
    expect(t.out()).toEqual([]);
  });

  it('is decided about by one of three words', () => {
    const { l } = asked('defer');
    expect(() => l.resume(1, 'defer' as 'drop')).toThrow(TypeError);
  });
});
