import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { synwave, tooWide } from './captured.ts';

const home = mkdtempSync(join(tmpdir(), 'synwave-usage-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('wrong usage of explore', () => {
  const wrong: readonly (readonly [args: readonly string[], en: string, zh: string])[] = [
    [
      ['why-not-tow'],
      'There is no question why-not-tow. Did you mean why-not-two?',
      '没有 why-not-tow 这个问题。是不是想写 why-not-two？',
    ],
    [['--all', '--worlds'], '--all, --worlds: choose one.', '--all、--worlds 只能选一个。'],
    [['--nightly'], '--nightly goes with --worlds, --world only.', '--nightly 只能和'],
    [['--bound', 'lose=1'], '--bound goes with', '--bound 只能和'],
    [['--world', 'opne'], 'no such world. Did you mean open?', '是不是想写 open？'],
    [['--world', 'open', '--profile', 'bsd'], '--profile bsd: there are rfc', '只有 rfc'],
    [['--all', '--property', 'x'], '--property x: there is no such property.', '没有这条性质'],
    [['--all', '--bound', 'los=1'], 'write it as NAME=N', '要写成 NAME=N'],
    [['--all', '--bound', 'lose=many'], 'give a whole number, or any', '要写一个整数'],
    [['2msl'], 'no question 2msl. Did you mean why-2msl?', '是不是想写 why-2msl？'],
    [
      ['twoway'],
      'Did you mean why-not-two or why-not-two-ghost?',
      '是不是想写 why-not-two 或 why-not-two-ghost？',
    ],
    [['--world', './gone.json'], '--world ./gone.json: there is no such file.', '没有这个文件'],
    [
      ['why-four', '--save', '/nonexistent/x'],
      '--save /nonexistent/x: nothing can be written there',
      '--save /nonexistent/x：写不到那里，请换一个文件。',
    ],
    [['why-four', '--save', tmpdir()], 'that is a folder; name a file.', '这是一个目录'],
    [['--all', '--bound', 'states=0'], 'a search needs a state; give at least 1', '至少写 1'],
    [['--all', '--bound', 'lateness=3'], 'give a time with its unit', '带单位的时间'],
    [['--all', '--bound', 'lose=1,lose=2'], '--bound lose is given twice.', '写了两次'],
    [['--all', '--save', 'x.json'], '--save takes the run of one question', '--save 只存一个'],
    [
      ['--world', 'open', '--save', 'x.json'],
      'open is searched as rfc, linux, freebsd: choose one with --profile.',
      '--save 只存一个反例，而 open 要按 rfc',
    ],
    [['open'], 'open is a world, no question: synwave explore --world open.', '是世界，不是问题'],
    [
      ['--world', 'why-four'],
      'that is a question: synwave explore why-four.',
      '这是问题，不是世界',
    ],
    [['--all', '--jobs', '0'], '--jobs must be a whole number from 1 to 256', '--jobs 要写'],
  ];
  it.each(wrong)('%j is explained in both languages', async (args, en, zh) => {
    const [english, chinese] = [
      await synwave('explore', ...args),
      await synwave('explore', ...args, '--lang', 'zh'),
    ];
    const flat = (text: string): string => text.replace(/\n {2}/g, ' ');
    expect([english.code, english.stdout]).toEqual([2, '']);
    expect(flat(english.stderr)).toContain(en);
    expect(chinese.stderr.replace(/\n {2}/g, '')).toContain(zh);
    for (const { stderr } of [english, chinese]) expect(tooWide(stderr)).toEqual([]);
  });

  it('a scenario’s file is checked as well', async () => {
    const path = join(home, 'scenario.json');
    writeFileSync(path, JSON.stringify({ hosts: [{ name: 'A' }], cables: [], steps: [{}] }));
    const { code, stderr } = await synwave('run', path);
    expect(code).toBe(2);
    expect(stderr.replace(/\n {2}/g, ' ')).toContain('steps[0].host is missing; it is a text');
    const gone = await synwave('run', join(home, 'gone.json'));
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain('no such file');
  });
});
