import { describe, expect, it } from 'vitest';
import { lastOf } from '../../lab/state/cursor.ts';
import { streamsAt, wrongOctets } from '../../lab/view/streams.ts';
import { EXHIBITS } from '../../src/gallery/index.ts';
import { perform } from '../../src/gallery/perform.ts';
import type { Trace } from '../../src/observe/trace.ts';

function traceOf(id: string, standard = false): Trace {
  const e = EXHIBITS.find((x) => x.id === id);
  if (e === undefined) throw new RangeError(id);
  return perform(e, { keepBytes: true, standard }).trace;
}

/** Every stream in short: who wrote to whom, and the two texts, with a caret below what is wrong. */
function spelled(trace: Trace): string[] {
  return streamsAt(trace, lastOf(trace)).map(({ from, to, socket, octets }) => {
    const text = (which: 'wrote' | 'read'): string =>
      octets.map((o) => String.fromCharCode(o[which] ?? 32)).join('');
    const marks = octets.map((o) => (o.fate === 'wrong' || o.fate === 'foreign' ? '^' : ' '));
    return [`${from} ${to} ${socket}`, text('wrote'), text('read'), marks.join('')]
      .map((line) => line.trimEnd())
      .join('|');
  });
}

describe('what is read beside what was written', () => {
  it('has the octets of the fossil in red, at their places', () => {
    expect(spelled(traceOf('ablate/no-tw-old-dup'))).toEqual([
      'A B main|I-OLD!|I-OLD!|',
      'A B main 2|HELLO WORLD|HEOLD!WORLD|  ^ ^^',
    ]);
  });

  it('has none where TIME-WAIT, another ISN or timestamps stand in its way', () => {
    const rescued = ['tw/old-dup-dies', 'ablate/no-tw-isn', 'ablate/no-tw-paws'];
    for (const id of rescued) expect(wrongOctets(traceOf(id)), id).toBe(0);
    expect(wrongOctets(traceOf('ablate/no-tw-old-dup', true))).toBe(0);
  });

  it('finds what a host without a checksum or a sequence check reads wrong', () => {
    expect(wrongOctets(traceOf('ablate/no-checksum'))).toBeGreaterThan(0);
    expect(wrongOctets(traceOf('ablate/no-seq-check'))).toBeGreaterThan(0);
    expect(wrongOctets(traceOf('ablate/no-checksum', true))).toBe(0);
    expect(wrongOctets(traceOf('ablate/no-seq-check', true))).toBe(0);
  });

  it('counts text on a SYN as written, and read twice where its copy opens another connection', () => {
    expect(wrongOctets(traceOf('open/data-on-1'))).toBe(0);
    expect(wrongOctets(traceOf('open/data-on-1-queued'))).toBe(0);
    expect(wrongOctets(traceOf('ablate/syn-data-delivered'))).toBeGreaterThan(0);
  });

  it('misses what comes to a host whose application has let go, and waits for nothing any more', () => {
    const fates = streamsAt(traceOf('close/close-vs-shutdown'), { frame: 1e9, at: 0 });
    expect(fates.map((s) => new Set(s.octets.map((o) => o.fate)))).toEqual([
      new Set(['missing']),
      new Set(['right']),
    ]);
  });

  it('has nothing wrong in any exhibit that keeps to the book', () => {
    const wrong: string[] = [];
    for (const e of EXHIBITS) {
      if (e.build({}).sample !== undefined || e.id === 'open/isn') continue;
      const { trace } = perform(e, { keepBytes: true, standard: true });
      if (trace.nonStandard.length === 0 && wrongOctets(trace) > 0) {
        wrong.push(`${e.id}: ${spelled(trace).join(' & ')}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
