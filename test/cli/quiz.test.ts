import { describe, expect, it } from 'vitest';
import { quizFrom } from '../../src/cli/commands/quiz.ts';
import { Captured, synwave, tooWide } from './captured.ts';

/** What is written when somebody types those lines, and then nothing more. */
async function typing(lines: readonly string[], ...args: string[]): Promise<string> {
  const terminal = new Captured();
  const code = await quizFrom(args, terminal, async function* () {
    yield* lines;
  });
  expect([code, terminal.stderr]).toEqual([0, '']);
  return terminal.stdout;
}

interface Data {
  readonly scenario: string;
  readonly kind: string;
  readonly asks: { readonly zh: string; readonly en: string };
  readonly entry: string | null;
  readonly truth: { readonly en: string };
  readonly options: readonly {
    readonly isTrue: boolean;
    readonly says: { readonly en: string };
    readonly whatIf: object | null;
  }[];
}

async function data(...args: string[]): Promise<Data[]> {
  const { code, stdout } = await synwave('quiz', ...args, '--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Data[];
}

/** The true answers, as they would be typed. */
function truths(list: readonly Data[]): string[] {
  return list.map((q) => {
    const at = q.options.findIndex((o) => o.isTrue);
    return q.entry === null ? ('abcdefgh'[at] as string) : (q.options[at]?.says.en as string);
  });
}

describe('synwave quiz', () => {
  it('asks the question of the scenario first, and then about its run', async () => {
    const list = await data('E12', '--seed', '7');
    expect(list.map((q) => q.scenario)).toEqual(Array(3).fill('tw/restart'));
    expect(list.map((q) => q.kind === 'exhibit')).toEqual([true, false, false]);
    for (const q of list) expect(q.options.filter((o) => o.isTrue).length).toBe(1);
  });

  it('asks the same for the same seed', async () => {
    const one = await data('close/lost-ack4', '--seed', '7', '--count', '6');
    expect(await data('close/lost-ack4', '--seed', '7', '--count', '6')).toEqual(one);
    expect(await data('close/lost-ack4', '--seed', '8', '--count', '6')).not.toEqual(one);
    expect(one.length).toBe(6);
  });

  it('mixes scenarios where none is named', async () => {
    const list = await data('--count', '5');
    expect(new Set(list.map((q) => q.scenario)).size).toBe(5);
  });

  it('says of right answers that they are, and counts them', async () => {
    const list = await data('E02', 'E09', '--lang', 'en');
    expect(list.length).toBe(6);
    const text = await typing(truths(list), 'E02', 'E09', '--lang', 'en');
    expect(text.match(/✓ Right\./g)?.length).toBe(6);
    expect(text).not.toContain('✗ Not so');
    expect(text).toContain('6 right of 6 answered; 6 questions in all. All of them!');
    expect(tooWide(text)).toEqual([]);
  });

  it('says of wrong answers what is true, why, and how to run them', async () => {
    const list = await data('open/basic', '--count', '8');
    const wrong = list.map((q) => {
      if (q.entry !== null) return '7777';
      const tried = q.options.findIndex((o) => o.whatIf !== null);
      return 'abcd'[tried >= 0 ? tried : q.options.findIndex((o) => !o.isTrue)] as string;
    });
    const text = await typing(wrong, 'open/basic', '--count', '8', '--lang', 'zh');
    expect(text).toContain('✗ 不对。答案：');
    expect(text).toContain('因为：');
    expect(text).toMatch(/synwave run open\/basic --what-if \w+@[AB]/);
    const n = list.length;
    expect(text).toContain(`共 ${n} 题，答了 ${n} 题，对 0 题。`);
    expect(tooWide(text)).toEqual([]);
  });

  it('never draws what comes after the question', async () => {
    let looked = 0;
    for (const seed of ['1', '2', '3', '4']) {
      const args = ['open/basic', '--seed', seed, '--lang', 'en'];
      const list = await data(...args);
      const parts = (await typing(truths(list), ...args)).split('── Question ').slice(1);
      list.forEach((q, i) => {
        if (q.kind !== 'segment' || !q.truth.en.includes('seq=')) return;
        const before = (parts[i] as string).split('[a to')[0] as string;
        expect(before).toContain('So far:');
        expect(before).not.toContain(q.truth.en.replace('+', ',').replaceAll(', ', ' '));
        looked++;
      });
    }
    expect(looked).toBeGreaterThan(0);
  });

  it('asks again when an answer is none, skips, and ends when it is told to', async () => {
    const text = await typing(['z', '', 'q'], 'E12', '--lang', 'en');
    expect(text).toContain('Give one letter, a to d.');
    expect(text).toContain('→ Skipped. Answer: ');
    expect(text).toContain('0 right of 0 answered; 3 questions in all.');
    expect(text).not.toContain('no more input');
  });

  it('ends politely when there is no more to read', async () => {
    const text = await typing([], 'E12', '--lang', 'zh');
    expect(text).toContain('没有更多输入，到此为止。');
    expect(text).toContain('共 3 题，答了 0 题，对 0 题。');
  });

  it('refuses what there is not, and says what to do', async () => {
    const none = await synwave('quiz', 'E99', '--lang', 'en');
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('There is no scenario E99');
    expect(none.stderr).toContain('Try: synwave help quiz');
    expect((await synwave('quiz', '--count', '0', '--lang', 'en')).stderr).toContain(
      '--count must be a whole number from 1 to 1000',
    );
    expect((await synwave('quiz', '--numbers', 'hex', '--lang', 'en')).code).toBe(2);
  });
});
