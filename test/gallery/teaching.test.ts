import mermaidLibrary from 'mermaid';
import { describe, expect, it } from 'vitest';
import { readInterventions } from '../../src/cli/intervention-options.ts';
import { FORMATS } from '../../src/cli/run-formats.ts';
import { EXHIBITS, type Exhibit, TEACHING } from '../../src/gallery/index.ts';
import { EDGES, laddersSvg, pathOf } from '../../src/ladder/index.ts';
import { type Trace, traceSeenBy } from '../../src/observe/index.ts';
import {
  findTerm,
  GLOSSARY,
  type Line,
  linkTo,
  MNEMONICS,
  narrate,
  SOURCES,
  STEPS,
  TIME_WAIT_REASONS,
  type Voice,
} from '../../src/story/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { options, performed } from './performed.ts';

function exhibit(id: string): Exhibit {
  const found = EXHIBITS.find((e) => e.id === id);
  if (found === undefined) throw new Error(`no exhibit ${id}`);
  return found;
}
const traceOf = (id: string): Trace => performed(exhibit(id)).trace;
const codesOf = (id: string): Set<string> => new Set(traceOf(id).frames.map((f) => f.code));
const taughtBy = (item: number): string[] =>
  TEACHING.filter((t) => t.item === item).map((t) => t.exhibit);
const bubbles = (id: string, voice: Voice): Line[] =>
  narrate(traceOf(id), { lang: 'zh', voice }).filter((l) => l.bubble);
const written = (id: string, format: keyof typeof FORMATS, o = {}): string =>
  `${FORMATS[format].write(exhibit(id), performed(exhibit(id)), options(exhibit(id), o))}`;

describe('every way of teaching', () => {
  it('is a command that the command line understands', () => {
    for (const t of TEACHING) {
      const [run, id, ...rest] = t.run.split(' ');
      expect([run, id]).toEqual(['run', t.exhibit]);
      const format = rest[rest.indexOf('--format') + 1];
      if (rest.includes('--format')) expect(Object.keys(FORMATS)).toContain(format);
      const nothing = { text: () => undefined, all: () => [], has: () => false, words: [] };
      expect(readInterventions(nothing, exhibit(t.exhibit)).interventions).toEqual([]);
    }
  });

  it('102: three letters open, each bound to its segment', () => {
    const letters = bubbles('open/basic', 'letters');
    expect(letters.map((l) => [l.segment, l.speaker])).toEqual([
      ['A1', '小伙子'],
      ['B1', '姑娘'],
      ['A2', '小伙子'],
    ]);
  });

  it('103: the break-up has its four stages, and then waits for 2 MSL', () => {
    const letters = bubbles('close/basic', 'letters').slice(-4);
    expect(letters.map((l) => [l.code, l.segment])).toEqual([
      ['sent/fin', 'A3'],
      ['sent/ack-of-fin', 'B2'],
      ['sent/fin-in-return', 'B3'],
      ['sent/last-ack', 'A4'],
    ]);
    expect(letters.map((l) => l.speaker)).toEqual(['姑娘', '我', '我', '姑娘']);
    expect(letters[0]?.one).toContain('分手');
    const all = narrate(traceOf('close/basic'), { lang: 'zh', voice: 'letters' });
    expect(all.map((l) => l.one).join()).toMatch(/又等了 2MSL.*彻底分手/);
  });

  it('104: three shouts across the playground, and what each proves', () => {
    const shouts = bubbles('open/basic', 'playground');
    expect(shouts.map((l) => l.segment)).toEqual(['A1', 'B1', 'A2']);
    expect(shouts.map((l) => /能发|能收/.test(l.why))).toEqual([true, true, true]);
  });

  it('105: the call ends in four steps while Ming still talks', () => {
    const steps = bubbles('close/half-close', 'playground').map((l) => l.code);
    const inOrder = ['sent/fin', 'sent/ack-of-fin', 'sent/data-half-closed', 'sent/fin-in-return'];
    const places = [...inOrder, 'sent/last-ack'].map((code) => steps.indexOf(code as Line['code']));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('106: what A alone knows has no fate of what A sent, and nothing of B', () => {
    const seen = traceSeenBy(traceOf('open/lost-ack3'), 'A');
    expect(traceOf('open/lost-ack3').segments.some((s) => s.fate === 'lost')).toBe(true);
    expect(new Set(seen.frames.map((f) => f.host))).toEqual(new Set(['A']));
    for (const s of seen.segments) if (s.from === 'A') expect(s.fate).toBe('in-flight');
    expect(seen.frames.some((f) => f.kind === 'lost')).toBe(false);
    const told = narrate(seen, { lang: 'zh' });
    expect(told.filter((l) => l.host === 'B' || l.code.startsWith('lost/'))).toEqual([]);
    expect(written('open/lost-ack3', 'narrate')).toContain('is lost: dropped');
    expect(written('open/lost-ack3', 'narrate', { side: 'A' })).not.toContain('is lost: dropped');
  });

  it('107: every mnemonic is told of a run, bound to what it speaks of', () => {
    const told = taughtBy(107).map((id) =>
      written(id, 'narrate', { lang: 'zh', voice: 'letters' }),
    );
    const codes = new Set(taughtBy(107).flatMap((id) => [...codesOf(id)]));
    const plain = told.join('').replace(/\s/g, '');
    for (const m of MNEMONICS) {
      expect(m.codes.filter((c) => !codes.has(c))).toEqual([]);
      expect(plain).toContain(`${m.sentence.zh.replace(/\s/g, '')}（`);
    }
  });

  it('108: the nine diagrams are drawn from runs', () => {
    // Opening and closing as notes S0, S1, S2 and S3 have them, and closing from both sides.
    const NINE: readonly (readonly [id: string, states: readonly string[]])[] = [
      ['open/basic', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']],
      ['open/names', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']],
      ['open/ack-no-seq', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']],
      ['open-and-close', ['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED']],
      ['close/basic', ['FIN-WAIT-1', 'CLOSE-WAIT', 'FIN-WAIT-2', 'LAST-ACK', 'TIME-WAIT']],
      ['close/slow-server', ['FIN-WAIT-1', 'CLOSE-WAIT', 'FIN-WAIT-2', 'LAST-ACK', 'TIME-WAIT']],
      ['close/worked-numbers', ['FIN-WAIT-1', 'CLOSE-WAIT', 'FIN-WAIT-2', 'LAST-ACK', 'TIME-WAIT']],
      ['close/half-close', ['FIN-WAIT-1', 'CLOSE-WAIT', 'FIN-WAIT-2', 'LAST-ACK', 'TIME-WAIT']],
      ['close/simultaneous', ['FIN-WAIT-1', 'CLOSING', 'TIME-WAIT']],
    ];
    for (const [id, states] of NINE) {
      const svg = laddersSvg(traceOf(id), { lang: 'zh' });
      for (const state of states) expect([id, svg]).toEqual([id, expect.stringContaining(state)]);
    }
  });

  it('109: the sequence diagram in ASCII has an arrow for each segment', () => {
    const text = written('close/basic', 'ladder', { ascii: true });
    const arrows = text.match(/\|(--.*->|<-.*--)\|/g) ?? [];
    expect(arrows).toHaveLength(traceOf('close/basic').segments.length);
    expect(arrows.slice(3).map((a) => /FIN,ACK|ACK/.exec(a)?.[0])).toEqual([
      ...['FIN,ACK', 'ACK', 'FIN,ACK', 'ACK'],
    ]);
  });

  it('110: the Mermaid diagram has the three messages', async () => {
    const text = written('open/basic', 'mermaid');
    expect((await mermaidLibrary.parse(text)).diagramType).toBe('sequence');
    expect(text.match(/^ {2}[AB]->>[AB]: .*(SYN|SYN,ACK|ACK) /gm)).toHaveLength(3);
  });

  it('111: the seven rows of the table are the segments of a run, in order', () => {
    const { frames } = traceOf('open-and-close');
    const places = STEPS.map((row) => frames.findIndex((f) => f.code === row.code));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const text = written('open-and-close', 'narrate', { lang: 'zh', voice: 'playground' });
    for (const row of STEPS) expect(text).toContain(`${row.step.zh} | ${row.term.zh}`);
  });

  it('112: both reasons for TIME-WAIT are met in a run', () => {
    for (const { codes } of TIME_WAIT_REASONS) {
      const met = taughtBy(112).map((id) => codes.filter((c) => codesOf(id).has(c)).length);
      expect(Math.max(...met)).toBeGreaterThanOrEqual(2);
    }
    const told = taughtBy(112).map((id) => written(id, 'narrate', { lang: 'zh' }));
    for (const r of TIME_WAIT_REASONS) expect(told.join('')).toContain(r.reason.zh);
  });

  it('113: the question of an exhibit stands above its drawing, the answer below', () => {
    for (const e of EXHIBITS) expect(e.question.answers.length).toBeGreaterThanOrEqual(3);
    const { question } = exhibit('open/lost-ack3');
    const text = written('open/lost-ack3', 'ladder').replace(/\s+/g, ' ');
    const right = question.answers.find((a) =>
      a.isTrue(performed(exhibit('open/lost-ack3')).facts),
    );
    expect(text.indexOf(question.asks.en)).toBeGreaterThan(0);
    expect(text.lastIndexOf(right?.says.en ?? '?')).toBeGreaterThan(text.indexOf('SYN,ACK seq'));
  });

  it('114 and 115: the diagram has the eleven states, and the steps of the run in order', () => {
    for (const [item, id] of [114, 115].flatMap((n) => taughtBy(n).map((e) => [n, e] as const))) {
      const text = written(id, 'states');
      for (const state of STATE_NAMES)
        expect([item, text]).toEqual([item, expect.stringContaining(state)]);
      for (const host of ['A', 'B']) {
        const path = pathOf(traceOf(id), host);
        expect(path.length).toBeGreaterThan(1);
        for (const s of path) {
          expect(EDGES.some((e) => e.from === s.from && e.to === s.to)).toBe(true);
          expect(text).toMatch(new RegExp(`${s.from} +→ ${s.to}`));
        }
      }
    }
  });

  it('116: every step of the close cites a clause that can be read, and so does every source', () => {
    const lines = narrate(traceOf('close/citations'), { lang: 'en' });
    const bubbled = lines.filter((l) => l.bubble);
    expect(bubbled.filter((l) => linkTo(l.rule) === '')).toEqual([]);
    for (const s of SOURCES) {
      expect(s.clauses.length).toBeGreaterThan(0);
      for (const clause of s.clauses)
        expect(linkTo(clause)).toMatch(/^https:\/\/www\.rfc-editor\.org/);
    }
  });

  it('117: every spelling of every term is found, in both languages', () => {
    for (const t of GLOSSARY) {
      const names = [t.id, t.zh, t.en, ...t.aliases, ...t.slips.map((s) => s.spelling)];
      for (const name of names) expect([name, findTerm(name).term?.id]).toEqual([name, t.id]);
    }
    const NOTES = [
      '挥手',
      '握手',
      '半连接队列',
      '半连接存活时间',
      '终止等待1',
      '终止等待2',
      '关闭等待',
    ];
    for (const word of [...NOTES, '最后确认', '时间等待', '保活计时器', '连接释放报文段']) {
      expect([word, findTerm(word).term === null]).toEqual([word, false]);
    }
  });
});
