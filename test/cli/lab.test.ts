import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveLab } from '../../src/cli/commands/lab.ts';
import { CONTENT_POLICY } from '../../src/cli/content-policy.ts';
import { explain } from '../../src/cli/problems.ts';
import { Captured, synwave, synwaveIn, tooWide } from './captured.ts';

const PROGRAM = join(import.meta.dirname, 'lab-process.ts');
const CHINESE = { LANG: 'zh_CN.UTF-8' };

let folder = '';
const children = new Set<ChildProcess>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synwave-lab-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>lab</title>');
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

afterAll(() => rmSync(folder, { recursive: true }));

/** `synwave lab` as a process; gives it when it has said `until`. */
async function start(args: readonly string[], env: Record<string, string>, until: RegExp) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, folder, ...args], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const said = { out: '', err: text(child.stderr) };
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    said.out += more;
  });
  while (!until.test(said.out)) {
    if (child.exitCode !== null) throw new Error(await said.err);
    await Promise.race([once(child.stdout, 'data'), ended]);
  }
  return { child, said, ended };
}

/** What it says when it cannot serve. */
async function refusal(args: readonly string[], where = folder, locale = {}): Promise<string> {
  const terminal = new Captured(false, locale);
  return await serveLab(args, terminal, where).then(
    () => 'it served',
    (error) => explain(error),
  );
}

describe('synwave lab, as a process', () => {
  it('prints its address and how to end it, serves the page, and ends with 0 at Ctrl-C', async () => {
    const { child, said, ended } = await start(['--port', '0'], {}, /Ctrl-C/);
    const [, url = ''] =
      /^The lab is at (http:\/\/127\.0\.0\.1:\d+\/)\nCtrl-C ends it\.\n$/.exec(said.out) ?? [];
    const answer = await fetch(url);
    expect(await answer.text()).toContain('<title>lab</title>');
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_POLICY);
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(await said.err).toBe('');
  });

  it('takes its port from the environment, and speaks Chinese to whoever does', async () => {
    const port = await freePort();
    const { child, said, ended } = await start([], { PORT: `${port}`, ...CHINESE }, /结束/);
    expect(said.out).toBe(`实验室的网址：http://127.0.0.1:${port}/\n按 Ctrl-C 结束。\n`);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('tells programs its address in a line of JSON, even with a connection that is kept open', async () => {
    const args = ['--json', '--host', '0.0.0.0', '--port', '0'];
    const { child, said, ended } = await start(args, { PORT: '1' }, /\n/);
    const { url, port } = JSON.parse(said.out) as { url: string; port: number };
    expect(JSON.parse(said.out)).toEqual({ event: 'listening', url, host: '0.0.0.0', port });
    expect(url).toBe(`http://127.0.0.1:${port}/`);
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(said.out.split('\n')[1]).toBe('{"event":"stopping","signal":"SIGTERM"}');
  });
});

describe('synwave lab says what is wrong and what to do', () => {
  it('when the port is busy', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const english = await refusal(['--port', `${port}`]);
    const chinese = await refusal(['--port', `${port}`], folder, CHINESE);
    other.close();
    expect(english).toContain(`synwave: port ${port} is in use by another program\n`);
    expect(english).toContain('--port 0');
    expect(chinese).toContain(`synwave: 端口 ${port} 正被另一个程序占用\n`);
    for (const said of [english, chinese]) expect(tooWide(said)).toEqual([]);
  });

  it('when the address is none of this machine', async () => {
    const said = await refusal(['--host', '192.0.2.1', '--port', '0']);
    expect(said).toContain('--host 192.0.2.1 is no address of this machine');
  });

  it('when the page is not built', async () => {
    const none = join(folder, 'none');
    expect(await refusal([], none)).toBe('synwave: the lab is not built\n  Run: npm run build\n');
    expect(await refusal(['--lang', 'zh'], none)).toContain('实验室还没有构建');
  });

  it('when it is used wrongly', async () => {
    expect((await synwave('lab', '--port', '65536')).stderr).toContain('from 0 to 65535');
    expect((await synwave('lab', 'here')).stderr).toContain('what is "here"?');
    expect((await synwaveIn(CHINESE, 'lab', 'here')).stderr).toContain('“here”是什么？');
    expect((await synwave('lab', '--prot', '1')).stderr).toContain('Did you mean --port?');
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
