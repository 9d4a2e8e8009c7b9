import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('./process-life.ts', import.meta.url));

/** Runs the program; it is ended after `limit` milliseconds of living on. */
function run(name: string, limit: number): Promise<{ ended: boolean; out: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ended: code === 0, out });
    });
  });
}

describe('a process', () => {
  it('ends when its driver is idle', async () => {
    expect(await run('idle', 20_000)).toMatchObject({ ended: true });
  });

  it('lives while a server listens, and ends when the server is unrefed', async () => {
    const [kept, let_] = await Promise.all([run('listening', 2500), run('unref', 20_000)]);
    expect(kept.ended).toBe(false);
    expect(let_.ended).toBe(true);
  });

  it('lives while a socket is open', async () => {
    expect(await run('connected', 2500)).toMatchObject({ ended: false });
  });

  it('does not wait for the end of TIME-WAIT', async () => {
    expect(await run('timeWait', 20_000)).toMatchObject({ ended: true });
  });

  it('lives until what was written on a destroyed socket has arrived', async () => {
    expect(await run('linger', 20_000)).toEqual({ ended: true, out: 'received 200000\n' });
  });

  it('goes on for all other connections when a listener throws and the process survives it', async () => {
    const { ended, out } = await run('throws', 20_000);
    expect(ended).toBe(true);
    expect(out.trim().split('\n').sort()).toEqual([
      'caught bad listener',
      'echo good 1',
      'echo good 2',
      'echo good 3',
      'echo good 4',
    ]);
  });
});
