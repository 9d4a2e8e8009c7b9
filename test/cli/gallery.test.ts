import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLang } from '../../src/cli/lang.ts';
import type { FormatOptions } from '../../src/cli/run-formats.ts';
import { keysIn, Steps } from '../../src/cli/step.ts';
import { EXHIBITS, type Exhibit, perform, scenarioOf } from '../../src/gallery/index.ts';
import { displayWidth } from '../../src/ladder/index.ts';
import { synwave, synwaveIn } from './captured.ts';

const tooWide = (text: string): string[] =>
  text.split('\n').filter((line) => displayWidth(line) > 80);
const exhibit = (id: string): Exhibit => EXHIBITS.find((e) => e.id === id) as Exhibit;

describe('synwave scenarios', () => {
  it.each(['zh', 'en'] as const)('lists them all by question, in 80 columns (%s)', async (lang) => {
    const { code, stdout } = await synwave('scenarios', '--lang', lang);
    expect(code).toBe(0);
    for (const e of EXHIBITS) expect(stdout).toContain(`  ${e.id}  `);
    expect(tooWide(stdout)).toEqual([]);
  });

  it('lists at least sixty as data', async () => {
    const { stdout } = await synwave('scenarios', '--json');
    const list = JSON.parse(stdout) as { id: string; title: { zh: string; en: string } }[];
    expect(list.length).toBeGreaterThanOrEqual(60);
    expect(list.map((s) => s.id)).toEqual(EXHIBITS.map((e) => e.id));
  });

  it('finds those that speak of something, in either language', async () => {
    for (const words of [['两次'], ['two'], ['E02'], ['lost', 'synack']]) {
      const { code, stdout } = await synwave('scenarios', ...words);
      expect(code).toBe(0);
      expect(stdout).toContain('ablate/two-way-lost-synack');
    }
    const none = await synwave('scenarios', 'zzz', '--lang', 'en');
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toContain('No scenario mentions "zzz"');
  });
});

describe('synwave run', () => {
  it('draws, judges and says what to try next', async () => {
    const { code, stdout } = await synwave('run', 'open/basic', '--lang', 'en');
    expect(code).toBe(0);
    expect(stdout).toContain('── A1 SYN seq=100 ─');
    expect(stdout).toContain('Guess first: When is B ESTABLISHED?');
    expect(stdout).toContain('Answer: c)');
    expect(stdout).toMatch(/9 of 9 checks hold\n✓ on the wire/);
    expect(stdout).toContain('synwave run open/basic --drop A2   # lose the third segment');
    expect(tooWide(stdout)).toEqual([]);
  });

  it('exits with 1 when a check fails, and shows what was found', async () => {
    const { code, stdout } = await synwave('run', 'open/basic', '--drop', 'A2', '--lang', 'en');
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Of 9 checks that hold when nobody interferes, 5 still do',
    );
    expect(stdout).not.toContain('✓');
    expect(stdout).not.toContain('Answer');
    expect(stdout).toContain('✗ at 150 ms B is in ESTABLISHED');
    expect(stdout).toContain('found: SYN-RECEIVED');
  });

  it('marks what breaks a rule, and shows the same by the book', async () => {
    const wrong = await synwave('run', 'ablate/two-way-lost-synack', '--lang', 'en');
    expect(wrong.code).toBe(0);
    expect(wrong.stdout).toContain('⚠ What if two segments were enough');
    const right = await synwave('run', 'ablate/two-way-lost-synack', '--by-the-book');
    expect(right.code).toBe(0);
    expect(right.stdout).not.toContain('⚠');
  });

  it('takes every way to interfere', async () => {
    const changes = [
      ['--delay', 'B1:400ms'],
      ['--dup', 'A1'],
      ['--reorder', 'A1'],
      ['--corrupt', 'B1'],
      ['--what-if', 'twoWay'],
      ['--what-if', 'fixedIsn@A'],
      ['--set', 'synRetries=1'],
      ['--set', 'A.synRto=2s'],
      ['--profile', 'rfc'],
      ['--profile', 'A=freebsd,B=linux-classic'],
      ['--power-off', 'B@60ms'],
      ['--unplug', 'A@10ms'],
      ['--kill', 'A@200ms', '--boot', 'B@300ms'],
      ['--seed', '9'],
    ];
    for (const change of changes) {
      const { code, stderr } = await synwave('run', 'open/basic', ...change, '--json');
      expect([change, code === 0 || code === 1]).toEqual([change, true]);
      expect(stderr).not.toContain('Try:');
    }
  });

  it('says so when a segment to be hurt was never sent', async () => {
    const { code, stdout } = await synwave('run', 'open/basic', '--drop', 'A99', '--lang', 'en');
    expect(code).toBe(0);
    expect(stdout).toContain('! drop A99: this run has no such segment');
  });

  it('knows an experiment by its number, and a scenario by the end of its name', async () => {
    const byNumber = await synwave('run', 'E08', '--lang', 'en');
    expect(byNumber.stdout).toContain('(close/worked-numbers)');
    const byName = await synwave('run', 'worked-numbers', '--lang', 'en');
    expect(byName.stdout).toBe(byNumber.stdout);
  });

  const formats = ['narrate', 'states', 'states-svg', 'json', 'svg', 'mermaid', 'md', 'pkt'];
  it.each(formats)('writes %s, in both languages', async (format) => {
    for (const lang of ['zh', 'en']) {
      const run = await synwave('run', 'close/basic', '--format', format, '--lang', lang);
      expect(run.code).toBe(0);
      expect(run.stdout.length).toBeGreaterThan(300);
      expect(run.stdout).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('writes a capture to a file, and nothing binary to a screen', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'synwave-run-'));
    try {
      const file = join(folder, 'a.pcapng');
      const args = ['run', 'close/basic', '--format', 'pcapng', '--lang', 'en'];
      const { code, stdout, stderr } = await synwave(...args, '-o', file);
      expect([code, stdout]).toEqual([0, '']);
      expect(stderr).toContain('What this format cannot say');
      expect(readFileSync(file).readUInt32LE(0)).toBe(0x0a0d0d0a);
      const refused = await synwave(...args);
      expect([refused.code, refused.stdout]).toEqual([2, '']);
      const nowhere = await synwave(...args, '-o', join(folder, 'no', 'such'));
      expect(nowhere.code).toBe(1);
      expect(nowhere.stderr).toContain('Give another file with -o.');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows what one host alone knows', async () => {
    const { stdout } = await synwave('run', 'open/lost-ack3', '--side', 'B', '--lang', 'en');
    expect(stdout).not.toContain('SYN-SENT │');
    expect(stdout).toContain('SYN-RECEIVED');
  });

  it('fits whatever width it is given, Chinese too', async () => {
    for (const width of [40, 60, 80, 100]) {
      const { stdout } = await synwave('run', 'close/basic', '--width', `${width}`, '--lang', 'zh');
      const ladder = stdout.split('\n').filter((l) => /[│┊▶◀]/.test(l));
      for (const line of ladder) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [['opn/basic'], 'Did you mean open/basic?'],
    [['lost/nothing'], 'Near it'],
    [['open/basic', 'close/basic'], 'One scenario at a time'],
    [['open/basic', '--drop', 'A'], 'name a segment by its sender and count'],
    [['OPEN/BASIC'], 'Did you mean open/basic?'],
    [['e08'], 'Did you mean E08?'],
    [['open'], 'such as open/basic, open/names,'],
    [['leak/'], 'Under leak there are leak/close-wait,'],
    [['reset'], 'such as rst/closed-port,'],
    [['basci'], 'Near it: open/basic, close/basic.'],
    [['open/basic', '--drop', 'C1'], 'try A1 or B1'],
    [['open/basic', '--delay', 'B2'], 'say for how long, such as B2:400ms'],
    [['open/basic', '--delay', 'B2:soon'], 'a time with its unit'],
    [['open/basic', '--drop', 'A1', '--dup', 'A1'], 'only one of them can happen'],
    [['open/basic', '--what-if', 'twoWya'], 'Did you mean twoWay?'],
    [['open/basic', '--what-if', 'twoWay@C'], 'there is no host C here; there are A, B'],
    [['open/basic', '--what-if', 'twoWay', '--by-the-book'], 'choose one'],
    [['open/basic', '--set', 'synRetrys=1'], 'Did you mean synRetries?'],
    [['open/basic', '--set', 'rto=1s'], 'Did you mean synRto, synAckRto, initialRto, minRto or'],
    [['open/basic', '--set', 'syn_retries=1'], 'listed in docs/profiles.md'],
    [['close/three-segment', '--set', 'x=1'], 'close/three-segment has octets, reaction;'],
    [['close/three-segment', '--set', 'A.reaction=1s'], 'write reaction=VALUE'],
    [['open/basic', '--set', 'synRto=0s'], 'synRto is a time from 1us to 8760h, not 0s'],
    [['open/basic', '--set', 'minRto=1h'], 'minRto is at most maxRto'],
    [['open/basic', '--set', 'synRetries=999'], 'synRetries is a whole number from 0 to 255'],
    [['close/three-segment', '--set', 'reaction=9h'], 'reaction is from'],
    [['open/basic', '--profile', 'A=lnux'], 'Did you mean linux?'],
    [['open/basic', '--power-off', 'B'], 'say when, such as B@5s'],
    [['open/basic', '--format', 'pdf'], 'there are ladder'],
    [['open/basic', '--json', '--format', 'svg'], 'choose one'],
    [['open/basic', '--flow', '7'], 'the connections are 1 to 1'],
    [['open/basic', '--side', 'Z'], 'the hosts are A, B'],
    [['open/basic', '--numbers', 'roman'], 'there are relative, xy, raw'],
    [['open/basic', '--voice', 'opera'], 'there are technical, playground, letters'],
    [['open/basic', '--lang', 'fr'], 'there are zh and en'],
    [['open/basic', '--step', '--lang', 'en'], '--step needs a terminal'],
    [['open/basic', '--step', '--format', 'svg'], 'does not go with'],
  ];
  it.each(wrong)('refuses %j', async (args, says) => {
    const { code, stdout, stderr } = await synwave('run', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replace(/\s+/g, ' ')).toContain(says);
    expect(tooWide(stderr)).toEqual([]);
  });

  const wrongInChinese: readonly (readonly [args: readonly string[], says: string])[] = [
    [[], '要写明运行哪个场景：全部场景见 synwave scenarios。'],
    [['opn/basic'], '没有 opn/basic 这个场景。是不是想写 open/basic？'],
    [['OPEN/BASIC'], '没有 OPEN/BASIC 这个场景。是不是想写 open/basic？'],
    [['open'], '个，例如 open/basic、open/names、'],
    [['open/basic', 'close/basic'], '一次只能运行一个场景，后面的“close/basic”是什么？'],
    [['open/basic', '--drop', 'A'], '--drop A：报文段要写成发送方加次序，例如 A3。'],
    [['open/basic', '--drop', 'C1'], '这个场景里没有主机 C，可以写 A1 或 B1。'],
    [['open/basic', '--delay', 'B2'], '--delay B2：还要写推迟多久，例如 B2:400ms。'],
    [['open/basic', '--delay', 'B2:soon'], '时间要带单位，例如 400ms、5s、2h。'],
    [['open/basic', '--drop', 'A1', '--dup', 'A1'], 'A1 上写了两件事，只能发生一件。'],
    [['open/basic', '--what-if', 'twoWya'], '可违反的规则里没有这一条。是不是想写 twoWay？'],
    [['open/basic', '--what-if', 'twoWay@C'], '这个场景里没有主机 C，只有 A、B。'],
    [['open/basic', '--what-if', 'twoWay', '--by-the-book'], '只能选一个。'],
    [['open/basic', '--set', 'synRetrys=1'], '场景和 profile 里都没有这个名字。'],
    [['open/basic', '--set', 'rto=1s'], '是不是想写 synRto、synAckRto、initialRto、minRto 或 '],
    [['open/basic', '--set', 'synRetries=999'], 'synRetries 是 0 到 255 之间的整数，不能是 999。'],
    [['open/basic', '--set', 'sack=1'], '--set sack=1：要写 true 或 false。'],
    [['open/basic', '--set', 'minRto=1h'], '这样改动，场景无法运行：minRto is at most maxRto'],
    [['close/three-segment', '--set', 'reaction=9h'], 'reaction 的范围是 0s 到 5s。'],
    [['open/basic', '--profile', 'A=lnux'], '--profile lnux：只有 rfc、linux、'],
    [['open/basic', '--power-off', 'B'], '还要写在什么时刻，例如 B@5s。'],
    [['open/basic', '--format', 'pdf'], '--format pdf：只有 ladder、narrate、'],
    [['open/basic', '--json', '--format', 'svg'], '--json 和 --format svg 只能选一个。'],
    [['open/basic', '--flow', '7'], '--flow 7：连接的编号只有 1。'],
    [['open/basic', '--side', 'Z'], '--side Z：主机只有 A、B。'],
    [['open/basic', '--voice', 'opera'], '只有 technical、playground、letters。'],
    [['open/basic', '--step', '--format', 'svg'], '不能与 --format svg 同用。'],
  ];
  it.each(wrongInChinese)('refuses %j in Chinese', async (args, says) => {
    const { code, stdout, stderr } = await synwaveIn({ LANG: 'zh_CN.UTF-8' }, 'run', ...args);
    expect([code, stdout]).toEqual([2, '']);
    // A line may end where there was a space or, between Han characters, none.
    expect(stderr.replace(/\s+/g, '')).toContain(says.replace(/\s+/g, ''));
    expect(tooWide(stderr)).toEqual([]);
  });
});

describe('synwave glossary', () => {
  it('knows a term by every spelling, and says when one is a slip', async () => {
    for (const term of ['SYN_RCVD', 'Syn_RECV', 'syn-received', 'SYN-REVD']) {
      const { code, stdout } = await synwave('glossary', term, '--lang', 'en');
      expect(code).toBe(0);
      expect(stdout).toContain('SYN-RECEIVED');
      expect(stdout.startsWith('!')).toBe(term === 'SYN-REVD');
      expect(tooWide(stdout)).toEqual([]);
    }
  });

  it('lists all terms, as data too, and says what is near an unknown one', async () => {
    const all = await synwave('glossary', '--lang', 'zh');
    expect(all.stdout).toContain('半连接队列');
    expect(tooWide(all.stdout)).toEqual([]);
    expect(JSON.parse((await synwave('glossary', '--json')).stdout).length).toBeGreaterThan(30);
    const unknown = await synwave('glossary', 'TIME_WAITT', '--lang', 'en');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('Did you mean');
  });
});

describe('the language', () => {
  it('is the one asked for, or that of the locale', () => {
    expect(readLang('en', { LANG: 'zh_CN.UTF-8' })).toBe('en');
    expect(readLang(undefined, { LANG: 'zh_CN.UTF-8' })).toBe('zh');
    expect(readLang(undefined, { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' })).toBe('en');
    expect(readLang(undefined, { LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'de_DE' })).toBe('zh');
    expect(readLang(undefined, {})).toBe('en');
  });
});

describe('stepping through a run', () => {
  const options = (e: Exhibit, lang: 'zh' | 'en'): FormatOptions => ({
    ...{ lang, scenario: scenarioOf(e), flow: null, numbers: 'relative', voice: 'technical' },
    ...{ theme: 'light', side: null, width: 80, names: false, calls: false, ascii: false },
    ...{ color: false, interfered: false, standard: false, isNothingBack: false },
  });
  const stepsOf = (id: string, lang: 'zh' | 'en' = 'en'): Steps => {
    const e = exhibit(id);
    return new Steps(e, perform(e), options(e, lang));
  };

  it('goes forwards and back, and what is shown depends on the place alone', () => {
    const steps = stepsOf('close/basic');
    const screens = [steps.screen(40)];
    for (let i = 1; i < steps.count; i++) {
      steps.press('next');
      screens.push(steps.screen(40));
    }
    steps.press('next');
    expect(steps.screen(40)).toEqual(screens.at(-1));
    for (let i = steps.count - 2; i >= 0; i--) {
      steps.press('back');
      expect(steps.screen(40)).toEqual(screens[i]);
    }
    steps.press('last');
    expect(steps.screen(40)).toEqual(screens.at(-1));
    steps.press('first');
    expect(steps.screen(40)).toEqual(screens[0]);
    expect(steps.press('quit')).toBe(false);
  });

  it('shows nothing that has not happened yet', () => {
    const steps = stepsOf('open/basic');
    let seen = 0;
    for (let i = 0; i < steps.count; i++) {
      const text = steps.screen(60).join('\n');
      const established = text.split('\n').filter((l) => /ESTABLISHED │|│ ESTABLISHED/.test(l));
      expect(established.length).toBeGreaterThanOrEqual(seen);
      seen = established.length;
      steps.press('next');
    }
    expect(seen).toBe(2);
  });

  it('fits a screen of 24 lines and 80 columns, in Chinese too', () => {
    for (const lang of ['zh', 'en'] as const) {
      const steps = stepsOf('open-and-close', lang);
      for (let i = 0; i < steps.count; i++) {
        const lines = steps.screen(23);
        expect(lines.length).toBeLessThanOrEqual(23);
        expect(tooWide(lines.join('\n'))).toEqual([]);
        steps.press('next');
      }
    }
  });

  it('understands the keys of terminals', () => {
    const esc = '\u001b';
    expect(keysIn(`${esc}[C${esc}[D q`)).toEqual(['next', 'back', 'next', 'quit']);
    expect(keysIn(`${esc}OC${esc}[H${esc}[4~`)).toEqual(['next', 'first', 'last']);
    expect(keysIn(esc)).toEqual(['quit']);
    expect(keysIn(`${esc}[200~x`)).toEqual([]);
  });
});
