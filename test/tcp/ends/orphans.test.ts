import { describe, expect, it } from 'vitest';
import { linux, rfc, withOverrides } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets } from '../../support/states.ts';

/** The times, in seconds, at which the host sent something. */
function times(seen: readonly string[]): number[] {
  return seen.map((line) => Math.round(Number.parseFloat(line) / 100) / 10);
}

describe('an orphan, a connection its user has let go of', () => {
  it('sends its FIN eight times again in Linux, and is gone at the next timeout', () => {
    const { t, s, c } = bring('CLOSE-WAIT', { profile: linux });
    const { rto } = c.rtt;
    t.do(() => s.release());
    const seen = t.waitAndSee(600_000);
    expect(seen.length).toBe(9);
    expect(new Set(seen.map((line) => line.split(' ').slice(1).join(' ')))).toEqual(
      new Set(['F. 1:1(0) ack 2']),
    );
    const unit = rto / 1_000_000;
    expect(times(seen)).toEqual(
      Array.from({ length: 9 }, (_, i) => Math.round(unit * (2 ** i - 1) * 10) / 10),
    );
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual([]);
  });

  it('lasts 511 times the RTO in Linux while nobody answers its FIN', () => {
    const { t, s, c } = bring('CLOSE-WAIT', { profile: linux });
    const until = (511 * c.rtt.rto) / 1000;
    t.do(() => s.release());
    t.wait(until - 1);
    expect(t.states()).toEqual(['LAST-ACK']);
    t.wait(1);
    expect(t.states()).toEqual([]);
  });

  it('is given up at R2 by the RFC, which tells no orphans from others', () => {
    const { t, s } = bring('CLOSE-WAIT', { profile: rfc });
    t.do(() => s.release());
    t.wait(99_000);
    expect(t.states()).toEqual(['LAST-ACK']);
    t.wait(60_000);
    expect(t.states()).toEqual([]);
  });

  it('gets its count anew with each acknowledgment', () => {
    const { t, s, c } = bring('ESTABLISHED', { profile: linux });
    const { rto } = c.rtt;
    t.do(() => {
      s.write(octets(10));
      s.release();
    });
    t.wait((300 * rto) / 1000);
    t.in('.', 1, 0, 6);
    t.wait((300 * rto) / 1000);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
  });

  it('is not kept by a peer that closes its window and answers every probe', () => {
    const { t, s } = bring('ESTABLISHED', { profile: linux });
    t.in('.', 1, 0, 1, { win: 0 });
    t.do(() => {
      s.write(octets(10));
      s.release();
    });
    for (let i = 0; i < 600 && t.states().length > 0; i++) {
      t.wait(1_000);
      if (t.out().length > 0) t.in('.', 1, 0, 1, { win: 0 });
    }
    expect(t.states()).toEqual([]);
  });

  it('whose user holds on may wait in front of a closed window for ever [MUST-37]', () => {
    const { t, s } = bring('ESTABLISHED', { profile: linux });
    t.in('.', 1, 0, 1, { win: 0 });
    t.do(() => s.write(octets(10)));
    for (let i = 0; i < 600; i++) {
      t.wait(10_000);
      if (t.out().length > 0) t.in('.', 1, 0, 1, { win: 0 });
    }
    expect(t.states()).toEqual(['ESTABLISHED']);
  });

  it('is counted until it is over', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => s.release());
    expect(t.host.tcp.orphans).toBe(1);
    t.in('.', 1, 0, 2);
    expect(t.host.tcp.orphans).toBe(1);
    t.in('F.', 1, 0, 2);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.host.tcp.orphans).toBe(0);
  });

  it('that is one too many is reset, and counted', () => {
    const profile = withOverrides(linux, { orphanLimit: 2 });
    const t = new Drill({ profile });
    const sockets = [5001, 5002, 5003].map((localPort) =>
      t.activeOpen({ mss: 1460 }, { localPort }),
    );
    const sent = sockets.map((s) => {
      t.do(() => s.release());
      return t.out().map((line) => line.split(' ')[0]);
    });
    expect(sent).toEqual([['F.'], ['F.'], ['R.']]);
    expect(t.states()).toEqual(['FIN-WAIT-1', 'FIN-WAIT-1']);
    expect(t.host.tcp.counters.orphansReset).toBe(1);
    expect(t.host.tcp.orphans).toBe(2);
  });

  it('that has nothing left to do is none too many', () => {
    const profile = withOverrides(linux, { orphanLimit: 0 });
    for (const state of ['SYN-SENT', 'TIME-WAIT'] as const) {
      const { t, s } = bring(state, { profile });
      t.do(() => s.release());
      expect(t.out()).toEqual([]);
      expect(t.host.tcp.counters.orphansReset).toBe(0);
      expect(t.host.tcp.orphans).toBe(0);
    }
  });
});
