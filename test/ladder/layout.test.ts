import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BREAK,
  displayWidth,
  flagNames,
  layoutLadder,
  timeAxis,
  timeText,
  waitText,
} from '../../src/ladder/index.ts';
import { cut, padStart, wrap } from '../../src/ladder/width.ts';
import { handMade, segment, traceOf } from './hand-made.ts';

describe('the layout of a ladder', () => {
  it('puts the host named first on the left, whoever sent first', () => {
    const t = handMade();
    const [a, b] = t.flows[0]?.ends ?? [];
    if (a === undefined || b === undefined) throw new Error('no ends');
    const turned = layoutLadder({ ...t, flows: [{ id: 1, ends: [b, a] }] });
    expect(turned.left).toEqual({ name: 'A', address: '10.0.0.1', port: 50000 });
    expect(turned.right.name).toBe('B');
  });

  it('lets each arrow fall from where it leaves to where it arrives', () => {
    const { arrows, axis } = layoutLadder(handMade());
    for (const a of arrows) {
      expect(a.y0).toBe(axis.y(a.sentAt));
      expect(a.y1).toBe(axis.y(a.endsAt as number));
      if (a.fate !== 'lost') expect(a.y1).toBeGreaterThan(a.y0);
    }
  });

  it('knows which arrows meet or overtake, and gives copies arrows of their own', () => {
    const { arrows } = layoutLadder(handMade());
    expect(arrows.filter((a) => a.crosses).map((a) => a.segment)).toEqual(['A4', 'B2']);
    expect(arrows.filter((a) => a.fate === 'copy')).toMatchObject([
      { segment: 'A4', endsAt: 1_260_000, crosses: false },
    ]);
    const overtaken = layoutLadder(
      traceOf([
        segment({ id: 'A1', flags: '.', seq: 0, sentAt: 0, arrivedAt: 90_000 }),
        segment({ id: 'A2', flags: '.', seq: 0, sentAt: 10_000, arrivedAt: 60_000 }),
        segment({ id: 'B1', flags: '.', seq: 0, sentAt: 90_000 }),
      ]),
    );
    expect(overtaken.arrows.map((a) => a.crosses)).toEqual([true, true, false]);
  });

  it('tells what each segment is for', () => {
    const { arrows } = layoutLadder(handMade());
    const kinds = arrows.filter((a) => a.fate !== 'copy').map((a) => a.kind);
    expect(kinds).toEqual(['open', 'open', 'open', 'ack', 'data', 'data', 'ack', 'reset']);
  });

  it('gives each side the states it goes through, beginning with the first', () => {
    const { states } = layoutLadder(handMade());
    expect(states.left.map((s) => s.state)).toEqual([
      'CLOSED',
      'SYN-SENT',
      'ESTABLISHED',
      'CLOSED',
    ]);
    expect(states.right[0]?.state).toBe('LISTEN');
  });

  it('counts numbers from the initial ones, modulo 2**32, or shows them raw', () => {
    const relative = layoutLadder(handMade()).arrows[4];
    expect(relative).toMatchObject({ segment: 'A4', seq: 1, ack: 1 });
    const raw = layoutLadder(handMade(), { numbers: 'raw' });
    expect(raw.arrows[0]?.seq).toBe(4294967290);
    expect(raw.arrows[7]?.seq).toBe(2449);
  });
});

describe('the time axis', () => {
  it('keeps order and distance, and never puts two instants on one place', () => {
    const times = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 50 });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 1_000_000 }), (ts, breakAfter) => {
        const axis = timeAxis(ts, breakAfter);
        const ys = axis.instants.map((t) => axis.y(t));
        for (let i = 1; i < ys.length; i++) {
          const step = (ys[i] as number) - (ys[i - 1] as number);
          expect(step).toBeGreaterThan(0.999);
          expect(step).toBeLessThan(6.001);
        }
        expect(axis.height).toBe(ys.at(-1) ?? 0);
      }),
    );
  });

  it('shrinks a long wait to a break', () => {
    const axis = timeAxis([0, 100, 60_000_000, 100], 1000);
    expect(axis.breaks).toEqual([{ from: 100, to: 60_000_000, y: 1 }]);
    expect(axis.y(60_000_000) - axis.y(100)).toBe(BREAK);
    expect(axis.y(30_000_050)).toBeCloseTo(2);
    expect([axis.y(-5), axis.y(99_000_000)]).toEqual([0, 3]);
  });
});

describe('times for people', () => {
  it('have the unit they are read in', () => {
    const times = [
      0, 12.5, 999, 1000, 50_000, 50_120, 123_450, 1_520_000, 60_700_000, 7_950_000_000,
    ];
    expect(times.map((t) => timeText(t))).toEqual([
      '0 ms',
      '12.5 µs',
      '999 µs',
      '1 ms',
      '50 ms',
      '50.12 ms',
      '123.5 ms',
      '1.52 s',
      '60.7 s',
      '7950 s',
    ]);
    expect(timeText(200, 'u')).toBe('200 us');
  });

  it('of waits are short', () => {
    const waits = [500, 2500, 950_000, 1_000_000, 59_800_000, 120_000_000, 7_200_000_000];
    expect(waits.map((t) => waitText(t))).toEqual([
      '500 µs',
      '2.5 ms',
      '950 ms',
      '1 s',
      '59.8 s',
      '120 s',
      '2 h',
    ]);
  });
});

describe('text', () => {
  it('takes two columns for each East Asian character and none for a combining mark', () => {
    expect(displayWidth('三次握手 A')).toBe(10);
    expect(displayWidth('e\u0301x')).toBe(2);
    expect(displayWidth('─▶│⋯ｆ한😀')).toBe(10);
  });

  it('is padded, cut and wrapped by columns', () => {
    expect(padStart('报文', 6)).toBe('  报文');
    expect(cut('报文段', 5)).toBe('报文');
    expect(wrap('one two 一二三四五', 7)).toEqual(['one two', '一二三', '四五']);
  });

  it('names flags as the RFC does', () => {
    expect(['S', 'S.', 'FP.', 'R', '-'].map(flagNames)).toEqual([
      'SYN',
      'SYN,ACK',
      'FIN,PSH,ACK',
      'RST',
      'no flags',
    ]);
  });
});
