import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { synwave, tooWide } from './captured.ts';

const STACK = ['--tun', 'syn0', '--address', '10.9.0.2/24'];

describe('help', () => {
  it('teaches: what to type first, and what then', async () => {
    const { code, stdout, stderr } = await synwave('--help');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('synwave run open-and-close');
    expect(stdout).toContain('synwave serve --tun syn0 --address 10.9.0.2/24 --http .');
    expect(stdout).toContain('curl http://10.9.0.2/');
    expect(stdout).toContain('exit codes: 0 done, 1 failed, 2 wrong usage');
  });

  it('is the same after the command as before it', async () => {
    const before = await synwave('help', 'serve');
    for (const flag of ['--help', '-h']) {
      expect((await synwave('serve', ...STACK, flag)).stdout).toBe(before.stdout);
    }
  });

  it('answers those who ask for help about help', async () => {
    const { stdout } = await synwave('--help');
    for (const word of ['help', '--help', '-h']) {
      expect(await synwave('help', word)).toEqual({ code: 0, stdout, stderr: '' });
    }
  });

  it('without any argument goes to standard error, as wrong usage', async () => {
    const { code, stdout, stderr } = await synwave();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('usage: synwave COMMAND');
  });
});

it('tells the version of the package', async () => {
  const file = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  expect(await synwave('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('wrong usage exits with 2, says what is wrong and where help is', () => {
  const wrong: readonly (readonly [args: readonly string[], says: string])[] = [
    [['srve'], 'There is no command srve. Did you mean serve?'],
    [['help', 'gte'], 'There is no command gte. Did you mean get?'],
    [['--hepl'], 'There is no option --hepl before a command. Did you mean --help?'],
    [['run'], 'Say which scenario to run: synwave scenarios lists them'],
    [['run', 'open-and-clsoe'], 'Did you mean open-and-close?'],
    [['run', 'open-and-close', '--seeed', '3'], 'There is no option --seeed. Did you mean --seed?'],
    [['run', 'open-and-close', '--seed', 'x'], '--seed must be a whole number'],
    [['run', 'open-and-close', '--seed'], '--seed needs a value.'],
    [['run', 'open-and-close', '--json=yes'], '--json takes no value.'],
    [['serve', '--echo'], '--tun is missing'],
    [['serve', '--tun', 'syn0', '--echo'], '--address is missing'],
    [['serve', '--tun', '--echo'], '--tun needs a value.'],
    [['serve', '--tun', 'much-too-long-a-name', '--echo'], '1 to 15 letters'],
    [['serve', ...STACK], 'Say what to serve: --http DIR, --echo, --discard, --chargen.'],
    [['serve', ...STACK, '--echo', '--discard'], 'Serve one thing at a time'],
    [['serve', ...STACK, '--echo', '--port', '70000'], '--port must be a whole number from 1 to'],
    [['serve', ...STACK, '--echo', '--echo'], '--echo is given twice.'],
    [['serve', ...STACK, '--echo', 'more'], 'what is "more"?'],
    [['serve', ...STACK, '--echo', '--impair', 'los=1%'], "unknown impairment 'los'"],
    [['serve', '--tun', 'syn0', '--address', '10.9.0.2', '--echo'], 'Write it as 10.9.0.2/24'],
    [['get', ...STACK], 'get takes one URL'],
    [['get', 'https://example.org/', ...STACK], 'get speaks http only, not https.'],
    [['get', 'example.org', ...STACK], 'is not a URL'],
    [['get', 'http://10.9.0.1/', '--json', ...STACK], 'say where the file goes with -o'],
  ];
  for (const [args, says] of wrong) {
    it(`synwave ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await synwave(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr.replace(/\s+/g, ' ')).toContain(says);
      expect(stderr).toMatch(/\n {2}Try: synwave /);
      expect(tooWide(stderr)).toEqual([]);
    });
  }
});

it('a directory that is not there is a failure with advice, not a stack trace', async () => {
  const { code, stderr } = await synwave('serve', ...STACK, '--http', '/no/such/folder');
  expect(code).toBe(1);
  expect(stderr).toBe(
    'synwave: --http /no/such/folder: no such file or directory\n' +
      '  Give a directory, such as --http .\n',
  );
});

describe('run', () => {
  it('draws three segments that open, four that close, and the states of both sides', async () => {
    const { code, stdout } = await synwave('run', 'open-and-close');
    expect(code).toBe(0);
    expect(tooWide(stdout)).toEqual([]);
    for (const state of ['SYN-SENT', 'SYN-RECEIVED', 'FIN-WAIT-2', 'LAST-ACK', 'TIME-WAIT']) {
      expect(stdout).toContain(state);
    }
    expect(stdout.match(/SYN/g)?.length).toBeGreaterThanOrEqual(4);
    expect(stdout.match(/FIN,ACK/g)).toHaveLength(2);
  });

  it('gives the trace as JSON, the same for the same seed', async () => {
    const one = await synwave('run', 'open-and-close', '--json', '--seed', '7');
    const two = await synwave('run', 'open-and-close', '--json', '--seed', '7');
    const other = await synwave('run', 'open-and-close', '--json', '--seed', '8');
    const trace = JSON.parse(one.stdout) as { version: number; scenario: string; seed: number };
    expect([trace.version, trace.scenario, trace.seed]).toEqual([2, 'open-and-close', 7]);
    expect(two.stdout).toBe(one.stdout);
    expect(other.stdout).not.toBe(one.stdout);
  });

  it('keeps to ASCII when asked', async () => {
    const { stdout } = await synwave('run', 'open-and-close', '--ascii', '--raw');
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
    expect(tooWide(stdout)).toEqual([]);
  });
});
