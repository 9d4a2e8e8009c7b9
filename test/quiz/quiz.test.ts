import { describe, expect, it } from 'vitest';
import { EXHIBITS, type Exhibit, perform } from '../../src/gallery/index.ts';
import type { Trace, TraceSegment } from '../../src/observe/trace.ts';
import {
  ask,
  choose,
  exhibitQuestion,
  isAnswer,
  judge,
  MISCONCEPTIONS,
  type Quiz,
  questionsOf,
} from '../../src/quiz/index.ts';
import type { Intervention } from '../../src/sim/intervention.ts';
import { WHAT_IFS } from '../../src/tcp/what-if.ts';

/** Frames of a run that is not run again. */
const LARGE = 1000;
const exhibit = (id: string): Exhibit => EXHIBITS.find((e) => e.id === id) as Exhibit;

/** What is done to every exhibit beside nothing: somebody's own situations. */
const CHANGES: readonly (readonly Intervention[])[] = [
  [{ kind: 'fault', action: 'drop', segment: 'B1' }],
  [{ kind: 'fault', action: 'delay', segment: 'A2', by: 700_000 }],
  [
    { kind: 'fault', action: 'duplicate', segment: 'A3' },
    { kind: 'fault', action: 'corrupt', segment: 'B2' },
  ],
];

interface Asked {
  readonly trace: Trace;
  readonly name: string;
  readonly q: Quiz;
}

function tracesOf(e: Exhibit): { trace: Trace; name: string }[] {
  const asIs = { trace: perform(e).trace, name: e.id };
  const hosts = asIs.trace.hosts.map((h) => h.name);
  if (LARGE < asIs.trace.frames.length || !hosts.includes('A') || !hosts.includes('B'))
    return [asIs];
  const i = EXHIBITS.indexOf(e) % CHANGES.length;
  const changed = perform(e, { interventions: CHANGES[i] ?? [] }).trace;
  return [asIs, { trace: changed, name: `${e.id} change ${i}` }];
}

// A run of a hundred thousand takes seconds, and asks nothing that others do not.
const ALL: Asked[] = EXHIBITS.filter((e) => e.id !== 'flood/100k')
  .flatMap(tracesOf)
  .flatMap(({ trace, name }) =>
    questionsOf(trace).flatMap((d) =>
      d.kinds.map((kind) => {
        const numbers = (['relative', 'xy', 'raw'] as const)[d.frame % 3] ?? 'raw';
        const q = ask(trace, d.frame, { seed: d.frame, kind, numbers }) as Quiz;
        return { trace, name: `${name} #${d.frame} ${kind}`, q };
      }),
    ),
  );

/** The claims of an option about a segment, read back from its English. */
function claims(text: string): string {
  return text.replace(/,? ?seq=.*/, '');
}

function flagsIn(s: TraceSegment): string {
  if (s.flags.includes('R')) return 'a RST, which ends it';
  const names = [
    s.flags.includes('S') ? 'SYN' : '',
    s.flags.includes('F') ? 'FIN' : '',
    s.flags.includes('.') ? 'ACK' : '',
  ].filter((x) => x !== '');
  const octets = s.length === 1 ? '1 octet' : `${s.length} octets`;
  const name = names.join('+');
  if (s.length === 0) return name;
  return name === 'ACK' ? `${octets} of data` : `${name} with ${octets}`;
}

describe('questions over the gallery and what can be done to it', () => {
  it('are at least five hundred, of every kind', () => {
    expect(ALL.length).toBeGreaterThan(500);
    const kinds = new Map<string, number>();
    for (const { q } of ALL) kinds.set(q.kind, (kinds.get(q.kind) ?? 0) + 1);
    for (const kind of ['segment', 'state', 'number', 'timer', 'application']) {
      expect(kinds.get(kind), kind).toBeGreaterThan(50);
    }
  });

  it('have exactly one true answer, and different ones in either language', () => {
    for (const { q, name } of ALL) {
      expect(q.options.filter((o) => o.isTrue).length, name).toBe(1);
      for (const lang of ['zh', 'en'] as const) {
        const texts = q.options.map((o) => o.says[lang]);
        expect(new Set(texts).size, `${name} ${texts.join(' | ')}`).toBe(texts.length);
      }
      if (q.entry !== null) continue;
      expect(q.options.length, name).toBeGreaterThanOrEqual(3);
      expect(q.options.length, name).toBeLessThanOrEqual(4);
    }
  });

  it('are complete in both languages', () => {
    const wrong: string[] = [];
    for (const { q, name } of ALL) {
      const all = [q.asks, q.truth, q.because, ...q.options.map((o) => o.says)];
      for (const { zh, en } of all) {
        if (zh === '' || en === '') wrong.push(`${name}: empty`);
        if (/undefined|NaN|null|\?\?/.test(zh + en)) wrong.push(`${name}: ${zh} ${en}`);
        if (/[\u3000-\u9fff\uff00-\uffef]/.test(en)) wrong.push(`${name}: ${en}`);
      }
      if (!/[\u4e00-\u9fff].*？$/.test(q.asks.zh)) wrong.push(`${name}: ${q.asks.zh}`);
      if (!/[\u4e00-\u9fff]/.test(q.because.zh)) wrong.push(`${name}: ${q.because.zh}`);
    }
    expect(wrong).toEqual([]);
  });

  it('tell of every wrong answer why it is wrong', () => {
    for (const o of ALL.flatMap(({ q }) => q.options)) {
      if (o.isTrue !== (o.misconception === null) || o.isTrue !== (o.wrong === null)) {
        expect(o).toBe('a wrong answer with a reason');
      }
      if (o.whatIf !== null) expect(Object.keys(WHAT_IFS)).toContain(o.whatIf.id);
    }
  });

  it('have as their truth what the engine does next', () => {
    for (const { q, trace, name } of ALL) {
      const f = q.answer === null ? null : trace.frames[q.answer];
      const asked = trace.frames[q.frame - 1];
      if (f !== null) expect(q.answer, name).toBeGreaterThanOrEqual(q.frame);
      if (q.kind === 'state') {
        const says = f?.kind === 'state' ? `now ${f.to}` : null;
        if (says === null) expect(q.truth.en, name).toMatch(/^still /);
        else expect([says, says.replace('now', 'still')], name).toContain(q.truth.en);
      }
      if (q.kind === 'segment' && f !== null) {
        expect(f?.kind, name).toBe('sent');
        const s = trace.segments.find((x) => x.id === f?.segment) as TraceSegment;
        expect(claims(q.truth.en), name).toBe(flagsIn(s));
        // It is the first that this end sends from here on.
        const between = trace.frames.slice(q.frame, q.answer as number);
        const own = between.filter(
          (x) => x.kind === 'sent' && x.host === f?.host && x.flow === f?.flow,
        );
        expect(own, name).toEqual([]);
      }
      if (q.kind === 'segment' && f === null) {
        const rest = trace.frames.slice(q.frame).filter((x) => x.at === asked?.at);
        const own = rest.filter(
          (x) => x.kind === 'sent' && x.host === asked?.host && x.flow === asked?.flow,
        );
        expect(own, name).toEqual([]);
        expect(q.truth.en, name).toBe('nothing');
      }
      if (q.kind === 'timer') {
        expect([f?.kind, q.answer], name).toEqual(['timer', q.frame]);
        expect(q.truth.en, name).toContain(` of ${f?.host}`);
      }
      if (q.kind === 'application') {
        if (f === null) expect(q.truth.en, name).toBe('nothing');
        else expect(f?.kind, name).toBe('call');
      }
    }
  });

  it('offer no answer that another segment of the same instant makes true', () => {
    for (const { q, trace, name } of ALL) {
      if (q.kind !== 'segment') continue;
      const asked = trace.frames[q.frame - 1];
      const instant = trace.frames.filter(
        (x, i) =>
          i >= q.frame &&
          x.kind === 'sent' &&
          x.at === asked?.at &&
          x.host === asked.host &&
          x.flow === asked.flow,
      );
      if (instant.length === 0) continue;
      const nothing = q.options.find((o) => o.says.en === 'nothing');
      expect(nothing?.isTrue ?? false, name).toBe(false);
    }
  });

  it('are the same for the same seed, and not for every seed', () => {
    const { trace } = perform(exhibit('close/lost-ack4'));
    const again = perform(exhibit('close/lost-ack4')).trace;
    const all = (t: Trace, seed: number) =>
      JSON.stringify(questionsOf(t).map((d) => ask(t, d.frame, { seed })));
    expect(all(again, 7)).toBe(all(trace, 7));
    expect(all(trace, 8)).not.toBe(all(trace, 7));
    expect(choose(trace, 3, 7)).toEqual(choose(again, 3, 7));
  });

  it('uses every misconception somewhere', () => {
    const used = new Set(ALL.flatMap(({ q }) => q.options.map((o) => o.misconception)));
    const unused = Object.keys(MISCONCEPTIONS).filter((id) => !used.has(id as never));
    expect(unused).toEqual([]);
  });
});

describe('one question', () => {
  const only = (id: string, code: string, kind: Quiz['kind']): Quiz => {
    const { trace } = perform(exhibit(id));
    const d = questionsOf(trace).find(
      (x) => x.kinds.includes(kind) && trace.frames[x.frame - 1]?.code === code,
    );
    return ask(trace, d?.frame ?? -1, { seed: 1, kind, numbers: 'raw' }) as Quiz;
  };

  it('offers what a listener would do in a handshake of two, as a what-if', () => {
    const q = only('open/basic', 'arrived/syn', 'state');
    expect(q.truth).toEqual({ zh: '进入 SYN-RECEIVED', en: 'now SYN-RECEIVED' });
    const wrong = q.options.find((o) => o.says.en === 'now ESTABLISHED');
    expect(wrong?.whatIf).toEqual({ id: 'twoWay', host: 'B' });
  });

  it('knows which mistake a typed number shows', () => {
    const q = only('close/lost-ack4', 'arrived/fin', 'number');
    expect(q.entry).toBe('number');
    expect(judge(q, '1102').isRight).toBe(true);
    expect(judge(q, ' 1,102 ')).toMatchObject({ isRight: true });
    expect(judge(q, '1101').option?.misconception).toBe('fin-not-counted');
    expect(judge(q, '7')).toEqual({ isRight: false, option: null });
    expect([isAnswer(q, 'x+3'), isAnswer(q, '12'), isAnswer(q, ''), isAnswer(q, 'ack')]).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it('asks of a run that breaks a rule what happens under that', () => {
    const q = only('ablate/two-way', 'arrived/syn', 'state');
    expect(q.truth.en).toBe('now ESTABLISHED');
    expect(q.asks.en).toMatch(/^\(This run breaks a rule/);
  });

  it('is that of an exhibit, when exactly one of its answers is true', () => {
    const e = exhibit('open/basic');
    const { facts } = perform(e);
    const answers = e.question.answers.map((a) => ({ says: a.says, isTrue: a.isTrue(facts) }));
    const q = exhibitQuestion({ asks: e.question.asks, answers }, e.point);
    expect([q?.kind, q?.frame, q?.options.length]).toEqual(['exhibit', 0, 3]);
    expect(judge(q as Quiz, 2).isRight).toBe(true);
    const none = answers.map((a) => ({ ...a, isTrue: false }));
    expect(exhibitQuestion({ asks: e.question.asks, answers: none }, e.point)).toBeNull();
    expect(exhibitQuestion(null, e.point)).toBeNull();
  });
});
