import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { explore } from '../../src/cli/commands/explore.ts';
import { boundsText } from '../../src/cli/explore-report.ts';
import { BOUND_WORDS } from '../../src/cli/explore-words.ts';
import { ASKED, PROPERTIES, QUESTIONS, WORLDS } from '../../src/explore/index.ts';
import { Captured, synwave, synwaveIn, tooWide } from './captured.ts';

const home = mkdtempSync(join(tmpdir(), 'synwave-explore-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Enough for the run that breaks it, and no more. */
const NEAR = ['--bound', 'steps=11'];

function file(name: string, of: unknown): string {
  const path = join(home, name);
  writeFileSync(path, typeof of === 'string' ? of : JSON.stringify(of));
  return path;
}

/** A question that is asked, and the file its run is saved in. */
async function searched(id: string) {
  const path = join(home, `${id}.json`);
  return { path, ...(await synwave('explore', id, '--save', path)) };
}

describe('synwave explore', () => {
  it('alone says what there is to ask, and where', async () => {
    const { code, stdout, stderr } = await synwave('explore');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { id } of QUESTIONS) expect(stdout).toContain(`  ${id}`);
    for (const id of Object.keys(WORLDS)) expect(stdout).toContain(`  ${id}`);
    for (const { id } of [...PROPERTIES, ...ASKED]) expect(stdout).toContain(`\n  ${id} `);
    expect(tooWide(stdout)).toEqual([]);
    const zh = await synwave('explore', '--lang', 'zh');
    expect(zh.stdout).toContain('synwave explore --worlds');
    expect(zh.stdout).not.toMatch(/Questions|Worlds/);
    expect(tooWide(zh.stdout)).toEqual([]);
    const { questions, worlds, properties } = JSON.parse(
      (await synwave('explore', '--json')).stdout,
    );
    expect(questions.map((q: { id: string }) => q.id)).toEqual(QUESTIONS.map((q) => q.id));
    expect(worlds).toHaveLength(Object.keys(WORLDS).length);
    const asked = properties.filter((p: { asked: boolean }) => p.asked);
    expect(asked.map((p: { id: string }) => p.id)).toEqual(ASKED.map((p) => p.id));
  });

  it('takes less away, too, where there is more than one thing to take', async () => {
    const few = ['--bound', 'steps=4', '--jobs', '1'];
    const { code, stdout } = await synwave('explore', 'why-2msl', ...few);
    // In so few steps there is nothing to be found.
    expect(code).toBe(1);
    const flat = stdout.replace(/\n/g, ' ');
    expect(flat).toMatch(
      /With less changed \(TIME-WAIT lasts for one MSL; A oneMslTimeWait\): none within the bound, \d+ /,
    );
    expect(flat).toContain('always the same; A, B fixedIsn): none');
    // Nothing is found, so nothing is answered.
    expect(stdout).not.toMatch(/Answer|all of it together/);
    expect(tooWide(stdout)).toEqual([]);
    const zh = await synwave('explore', 'why-2msl', ...few, '--lang', 'zh');
    expect(zh.stdout.replace(/\n/g, '')).toMatch(
      /只改一部分（初始序号总是同一个数；A、B fixedIsn）：界限之内没有，\d+ 个状态/,
    );
    const json = await synwave('explore', 'why-2msl', ...few, '--json');
    const [{ answer, broken, apart }] = JSON.parse(json.stdout).questions;
    expect([answer, broken.counterexample]).toEqual([null, null]);
    const one = { host: 'A', whatIf: 'oneMslTimeWait' };
    const two = ['A', 'B'].map((host) => ({ host, whatIf: 'fixedIsn' }));
    expect(broken.changes).toEqual([one, ...two].sort((a, b) => (a.host < b.host ? -1 : 0)));
    expect(apart).toMatchObject([
      { outcome: 'exhausted', changes: [one] },
      { outcome: 'exhausted', changes: two },
    ]);
  }, 60_000);

  it('says what it did not look at when it finds nothing, and why', async () => {
    const args = ['--property', 'given-up', '--bound', 'steps=3', '--jobs', '1'];
    const { code, stdout } = await synwave('explore', 'why-four', ...args);
    expect(code).toBe(1);
    const flat = stdout.replace(/\s+/g, ' ');
    expect(flat).not.toContain('wider bounds');
    expect(flat).toContain('only what --property names was looked at. The question by itself is');
    expect(flat).toContain('about silenced.');
    expect(flat).toContain('Only what --property names was looked at: given-up.');
    // The run that the bound of steps cut off is the longest.
    expect(stdout).toMatch(/\nlongest run, steps +3 +3\n/);
    expect(tooWide(stdout)).toEqual([]);
    const zh = await synwave('explore', 'why-four', ...args, '--lang', 'zh');
    expect(zh.stdout).toContain('只看了 --property 点名的性质：given-up。');
    expect(zh.stdout).not.toContain('放宽界限');
  }, 60_000);

  it('says of which profile which bounds are', async () => {
    const { stdout } = await synwave('explore', '--world', 'open', '--bound', 'steps=2');
    expect(stdout).toMatch(/\n- open \(rfc, linux\): steps of a run 2,/);
    expect(stdout).toMatch(/\n- open \(freebsd\): steps of a run 2,/);
    expect(stdout).not.toContain('--profile');
    const one = ['--world', 'open', '--bound', 'steps=2', '--profile', 'linux'];
    const only = await synwave('explore', ...one, '--lang', 'zh');
    expect(only.stdout).toMatch(/^ +open, linux\n/);
    expect(only.stdout).toContain('只按 --profile 写的搜：linux。');
  }, 60_000);

  it('looks at what is looked at only when asked for', async () => {
    const args = ['--property', 'silenced', '--bound', 'steps=7'];
    const { code, stdout } = await synwave('explore', 'why-four', ...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\(silenced,\s+RFC\s+9293/);
  }, 60_000);

  it('answers a question with the shortest run, drawn and told, and with none by the book', async () => {
    const path = join(home, 'two.json');
    const { code, stdout, stderr } = await synwave('explore', 'why-not-two', '--save', path);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Why not two segments\? {2}\(why-not-two\)\n\nThe world: [\s\S]*\n\nChanged: /,
    );
    expect(stdout).toMatch(/The shortest run that breaks it, \d+ steps:\n {2}1 A: connect; 2 /);
    expect(stdout).toContain('A1 SYN seq=x');
    // The connection that nobody opened has another initial number.
    expect(stdout).toContain("B4 SYN,ACK seq=y' ack=x+1");
    expect(stdout).toMatch(/; \(B2 arrives\); 9 B3\s+arrives;/);
    expect(stdout).toMatch(/What breaks: .*RFC 9293\s+section 3\.5\)/s);
    expect(stdout).toMatch(/found +broken in \d+ steps +none within the bound\n/);
    expect(stdout).toMatch(/\ndistinct states +[\d,]+ +[\d,]+\ntransitions /);
    expect(stdout).toMatch(/\nBounds: .*timer\s+expiries\s+1.*no\s+bound:\s+steps/s);
    expect(stdout).toMatch(/this\s+is\s+no\s+proof\.\n/);
    expect(tooWide(stdout)).toEqual([]);
    expect(stderr.replace(/\s+/g, ' ')).toContain(`Replay it: synwave run ${path}`);
    // What is saved is the run that was drawn, and the gallery's command replays it.
    const replayed = await synwave('run', path, '--numbers', 'xy', '--width', '80');
    expect(replayed.code).toBe(0);
    const ladder = /^ +client A .*\n(?:.*[│┊].*\n)+/m;
    expect(ladder.exec(replayed.stdout)?.[0]).toBe(ladder.exec(stdout)?.[0]);
    expect(replayed.stdout).toContain('Why not two segments?');
    const zh = await synwave('run', path, '--lang', 'zh');
    expect(zh.stdout).toContain('为什么不是两次握手？');
    for (const text of [replayed.stdout, zh.stdout]) {
      expect(text).not.toMatch(/0 of 0|0 条断言/);
    }
    expect(replayed.stdout).toMatch(/found: the shortest that breaks\s+something\.\nWhat breaks: /);
    expect(replayed.stdout).toContain('The point: ');
    expect(zh.stdout).toMatch(
      /搜出来的一次运行：出错的走法里最短的。\n坏在哪里：.*第\s+3\.5\s+节/s,
    );
    expect(tooWide(replayed.stdout)).toEqual([]);
    const svg = await synwave('run', path, '--format', 'svg');
    expect(svg.stderr).toMatch(/the shortest that breaks something\.\nWhat breaks: /);
    expect(svg.stderr).not.toContain('0 of 0');
    const book = await synwave('run', path, '--by-the-book', '--width', '80');
    expect(book.stdout).not.toMatch(/twoWay|What breaks|The point|nobody opened/);
    expect(tooWide(book.stdout)).toEqual([]);
  }, 120_000);

  it('puts back what a search took away, and does not call by the book what the book does not ask for', async () => {
    const found = await searched('why-keepalive');
    expect(found.stdout).toMatch(/\n +changed +with the mechanism\n/);
    expect(found.stdout).not.toContain('by the book');
    const broken = await synwave('run', found.path);
    expect(broken.stdout).toMatch(/--by-the-book\n +# the same, with the mechanism/);
    const whole = await synwave('run', found.path, '--by-the-book');
    expect(whole.stdout).toContain('This time with the mechanism in its place.');
    expect(whole.stdout).toMatch(/RST,ACK .*CLOSED/);
    const zh = await synwave('run', found.path, '--by-the-book', '--lang', 'zh');
    expect(zh.stdout).toContain('这一次有此机制');

    const reset = await searched('why-reset');
    expect(reset.stdout).toMatch(/\n +changed +by the book\n/);
    const book = await synwave('run', reset.path, '--by-the-book');
    expect(book.stdout).toContain('This time by the book');
    expect(book.stdout).toContain('B1 RST,ACK');
  }, 120_000);

  it('says so where there is nothing to take back', async () => {
    const { code, stdout } = await synwave('run', 'open/basic', '--by-the-book', '--width', '200');
    expect(code).toBe(0);
    expect(stdout).toContain('nothing that --by-the-book could take back');
    expect(stdout).not.toContain('This time by the book');
    const json = await synwave('run', 'open/basic', '--by-the-book', '--format', 'narrate');
    expect(json.stderr).toContain('nothing that --by-the-book could take back');
  });

  it('says the same in Chinese', async () => {
    const { code, stdout } = await synwaveIn(
      { LANG: 'zh_CN.UTF-8' },
      'explore',
      'why-not-two',
      ...NEAR,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^为什么不是两次握手？ {2}\(why-not-two\)\n\n这个世界：[\s\S]*\n\n改成这样：/,
    );
    expect(stdout).toMatch(/最短的反例，共 \d+ 步：\n {2}1 A 调用 connect；2 A1 到达/);
    expect(stdout).toMatch(/结果 +\d+ 步就坏 +界限之内没有\n/);
    expect(stdout).toMatch(/界限：.*定时器到期次数\s*1/s);
    expect(stdout.replace(/\n/g, '')).toContain('这不是证明');
    expect(stdout).not.toMatch(/none|broken|[\u4e00-\u9fff][,;:?!]/);
    expect(tooWide(stdout)).toEqual([]);
  }, 120_000);

  it('gives everything as data', async () => {
    const { code, stdout } = await synwave('explore', 'why-not-two', '--json', ...NEAR);
    expect(code).toBe(0);
    const { stopped, notBegun, questions } = JSON.parse(stdout);
    expect([stopped, notBegun, questions.length]).toEqual([false, [], 1]);
    const [{ id, answer, broken, standard }] = questions;
    expect([id, answer.en.length > 0]).toEqual(['why-not-two', true]);
    expect(broken).toMatchObject({ outcome: 'found', bounds: { timers: 1, lose: 0 } });
    expect(broken.bounds.segments).toBeNull();
    expect(broken.changes).toEqual([{ host: 'B', whatIf: 'twoWay' }]);
    expect(broken.hosts.map((h: { name: string }) => h.name)).toEqual(['A', 'B']);
    const { path, steps, property, scenario, told } = broken.counterexample;
    expect(steps).toHaveLength(path.length);
    expect(broken.depth).toBe(steps.length);
    expect(steps.slice(0, 2)).toEqual([
      {
        ...{ kind: 'do', host: 'A', list: 0, step: 0 },
        do: { call: 'connect', to: 'B', port: 80, localPort: 5000 },
        says: { en: 'A: connect', zh: 'A 调用 connect' },
      },
      { kind: 'deliver', segment: 'A1', says: { en: 'A1 arrives', zh: 'A1 到达' } },
    ]);
    expect(property).toBe('nobody-opened');
    expect(standard).toMatchObject({ outcome: 'exhausted', counterexample: null });
    for (const key of ['states', 'transitions', 'milliseconds', 'resident', 'octetsPerState']) {
      expect(standard[key]).toBeGreaterThan(0);
    }
    // The scenario runs, and what is told is of it.
    const { code: ran, stdout: shown } = await synwave('run', file('json.json', scenario));
    expect(ran).toBe(0);
    expect(shown).toMatch(/── A1 SYN /);
    expect(told[0]).toMatchObject({ at: 0, says: { en: "B's application listens at port 80" } });
    // docs/explore.md says in both languages what everything is.
    const page = readFileSync(join(import.meta.dirname, '../../docs/explore.md'), 'utf8');
    for (const head of ['## What --json gives\n', '### --json 给出什么\n']) {
      const section = page.split(head)[1]?.split(/^##/m)[0] ?? '';
      const all = [JSON.parse(stdout), questions[0], broken, broken.counterexample, ...steps];
      const names = [...all, told[0]].flatMap((of) => Object.keys(of));
      for (const name of [...names, 'worlds', 'profile', 'changes']) {
        expect(section).toContain(`\`${name}\``);
      }
    }
    expect(told[0].says.zh).toMatch(/\p{Script=Han}/u);
  }, 120_000);

  it('says what decides how it goes: the values that are not the profile’s, and the numbers', async () => {
    const args = ['why-cookies', '--bound', 'steps=6', '--jobs', '1'];
    const { stdout } = await synwave('explore', ...args);
    const flat = stdout.replace(/\n +/g, ' ');
    expect(flat).toContain('Settings: segments live for 30 s at most (MSL); A, B, M as notes.');
    expect(flat).toContain('A: synRetries=0 (retransmissions of a SYN, tcp_syn_retries)');
    expect(flat).toContain('given (iss): A 100, 1734000000; B 300, 2518000000');
    expect(stdout.replace(/\n/g, ' ')).toContain('(B synCookies=never).');
    // The answer stands above the run, and once more below it.
    expect(stdout.match(/^Answer: /gm)).toHaveLength(2);
    expect(stdout.indexOf('Answer: ')).toBeLessThan(stdout.indexOf('The shortest run'));
    // Of a hundred states nobody asks how fast they were.
    expect(stdout).not.toMatch(/states per second|octets a state|another order/);
    const stats = await synwave('explore', ...args, '--stats', '--lang', 'zh');
    expect(stats.stdout).toMatch(/\n每秒状态数 +\d/);
    expect(stats.stdout).toContain('  A：synRetries=0（SYN 重传次数，tcp_syn_retries）\n');
    for (const text of [stdout, stats.stdout]) expect(tooWide(text)).toEqual([]);
    const world = await synwave(
      'explore',
      '--world',
      'open',
      '--profile',
      'rfc',
      '--bound',
      'steps=2',
    );
    expect(world.stdout).toContain('Settings: segments live for 120 s at most (MSL); A, B as rfc.');
  }, 60_000);

  it('says that a property may be broken by the book, too, when it is looked at', async () => {
    const args = ['--world', 'open', '--profile', 'rfc', '--property', 'nothing-new'];
    const { code, stdout } = await synwave('explore', ...args);
    expect(code).toBe(1);
    expect(stdout.replace(/\n/g, ' ')).toContain(
      'this may be broken, and is no fault of the engine then: nothing-new.',
    );
    const zh = await synwave('explore', ...args, '--lang', 'zh');
    expect(zh.stdout).toContain('坏了不算引擎的错：nothing-new。');
  }, 60_000);

  it('ends at the bound of states, and says that it is not all', async () => {
    const args = ['--world', 'open', '--profile', 'rfc', '--bound', 'states=20'];
    const { code, stdout } = await synwave('explore', ...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/found +none in so many states\n/);
    expect(stdout).not.toContain('None within');
    expect(stdout).toContain('A search ended at its bound of states: there is more to look at');
  });

  it('shows on a screen how far it has come, and takes that away', async () => {
    const terminal = new Captured(true);
    expect(await explore(['why-not-two', ...NEAR], terminal)).toBe(0);
    expect(terminal.stderr).toMatch(
      /why-not-two(, by the book)?: [\d,]+ states, \d+ steps deep, [\d,]+ states\/s, \d+ MiB/,
    );
    expect(terminal.stderr.endsWith('\r\u001b[K')).toBe(true);
  }, 120_000);

  it('says what was found so far when it is stopped', async () => {
    const args = ['--world', 'open', '--profile', 'rfc', '--bound', 'timers=9,lose=9,faults=9'];
    const terminal = new Captured();
    const running = explore(args, terminal);
    setTimeout(() => process.emit('SIGINT'), 300);
    expect(await running).toBe(1);
    expect(terminal.stdout).toMatch(/found +none before it was stopped\n/);
    expect(terminal.stdout).toContain('Stopped before the end: what stands above is what was seen');
    expect(terminal.stdout).not.toContain('Not begun');
  }, 60_000);

  it('begins no other search of the question then, and says so', async () => {
    const args = ['why-2msl', '--jobs', '1', '--bound', 'timers=9,lose=9,faults=9,steps=14'];
    const said: string[] = [];
    for (const more of [[], ['--json']]) {
      const terminal = new Captured();
      const running = explore([...args, ...more], terminal);
      setTimeout(() => process.emit('SIGINT'), 300);
      expect(await running).toBe(1);
      said.push(terminal.stdout);
    }
    const left = ['why-2msl, by the book', 'why-2msl, less changed 1', 'why-2msl, less changed 2'];
    expect(said[0]?.replace(/\n/g, ' ')).toContain(`Not begun: ${left.join(', ')}.`);
    expect(said[0]).not.toMatch(/less changed \(|None within/);
    const { stopped, notBegun, questions } = JSON.parse(said[1] as string);
    expect([stopped, notBegun]).toEqual([true, left]);
    expect(questions).toMatchObject([{ answer: null, standard: null, apart: [] }]);
    expect(questions[0].broken).toMatchObject({ outcome: 'stopped', counterexample: null });
  }, 60_000);

  it('says which worlds were not begun then', async () => {
    const args = ['--worlds', '--profile', 'rfc,linux', '--bound', 'timers=9,lose=9,faults=9'];
    const terminal = new Captured();
    const running = explore([...args, '--lang', 'zh'], terminal);
    setTimeout(() => process.emit('SIGINT'), 300);
    expect(await running).toBe(1);
    expect(terminal.stdout.replace(/\n/g, '')).toContain(
      '上面是到那时为止看到的。还没有开始搜的：open（linux）、simultaneous-open、',
    );
    expect(tooWide(terminal.stdout)).toEqual([]);
  }, 60_000);
});

describe('bounds in words', () => {
  it('are always all there', () => {
    for (const lang of ['en', 'zh'] as const) {
      const text = boundsText({ lose: 1, faults: 1, lateness: 1_500_000 }, lang);
      for (const words of Object.values(BOUND_WORDS)) expect(text).toContain(words[lang]);
    }
    expect(boundsText({ lose: 1, faults: 1, lateness: 1_500_000, steps: 1000 }, 'en')).toMatch(
      /^steps of a run 1,000, segments lost 1, segments duplicated 0, .* timers late by at most 1\.5 s; no bound: segments sent, .*distinct states$/,
    );
    expect(boundsText({}, 'zh')).toMatch(
      /^丢失的报文段 0，重复的报文段 0，.*；不设界限的：一次运行的步数、发出的报文段、/,
    );
  });
});
