import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SEARCHED_CALLS, toJson } from '../../src/cli/action-check.ts';
import { BOUND_WORDS } from '../../src/cli/explore-words.ts';
import { HELP } from '../../src/cli/help/index.ts';
import { FILE_BOUNDS, readWorld } from '../../src/cli/world-file.ts';
import {
  ASKED,
  PROPERTIES,
  QUESTIONS,
  type Question,
  WORLD_PROFILES,
  WORLDS,
  worldNamed,
} from '../../src/explore/index.ts';
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

  it('draws a host without a title by its name alone', async () => {
    const { world } = QUESTIONS.find((q) => q.id === 'why-not-two-ghost') as Question;
    const hosts = world.hosts.map(({ title: _, ...h }) => h);
    const path = file('plain.json', { ...world, hosts });
    const { code, stdout } = await synwave('explore', '--world', path, '--jobs', '1');
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n +A 10\.0\.0\.1:5000 +B 10\.0\.0\.2:80\n/);
    expect(stdout).toContain('  B: twoWay (what if two segments were enough');
  }, 60_000);

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
    const { code, stdout, stderr } = await synwave('explore', '--world', path, '--save', saved);
    expect(code).toBe(1);
    expect(stdout).toMatch(/ {2}\(two\)\n\nThe shortest run that breaks it, \d+ steps:\n/);
    expect(stdout).toMatch(/What breaks: /);
    expect(stdout).not.toContain('None within');
    expect(JSON.parse(readFileSync(saved, 'utf8')).hosts[1].whatIfs).toEqual(['twoWay']);
    // The command stands in one piece, ready to be copied.
    expect(stderr.replaceAll(saved, 'FILE')).toMatch(
      /^Saved as a scenario.*\n {2}synwave run FILE\n$/s,
    );
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
  /** The world with another A, whose program is one list. */
  const does = (...steps: unknown[]): unknown => ({
    ...OWN,
    hosts: [{ ...a, program: [steps] }, b],
  });
  const connect = { call: 'connect', to: 'B', port: 80 };
  const forged = { call: 'inject', from: 'A', to: 'B', sport: 1, dport: 80, flags: 'S', seq: 1 };
  const other = { name: 'C', program: [[{ do: connect }]] };
  const set = (of: unknown): unknown => ({ ...OWN, hosts: [a, { ...b, set: of }] });
  const files: readonly (readonly [of: unknown, en: string, zh: string])[] = [
    [
      '{',
      'it is no JSON: line 1, character 2: Expected property name',
      '不是 JSON：第 1 行第 2 个字符处写错了',
    ],
    [
      '{\n "msl": 1,\n}',
      'line 3, character 1: Expected double-quoted',
      '第 3 行第 1 个字符处写错了',
    ],
    ['hello', "line 1, character 1: Unexpected token 'h'.", '第 1 行第 1 个字符处写错了'],
    ['{"msl": [1,', 'it ends too soon.', '还没有写完就到了结尾。'],
    ['\n', 'the file is empty.', '文件是空的。'],
    [[], '$ must be an object.', '$ 应当是对象'],
    [{ ...OWN, msl: 'long' }, 'msl must be a time in microseconds', 'msl 应当是以微秒计的时间'],
    [{ ...OWN, msl: 0 }, 'msl must be a time in microseconds, above 0.', '大于 0'],
    [{ ...OWN, hosts: [a] }, 'hosts must be a list of 2 to 4', 'hosts 应当是 2 到 4 项的列表'],
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
      set({ synQueue: -1 }),
      'hosts[1].set.synQueue must be a whole number from 0 to',
      'hosts[1].set.synQueue 应当是 0 到 16777216 之间的整数。',
    ],
    [
      set({ synQeue: 1 }),
      'hosts[1].set.synQeue: a profile has no value of that name. Did you mean synQueue?',
      'profile 里没有这个名字的值。是不是想写 synQueue？',
    ],
    [
      set({ sack: 1 }),
      'hosts[1].set.sack must be true or false.',
      'set.sack 应当是 true 或 false。',
    ],
    [
      set({ minRto: 3_000_000, maxRto: 2_000_000 }),
      'hosts[1].set.maxRto must be at least minRto, 3000000.',
      '应当是不小于 minRto（3000000 微秒）。',
    ],
    [
      set({ ephemeralPorts: [2, 1] }),
      'hosts[1].set.ephemeralPorts must be two ports from 1 to 65535, the first',
      'hosts[1].set.ephemeralPorts 应当是',
    ],
    [{ ...OWN, bounds: { lose: 0.5 } }, 'bounds.lose must be a whole number', 'bounds.lose 应当是'],
    [{ ...OWN, bounds: { states: 0 } }, 'bounds.states must be a whole number from 1', '1 到'],
    [
      { ...OWN, cables: [['A', 'C']] },
      'cables[0][1] must be the name of a host: A, B.',
      'cables[0][1] 应当是主机的名字：A、B。',
    ],
    [{ ...OWN, cables: [['A', 'A']] }, 'cables[0] must be two different', '两台不同的主机'],
    [
      { ...OWN, hosts: [a, b, other] },
      'cables must be cables that lead to every host, and none leads to C.',
      'cables 应当是把每台主机都连上的线，还缺 C 的。',
    ],
    [
      { ...OWN, hosts: [a, { ...b, name: 'A' }] },
      'hosts[1].name must be a name that no other host has.',
      'hosts[1].name 应当是别的主机没有用过的名字。',
    ],
    [
      does({ do: { ...connect, to: 'X' } }),
      'hosts[0].program[0][0].do.to must be a host that is joined to A by a cable (B), or an address.',
      'do.to 应当是和 A 有线相连的主机（B）或 IP 地址。',
    ],
    [does({ do: { ...connect, to: 'A' } }), 'do.to must be a host that is joined to A', '有线相连'],
    [does({ do: { ...connect, to: '10.0.0' } }), 'do.to must be a host that', '有线相连的主机'],
    [
      does({ do: { call: 'passive-open', port: 1, from: 'C', fromPort: 2 } }),
      'do.from must be a host that is joined to A',
      'do.from 应当是和 A 有线相连的主机',
    ],
    [
      does({ do: { ...forged, from: 'X' } }),
      'do.from must be the name of a host (A, B), or an address.',
      'do.from 应当是主机的名字（A、B）或 IP 地址。',
    ],
    [
      does({ do: { ...forged, flags: 'SYN' } }),
      'do.flags must be letters of flags, such as S, S., R or P.',
      'do.flags 应当是标志的字母',
    ],
    [
      does({ do: connect }, { do: { call: 'close', socket: 'second' } }),
      'program[0][1].do.socket must be a socket that A opens, which are main;',
      'program[0][1].do.socket 应当是A 打开的套接字，即 main',
    ],
    [
      does({ do: { ...forged, from: 'A' } }, { do: { call: 'send', text: 'a' } }),
      'do.socket must be a socket that A opens, and it opens none.',
      'A 打开的套接字，而 A 一个也不打开。',
    ],
    [
      does({ do: connect }, { do: { call: 'accept' } }),
      'do.socket must be a socket that A listens on, and it listens on none.',
      'A 监听的套接字，而 A 没有监听。',
    ],
    [
      does({ do: connect }, { do: { call: 'close' }, when: { on: 'accepted' } }),
      'program[0][1].when.on must be something that this socket can be told: connected, received,',
      'when.on 应当是这个套接字会得知的事：connected、received',
    ],
    [
      does({ do: connect }, { do: { call: 'close' }, when: { on: 'ended', socket: 'main 2' } }),
      'when.socket must be a socket that A opens',
      'when.socket 应当是A 打开的套接字',
    ],
    [does({ do: connect }, { do: { call: 'boot' } }), 'never loses its power', '从不断电'],
    [does(), 'hosts must be a list in which some host has a step', '至少有一台主机的 program'],
    [
      { ...OWN, symmetric: true },
      'symmetric must be false: the first two hosts do not do the same.',
      'symmetric 应当是 false：前两台主机做的事并不一样。',
    ],
  ];
  it.each(files)('of a file, %j too', async (of, en, zh) => {
    const path = file('wrong.json', of);
    const flat = (text: string): string => text.replace(/\n {2}/g, ' ');
    const english = await synwave('explore', '--world', path);
    expect(english.code).toBe(2);
    expect(flat(english.stderr)).toContain(en);
    expect(flat(english.stderr)).toContain(`${path}: `);
    const chinese = await synwave('explore', '--world', path, '--lang', 'zh');
    const close = (text: string): string => text.replace(/\s+/g, '');
    expect(close(chinese.stderr)).toContain(close(zh));
  });

  it('and nothing is wrong in the worlds and questions there are, written to one', async () => {
    const worlds = [
      ...Object.keys(WORLDS).flatMap((id) => WORLD_PROFILES.map((p) => worldNamed(id, p))),
      ...QUESTIONS.flatMap((q) => [q.world, q.standard]),
    ];
    for (const world of worlds) {
      expect(readWorld(file('known.json', toJson(world)))).toEqual(
        JSON.parse(
          JSON.stringify({ ...world, bounds: readWorld(join(home, 'known.json')).bounds }),
        ),
      );
    }
  });

  it('a file that is not there is said to be missing', async () => {
    const gone = join(home, 'gone.json');
    const { code, stderr } = await synwave('explore', '--world', gone);
    expect([code, stderr.replace(/\n {2}/g, ' ')]).toEqual([
      2,
      expect.stringContaining('there is no such file.'),
    ]);
  });
});
