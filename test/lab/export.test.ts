import { describe, expect, it } from 'vitest';
import type { Run } from '../../lab/engine/protocol.ts';
import { stage } from '../../lab/engine/stage.ts';
import {
  fileName,
  hexDump,
  type MakeOptions,
  make,
  packetsIn,
  type RunFormat,
} from '../../lab/export/make.ts';
import { FORMATS } from '../../lab/export/words.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import type { Intervention } from '../../src/sim/intervention.ts';

function runOf(id: string, interventions: readonly Intervention[] = []): Run {
  const exhibit = EXHIBITS.find((e) => e.id === id);
  if (exhibit === undefined) throw new RangeError(`no exhibit '${id}'`);
  return stage(exhibit, { exhibit: id, seed: 1, values: {}, interventions });
}

const O: MakeOptions = {
  ...{ lang: 'zh', numbers: 'xy', flow: 1, theme: 'light', voice: 'technical' },
  side: null,
};
const MADE = Object.keys(FORMATS).filter((f) => f !== 'link' && f !== 'png') as RunFormat[];

describe('what leaves the page', () => {
  const run = runOf('close/lost-ack4');

  it.each(MADE)('is made in both languages as %s', (format) => {
    for (const lang of ['zh', 'en'] as const) {
      const made = make(run, format, { ...O, lang });
      expect(made.length).toBeGreaterThan(200);
      if (typeof made === 'string') expect(made).not.toContain('undefined');
    }
  });

  it('is named after the exhibit', () => {
    expect(fileName(run, 'pcapng')).toBe('synwave-close-lost-ack4.pcapng');
  });

  it('has a message of Mermaid for each segment, and a cross for each that is lost', () => {
    const text = make(run, 'mermaid', O) as string;
    const { segments } = run.trace;
    expect(text.match(/->>|-x|-\)/g)?.length).toBe(segments.length);
    expect(text.match(/-x/g)?.length).toBe(segments.filter((s) => s.fate === 'lost').length);
  });

  it('captures at both ends, or at one', () => {
    const count = (side: string | null): number => {
      const octets = make(run, 'pcapng', { ...O, side }) as Uint8Array;
      const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
      let packets = 0;
      for (let at = 0; at < octets.length; at += view.getUint32(at + 4, true)) {
        if (view.getUint32(at, true) === 6) packets++;
      }
      return packets;
    };
    for (const side of [null, 'A', 'B']) {
      expect(count(side)).toBe(packetsIn(run, side));
      expect(packetsIn(run, side)).toBeGreaterThan(0);
    }
    const doubled = runOf('close/basic', [{ kind: 'fault', segment: 'A3', action: 'duplicate' }]);
    const octets = make(doubled, 'pcapng', { ...O, side: 'B' }) as Uint8Array;
    expect(packetsIn(doubled, 'B')).toBe(8);
    expect(octets.length).toBeGreaterThan(8 * 60);
  });

  it('says of a broken rule, in every format that is read by people or by Wireshark', () => {
    const broken = runOf('close/basic', [{ kind: 'what-if', id: 'noTimeWait', host: 'A' }]);
    for (const format of ['mermaid', 'svg', 'packetdrill', 'markdown'] as const) {
      expect(make(broken, format, { ...O, lang: 'en' }), format).toMatch(
        /noTimeWait|not standard|TIME-WAIT/i,
      );
    }
    const capture = make(broken, 'pcapng', { ...O, lang: 'en' }) as Uint8Array;
    expect(new TextDecoder().decode(capture)).toContain('noTimeWait');
  });

  it('hands out the question, the answer and the point', () => {
    const text = make(run, 'markdown', O) as string;
    expect(text).toContain(run.card.question?.asks.zh);
    expect(text).toContain('答案：');
    expect(text).toContain(run.card.point.zh);
  });

  it('throws a RangeError, not something else, where there is nothing to write', () => {
    expect(() => make(run, 'svg', { ...O, flow: 99 })).toThrow(RangeError);
    expect(() => make(run, 'packetdrill', { ...O, side: 'Z' })).toThrow(RangeError);
  });

  it('has in a script what the TCP was, as the run was changed', () => {
    const interventions = [
      { kind: 'set', field: 'synRto', value: 2_000_000, host: 'A' },
      { kind: 'what-if', id: 'twoWay', host: 'B' },
    ] as const;
    const changed = runOf('open/basic', interventions);
    expect(make(changed, 'packetdrill', { ...O, side: 'A' })).toMatch(/^\/\/ Set: .*synRto=2s/m);
    expect(make(changed, 'packetdrill', { ...O, side: 'B' })).toContain('// What-if: twoWay\n');
  });

  it('shows octets as hexdump does', () => {
    expect(hexDump(new TextEncoder().encode('synwave'))).toBe(
      '000000  73 79 6e 77 61 76 65                             synwave',
    );
  });
});
