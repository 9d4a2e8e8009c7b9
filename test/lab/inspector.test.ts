import { describe, expect, it } from 'vitest';
import { displayFilter, gridOf, hexDump, placeOf, segmentAt } from '../../lab/inspector/layout.ts';
import { stopsOf } from '../../lab/state/cursor.ts';
import { EXHIBITS, perform } from '../../src/gallery/index.ts';
import { dissect } from '../../src/inspect/dissect.ts';
import { fromHex } from '../../src/inspect/octets.ts';

/** A SYN with an option, and a segment with five octets of text. */
const SYN = fromHex(
  '4500002c00004000400626ca0a0000010a000002a8b1005000000064000000006002ffffdabe0000020405b4',
);
const TEXT = fromHex(
  `${'4500002d00004000400600000a0000010a000002'}a8b10050000000650000012d5018ffff00000000${'68656c6c6f'}`,
);

const trace = perform(EXHIBITS.find((e) => e.id === 'close/basic') ?? (EXHIBITS[0] as never), {
  keepBytes: true,
}).trace;

describe('the octets of a packet', () => {
  it('stand four to a row, and no row holds two parts of it', () => {
    const groups = gridOf(dissect(TEXT));
    expect(groups.map((g) => [g.layer, g.from, g.to])).toEqual([
      ['ip', 0, 20],
      ['tcp', 20, 40],
      ['payload', 40, 45],
    ]);
    expect(groups[2]?.rows.map((r) => [r.from, r.to])).toEqual([
      [40, 44],
      [44, 45],
    ]);
  });

  it('are each in one row, over every packet of a run', () => {
    for (const s of trace.segments) {
      const bytes = fromHex(s.bytes ?? '');
      const rows = gridOf(dissect(bytes)).flatMap((g) => g.rows);
      const all = rows.flatMap((r) => [...Array(r.to - r.from).keys()].map((i) => r.from + i));
      expect(all).toEqual([...bytes.keys()]);
    }
  });

  it('are counted within their header, options among them', () => {
    const d = dissect(SYN);
    expect(placeOf(d, 9)).toEqual({ part: 'ip', at: 9 });
    expect(placeOf(d, 33)).toEqual({ part: 'tcp', at: 13 });
    expect(placeOf(d, 43)).toEqual({ part: 'tcp', at: 23 });
    expect(placeOf(dissect(TEXT), 40)).toEqual({ part: 'text', at: 0 });
  });
});

describe('a segment for other programs', () => {
  it('is found by its addresses, ports, numbers and flags', () => {
    expect(displayFilter(dissect(SYN))).toBe(
      'ip.src == 10.0.0.1 && ip.dst == 10.0.0.2 && tcp.srcport == 43185 && tcp.dstport == 80 && ' +
        'tcp.seq_raw == 100 && tcp.flags == 0x002',
    );
    expect(displayFilter(dissect(TEXT))).toContain('tcp.flags == 0x018 && tcp.ack_raw == 301');
  });

  it('is a dump that says where each line begins', () => {
    expect(
      hexDump(SYN)
        .split('\n')
        .map((l) => l.slice(0, 11)),
    ).toEqual(['0000  45 00', '0010  0a 00', '0020  60 02']);
  });
});

describe('the segment of a step', () => {
  it('is the one that the step is about, or that brought it about', () => {
    const arrived = trace.frames.findIndex((f) => f.kind === 'arrived' && f.segment === 'A1');
    const stops = stopsOf(trace);
    const on = (frame: number) => stops.find((s) => s >= frame) ?? -1;
    expect(segmentAt(trace, on(arrived))?.id).toBe('A1');
    const state = trace.frames.findIndex((f) => f.kind === 'state' && f.to === 'SYN-RECEIVED');
    expect(segmentAt(trace, on(state))?.id).toBe('A1');
  });

  it('is none where nothing has been sent', () => {
    expect(segmentAt(trace, -1)).toBeNull();
  });
});
