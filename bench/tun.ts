/** A TUN device, MTU 1500, no offload: the kernel's TCP in another process against ours. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { done, type Output } from './measure.ts';

function whyNot(): string | null {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  if (!existsSync('/dev/net/tun')) return 'there is no /dev/net/tun';
  const { error } = spawnSync('ip', ['-V']);
  return error === undefined ? null : 'there is no program ip (package iproute2)';
}

async function inNamespace(name: string): Promise<Output> {
  const program = `${import.meta.dirname}/tun-inside.js`;
  const child = spawn('ip', ['netns', 'exec', name, process.execPath, program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 120_000,
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the measurement ended with ${code}`);
  return JSON.parse(text) as Output;
}

const reason = whyNot();
if (reason !== null) done([], reason);
const name = `synwave-bench-${process.pid}`;
const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
if (made.status !== 0) done([], `no network namespace: ${made.stderr.trim()}`);
let output: Output;
try {
  output = await inNamespace(name);
} finally {
  spawnSync('ip', ['netns', 'del', name]);
}
done(output.measures, output.skipped);
