import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duplex, duplexPair } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { CaptureFile } from '../../src/cli/capture-file.ts';
import { duration, endpoint, octets, rate, wrap } from '../../src/cli/format.ts';
import { explain, describe as inWords } from '../../src/cli/problems.ts';
import { Progress, progressLine } from '../../src/cli/progress.ts';
import { chargen, chargenPattern, discard, echo } from '../../src/cli/tiny-services.ts';
import { Failure, nearest, nearNames, UsageError } from '../../src/cli/usage.ts';
import { Captured } from './captured.ts';

describe('numbers for people', () => {
  it('octets', () => {
    const texts = [0, 1023, 1024, 1536, 10 << 20, 268_435_456, 2 ** 40].map(octets);
    expect(texts).toEqual([
      '0 B',
      '1023 B',
      '1.00 KiB',
      '1.50 KiB',
      '10.0 MiB',
      '256 MiB',
      '1.00 TiB',
    ]);
  });

  it('durations', () => {
    const texts = [0.25, 1, 12.34, 999, 3400, 59_999, 125_000].map(duration);
    expect(texts).toEqual([
      '250 us',
      '1.00 ms',
      '12.3 ms',
      '999 ms',
      '3.40 s',
      '60.0 s',
      '2 min 5 s',
    ]);
  });

  it('rates', () => {
    expect(rate(125_000_000, 1000)).toBe('1.00 Gbit/s');
    expect(rate(1250, 1000)).toBe('10.0 kbit/s');
    expect(rate(5, 0)).toBe('-');
  });

  it('endpoints of both families', () => {
    expect(endpoint('10.9.0.1', 80)).toBe('10.9.0.1:80');
    expect(endpoint('fd00:9::1', 80)).toBe('[fd00:9::1]:80');
    expect(endpoint(undefined, undefined)).toBe('?:?');
  });

  it('text in lines, between words', () => {
    expect(wrap('one two three four', 9, '  ')).toBe('one two\n  three\n  four');
  });

  it('text in lines, beside Han characters, which take two columns each', () => {
    expect(wrap('没有 srve 这个命令。', 12, '  ')).toBe('没有 srve 这\n  个命令。');
    expect(wrap('重传', 12, '  ')).toBe('重传');
  });
});

describe('what went wrong, in words', () => {
  it('keeps the advice of an error that has some', () => {
    expect(explain(new Failure('It broke.', 'Mend it.'))).toBe('synwave: It broke.\n  Mend it.\n');
    const tun = Object.assign(new Error('no permission'), {
      code: 'NO_PERMISSION',
      hint: 'be root',
    });
    expect(inWords(tun)).toEqual({ message: 'no permission', hint: 'be root' });
  });

  it("translates the system's codes, and names the file", () => {
    const error = Object.assign(new Error('ENOENT: x'), { code: 'ENOENT', path: '/a/b' });
    expect(inWords(error).message).toBe('/a/b: no such file or directory');
  });

  it("shows a server's words without what would command the terminal", () => {
    const said = explain(new Failure('404 \x1b[31mred\x07', 'go to \x9b2J'));
    expect(said).toBe('synwave: 404 ?[31mred?\n  go to ?2J\n');
  });

  it('never shows a stack trace', () => {
    expect(explain(new Error('one\n    at two'))).not.toMatch(/\n\s+at /);
    expect(explain('just text')).toBe('synwave: just text\n');
  });
});

it('suggests names that are near, and none that is not', () => {
  const names = ['serve', 'get', 'run', 'help'];
  expect(nearest('sevre', names)).toBe('serve');
  expect(nearest('rnu', names)).toBe('run');
  expect(nearest('serv', names)).toBe('serve');
  expect(nearest('frobnicate', names)).toBe('');
});

it('suggests several names where a word or most of its parts are in them', () => {
  const names = ['synRetries', 'synAckRetries', 'minRto', 'maxRto', 'finWait2'];
  expect(nearNames('SYNRETRIES', names)).toEqual(['synRetries']);
  expect(nearNames('synRetrys', names)).toEqual(['synRetries']);
  expect(nearNames('rto', names)).toEqual(['minRto', 'maxRto']);
  expect(nearNames('rto_max', names)).toEqual(['maxRto']);
  expect(nearNames('tcp_syn_retries', names)).toEqual(['synRetries', 'synAckRetries']);
  expect(nearNames('retries', names, 1)).toEqual(['synRetries']);
  expect(nearNames('colour', names)).toEqual([]);
});

it('an error of usage carries words in both languages, or one text for both', () => {
  const both = new UsageError({ zh: '不行。', en: 'No.' });
  expect([both.message, both.words]).toEqual(['No.', { zh: '不行。', en: 'No.' }]);
  expect(new UsageError('No.').words).toEqual({ zh: 'No.', en: 'No.' });
});

describe('progress', () => {
  it('fits a line, and says what is left', () => {
    const line = progressLine('a-file', 64 << 20, 256 << 20, 1000);
    expect(line).toBe('a-file 25 %  64.0 MiB of 256 MiB, 537 Mbit/s, 3.00 s left');
    const long = progressLine('x'.repeat(200), 64 << 20, 256 << 20, 1000);
    expect(long).toHaveLength(79);
    expect(long).toMatch(/^x+\.\.\. 25 % {2}64.0 MiB of 256 MiB, 537 Mbit\/s, 3.00 s left$/);
    expect(progressLine('a-file', 64 << 20, 256 << 20, 1000, 39)).toHaveLength(39);
  });

  it('rewrites a line on a screen, and clears it', () => {
    const screen = new Captured(true);
    const p = new Progress(screen, 'f', 100, 0);
    p.update(10, 100);
    expect(screen.stderr).toBe('');
    p.update(20, 250);
    expect(screen.stderr).toContain('\r\x1b[Kf 20 %');
    p.clear();
    expect(screen.stderr.endsWith('\r\x1b[K')).toBe(true);
  });

  it('writes a line every few seconds elsewhere', () => {
    const file = new Captured(false);
    const p = new Progress(file, 'f', 100, 0);
    for (let t = 100; t <= 7000; t += 100) p.update(t / 100, t);
    p.clear();
    expect(file.stderr.split('\n')).toHaveLength(3);
    expect(file.stderr).not.toContain('\x1b');
  });
});

describe('the small services', () => {
  function pair(accept: (socket: Duplex) => void): Duplex {
    const [client, server] = duplexPair({ allowHalfOpen: true } as never);
    accept(server as Duplex);
    return client as Duplex;
  }

  it('echo sends everything back, then closes [RFC 862]', async () => {
    const client = pair(echo);
    client.end('hello');
    expect((await buffer(client)).toString()).toBe('hello');
  });

  it('discard sends nothing, and closes after the client [RFC 863]', async () => {
    const client = pair(discard);
    client.end('hello');
    expect((await buffer(client)).length).toBe(0);
  });

  it('chargen sends lines of 72 characters, each beginning one later [RFC 864]', async () => {
    const client = pair(chargen);
    let got = '';
    for await (const chunk of client as AsyncIterable<Buffer>) {
      got += chunk.toString('latin1');
      if (got.length > 20_000) break;
    }
    const lines = got.split('\r\n');
    expect(lines[0]).toBe(chargenPattern().toString('latin1').slice(0, 72));
    for (let i = 1; i < 200; i++) {
      expect(lines[i]).toHaveLength(72);
      expect(lines[i]?.slice(0, 71)).toBe(lines[i - 1]?.slice(1));
    }
  });

  it('chargen stops when the client closes its side', async () => {
    const client = pair(chargen);
    client.end();
    await buffer(client);
    expect(client.readableEnded).toBe(true);
  });
});

describe('a capture file', () => {
  it('holds everything, in order, small blocks and large', () => {
    const folder = mkdtempSync(join(tmpdir(), 'synwave-capture-'));
    try {
      const path = join(folder, 'x');
      const file = new CaptureFile(path, () => {});
      const blocks = [3, 200_000, 100_000, 300_000, 1].map((n, i) => new Uint8Array(n).fill(i));
      for (const b of blocks) file.write(b);
      file.close();
      file.close();
      expect(readFileSync(path).equals(Buffer.concat(blocks))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('tells once when the disk fails, and goes on without', () => {
    const errors: Error[] = [];
    const file = new CaptureFile('/dev/full', (e) => errors.push(e));
    for (let i = 0; i < 5; i++) file.write(new Uint8Array(200_000));
    file.close();
    expect(errors).toHaveLength(1);
  });
});
