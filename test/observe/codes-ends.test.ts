import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src/observe/trace.ts';
import { codes, ForgersWorld, tales } from '../support/tales.ts';

const TALES = tales();
const told = (name: string): Trace => TALES[name] as Trace;

describe('the code of an end', () => {
  it('does not say that a write which fails was written', () => {
    const calls = codes(told('written after close'), 'call').filter((c) => /send|failed/.test(c));
    expect(calls.slice(-2)).toEqual(['A call/send-fails', 'A call/failed-pipe']);
  });

  it('tells why a reset is sent', () => {
    const sent = (name: string) => codes(told(name), 'sent').filter((c) => c.includes('rst'));
    expect(sent('refused')).toEqual(['B1 sent/rst-refused']);
    expect(sent('aborted')).toEqual(['A3 sent/rst-abort']);
    expect(sent('let go of')).toEqual(['A3 sent/rst-after-close']);
    expect(sent('ghost')).toEqual(['A2 sent/rst-unknown-syn-ack']);
    expect(sent('stale')[0]).toBe('A3 sent/rst-stale-syn-ack');
    expect(sent('half open')).toEqual(['B1 sent/rst-half-open']);
  });

  it('tells how a connection ends', () => {
    const all = (name: string) => codes(told(name), 'state', 'call');
    expect(all('refused')).toEqual(
      expect.arrayContaining(['A state/refused', 'A call/closed-refused']),
    );
    expect(all('nobody there')).toEqual(
      expect.arrayContaining(['A state/open-timed-out', 'A call/closed-timed-out']),
    );
    expect(codes(told('nobody there'), 'timer').at(-1)).toBe('A timer/syn-give-up');
    expect(codes(told('the way there is lost'))).toContain('B state/half-open-timed-out');
    expect(all('aborted')).toEqual(
      expect.arrayContaining(['A state/aborted', 'B state/reset', 'B call/closed-reset']),
    );
    expect(all('written after close')).toContain('A call/failed-pipe');
    expect(all('ghost')).toContain('B state/back-to-listen');
  });

  it('calls an end half-open that lost everything when its power failed', () => {
    const w = new ForgersWorld();
    w.listen();
    w.at(0, () => w.connect(5000));
    // As far as the trace knows, B has been off; the segment comes to a host that knows nothing.
    w.at(1_000_000, () => {
      w.world.recorder?.changed('B', 'power-off');
      w.world.recorder?.changed('B', 'boot');
      w.forge({ from: 'A', flags: 16, seq: 1, ack: 1, length: 3, sport: 6000, dport: 81 });
    });
    expect(codes(w.trace())).toEqual(
      expect.arrayContaining(['B host/power-off', 'B host/boot', 'B2 sent/rst-half-open']),
    );
  });
});
