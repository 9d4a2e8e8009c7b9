import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/* The public suites of packetdrill scripts: how a checkout is told, how it is run, what its groups are. */

export const FREEBSD = 'freebsd-net/tcp-testsuite';
export const GOOGLE = 'google/packetdrill';

/** One pass through a suite. */
export interface Run {
  readonly name: 'ipv4' | 'ipv6' | 'standard';
  /** What is given to `synwave drill` besides the scripts. */
  readonly args: readonly string[];
  /** Whether the script, by what it says, is about this run. */
  has(text: string, version: 4 | 6 | null): boolean;
}

/** Scripts that are counted together. */
export interface Group {
  readonly name: string;
  /**
   * What they are about: `core` groups make up the fair count, `connection` those of them that open and
   * close, `kernel` is what only a kernel has, `option` an extra of one system.
   */
  readonly part: 'connection' | 'core' | 'kernel' | 'option';
  /** By the path below the suite's scripts. */
  has(path: string): boolean;
  /** What the system's own kernel passes, as a cell of a table; in IPv4 where a version matters. */
  readonly kernel: string;
}

/** A suite. */
export interface Suite {
  readonly name: string;
  /** Where its scripts are, below the checkout. */
  readonly folder: string;
  readonly kernelName: string;
  readonly runs: readonly Run[];
  /** The first that has a script is the script's. */
  readonly groups: readonly Group[];
  /** What the kernel passes of all, of the core, of the connection part. */
  readonly kernel: { readonly all: string; readonly core: string; readonly connection: string };
}

const below =
  (...folders: string[]) =>
  (path: string): boolean =>
    folders.some((folder) => path.startsWith(`${folder}/`));

/** FreeBSD's scripts that say no version are written for IPv4: they expect its segment sizes. */
const isOf = (version: 4 | 6) => (_text: string, own: 4 | 6 | null) => (own ?? 4) === version;

const freebsd: Suite = {
  name: FREEBSD,
  folder: '.',
  kernelName: 'FreeBSD',
  runs: [
    { name: 'ipv4', args: ['--profile', 'freebsd', '-D', 'FreeBSD'], has: isOf(4) },
    { name: 'ipv6', args: ['--profile', 'freebsd', '-D', 'FreeBSD'], has: isOf(6) },
    {
      name: 'standard',
      args: ['--profile', 'freebsd', '-D', 'STANDARD'],
      has: (text) => /^#ifdef STANDARD\b/m.test(text),
    },
  ],
  // What FreeBSD passes is by the suite's own records: 32 scripts of fast-open/client are marked as
  // expected to fail, and the table in snd-syn/README.md says that two fail.
  groups: [
    {
      name: 'state-event-engine',
      part: 'connection',
      has: below('state-event-engine'),
      kernel: '614 of 614',
    },
    { name: 'snippets', part: 'connection', has: below('snippets'), kernel: '36 of 36' },
    { name: 'snd-syn', part: 'connection', has: below('snd-syn'), kernel: '28 of 30' },
    { name: 'rcv-icmp', part: 'connection', has: below('rcv-icmp'), kernel: '12 of 12' },
    { name: 'fast-open', part: 'connection', has: below('fast-open'), kernel: '84 of 116' },
    {
      name: 'rcv-data-segments',
      part: 'core',
      has: below('rcv-data-segments'),
      kernel: '217 of 217',
    },
    {
      name: 'socket-api: MD5, UDP',
      part: 'option',
      has: (path) => /^socket-api\/setsockopt\/.*-(?:md5|active)-/.test(path),
      kernel: '8 of 8',
    },
    { name: 'socket-api', part: 'core', has: below('socket-api'), kernel: '14 of 14' },
    { name: 'tcp-over-udp', part: 'option', has: below('tcp-over-udp'), kernel: '56 of 56' },
  ],
  kernel: { all: '1,069 of 1,103', core: '1,005 of 1,039', connection: '774 of 808' },
};

/** Left open by the script, and about one version all the same: the ICMP of IPv4 has no such codes in IPv6. */
const ICMP_V4 = /^.*< icmp unreachable (?:frag_needed|CODE)\b/m;

const google: Suite = {
  name: GOOGLE,
  folder: 'gtests/net/tcp',
  kernelName: 'Linux 6.18',
  runs: [
    {
      name: 'ipv4',
      args: ['--profile', 'linux', '--ip-version', 'ipv4'],
      has: (_text, version) => version !== 6,
    },
    {
      name: 'ipv6',
      args: ['--profile', 'linux', '--ip-version', 'ipv6'],
      has: (text, version) => version !== 4 && !ICMP_V4.test(text),
    },
  ],
  // Linux 6.18 was measured with the suite's own tool, in IPv4: as distributions set it up, and at best.
  groups: [
    ...googleConnection(),
    {
      name: 'kernel only',
      part: 'kernel',
      has: (path) =>
        below('zerocopy', 'timestamping', 'splice', 'sendfile', 'gro')(path) ||
        /^syscall_bad_arg\/.*-invalid-buf-ptr/.test(path),
      kernel: '18 of 19',
    },
    {
      name: 'socket API',
      part: 'core',
      has: below('eor', 'notsent_lowat', 'tcp_info', 'inq', 'ioctl', 'syscall_bad_arg'),
      kernel: '11 of 14, at best 11',
    },
    { name: 'epoll', part: 'core', has: below('epoll'), kernel: '1 of 4, at best 1' },
    {
      name: 'loss recovery, congestion control, data',
      part: 'core',
      has: () => true,
      kernel: '32 of 39, at best 36',
    },
  ],
  kernel: {
    all: '134 of 160, at best 147',
    core: '116 of 141, at best 129',
    connection: '72 of 84, at best 81',
  },
};

function googleConnection(): Group[] {
  const group = (name: string, has: Group['has']): Group => ({
    ...{ name, has, part: 'connection', kernel: '' },
  });
  return [
    group('fastopen/client', below('fastopen/client')),
    group('fastopen/server, option 34', below('fastopen/server/opt34')),
    group('fastopen/server', below('fastopen/server')),
    ...['shutdown', 'close', 'mss', 'ts_recent', 'user_timeout', 'md5', 'validate'].map((name) =>
      group(name, below(name)),
    ),
    group('blocking accept and connect', (path) => /^blocking\/.*-(?:accept|connect)\b/.test(path)),
  ];
}

export const SUITES: readonly Suite[] = [freebsd, google];

/** A suite, and where it is on this machine. */
export interface Checkout {
  readonly suite: Suite;
  readonly root: string;
}

/** The suites that folders are checkouts of, or have checkouts of right below them. */
export function findCheckouts(folders: readonly string[]): Checkout[] {
  const found = new Map<Suite, Checkout>();
  for (const folder of folders) {
    const here = recognise(folder);
    const inside = here === null ? subfolders(folder).map(recognise) : [here];
    for (const checkout of inside) {
      if (checkout !== null && !found.has(checkout.suite)) found.set(checkout.suite, checkout);
    }
  }
  return SUITES.flatMap((suite) => found.get(suite) ?? []);
}

function recognise(root: string): Checkout | null {
  const has = (path: string): boolean => existsSync(join(root, path));
  if (has('gtests/net/tcp/common/defaults.sh')) return { suite: google, root };
  if (has('state-event-engine') && has('snd-syn') && has('fast-open')) {
    return { suite: freebsd, root };
  }
  return null;
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((e) => e.isDirectory() && !e.name.startsWith('.'))
    .map((e) => join(folder, e.name));
}

/** The group of a script. Throws where a suite has got scripts that nobody has put anywhere. */
export function groupOf(suite: Suite, path: string): Group {
  const found = suite.groups.find((group) => group.has(path));
  if (found === undefined) throw new Error(`${suite.name}: no group for ${path}`);
  return found;
}
