import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SEARCHED_CALLS } from '../../src/cli/action-check.ts';
import { BOUND_WORDS } from '../../src/cli/explore-words.ts';
import { HELP } from '../../src/cli/help/index.ts';
import { FILE_BOUNDS } from '../../src/cli/world-file.ts';
import { ASKED, PROPERTIES, QUESTIONS, type Question } from '../../src/explore/index.ts';
import { synwave, tooWide } from './captured.ts';

const home = mkdtempSync(join(tmpdir(), 'synwave-world-'));
afterAll(() => rmSync(home, { recursive: true }));

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/explore.md'), 'utf8');
const [two] = QUESTIONS as [Question];

/** A world in a file: A connects to B, within bounds that are soon reached. */
const OWN = {
  hosts: [
    {
      name: 'A',
      profile: 'rfc',
      program: [[{ do: { call: 'connect', to: 'B', port: 80, localPort: 5000 } }]],
    },
    { name: 'B', profile: 'rfc', ready: [{ call: 'listen', port: 80 }] },
  ],
  msl: 120_000_000,
  bounds: { lose: 0, timers: 0 },
};

function file(name: string, of: unknown): string {
  const path = join(home, name);
  writeFileSync(path, typeof of === 'string' ? of : JSON.stringify(of));
  return path;
}

describe('synwave explore, with a world of one’s own,', () => {
  it('searches a world of one’s own, as whoever it is asked for', async () => {
    const path = file('own.json', OWN);
    const { code, stdout } = await synwave('explore', '--world', path);
    expect(code).toBe(0);
    expect(stdout).toMatch(/found +none within the bound\ndistinct states +\d+\n/);
    const all = await synwave('explore', '--world', path, '--profile', 'rfc,linux,freebsd');
    expect(all.code).toBe(0);
    expect(all.stdout).toMatch(/^world +profile +states +transitions +steps +outcome +seconds\n/);
    for (const p of ['rfc', 'linux', 'freebsd'])
      expect(all.stdout).toMatch(new RegExp(` ${p} +\\d+ `));
    expect(all.stdout).toMatch(/\nall +\d+ +\d+ /);
    expect(all.stdout).toMatch(/None within the bound in 3 searches.*no proof\.\n/s);
    const zh = await synwave('explore', '--world', path, '--profile', 'rfc,linux', '--lang', 'zh');
    expect(zh.stdout).toMatch(/^世界 +配置 +状态 +转移 +步数 +结果 +秒\n/);
    expect(zh.stdout).toContain('2 次搜索，界限之内都没有反例');
    for (const text of [all.stdout, zh.stdout]) expect(tooWide(text)).toEqual([]);
  }, 60_000);

  it('is told how to write one: the example of docs/explore.md is searched to its end', async () => {
    const examples = [...PAGE.matchAll(/^```json\n(.*?)^```$/gms)].map((m) => m[1] as string);
    expect(examples).toHaveLength(1);
    const path = file('example.json', examples[0]);
    const { code, stdout } = await synwave('explore', '--world', path, '--jobs', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/found +none within the bound\n/);
    expect(stdout).not.toContain('gives no bounds');
  }, 60_000);

  it('is told every property by the help, and by who names none of them', async () => {
    const wrong = await synwave('explore', '--all', '--property', 'x');
    for (const lang of ['en', 'zh'] as const) {
      const help = HELP[lang].commands.explore;
      for (const { id } of [...PROPERTIES, ...ASKED]) {
        expect(help).toContain(id);
        expect(wrong.stderr).toContain(id);
      }
    }
  });

  it('is told every call, guard and bound, in both languages', () => {
    const sections = ['## A world of your own\n', '### 自己写一个世界\n'].map((head) => {
      const [, section = ''] = PAGE.split(head);
      return section.split(/^##/m)[0] as string;
    });
    const guards = ['accepted', 'connected', 'received', 'ended', 'closed'];
    for (const section of sections) {
      const names = [...SEARCHED_CALLS, ...guards, ...Object.keys(BOUND_WORDS)];
      for (const name of names) expect(section).toContain(`\`${name}\``);
      const bounds = /`(\{ "faults".*?\})`/.exec(section)?.[1] ?? '';
      expect(JSON.parse(bounds)).toEqual(FILE_BOUNDS);
    }
  });

  it('says which bounds a file has that gives none', async () => {
    const { bounds: _, ...unbounded } = OWN;
    const path = file('unbounded.json', unbounded);
    const { stdout } = await synwave('explore', '--world', path, '--bound', 'states=20');
    expect(stdout).toMatch(/\nBounds: segments lost 1,.* timer\s+expiries\s+2,/s);
    expect(stdout).toContain('The file gives no bounds: these are the usual ones of a file.');
    const zh = await synwave('explore', '--world', path, '--bound', 'states=20', '--lang', 'zh');
    expect(zh.stdout).toContain('文件里没有写界限，用的是文件的默认界限。');
  }, 60_000);

  it('finds what is broken in it, draws it and fails', async () => {
    const path = file('own-two.json', { ...two.world, id: 'two' });
    const saved = join(home, 'saved.json');
    const { code, stdout } = await synwave('explore', '--world', path, '--save', saved);
    expect(code).toBe(1);
    expect(stdout).toMatch(/ {2}\(two\)\n\nThe shortest run that breaks it, \d+ steps:\n/);
    expect(stdout).toMatch(/What breaks: /);
    expect(stdout).not.toContain('None within');
    expect(JSON.parse(readFileSync(saved, 'utf8')).hosts[1].whatIfs).toEqual(['twoWay']);
    // Without the property that breaks nothing is found, and there is nothing to save.
    const other = ['--property', 'reset-answered', '--bound', 'steps=4'];
    const none = await synwave('explore', '--world', path, ...other, '--save', saved);
    expect(none.code).toBe(0);
    expect(none.stderr).toBe('Nothing is saved: there is no counterexample.\n');
    expect(none.stdout).toMatch(/Cut off by the bounds: \d+ runs at the number of steps/);
  }, 60_000);
});

describe('what is wrong in a world’s file', () => {
  const [a, b] = OWN.hosts;
  const files: readonly (readonly [of: unknown, en: string, zh: string])[] = [
    ['{', 'it is no JSON', '不是 JSON'],
    [[], '$ must be an object.', '$ 应当是对象'],
    [{ ...OWN, msl: 'long' }, 'msl must be a time in microseconds', 'msl 应当是以微秒计的时间'],
    [{ ...OWN, hosts: [a] }, 'hosts must be a list of at least 2', 'hosts 应当是至少有 2 项'],
    [{ ...OWN, hsots: 1 }, 'nothing is called hsots', '没有 hsots 这一项'],
    [{ msl: 1 }, 'hosts is missing', '缺少 hosts'],
    [
      { ...OWN, hosts: [a, { ...b, ready: [{ call: 'listen', port: 0 }] }] },
      'hosts[1].ready[0].port must be a whole number from 1 to 65535',
      'hosts[1].ready[0].port 应当是',
    ],
    [
      { ...OWN, hosts: [a, { ...b, whatIfs: ['x'] }] },
      'hosts[1].whatIfs[0] must be one of',
      'whatIfs[0] 应当是这些之一',
    ],
    [
      { ...OWN, hosts: [a, { ...b, set: { synQueue: -1 } }] },
      'hosts[1].set must be what a profile allows: synQueue is a whole number',
      'hosts[1].set 应当是',
    ],
    [{ ...OWN, bounds: { lose: 0.5 } }, 'bounds.lose must be a whole number', 'bounds.lose 应当是'],
    [{ ...OWN, cables: [['A', 'C']] }, "a cable leads to no host 'C'", '这个世界不能搜索'],
  ];
  it.each(files)('of a file, %j too', async (of, en, zh) => {
    const path = file('wrong.json', of);
    const flat = (text: string): string => text.replace(/\n {2}/g, ' ');
    const english = await synwave('explore', '--world', path);
    expect(english.code).toBe(2);
    expect(flat(english.stderr)).toContain(en);
    const chinese = await synwave('explore', '--world', path, '--lang', 'zh');
    expect(chinese.stderr.replace(/\n {2}/g, '')).toContain(zh);
  });
});
