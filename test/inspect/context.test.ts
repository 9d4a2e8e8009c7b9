import { describe, expect, it } from 'vitest';
import { EXHIBITS, perform } from '../../src/gallery/index.ts';
import { contextOf } from '../../src/inspect/context.ts';
import type { NumberMode } from '../../src/observe/numbering.ts';
import type { Trace } from '../../src/observe/trace.ts';
import type { Intervention } from '../../src/sim/intervention.ts';

function traceOf(id: string, interventions: readonly Intervention[] = []): Trace {
  const e = EXHIBITS.find((x) => x.id === id);
  if (e === undefined) throw new Error(`no exhibit ${id}`);
  return perform(e, { keepBytes: true, interventions }).trace;
}

function meaning(trace: Trace, segment: string, field: string, mode?: NumberMode) {
  return contextOf(trace, segment, mode)?.meanings.get(field);
}

function effects(trace: Trace, segment: string, mode?: NumberMode): string[] {
  const [arrival] = contextOf(trace, segment, mode)?.arrivals ?? [];
  return (arrival?.effects ?? []).map((x) =>
    [x.name.en, x.from, '->', x.to.en].filter((w) => w !== null).join(' '),
  );
}

const BASIC = traceOf('close/basic');
const OPTIONS = traceOf('open-and-close');

describe('what a segment means where it stands', () => {
  it('says of the acknowledgment number what has come and what is wanted', () => {
    const trace = traceOf('close/worked-numbers');
    const last = trace.segments.find((s) => s.ack === 2352);
    expect(meaning(trace, last?.id ?? '', 'tcp-ack')?.zh).toMatch(
      /^ack = 2352 → 我已收到 2351 为止，下一个要 2352。2351 正是 B 的 FIN（B\d+）：确认了它。$/,
    );
  });

  it('says that it means nothing without the ACK flag', () => {
    expect(meaning(BASIC, 'A1', 'tcp-ack')?.en).toBe(
      'The ACK flag is 0: this field means nothing.',
    );
  });

  it('says when an acknowledgment number is that of the segment before', () => {
    expect(meaning(BASIC, 'A3', 'tcp-ack', 'xy')?.en).toContain('The same as in A2');
  });

  it('counts the octets of data from the beginning of their stream', () => {
    expect(meaning(OPTIONS, 'A3', 'tcp-seq', 'xy')?.en).toBe(
      'seq = x+1 → the data has numbers x+1 to x+17, octets 1 to 17 of A.',
    );
    expect(meaning(OPTIONS, 'A3', 'tcp-seq', 'relative')?.en).toContain('numbers 1 to 17');
  });

  it('scales windows by what both SYNs agreed on, but not those of SYNs [RFC 7323 2.2]', () => {
    expect(meaning(OPTIONS, 'B1', 'tcp-wnd')?.en).toContain('not scaled');
    expect(meaning(OPTIONS, 'A2', 'tcp-wnd')?.en).toContain('32768 << 3 = 262144 octets');
    expect(meaning(BASIC, 'A2', 'tcp-wnd')?.en).toMatch(/^65535 octets/);
  });

  it('names the segment whose timestamp is sent back', () => {
    expect(meaning(OPTIONS, 'B1', 'opt3-ts-echo')?.en).toContain('The timestamp of A1');
    expect(meaning(OPTIONS, 'A1', 'opt3-ts-echo')?.en).toContain('no timestamp to send back');
  });

  it('says what is missing before a SACK block [RFC 2018]', () => {
    const trace = traceOf('close/pending-data', [
      { kind: 'set', field: 'sack', value: true },
      { kind: 'fault', segment: 'A9', action: 'drop' },
    ]);
    const s = trace.segments.find((x) => x.options.some((o) => o.name === 'sack'));
    const block = s?.options.find((o) => o.name === 'sack');
    const [left, right] = block?.blocks[0] ?? [0, 0];
    const place = [...(contextOf(trace, s?.id ?? '')?.meanings ?? [])].find(([id]) =>
      id.endsWith('sack-left1'),
    );
    expect(place?.[1].en).toBe(
      `${left} to ${right - 1} has arrived; ${s?.ack} to ${left - 1} before it is missing.`,
    );
  });

  it('says of a forged source whose address it is, and who sent it', () => {
    const trace = traceOf('open/bad-ack');
    expect(meaning(trace, 'X1', 'ip-src')?.en).toBe(
      'It says B, yet X sent it: the source is forged.',
    );
  });

  it('gives null for a segment that there is not', () => {
    expect(contextOf(BASIC, 'A99')).toBeNull();
  });
});

describe('what a segment changed where it arrived', () => {
  it('is read from the frames that its arrival caused', () => {
    expect(effects(BASIC, 'B2')).toEqual([
      'State FIN-WAIT-1 -> FIN-WAIT-2',
      'SND.UNA 101 -> 102',
      'SND.WND 65535 -> 65534',
    ]);
    expect(effects(BASIC, 'A1')).toEqual(['State LISTEN -> SYN-RECEIVED', 'Answer -> B1']);
  });

  it('writes numbers as they are to be shown, and none where the stream was not known', () => {
    const found = effects(BASIC, 'B1', 'xy');
    expect(found).toContain('SND.UNA x -> x+1');
    expect(found).toContain('RCV.NXT -> y+1');
  });

  it('tells why it was dropped', () => {
    expect(effects(traceOf('hdr/checksum'), 'A3')).toEqual([
      'Dropped -> the TCP checksum is wrong',
    ]);
  });

  it('is nothing when it never arrived', () => {
    const lost = traceOf('close/basic', [{ kind: 'fault', segment: 'A2', action: 'drop' }]);
    expect(contextOf(lost, 'A2')?.arrivals).toEqual([]);
  });
});
