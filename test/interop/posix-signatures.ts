import { DROP_NAMES, type DropName } from '../../src/wire/drop.ts';
import type { InsideCheck } from './management-inside.ts';
import type { Passed, Site } from './management-site.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { kernelAgent, OurCalls } from './posix-site.ts';
import { expect, Skip } from './report.ts';

/** What each end has: a key, or none. */
interface Keys {
  readonly client: string;
  readonly server: string;
  /** The drop we count, and the kernel's counter, where they do not agree. */
  readonly ours: DropName;
  readonly kernels: string;
}

const WRONG: readonly (readonly [name: string, keys: Keys])[] = [
  [
    'a wrong key',
    { client: 'wrong', server: 'right', ours: 'md5-wrong', kernels: 'TCPMD5Failure' },
  ],
  ['no key', { client: '', server: 'right', ours: 'md5-missing', kernels: 'TCPMD5NotFound' }],
  [
    'a key where none is wanted',
    { client: 'right', server: '', ours: 'md5-unexpected', kernels: 'TCPMD5Unexpected' },
  ],
];

/** TCP MD5 signatures, RFC 2385, between us and the kernel. One after the other: they count what all count in. */
export const SIGNATURES: readonly InsideCheck[] = FAMILIES.flatMap((f) => [
  [`with the same key we talk to the kernel, signed, IPv${f}`, 20, (s) => weTalk(s, f)],
  [`with the same key the kernel talks to us, signed, IPv${f}`, 20, (s) => kernelTalks(s, f)],
  ...WRONG.flatMap(([name, keys]): InsideCheck[] => [
    [`with ${name} we do not get through to the kernel, IPv${f}`, 20, (s) => weFail(s, f, keys)],
    [`with ${name} the kernel does not get through to us, IPv${f}`, 20, (s) => itFails(s, f, keys)],
  ]),
]) as InsideCheck[];

/** A SYN is sent once more, 1 s later, and given up 2 s after that, by both. */
const IMPATIENT = { synRetries: 1, synLinearTimeouts: 0 } as const;
const GIVES_UP = 3;
/** Octets each way: many segments, some of them held by the receiver's window. */
const BULK = 300_000;

function sign(ours: OurCalls, fd: number, peer: string, key: string): void {
  if (key !== '') ours.set(fd, 'TCP_MD5SIG', { tcpm_addr: peer, tcpm_key: key });
}

/** Skips where this kernel signs nothing. */
async function signTheirs(fd: number, peer: string, key: string): Promise<void> {
  if (key === '') return;
  const { errno } = await kernelAgent().call('sign', fd, peer, key);
  if (errno === 'ENOPROTOOPT') throw new Skip('the kernel has no CONFIG_TCP_MD5SIG');
  expect(errno === null, `the kernel's TCP_MD5SIG: ${errno}`);
}

async function weTalk(site: Site, family: Family): Promise<string> {
  const kernel = kernelAgent();
  const { kernel: host, stack } = ADDRESSES[family];
  const port = site.nextPort();
  const server = await kernel.must('socket', family);
  await signTheirs(server, stack, 'a secret');
  await kernel.must('listen', server, host, port, 5);
  const ours = new OurCalls(site);
  const fd = ours.socket(family);
  try {
    sign(ours, fd, host, 'a secret');
    expect((await ours.connect(fd, family, port)) === null, 'we did not get through');
    return await exchange(site, ours, fd, await kernel.must('accept', server), port);
  } finally {
    ours.close(fd);
    await kernel.must('close', server);
  }
}

async function kernelTalks(site: Site, family: Family): Promise<string> {
  const kernel = kernelAgent();
  const { kernel: host, stack } = ADDRESSES[family];
  const port = site.nextPort();
  const ours = new OurCalls(site);
  const key = { tcpm_addr: host, tcpm_key: 'a secret' };
  const listener = ours.listener(family, port, ['TCP_MD5SIG', key]);
  const client = await kernel.must('socket', family);
  try {
    await signTheirs(client, stack, 'a secret');
    await kernel.must('connect', client, stack, port);
    const fd = await ours.accept(listener);
    const text = await exchange(site, ours, fd, client, port);
    ours.close(fd);
    return text;
  } finally {
    ours.close(listener);
  }
}

/** Text both ways, to the end; every segment is signed. Closes the kernel's end. */
async function exchange(
  site: Site,
  ours: OurCalls,
  fd: number,
  theirs: number,
  port: number,
): Promise<string> {
  const kernel = kernelAgent();
  const octets = Uint8Array.from({ length: BULK }, (_, i) => i % 251);
  const sent = ours.must('write', (p) => p.write(fd, octets));
  const [got, wrong] = await kernel.must<[number, number]>('drain', theirs, BULK);
  expect((await sent) === BULK && got === BULK && wrong === 0, `the kernel read ${got}`);
  const back = kernel.must('send', theirs, BULK);
  await readAll(ours, fd);
  await back;
  await kernel.must('shutdown', theirs);
  expect((await ours.read(fd)) === '', 'more came than was sent');
  ours.now('shutdown', (p) => p.shutdown(fd, 1));
  await kernel.must('drain', theirs, 1);
  await kernel.must('close', theirs);
  const all = site.passed((s) => s.sport === port || s.dport === port);
  const unsigned = all.filter((s) => !isSigned(s));
  expect(unsigned.length === 0, `${unsigned.length} of ${all.length} segments are not signed`);
  return `${all.length} segments, all signed`;
}

async function readAll(ours: OurCalls, fd: number): Promise<void> {
  const into = new Uint8Array(BULK);
  const { MSG_WAITALL = 0 } = ours.posix.numbers;
  const n = await ours.must('recv', (p) => p.recv(fd, into, BULK, MSG_WAITALL));
  const wrong = into.findIndex((octet, i) => octet !== i % 251);
  expect(n === BULK && wrong < 0, `we read ${n} octets, number ${wrong} is wrong`);
}

/** Whether a segment has option 19. */
function isSigned(s: Passed): boolean {
  const { octets } = s;
  const head = (octets[0] as number) >> 4 === 6 ? 40 : ((octets[0] as number) & 15) * 4;
  const end = head + ((octets[head + 12] as number) >> 4) * 4;
  for (let at = head + 20; at < end; ) {
    const kind = octets[at] as number;
    if (kind === 19) return octets[at + 1] === 18;
    if (kind === 0) return false;
    at += kind === 1 ? 1 : Math.max(2, octets[at + 1] as number);
  }
  return false;
}

/** Every SYN of ours is counted, and none answered. */
async function weFail(site: Site, family: Family, keys: Keys): Promise<string> {
  const kernel = kernelAgent();
  const { kernel: host, stack } = ADDRESSES[family];
  const port = site.nextPort();
  const server = await kernel.must('socket', family);
  await signTheirs(server, stack, keys.server);
  await kernel.must('listen', server, host, port, 5);
  const ours = new OurCalls(site, IMPATIENT);
  const fd = ours.socket(family);
  try {
    sign(ours, fd, host, keys.client);
    const before = await kernel.must('counter', keys.kernels);
    const began = performance.now();
    const errno = await ours.connect(fd, family, port);
    const seconds = (performance.now() - began) / 1000;
    const counted = (await kernel.must('counter', keys.kernels)) - before;
    return failedAs(site, port, { errno, seconds, counted, name: keys.kernels });
  } finally {
    ours.close(fd);
    await kernel.must('close', server);
  }
}

async function itFails(site: Site, family: Family, keys: Keys): Promise<string> {
  const kernel = kernelAgent();
  await kernel.must('sysctl', 'tcp_syn_linear_timeouts', 0);
  const { kernel: host, stack } = ADDRESSES[family];
  const port = site.nextPort();
  const ours = new OurCalls(site);
  const key = { tcpm_addr: host, tcpm_key: keys.server };
  const listener = ours.listener(
    family,
    port,
    ...(keys.server ? [['TCP_MD5SIG', key] as const] : []),
  );
  const { drops } = site.host.tcp.counters;
  const place = DROP_NAMES.indexOf(keys.ours);
  const client = await kernel.must('socket', family);
  try {
    await kernel.must('set', client, 'IPPROTO_TCP', 'TCP_SYNCNT', 1);
    await signTheirs(client, stack, keys.client);
    const before = drops[place] as number;
    const { errno, seconds } = await kernel.call('connect', client, stack, port);
    const counted = (drops[place] as number) - before;
    return failedAs(site, port, { errno, seconds, counted, name: keys.ours });
  } finally {
    ours.close(listener);
    await kernel.must('close', client);
  }
}

interface Failed {
  readonly errno: string | null;
  readonly seconds: number;
  readonly counted: number;
  readonly name: string;
}

function failedAs(site: Site, port: number, f: Failed): string {
  const all = site.passed((s) => s.sport === port || s.dport === port);
  const syns = all.filter((s) => s.flags === 'S').length;
  const text = `${f.errno} after ${f.seconds.toFixed(2)} s, ${syns} SYNs, ${f.name} ${f.counted}`;
  expect(f.errno === 'ETIMEDOUT', text);
  expect(all.length === syns, `${all.length - syns} segments but SYNs: ${text}`);
  expect(syns === 2 && f.counted === 2, text);
  expect(Math.abs(f.seconds - GIVES_UP) < 0.15 * GIVES_UP, text);
  return text;
}
