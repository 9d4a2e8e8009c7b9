import { describe, expect, it } from 'vitest';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { Differs, judge, Late, type Outcome, STATES } from '../interop/replay-judge.ts';
import { PAIRS } from '../interop/replay-pairs.ts';
import { type Pair, type Prepared, prepare } from '../interop/replay-plan.ts';

/** A kernel that does just what our engine does. */
function ourselves(p: Prepared): Outcome {
  const { side } = p.pair;
  return {
    packets: p.trace.segments
      .filter((s) => s.from === side)
      .map((s) => [s.sentAt / 1e6, s.flow, s.bytes ?? '']),
    told: p.facts.calls(side).flatMap(({ at, socket = 'main', call, octets = 0, error = null }) => {
      if (call !== 'read' && call !== 'closed') return [];
      return [[at / 1e6, socket, call, call === 'read' ? octets : error]] as const;
    }),
    states: p.plan.steps.flatMap(({ at, states }) => {
      if (states === undefined) return [];
      const of = (name: string) => (name === 'LISTEN' ? 0 : STATES.indexOf(name));
      const numbers = Object.entries(states).map(([flow, name]) => [flow, of(name)]);
      return [[at, at, Object.fromEntries(numbers)]] as const;
    }),
    late: 0,
  };
}

function prepared(pair: Pair): Prepared {
  const exhibit = EXHIBITS.find((e) => e.id === pair.exhibit);
  if (exhibit === undefined) throw new Error(`no exhibit '${pair.exhibit}'`);
  return prepare(exhibit, pair);
}

describe('the replay of exhibits', () => {
  it.each(PAIRS.map((pair) => [`${pair.exhibit} ${pair.side} ${pair.as ?? ''}`, pair] as const))(
    'finds no fault with ourselves: %s',
    (_name, pair) => {
      const p = prepared(pair);
      const { most, segments } = judge(p, ourselves(p));
      expect(most).toBe(0);
      expect(segments).toBeGreaterThan(0);
    },
  );

  const p = prepared({ exhibit: 'close/lost-ack4', side: 'B' });
  const good = ourselves(p);
  const last = good.packets.length - 1;
  const withPackets = (f: (x: Outcome['packets'][number], i: number) => typeof x | null) => ({
    ...good,
    packets: good.packets.map(f).filter((x) => x !== null),
  });

  it('finds a segment that is missing', () => {
    expect(() =>
      judge(
        p,
        withPackets((x, i) => (i === last ? null : x)),
      ),
    ).toThrow(Differs);
  });

  it('finds a retransmission that is late, or early', () => {
    for (const off of [0.2, -0.1]) {
      const moved = withPackets((x, i) => (i === last ? [x[0] + off, x[1], x[2]] : x));
      expect(() => judge(p, moved)).toThrow(Late);
    }
  });

  it('finds a state and an error that are others', () => {
    const states = good.states.map(([at, seen]) => [at, seen, { 1: 1 }] as const);
    expect(() => judge(p, { ...good, states })).toThrow(Differs);
    const refused = prepared({ exhibit: 'open/refused', side: 'A' });
    expect(() => judge(refused, { ...ourselves(refused), told: [] })).toThrow(Differs);
  });

  it('does not take a profile for the kernel that is not linux', () => {
    expect(() => prepared({ exhibit: 'open/bad-ack', side: 'A' })).toThrow(RangeError);
  });
});
