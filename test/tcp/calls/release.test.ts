import { describe, expect, it } from 'vitest';
import { linux, rfc } from '../../../src/tcp/profiles/index.ts';
import { Drill } from '../../support/drill.ts';
import { bring, octets, WITH_PEER } from '../../support/states.ts';

describe('letting go of a connection, as close(2) does', () => {
  it('closes it: what is queued still goes, then the FIN, and no one is told anything', () => {
    const { t, s } = bring('ESTABLISHED');
    t.do(() => {
      s.write(octets(10));
      s.release();
    });
    expect(t.out()).toEqual(['FP. 1:11(10) ack 1']);
    t.in('.', 1, 0, 12);
    t.in('F.', 1, 0, 12);
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.events).toEqual([]);
  });

  it('with text unread resets it: data was lost [SHLD-3, MAY-1]', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 5, 1);
    t.do(() => s.release());
    expect(t.out()).toEqual(['R. 1:1(0) ack 6']);
    expect(t.states()).toEqual([]);
    expect(t.events).toEqual([]);
  });

  it('with text unread after the peer’s FIN resets it as well', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('FP.', 1, 5, 1);
    t.out();
    t.do(() => s.release());
    expect(t.out()).toEqual(['R. 1:1(0) ack 7']);
  });

  it('with everything read closes it properly', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 5, 1);
    t.do(() => s.read(new Uint8Array(5)));
    t.do(() => s.release());
    expect(t.out()).toEqual(['F. 1:1(0) ack 6']);
  });

  it('makes text that arrives later a reason to reset, where it expects us [SHLD-3]', () => {
    for (const acked of [1, 2]) {
      const { t, s } = bring('ESTABLISHED');
      t.do(() => s.release());
      t.out();
      t.in('P.', 1, 5, acked);
      expect(t.out()).toEqual([`R ${acked}:${acked}(0)`]);
      expect(t.states()).toEqual([]);
    }
  });

  it('does not take old text for new', () => {
    const { t, s } = bring('ESTABLISHED');
    t.in('P.', 1, 5, 1);
    t.do(() => s.read(new Uint8Array(5)));
    t.do(() => s.release());
    t.out();
    t.in('P.', 1, 5, 1);
    expect(t.out()).toEqual(['. 2:2(0) ack 6']);
    expect(t.states()).toEqual(['FIN-WAIT-1']);
  });

  it('lets FIN-WAIT-2 last a minute in Linux, and for ever by the RFC', () => {
    for (const [profile, after] of [
      [linux, []],
      [rfc, ['FIN-WAIT-2']],
    ] as const) {
      const { t, s } = bring('FIN-WAIT-2', { profile });
      t.do(() => s.release());
      t.wait(59_999);
      expect(t.states()).toEqual(['FIN-WAIT-2']);
      t.wait(2);
      expect(t.states()).toEqual(after);
      expect(t.events).toEqual([]);
      expect(t.out()).toEqual([]);
    }
  });

  it('counts that minute from FIN-WAIT-2 when it comes later', () => {
    const { t, s } = bring('ESTABLISHED', { profile: linux });
    t.do(() => s.release());
    t.wait(100);
    t.out();
    t.in('.', 1, 0, 2);
    t.wait(59_999);
    expect(t.states()).toEqual(['FIN-WAIT-2']);
    t.wait(1);
    expect(t.states()).toEqual([]);
    t.in('F.', 1, 0, 2);
    expect(t.out()).toEqual(['R 2:2(0)']);
  });

  it('in TIME-WAIT changes nothing of it', () => {
    const { t, s } = bring('TIME-WAIT');
    t.do(() => s.release());
    expect(t.states()).toEqual(['TIME-WAIT']);
    expect(t.out()).toEqual([]);
  });

  it('is possible in every state, twice, and nothing is heard after', () => {
    for (const state of WITH_PEER) {
      const { t, s } = bring(state);
      t.do(() => s.release());
      t.do(() => s.release());
      t.wait(1_000_000);
      expect(t.events).toEqual([]);
      expect(t.states().filter((name) => name !== 'FIN-WAIT-2')).toEqual([]);
    }
  });

  it('within a callback is the last the user hears', () => {
    const t = new Drill();
    const s = t.activeOpen();
    t.events = [];
    s.onreadable = () => {
      s.read(new Uint8Array(10));
      s.release();
    };
    t.in('FP.', 1, 5, 1);
    expect(t.events).toEqual([]);
    expect(t.out()).toEqual(['F. 1:1(0) ack 7']);
  });
});
