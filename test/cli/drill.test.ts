import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { ownScripts } from '../packetdrill/own-scripts.ts';
import { Captured, synwave, synwaveIn, tooWide } from './captured.ts';

const LISTEN = `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+.1 < S 0:0(0) win 65535 <mss 1000>
`;
const NAMED = `// What it shows.
// Profiles: rfc, freebsd

${LISTEN}+.2 > S. 0:0(0) ack 1 <...>
`;
const SCRIPTS: Readonly<Record<string, string>> = {
  'open/passes.pkt': `${LISTEN}+0 > S. 0:0(0) ack 1 <...>\n`,
  'open/fails.pkt': `${LISTEN}+0 > SE. 0:0(0) ack 1 <...>\n`,
  'open/unknown.pkt': `${LISTEN}+0 \`frobnicate\`\n`,
  'close/deep/leaves-v6.pkt': `--ip_version=ipv6\n${LISTEN}`,
  'close/notes.txt': 'no script',
  'named/two.pkt': NAMED,
  'mistyped/name.pkt': `// Profiles: rfc, linx\n${LISTEN}`,
  'defined/needs.pkt': `${LISTEN}+0 > FLAGS 0:0(0) ack 1 <...>\n`,
};
let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'synwave-drill-'));
  for (const [name, text] of Object.entries(SCRIPTS)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  mkdirSync(join(root, 'empty'));
});

afterAll(() => rmSync(root, { recursive: true }));

const at = (name: string): string => join(root, name);

describe('synwave drill', () => {
  it('says nothing but the count of a script that passes, and gives 0', async () => {
    const { code, stdout, stderr } = await synwave('drill', at('open/passes.pkt'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^folder +passed +failed +unsupported +total\n\S+ +1 +0 +0 +1\n$/);
  });

  it('shows where a script failed, what it wanted, what came, and the way there', async () => {
    const { code, stdout } = await synwave('drill', at('open/fails.pkt'));
    expect(code).toBe(1);
    expect(stdout).toContain(`${at('open/fails.pkt')}:5: packet: flags: expected SE., got S.\n`);
    expect(stdout).toContain('  +0 > SE. 0:0(0) ack 1 <...>\n');
    expect(stdout).toContain(`
  expected: > SE. 0:0(0) ack 1           <...>
       got: > S.  0:0(0) ack 1 win 65535 <mss 1460>
              ^^
`);
    expect(tooWide(stdout)).toEqual([]);
    expect(stdout).not.toContain('Not passed');
    expect(stdout).toMatch(/0\.100 +4 {2}< S 0:0\(0\) win 65535 <mss 1000>\n/);
    expect(stdout).toMatch(/script .* stack 192\.168\.0\.1:8080\n[\s\S]*SYN seq=0/);
  });

  it('reads standard input for -', () => {
    const main = new URL('../../src/cli/main.ts', import.meta.url);
    const terminal = new URL('../../src/cli/terminal.ts', import.meta.url);
    const code = `const { main } = await import('${main}');
      const { processTerminal } = await import('${terminal}');
      process.exitCode = await main(['drill', '-', '--jobs', '4'], processTerminal());`;
    const words = ['--import', 'tsx', '--input-type=module', '-e', code];
    const ran = (input: string) => spawnSync(process.execPath, words, { input, encoding: 'utf8' });
    const passes = ran(SCRIPTS['open/passes.pkt'] as string);
    expect(passes).toMatchObject({ status: 0, stderr: '' });
    expect(passes.stdout).toMatch(/^- +1 +0 +0 +1$/m);
    const fails = ran(SCRIPTS['open/fails.pkt'] as string);
    expect(fails.status).toBe(1);
    expect(fails.stdout).toContain('-:5: packet: flags: expected SE., got S.');
  }, 60_000);

  it('walks folders, in order, and counts by folder', async () => {
    const { code, stdout } = await synwave('drill', root, '-D', 'FLAGS=S.');
    expect(code).toBe(1);
    const table = stdout.slice(stdout.indexOf('folder '));
    expect(table.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'folder passed failed unsupported total',
      'close/deep 1 0 0 1',
      'defined 1 0 0 1',
      'mistyped 0 0 1 1',
      'named 0 2 0 2',
      'open 1 1 1 3',
      'all 3 3 2 8',
      expect.stringContaining('packets left over'),
      expect.stringContaining('fails them'),
      '',
    ]);
    expect(tooWide(table)).toEqual([]);
    expect(stdout).toMatch(/unknown\.pkt:5: unsupported: the command\n {2}frobnicate; /);
  });

  it('lists once more, at the end, what did not pass and why', async () => {
    const { stdout } = await synwave('drill', at('open'));
    const list = stdout.slice(stdout.indexOf('Not passed:'), stdout.indexOf('folder '));
    expect(list.replaceAll(/\n {4}/g, ' ').split('\n')).toEqual([
      'Not passed:',
      `  ${at('open/fails.pkt')}:5: packet: flags: expected SE., got S.`,
      expect.stringMatching(
        /^ {2}\S+unknown\.pkt:5: unsupported: the command frobnicate; .*\.\.\.$/,
      ),
      '',
      '',
    ]);
    expect(tooWide(list)).toEqual([]);
  });

  it('draws ladders of several only when asked', async () => {
    expect((await synwave('drill', at('open'))).stdout).not.toContain('SYN seq=0');
    expect((await synwave('drill', at('open'), '--ladder')).stdout).toContain('SYN seq=0');
  });

  it('fails scripts with packets left over where it is strict', async () => {
    const path = at('close/deep/leaves-v6.pkt');
    const lenient = await synwave('drill', path);
    expect(lenient.code).toBe(0);
    expect(lenient.stdout).toMatch(/left over at the end:\n +0\.100 +- {2}> S\. 0:0\(0\) ack 1/);
    const strict = await synwave('drill', path, '--strict');
    expect(strict.code).toBe(1);
    expect(strict.stdout).toContain(':5: left over\n');
  });

  it('changes the stack by --set and --what-if, and says so in its data', async () => {
    const path = at('open/passes.pkt');
    const changes = ['--set', 'closedPort=drop', '--what-if', 'twoWay', '--set', 'synAckRto=2s'];
    const { code, stdout } = await synwave('drill', path, '--json', ...changes);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      set: { closedPort: 'drop', synAckRto: '2s' },
      whatIfs: ['twoWay'],
    });
    const broken = await synwave('drill', path, '--set', 'mssOption=false', '--tolerance=1ms');
    expect(broken.code).toBe(0);
    const ignored = await synwave('drill', at('open'), '--set', 'minRto=9s', '--set', 'maxRto=1s');
    expect(ignored.stdout).toContain('minRto');
    expect(ignored.code).toBe(1);
  });

  it('passes what a run has exported, as it stands', async () => {
    const run = ['run', 'ablate/two-way-lost-synack', '--side', 'B', '--format', 'pkt'];
    const { stdout: text } = await synwave(...run, '--set', 'B.synAckRto=2s');
    expect(text).toContain('// What-if: twoWay\n');
    writeFileSync(at('exported.pkt'), text);
    const drilled = await synwave('drill', '--strict', at('exported.pkt'));
    rmSync(at('exported.pkt'));
    expect(drilled.stdout).toMatch(/ 1 +0 +0 +1\n$/);
    const none = await synwave('run', 'flood/syn', '--side=B', '--flow=3', '--format=pkt');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('What filled the queue of B is not in the trace');
  });

  it('runs the scripts of one version of IP, and tells of the others', async () => {
    const v4 = await synwave('drill', at('close'), at('open/passes.pkt'), '--ip-version', 'ipv4');
    expect(v4.stdout).toMatch(/\n\S+ +1 +0 +0 +1\nLeft out: 1 script for IPv6/);
    const v6 = await synwave('drill', at('close'), at('open'), '--ip-version=ipv6', '--json');
    expect(JSON.parse(v6.stdout)).toMatchObject({ total: 4, leftOut: 0, ipVersion: 'ipv6' });
  });

  it('plays a script under each profile that its opening comment names', async () => {
    const { code, stdout } = await synwave('drill', at('named'), at('open/passes.pkt'));
    expect(code).toBe(1);
    const list = stdout.slice(stdout.indexOf('Not passed:'), stdout.indexOf('folder '));
    expect(list.replaceAll(/\n {4}/g, ' ')).toContain(`${at('named/two.pkt')}:8: rfc: time: `);
    expect(list.replaceAll(/\n {4}/g, ' ')).toContain(`${at('named/two.pkt')}:8: freebsd: time: `);
    expect(stdout).toMatch(/^--profile rfc:\n\S+two\.pkt:8: time/);
    expect(stdout).toMatch(/\nall +1 +2 +0 +3\n$/);
    const { scripts } = JSON.parse((await synwave('drill', at('named'), '--json')).stdout);
    expect(scripts.map((s: { profile: string }) => s.profile)).toEqual(['rfc', 'freebsd']);
  });

  it('plays it under one of them alone where that is asked for, and leaves out those without', async () => {
    const rfc = await synwave('drill', at('named'), at('open/passes.pkt'), '--profile=rfc');
    expect(rfc.stdout).toMatch(/\nall +1 +1 +0 +2\n$/);
    expect(rfc.stdout).not.toContain('--profile rfc:');
    const linux = await synwave('drill', at('named'), at('open/passes.pkt'), '--profile=linux');
    expect(linux.code).toBe(0);
    expect(linux.stdout).toMatch(
      /\n\S+ +1 +0 +0 +1\nLeft out: 1 script whose opening comment names/,
    );
    const json = await synwave('drill', at('named'), '--profile=linux', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ total: 0, leftOut: 1, profile: 'linux' });
  });

  it('does not support a profile in the opening comment that there is not', async () => {
    const { code, stdout } = await synwave('drill', at('mistyped'), '--profile=linux');
    expect(code).toBe(1);
    expect(stdout).toMatch(/:1: option: the profile linx;\s+did you\s+mean linux\?\n/);
  });

  it('passes our own scripts, as they are', async () => {
    const { code, stdout } = await synwave('drill', 'test/drill', '--json');
    const { passed, total, leftOut, scripts } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(total).toBe(ownScripts().reduce((sum, s) => sum + s.profiles.length, 0));
    expect([passed, leftOut, scripts.length]).toEqual([total, 0, total]);
  }, 120_000);

  it('gives the same as data', async () => {
    const { code, stdout } = await synwave('drill', at('open'), '--json', '--tolerance', '1ms');
    expect(code).toBe(1);
    const data = JSON.parse(stdout);
    expect(data).toMatchObject({
      ...{ passed: 1, failed: 1, unsupported: 1, total: 3, leftOut: 0, strict: false },
      tolerance: { usecs: 1000, percent: 0 },
      folders: [{ folder: at('open'), passed: 1, failed: 1, unsupported: 1, total: 3 }],
    });
    expect(data.scripts[0]).toMatchObject({
      path: at('open/fails.pkt'),
      outcome: 'failed',
      problem: {
        ...{ kind: 'packet', line: 5, at: 100_000 },
        field: { name: 'flags', expected: 'SE.', actual: 'S.' },
      },
    });
  });

  it('gives the same whatever the number of jobs', async () => {
    const one = await synwave('drill', root, '--jobs', '1');
    expect(await synwave('drill', root, '--jobs', '4')).toEqual(one);
  });

  it('shows its summary in Chinese to who reads it', async () => {
    const { stdout } = await synwaveIn({ LANG: 'zh_CN.UTF-8' }, 'drill', at('open/passes.pkt'));
    expect(stdout).toMatch(/^目录 +通过 +失败 +不支持 +总数\n/);
    expect(tooWide(stdout)).toEqual([]);
  });

  it('takes the line of its progress away again', async () => {
    const terminal = new Captured(true);
    await main(['drill', at('open/passes.pkt')], terminal);
    expect(terminal.stderr.endsWith('\r\x1b[K') || terminal.stderr === '').toBe(true);
  });
});

describe('what synwave drill refuses', () => {
  it.each([
    [[], /Which scripts/],
    [['x.pkt', '--profile', 'windows'], /--profile windows: there are linux, freebsd, rfc/],
    [['x.pkt', '--ip-version', '4'], /--ip-version 4: there are ipv4, ipv6/],
    [['x.pkt', '--tolerance', 'lots'], /--tolerance lots: a time, a percentage/],
    [['x.pkt', '-D', '3=x'], /-D 3=x: a name/],
    [['x.pkt', '--set', 'minRto'], /--set minRto: write it as NAME=VALUE/],
    [['x.pkt', '--what-if', 'twoWays'], /--what-if twoWays: .*Did you mean twoWay\?/s],
    [['x.pkt', '--jobs', '0'], /--jobs must be a whole number from 1/],
  ])('refuses %j', async (args, says) => {
    const { code, stderr } = await synwave('drill', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });

  it('fails on what is not there, and where there is no script', async () => {
    expect(await synwave('drill', at('nothing.pkt'))).toMatchObject({ code: 1 });
    const { code, stderr } = await synwave('drill', at('empty'));
    expect(code).toBe(1);
    expect(stderr).toContain('no *.pkt below it');
  });
});
