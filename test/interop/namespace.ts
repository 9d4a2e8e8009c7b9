import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Program, run } from './programs.ts';

/** The stack's address and the kernel's, in each family; nothing outside a namespace sees them. */
export const ADDRESSES = {
  4: { stack: '10.9.0.2', kernel: '10.9.0.1', prefix: '10.9.0.2/24' },
  6: { stack: 'fd00:9::2', kernel: 'fd00:9::1', prefix: 'fd00:9::2/64' },
} as const;

export type Family = keyof typeof ADDRESSES;
export const FAMILIES: readonly Family[] = [4, 6];

/** `host` as a URL has it. */
export function inUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

let made = 0;
const standing = new Set<string>();

/** Why no namespace with a TUN device can be made here; null when it can. */
export function whyNot(): string | null {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  if (!existsSync('/dev/net/tun')) return 'there is no /dev/net/tun';
  const name = `synwave-${process.pid}-try`;
  const tried = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'there is no program ip (package iproute2)';
  if (tried.status !== 0) return `no network namespace: ${tried.stderr.trim()}`;
  const tun = ['netns', 'exec', name, 'ip', 'tuntap', 'add', 'dev', 'try', 'mode', 'tun'];
  const device = spawnSync('ip', tun, { encoding: 'utf8' });
  spawnSync('ip', ['netns', 'del', name]);
  return device.status === 0 ? null : `no TUN device: ${device.stderr.trim()}`;
}

/** A network of its own, with nothing in it but a loopback device. */
export class Namespace {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  static async make(): Promise<Namespace> {
    const ns = new Namespace(`synwave-${process.pid}-${++made}`);
    standing.add(ns.name); // also when it comes too late
    await run(['ip', 'netns', 'add', ns.name], 30);
    await ns.run(['ip', 'link', 'set', 'lo', 'up'], 30);
    return ns;
  }

  /** Starts a program inside. */
  start(argv: readonly string[]): Program {
    return new Program(['ip', 'netns', 'exec', this.name, ...argv]);
  }

  /** Runs a program inside to its end; throws unless it exits with 0. */
  async run(argv: readonly string[], seconds: number): Promise<string> {
    return await run(['ip', 'netns', 'exec', this.name, ...argv], seconds);
  }

  /** Starts `synwave` inside. */
  synwave(args: readonly string[]): Program {
    return this.start([process.execPath, 'bin/synwave', ...args]);
  }

  async remove(): Promise<void> {
    standing.delete(this.name);
    await run(['ip', 'netns', 'del', this.name], 30);
  }
}

/** A namespace for as long as `f` takes. */
export async function withNamespace<T>(f: (ns: Namespace) => Promise<T>): Promise<T> {
  const ns = await Namespace.make();
  try {
    return await f(ns);
  } finally {
    await ns.remove();
  }
}

/** Removes, at once, every namespace that still stands. */
export function removeAll(): void {
  for (const name of standing) spawnSync('ip', ['netns', 'del', name]);
  standing.clear();
}
