import { describe, expect, it } from 'vitest';
import { type CommandName, HELP, type HelpTexts } from '../../src/cli/help/index.ts';
import { synwave, synwaveIn, tooWide } from './captured.ts';

const CHINESE = { LANG: 'zh_CN.UTF-8' };
const COMMANDS = Object.keys(HELP.en.commands) as CommandName[];
const TEXTS: readonly (readonly [name: string, of: (help: HelpTexts) => string])[] = [
  ['synwave', (help) => help.general],
  ...COMMANDS.map((name) => [name, (help: HelpTexts) => help.commands[name]] as const),
];

/** The left column: commands, and options with what they take. */
const termsOf = (text: string): string[] =>
  [
    ...text.matchAll(/^ {2,6}([a-z]+(?= {2})|(?:-\w, )?--[a-z-]+(?: [A-Z]\S*| \w+\|\w+)?(?= ))/gm),
  ].map((m) => m[1] as string);
const optionsIn = (text: string): string[] => [
  ...new Set(text.match(/(?<![\w-])--?[a-z][a-z-]*/g)),
];
const commandsIn = (text: string): string[] =>
  text.split('\n').filter((line) => /^ {2}(synwave|curl) /.test(line) && !/（|\(/.test(line));

describe('the help in both languages', () => {
  it.each(TEXTS)('of %s fits 80 columns, of which a Han character takes two', (_name, of) => {
    expect(tooWide(of(HELP.en))).toEqual([]);
    expect(tooWide(of(HELP.zh))).toEqual([]);
  });

  it.each(TEXTS)('of %s explains the same, in the same order', (_name, of) => {
    expect(termsOf(of(HELP.zh)).length).toBeGreaterThan(1);
    expect(termsOf(of(HELP.zh))).toEqual(termsOf(of(HELP.en)));
    expect(optionsIn(of(HELP.zh)).sort()).toEqual(optionsIn(of(HELP.en)).sort());
  });

  it.each(TEXTS)('of %s has the same sections and the same examples', (_name, of) => {
    expect(commandsIn(of(HELP.zh))).toEqual(commandsIn(of(HELP.en)));
    expect(of(HELP.zh).split('\n\n')).toHaveLength(of(HELP.en).split('\n\n').length);
  });

  it.each(TEXTS)('of %s is Chinese where it is Chinese, and ends with a line', (_name, of) => {
    expect(of(HELP.zh)).toMatch(/用法：synwave /);
    expect(of(HELP.zh)).not.toMatch(/usage:|options:|examples?:|[\u4e00-\u9fff][,;:?!]/);
    for (const text of [of(HELP.zh), of(HELP.en)]) expect(text).toMatch(/[^\n]\n$/);
  });

  it('of run tells of lists of faults, of errata, of voices and of both ends', () => {
    for (const text of [HELP.zh.commands.run, HELP.en.commands.run]) {
      const flat = text.replace(/\s+/g, ' ');
      expect(flat).toContain('--drop A2,A3');
      expect(flat).toMatch(/N1\b.*(five Chinese notes|五篇中文笔记)/);
      expect(flat).toMatch(/--voice VOICE .*--format narrate.*technical.*playground.*letters/);
      expect(flat).toMatch(/--side HOST .*pcapng.*(both ends|两端)/);
    }
  });
});

describe('the language of the help', () => {
  it('is that of the locale', async () => {
    for (const locale of [CHINESE, { LANG: 'en_US.UTF-8', LC_ALL: 'zh_TW.UTF-8' }]) {
      expect((await synwaveIn(locale, '--help')).stdout).toBe(HELP.zh.general);
      expect((await synwaveIn(locale)).stderr).toBe(HELP.zh.general);
      for (const name of COMMANDS) {
        expect((await synwaveIn(locale, 'help', name)).stdout).toBe(HELP.zh.commands[name]);
        expect((await synwaveIn(locale, name, '-h')).stdout).toBe(HELP.zh.commands[name]);
      }
    }
    for (const locale of [{}, { LANG: 'C' }, { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }]) {
      expect((await synwaveIn(locale, 'help', 'run')).stdout).toBe(HELP.en.commands.run);
    }
  });

  it('is that of --lang, wherever it stands', async () => {
    const general = [
      ['--help', '--lang', 'zh'],
      ['help', '--lang=zh'],
      ['--lang', 'zh', '--help'],
      ['help', 'help', '--lang', 'en', '--lang', 'zh'],
    ];
    for (const args of general) expect((await synwave(...args)).stdout).toBe(HELP.zh.general);
    const run = [
      ['help', 'run', '--lang', 'en'],
      ['help', '--lang', 'en', 'run'],
      ['run', '--help', '--lang', 'en'],
      ['run', 'open/basic', '--lang=en', '-h'],
    ];
    for (const args of run) {
      expect((await synwaveIn(CHINESE, ...args)).stdout).toBe(HELP.en.commands.run);
    }
    // After -- nothing is an option.
    const after = await synwave('run', '-h', '--', '--lang', 'zh');
    expect(after.stdout).toBe(HELP.en.commands.run);
  });

  it('is refused when there is no such help', async () => {
    const { code, stdout, stderr } = await synwaveIn(CHINESE, '--help', '--lang', 'fr');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('synwave: --lang fr：只有 zh 和 en。\n  用法见：synwave --help\n');
  });
});

describe('wrong usage, in Chinese', () => {
  const wrong: readonly (readonly [args: readonly string[], says: string, help?: string])[] = [
    [['srve'], '没有 srve 这个命令。是不是想写 serve？'],
    [['frobnicate'], '没有 frobnicate 这个命令。'],
    [['help', 'gte'], '没有 gte 这个命令。是不是想写 get？'],
    [['--hepl'], '命令前面没有 --hepl 这个选项。是不是想写 --help？'],
    [['run', 'x', '--seeed', '3'], '没有 --seeed 这个选项。是不是想写 --seed？', 'run'],
    [['run', 'x', '--seed'], '--seed 后面要写一个值。', 'run'],
    [['run', 'x', '--json=yes'], '--json 不带值。', 'run'],
    [['serve', '--echo', '--echo'], '--echo 写了两次，只能写一次。', 'serve'],
    [
      ['run', 'open/basic', '--seed', 'x'],
      '--seed 要写 0 到 4294967295 之间的整数，不能写 x。',
      'run',
    ],
    [['glossary', '--lang', 'fr'], '--lang fr：只有 zh 和 en。', 'glossary'],
    [['scenarios', '--lang'], '--lang 后面要写一个值。', 'scenarios'],
    [['serve', '--echo'], '缺少 --tun：要给设备起个名字，例如 syn0。', 'serve'],
    [['serve', 'x'], 'serve 后面只能写选项，“x”是什么？', 'serve'],
    [
      ['serve', '--tun', 'syn0', '--address', '10.9.0.2/24'],
      '要写明提供什么服务：--http DIR、--echo、--discard、--chargen。',
      'serve',
    ],
    [
      ['serve', '--tun', 'syn0', '--address', '10.9.0.2/32'],
      '--address 10.9.0.2/32：同一前缀里还要留一个地址给内核，请用 /24。',
      'serve',
    ],
    [['get', 'ftp://x/'], 'get 只支持 http，不支持 ftp。', 'get'],
  ];
  for (const [args, says, command] of wrong) {
    it(`synwave ${args.join(' ')}`, async () => {
      const help = command === undefined ? 'synwave --help' : `synwave help ${command}`;
      const expected = { code: 2, stdout: '', stderr: `synwave: ${says}\n  用法见：${help}\n` };
      expect(await synwaveIn(CHINESE, ...args)).toEqual(expected);
    });
  }

  it('is said in the language of --lang, even where the command does not take it', async () => {
    const { stderr } = await synwave('run', 'x', '--seeed', '--lang', 'zh');
    expect(stderr).toContain('没有 --seeed 这个选项');
    const english = await synwaveIn(CHINESE, 'serve', '--lang', 'en', '--echo');
    expect(english.stderr).toBe('synwave: There is no option --lang.\n  Try: synwave help serve\n');
  });

  it('has a frame in the language around what there is in one language only', async () => {
    const stack = ['--tun', 'syn0', '--address', '10.9.0.2/24', '--impair', 'loss=x'];
    const { stderr } = await synwaveIn(CHINESE, 'serve', '--echo', ...stack);
    expect(stderr).toMatch(
      /^synwave: --impair 写得不对：.*loss.*\n {2}用法见：synwave help serve\n$/s,
    );
  });

  it('fits 80 columns', async () => {
    const { stderr } = await synwaveIn(CHINESE, `run-${'long-'.repeat(12)}name`);
    expect(stderr.split('\n').length).toBeGreaterThan(3);
    expect(tooWide(stderr)).toEqual([]);
  });
});
