import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commentTags, titleTags } from '../../scripts/conformance/tags.ts';
import {
  collect,
  DOCUMENT,
  type Evidence,
  problems,
  wholeDocument,
} from '../../scripts/conformance.ts';

/** A tag, written so that this file does not bear it. */
const tag = (...ids: string[]): string => `[${ids.join(', ')}]`;

const HAS = { file: 'src/x.ts', line: 1, name: 'f' };

function evidence(o: Partial<Evidence>): Evidence {
  const requirements = [{ id: 'MUST-1', section: '3.1', text: 'It is so.' }];
  return { requirements, waivers: {}, later: {}, code: [], tests: [], ...o };
}

describe('RFC 9293', () => {
  it('has 69 MUST, 31 SHLD, 18 MAY and 1 REC, each with a section and words of ours', () => {
    const { requirements } = collect();
    const count = (kind: string): number =>
      new Set(requirements.map((r) => r.id).filter((id) => id.startsWith(kind))).size;
    expect([count('MUST-'), count('SHLD-'), count('MAY-'), count('REC-')]).toEqual([69, 31, 18, 1]);
    expect(requirements.length).toBe(119);
    for (const r of requirements) {
      expect(r.section, r.id).toMatch(/^3(\.\d+)+$/);
      expect(r.text.length, r.id).toBeGreaterThan(10);
    }
  });

  it('is met by code that says where, and a test that shows it, but for what is waived or waits', () => {
    expect(problems(collect())).toEqual([]);
  });

  it('is joined with code and tests in docs/conformance.md as they are now: npm run conformance', () => {
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(wholeDocument(collect()));
  });
});

describe('the check', () => {
  const MUST_1 = { ...HAS, id: 'MUST-1' };

  it('wants both code and test', () => {
    expect(problems(evidence({ code: [MUST_1], tests: [MUST_1] }))).toEqual([]);
    expect(problems(evidence({ code: [MUST_1] }))).toEqual([
      'MUST-1 has code and no test that names it in its title',
    ]);
    expect(problems(evidence({ tests: [MUST_1] }))).toEqual([
      'MUST-1 has a test and no comment in src/ that names it',
    ]);
    expect(problems(evidence({}))).toEqual(['MUST-1 has neither code nor test']);
  });

  it('takes a reason instead, but one and a good one only', () => {
    const because = { 'MUST-1': 'It is obsolete.' };
    expect(problems(evidence({ waivers: because }))).toEqual([]);
    expect(problems(evidence({ later: because, code: [MUST_1] }))).toEqual([]);
    expect(problems(evidence({ later: because, waivers: because })).length).toBe(1);
    expect(problems(evidence({ later: { 'MUST-1': ' ' } })).length).toBe(1);
  });

  it('finds reasons that no longer hold', () => {
    const both = { code: [MUST_1], tests: [MUST_1] };
    const because = { 'MUST-1': 'Not built.' };
    expect(problems(evidence({ ...both, later: because }))).toEqual([
      'MUST-1 has code and test: take it out of later.json',
    ]);
    expect(problems(evidence({ ...both, waivers: because }))).toEqual([
      'MUST-1 has code and test: take it out of waivers.json',
    ]);
  });

  it('finds ids that RFC 9293 does not have', () => {
    const wrong = { ...HAS, id: 'MUST-99' };
    const ok = { code: [MUST_1], tests: [MUST_1] };
    expect(problems(evidence({ ...ok, code: [MUST_1, wrong] }))).toEqual([
      'MUST-99, in src/x.ts line 1, is no requirement of RFC 9293',
    ]);
    expect(problems(evidence({ ...ok, later: { 'SHLD-77': 'Why not.' } }))).toEqual([
      'SHLD-77, in later.json, is no requirement of RFC 9293',
    ]);
  });
});

describe('a tag', () => {
  const ids = (text: string): string[] => commentTags('x.ts', text).map((t) => t.id);
  const titles = (text: string): string[] => titleTags('x.test.ts', text).map((t) => t.id);

  it('counts in comments of source files, and not in strings', () => {
    expect(ids(`// one ${tag('MUST-1')}\nconst a = '${tag('MUST-2')}';`)).toEqual(['MUST-1']);
    expect(ids(`/** two ${tag('SHLD-3', 'RFC 5961 3.2', 'MAY-4')} */`)).toEqual([
      'SHLD-3',
      'MAY-4',
    ]);
    expect(ids(`const url = 'http://x'; // ${tag('REC-1')}`)).toEqual(['REC-1']);
    expect(ids('// MUST-5 in passing')).toEqual([]);
  });

  it('counts in titles of tests and groups, and not elsewhere in them', () => {
    expect(titles(`it('does ${tag('MUST-1')}', () => {});`)).toEqual(['MUST-1']);
    expect(titles(`describe('all ${tag('MAY-2', 'MUST-3')}', () => {});`)).toEqual([
      'MAY-2',
      'MUST-3',
    ]);
    expect(titles(`it.each([1, 2])('%s ${tag('MUST-4')}', () => {});`)).toEqual(['MUST-4']);
    expect(titles(`// ${tag('MUST-5')}\nexpect('${tag('MUST-6')}').toBe('x');`)).toEqual([]);
  });

  it('does not count in a test that is left out', () => {
    expect(titles(`it.${'skip'}('does ${tag('MUST-1')}', () => {});`)).toEqual([]);
    expect(titles(`it.${'todo'}('does ${tag('MUST-1')}');`)).toEqual([]);
  });

  it('belongs to the declaration it stands before, beside or in', () => {
    const text = [
      `/** Does it. ${tag('MUST-1')} */`,
      'export function f(): void {',
      `  g(); // ${tag('MUST-2')}`,
      '}',
      'export class C {',
      `  /** How many. ${tag('MUST-3')} */`,
      '  readonly n = 0;',
      '  m(): void {',
      `    if (this.n) return; // ${tag('MUST-4')}`,
      '  }',
      '}',
      'const data = {',
      `  ttl: 64, // ${tag('MUST-5')}`,
      '};',
    ].join('\n');
    expect(commentTags('x.ts', text).map((t) => `${t.id} ${t.line} ${t.name}`)).toEqual([
      'MUST-1 1 f',
      'MUST-2 3 f',
      'MUST-3 6 C.n',
      'MUST-4 9 C.m',
      'MUST-5 13 data.ttl',
    ]);
  });
});
