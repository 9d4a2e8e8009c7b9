import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/base/words.ts';
import { EVENT_CODES } from '../../src/observe/index.ts';
import type { Trace } from '../../src/observe/trace.ts';
import { run, type ScenarioFault } from '../../src/sim/index.ts';
import { EN } from '../../src/story/en/index.ts';
import { type Line, narrate, VOICES, type Voice } from '../../src/story/index.ts';
import { ZH } from '../../src/story/zh/index.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';
import { tales } from '../support/tales.ts';

const LANGS: readonly Lang[] = ['zh', 'en'];
const TALES = tales();
const told = (name: string): Trace => TALES[name] as Trace;
const ACTIONS = ['drop', 'delay', 'duplicate', 'corrupt', 'reorder'] as const;
const HAN = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;

/** Columns, Han and full-width counting two. */
function columns(text: string): number {
  let n = 0;
  for (const c of text) n += HAN.test(c) || '“”…→'.includes(c) ? 2 : 1;
  return n;
}

function faulty(action: ScenarioFault['action'], segment: string): Trace {
  const fault = action === 'delay' ? { action, segment, by: 400_000 } : { action, segment };
  return run(openAndClose, { interventions: asked(fault) });
}

function sound(text: string, lang: Lang): void {
  expect(text.trim()).not.toBe('');
  expect(text).not.toMatch(/undefined|\[object|NaN|\$\{|null|\?\?/);
  if (lang === 'en') expect(text).not.toMatch(HAN);
  else expect(text).toMatch(/[\u4e00-\u9fff]/);
}

function allSound(t: Trace): void {
  const sent = t.frames.filter((f) => f.kind === 'sent').map((f) => f.segment);
  for (const lang of LANGS) {
    for (const voice of VOICES) {
      const lines = narrate(t, { lang, voice });
      for (const l of lines) {
        sound(l.one, lang);
        sound(l.why, lang);
        expect(columns(l.one), l.one).toBeLessThanOrEqual(72);
      }
      // One bubble for each segment sent, whoever tells.
      const bubbles = lines.filter((l) => l.bubble).map((l) => l.segment);
      expect([...bubbles].sort()).toEqual([...sent].sort());
    }
    const every = narrate(t, { lang, every: true });
    const told = t.frames.filter((f) => !['vars', 'timers', 'tables'].includes(f.kind));
    expect(every.map((l) => l.frame).sort((a, b) => a - b)).toEqual(
      told.map((f) => t.frames.indexOf(f)),
    );
  }
}

const ones = (t: Trace, lang: Lang, voice: Voice = 'technical'): string[] =>
  narrate(t, { lang, voice }).map((l) => l.one);

describe('a story', () => {
  it('tells a handshake in ten lines', () => {
    const opening = narrate(run(openAndClose), { lang: 'zh' }).filter((l) => l.at <= 150_000);
    expect(opening.map((l) => l.one)).toEqual([
      'B 的应用调用 listen，在端口 80 等待连接',
      'A 的应用调用 connect，要连 B 的端口 80',
      'A 发出 SYN（A1，seq=0）请求连接 B，进入 SYN-SENT',
      'B 收到 SYN（A1），进入 SYN-RECEIVED，成为半连接',
      'B 回复 SYN+ACK（B1，seq=0，ack=1）：同意连接',
      'A 收到 SYN+ACK（B1），进入 ESTABLISHED',
      'A 的应用得知：连接已建立',
      'A 发出第三次握手的 ACK（A2，seq=1，ack=1）',
      'B 收到对自己 SYN 的确认（A2），进入 ESTABLISHED',
      'B 的应用 accept 到一条连接',
    ]);
  });

  it('tells the same in English', () => {
    const opening = narrate(run(openAndClose), { lang: 'en' }).filter((l) => l.at <= 100_000);
    expect(opening.map((l) => l.one)).toEqual([
      "B's application listens at port 80",
      "A's application connects to B, port 80",
      'A sends SYN (A1, seq 0) to open to B; SYN-SENT',
      'B got the SYN (A1): SYN-RECEIVED, a half-open entry',
      'B answers SYN+ACK (B1, seq 0, ack 1): agreed',
      'A got the SYN+ACK (B1): ESTABLISHED',
      "A's application learns that it is connected",
      'A sends the third segment, an ACK (A2, seq 1, ack 1)',
    ]);
  });

  it('says of a lost segment what it was and what will mend it', () => {
    const lines = narrate(faulty('drop', 'A6'), { lang: 'zh' });
    const lost = lines.find((l) => l.code === 'lost/last-ack') as Line;
    expect(lost.one).toBe('A6（最后的 ACK）丢了：在路上被丢弃');
    expect(lost.why).toContain('TIME-WAIT 的第一个理由');
    expect(lines.map((l) => l.one)).toContain(
      'A 又收到 FIN，再发最后的 ACK（A7，ack=13），2MSL 重新计时',
    );
  });

  it('says how long was waited before sending again', () => {
    expect(ones(faulty('drop', 'A1'), 'zh')).toContain(
      'A 的重传定时器到期：SYN 没有回音（等了 1 秒），再发一次',
    );
    expect(ones(faulty('drop', 'A1'), 'en')).toContain(
      "A's timer expires: no answer to the SYN after 1 s, so again",
    );
  });

  it('gives numbers as on the wire when asked', () => {
    const t = run(openAndClose);
    const syn = narrate(t, { lang: 'en', numbers: 'raw' }).find((l) => l.code === 'sent/syn');
    expect(syn?.one).toContain(`seq ${t.segments[0]?.seq}`);
  });

  it('tells of one flow when asked, and of what concerns whole hosts', () => {
    const t = run(openAndClose);
    expect(narrate(t, { lang: 'en', flow: 2 }).map((l) => l.code)).toEqual(['call/listen']);
    expect(narrate(t, { lang: 'en', flow: 1 })).toEqual(narrate(t, { lang: 'en' }));
  });

  it('carries the clause and the frame with each line', () => {
    const t = run(openAndClose);
    for (const l of narrate(t, { lang: 'zh' })) {
      const f = t.frames[l.frame];
      expect([l.at, l.host, l.code, l.rule, l.segment]).toEqual([
        f?.at,
        f?.host,
        f?.code,
        f?.rule,
        f?.segment,
      ]);
    }
  });

  it('is sound in both languages and every voice, whatever befalls a segment', () => {
    for (const segment of ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2', 'B3', 'B4', 'B5']) {
      for (const action of ACTIONS) allSound(faulty(action, segment));
    }
  });

  it('is sound where something particular happens', () => {
    for (const t of Object.values(TALES)) allSound(t);
  });

  it('is sound whatever befalls several', () => {
    const fault = fc.record({
      action: fc.constantFrom(...ACTIONS),
      segment: fc
        .tuple(fc.constantFrom('A', 'B'), fc.integer({ min: 1, max: 9 }))
        .map(([host, n]) => `${host}${n}`),
      by: fc.constant(700_000),
    });
    const faults = fc.uniqueArray(fault, { maxLength: 6, selector: (x) => x.segment });
    fc.assert(
      fc.property(faults, (list) => allSound(run(openAndClose, { interventions: asked(...list) }))),
      { numRuns: 25, seed: 11 },
    );
  });

  it('has an entry for every code in both languages, none of them too wide', () => {
    for (const lang of LANGS) {
      const catalog = lang === 'zh' ? ZH : EN;
      expect(Object.keys(catalog).sort()).toEqual([...EVENT_CODES].sort());
    }
  });
});

describe('the voice of the playground', () => {
  it('shouts what the note shouts', () => {
    expect(ones(run(openAndClose), 'zh', 'playground')).toEqual([
      '你：“小明，你在吗？”',
      '小明：“我在！你在吗？”',
      '你：“我知道你能听见我！”',
      '你（说话，17 字节）',
      '小明（说话，11 字节）',
      '你：“嗯，听到了！”',
      '你：“我说完了！”',
      '小明：“好，我知道你说完了！”',
      '小明：“我也说完了！”',
      '你：“好，我知道你也说完了！”',
      '比喻在这里失效：没有人说完“好”，还站在原地等 2MSL；TIME-WAIT 会',
    ]);
  });

  it('says what each shout proves', () => {
    const [syn, synAck, ack] = narrate(run(openAndClose), { lang: 'zh', voice: 'playground' });
    expect(syn?.why).toContain('小明听到了，就说明你能发、小明能收');
    expect(synAck?.why).toContain('你听到了，就说明小明也能发、你也能收');
    expect(ack?.why).toContain('双方就都知道彼此能发也能收');
  });

  it('lets the friend go on talking after "I have finished"', () => {
    expect(ones(told('half-closed'), 'zh', 'playground')).toContain(
      '小明：“我还没说完，你接着听（7 字节）”',
    );
  });
});

describe('the voice of the letters', () => {
  it('changes its roles when it ends, as the note does', () => {
    const speakers = narrate(run(openAndClose), { lang: 'zh', voice: 'letters' })
      .filter((l) => l.bubble)
      .map((l) => l.speaker);
    expect(speakers).toEqual([
      ...['小伙子', '姑娘', '小伙子', '小伙子', '姑娘', '小伙子'],
      ...['姑娘', '我', '我', '姑娘'],
    ]);
  });

  it('says who is who when the roles are given out, and again when they change', () => {
    for (const voice of ['playground', 'letters'] as const) {
      const letters = narrate(run(openAndClose), { lang: 'zh', voice }).filter((l) => l.bubble);
      const who = letters.map((l) => /^[^。]*是 A，[^。]*是 B。/.test(l.why));
      expect(who).toEqual(letters.map((l) => l.segment === 'A1' || l.code === 'sent/fin'));
    }
  });

  it('says what a plea confirms', () => {
    const plea = narrate(run(openAndClose), { lang: 'zh', voice: 'letters' });
    expect(plea.find((l) => l.code === 'sent/ack-of-fin')?.why).toContain('FIN');
  });

  it('breaks up in four stages and waits 2 MSL', () => {
    expect(ones(run(openAndClose), 'zh', 'letters').slice(-7)).toEqual([
      '姑娘：“我们分手吧”',
      '我：“再等等吧，我可以做得更好”',
      '我：“好吧，分手吧”',
      '姑娘：“嗯，那就分手吧”',
      '其实不想完全分手，又等了 2MSL，看有没有回信',
      '收到消息，彻底死心，删除好友',
      '没有回信，彻底分手',
    ]);
  });
});

describe('an analogy', () => {
  it('says where it stops', () => {
    for (const voice of ['playground', 'letters'] as const) {
      for (const [name, code] of [
        ['window closed', 'sent/window-closed'],
        ['aborted', 'sent/rst-abort'],
        ['attacked', 'sent/challenge-ack'],
      ] as const) {
        const zh = narrate(told(name), { lang: 'zh', voice }).find((l) => l.code === code);
        expect(zh?.stops).toBe(true);
        expect(zh?.one).toMatch(/^比喻在这里失效：/);
        const en = narrate(told(name), { lang: 'en', voice }).find((l) => l.code === code);
        expect(en?.one).toMatch(/^The analogy stops here: /);
      }
      const copies = narrate(faulty('duplicate', 'A3'), { lang: 'zh', voice });
      expect(copies.find((l) => l.code === 'impaired/duplicate')?.stops).toBe(true);
    }
  });
});

describe('TIME-WAIT that is not 2 MSL', () => {
  const waiting = (id: 'oneMslTimeWait' | 'noTimeWait'): Trace =>
    run(openAndClose, { interventions: [{ kind: 'what-if', id, host: 'A' }] });

  it.each(['oneMslTimeWait', 'noTimeWait'] as const)('is not told as 2 MSL: %s', (id) => {
    const t = waiting(id);
    allSound(t);
    for (const lang of LANGS) {
      for (const voice of VOICES) {
        const all = narrate(t, { lang, voice, every: voice === 'technical' });
        for (const l of all) expect(l.one).not.toMatch(/2 ?MSL/);
      }
    }
  });

  it('is told as long as it is', () => {
    const one = waiting('oneMslTimeWait');
    expect(ones(one, 'en').some((l) => l.endsWith('TIME-WAIT, for one MSL only'))).toBe(true);
    expect(ones(one, 'zh').some((l) => l.endsWith('开始等一个 MSL'))).toBe(true);
    const none = waiting('noTimeWait');
    expect(ones(none, 'en').some((l) => l.endsWith('and does not wait'))).toBe(true);
    expect(ones(none, 'zh').some((l) => l === 'A 不等，连接马上结束：CLOSED')).toBe(true);
  });
});
