import { describe, expect, it } from 'vitest';
import { EXHIBITS, perform } from '../../src/gallery/index.ts';
import { checksumSteps } from '../../src/inspect/checksum.ts';
import { contextOf } from '../../src/inspect/context.ts';
import { dissect } from '../../src/inspect/dissect.ts';
import type { Dissection, Field } from '../../src/inspect/field.ts';
import { fromHex } from '../../src/inspect/octets.ts';
import type { TraceSegment } from '../../src/observe/trace.ts';
import { unowned } from './owners.ts';

const raw = (d: Dissection, id: string): number | null =>
  d.fields.find((f) => f.id === id)?.raw ?? null;

/** The flags as packetdrill writes them. */
function flagsOf(d: Dissection): string {
  const letters = [
    ...[
      ['syn', 'S'],
      ['fin', 'F'],
      ['rst', 'R'],
      ['psh', 'P'],
      ['ack', '.'],
    ],
    ...[
      ['urg', 'U'],
      ['ece', 'E'],
      ['cwr', 'W'],
    ],
  ] as const;
  return letters
    .filter(([name]) => raw(d, `flag-${name}`) === 1)
    .map(([, letter]) => letter)
    .join('');
}

const sorted = (text: string): string => [...text].sort().join('');

/** What a segment says of itself, as the inspector shows it and as the trace has it. */
function shown(d: Dissection): unknown {
  const values = (name: string): (number | null)[] =>
    d.fields.filter((f) => f.id.endsWith(name)).map((f) => f.raw);
  return {
    numbers: ['tcp-sport', 'tcp-dport', 'tcp-seq', 'tcp-ack', 'tcp-wnd'].map((id) => raw(d, id)),
    flags: sorted(flagsOf(d)),
    length: (d.tcp?.to ?? 0) - (d.tcp?.text ?? 0),
    mss: values('mss-value'),
    wscale: values('wscale-value'),
    ts: [values('ts-value'), values('ts-echo')],
    sackOk: values('sack-ok-kind').length,
    nops: values('-nop').length,
  };
}

function traced(s: TraceSegment): unknown {
  const of = (name: string, key: string): number[] =>
    s.options
      .filter((o) => o.name === name)
      .map((o) => (o as unknown as Record<string, number>)[key] as number);
  return {
    numbers: [s.sport, s.dport, s.seq, s.ack, s.wnd],
    flags: sorted(s.flags),
    length: s.length,
    mss: of('mss', 'mss'),
    wscale: of('wscale', 'shift'),
    ts: [of('ts', 'val'), of('ts', 'ecr')],
    sackOk: s.options.filter((o) => o.name === 'sackOk').length,
    nops: s.options.filter((o) => o.name === 'nop').length,
  };
}

/** What is wrong with the words of a segment's fields; screens show them as they are. */
function badWords(words: readonly { readonly zh: string; readonly en: string }[]): string[] {
  return words.flatMap(({ zh, en }) => [
    ...(/undefined|NaN|null/.test(zh + en) ? [zh, en] : []),
    ...(/\p{Script=Han}/u.test(en) ? [en] : []),
  ]);
}

const wordsIn = (f: Field) => [f.name, f.says, ...(f.means === null ? [] : [f.means])];

describe.each(EXHIBITS.map((e) => [e.id, e] as const))('every packet of %s', (_id, e) => {
  const { trace } = perform(e, { keepBytes: true });

  it('has each of its bits in exactly one field, none of which is unreadable', () => {
    for (const s of trace.segments) {
      const bytes = fromHex(s.bytes ?? '');
      const d = dissect(bytes);
      expect([s.id, unowned(bytes, d)]).toEqual([s.id, []]);
      expect([s.id, d.fields.filter((f) => f.unreadable)]).toEqual([s.id, []]);
      if (s.arrivedBytes !== undefined) {
        const arrived = fromHex(s.arrivedBytes);
        expect(unowned(arrived, dissect(arrived))).toEqual([]);
      }
    }
  });

  it('shows what the trace says of it', () => {
    for (const s of trace.segments) {
      expect([s.id, shown(dissect(fromHex(s.bytes ?? '')))]).toEqual([s.id, traced(s)]);
    }
  });

  it('has the checksums that are computed, unless it arrived damaged', () => {
    for (const s of trace.segments) {
      const { ip, tcp } = checksumSteps(fromHex(s.bytes ?? ''));
      expect([s.id, ip?.result, tcp?.result]).toEqual([s.id, ip?.stands, tcp?.stands]);
      expect([s.id, ip?.ok, tcp?.ok]).toEqual([s.id, true, true]);
      if (s.arrivedBytes === undefined) continue;
      const arrived = checksumSteps(fromHex(s.arrivedBytes));
      expect([s.id, arrived.ip?.ok === true && arrived.tcp?.ok === true]).toEqual([s.id, false]);
    }
  });

  it('is explained in both languages, where it stands as well', () => {
    for (const s of trace.segments) {
      const d = dissect(fromHex(s.bytes ?? ''));
      const c = contextOf(trace, s.id, 'xy');
      const effects = (c?.arrivals ?? []).flatMap((a) => a.effects.flatMap((x) => [x.name, x.to]));
      const words = [...d.fields.flatMap(wordsIn), ...(c?.meanings.values() ?? []), ...effects];
      expect([s.id, badWords(words)]).toEqual([s.id, []]);
    }
  });
});
