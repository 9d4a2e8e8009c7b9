import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Records, type SuiteRecord, sum } from './suite-record.ts';
import { FREEBSD, GOOGLE, SUITES, type Suite } from './suites.ts';

/* The sentences of the READMEs that say how the public suites fare. */

const ROOT = join(import.meta.dirname, '..', '..');
const ALL = ['connection', 'core', 'option', 'kernel'];
const BETWEEN = /(<!-- suites: [^>]*-->\n)[\s\S]*?(<!-- \/suites -->)/;

/** What the sentences are made of. */
interface Numbers {
  readonly freebsd: number;
  readonly connection: number;
  readonly rest: number;
}

const TEXTS: Readonly<Record<string, (n: Numbers) => string>> = {
  'README.md': ({ freebsd, connection, rest }) => `
| suite | synwave passes | the kernel itself |
| --- | --- | --- |
| FreeBSD's, all | **${number(freebsd)}** of 1,103 | FreeBSD, by its own records: 1,069 |
| Linux's, connection management, IPv4 | **${connection}** of 84 | Linux 6.18: 72 as found, 81 at best |
| Linux's, the rest that needs no kernel: loss recovery and congestion control, which come later | **${rest}** of 57 | Linux 6.18: 44 as found, 48 at best |

`,
  'README.zh-CN.md': ({ freebsd, connection, rest }) => `
| 测试集 | synwave 通过 | 内核自己 |
| --- | --- | --- |
| FreeBSD 的，全部 | 1,103 个中的 **${number(freebsd)}** 个 | FreeBSD 按它自己的记录：1,069 个 |
| Linux 的，连接管理，IPv4 | 84 个中的 **${connection}** 个 | Linux 6.18：照原样 72 个，最好时 81 个 |
| Linux 的，其余不需要内核的：丢包恢复与拥塞控制，以后再做 | 57 个中的 **${rest}** 个 | Linux 6.18：照原样 44 个，最好时 48 个 |

`,
};

/** Files, and what they should say. */
export function readmes(records: Records): { path: string; now: string; due: string }[] {
  const freebsd = countsOf(records, FREEBSD);
  const google = countsOf(records, GOOGLE);
  if (freebsd === null || google === null) return [];
  const connection = google('ipv4', ['connection']);
  const numbers: Numbers = {
    freebsd: freebsd('ipv4', ALL) + freebsd('ipv6', ALL),
    connection,
    rest: google('ipv4', ['connection', 'core']) - connection,
  };
  return Object.entries(TEXTS).map(([name, text]) => {
    const path = join(ROOT, name);
    const now = readFileSync(path, 'utf8');
    return { path, now, due: now.replace(BETWEEN, (_, a, b) => `${a}${text(numbers)}${b}`) };
  });
}

/** Writes what is not as it should be. */
export function writeReadmes(records: Records): void {
  for (const { path, now, due } of readmes(records)) if (now !== due) writeFileSync(path, due);
}

type Passed = (run: 'ipv4' | 'ipv6', parts: readonly string[]) => number;

function countsOf(records: Records, name: string): Passed | null {
  const record: SuiteRecord | undefined = records[name];
  const suite = SUITES.find((s) => s.name === name) as Suite;
  return record === undefined ? null : (run, parts) => sum(suite, record, run, parts).passed;
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
