import { FastOpenKeys } from '../../src/tcp/fast-open/keys.ts';
import { Address } from '../../src/wire/address.ts';
import { HAS_TFO, type Segment } from '../../src/wire/tcp.ts';
import type { InsideCheck } from './management-inside.ts';
import { type Passed, type Site, until } from './management-site.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { cookieOf, kernelAgent, MSG_FASTOPEN, OPT_SYN_DATA, OurCalls } from './posix-site.ts';
import { run } from './programs.ts';
import { expect } from './report.ts';

/** Addresses that both of us have here: a SYN for one, put before each, is the same SYN. */
export const SHARED = { 4: '10.9.0.33', 6: 'fd00:9::33' } as const;
/** Our addresses of {@link SHARED} as a site takes them. */
export const SHARED_PREFIXES = [`${SHARED[4]}/32`, `${SHARED[6]}/128`] as const;
/** Nobody is there. */
const CLIENT = { 4: '10.9.0.34', 6: 'fd00:9::34' } as const;

/** Fast Open, RFC 7413, between us and the kernel. One after the other: they share a setting, and caches. */
export const FAST_OPEN: readonly InsideCheck[] = FAMILIES.flatMap((f) => [
  [`the same SYN gets the same cookie from us and the kernel, IPv${f}`, 20, (s) => cookies(s, f)],
  [`we open fast to the kernel, IPv${f}`, 20, (s) => weOpen(s, f)],
  [`the kernel opens fast to us, IPv${f}`, 30, (s) => kernelOpens(s, f)],
]) as InsideCheck[];

const KEY = Uint8Array.from({ length: 16 }, (_, i) => 0x10 + 7 * i);
/** A key as the kernel's setting takes it: words of four octets, each the least significant first. */
function asSysctl(key: Uint8Array): string {
  const view = new DataView(key.buffer);
  const words = [0, 4, 8, 12].map((at) => view.getUint32(at, true).toString(16).padStart(8, '0'));
  return words.join('-');
}

async function allow(): Promise<void> {
  await kernelAgent().must('sysctl', 'tcp_fastopen', 3);
  await kernelAgent().must('sysctl', 'tcp_fastopen_key', asSysctl(KEY));
}

/** One SYN that asks, to the kernel and to us; the octets of both answers. */
async function cookies(site: Site, family: Family): Promise<string> {
  const kernel = kernelAgent();
  await allow();
  const [to, from] = [SHARED[family], CLIENT[family]];
  await run(['ip', 'address', 'replace', to, 'dev', 'syn0', ...(family === 6 ? ['nodad'] : [])], 5);
  const port = site.nextPort();
  const server = await kernel.listener(family, to, port, ['IPPROTO_TCP', 'TCP_FASTOPEN', 5]);
  const ours = new OurCalls(site, { fastOpenServer: true });
  const listener = ours.socket(family);
  ours.set(listener, 'TCP_FASTOPEN_KEY', KEY);
  ours.set(listener, 'TCP_FASTOPEN', 5);
  ours.now('bind', (p) => p.bind(listener, { address: Address.parse(to), port }));
  ours.now('listen', (p) => p.listen(listener, 5));
  try {
    const asks = (seg: Segment): void => {
      seg.options |= HAS_TFO;
    };
    site.toKernel(site.syn(from, 4000, to, port, asks));
    const theirs = await cookieFrom(site, (s) => s.direction === 'in' && s.sport === port);
    site.toUs(site.syn(from, 4000, to, port, asks));
    const mine = await cookieFrom(site, (s) => s.direction === 'out' && s.sport === port);
    const keys = new FastOpenKeys(KEY);
    const reckoned = Buffer.from(keys.cookie(Address.parse(from), Address.parse(to)));
    expect(mine === theirs, `ours is ${mine}, the kernel's ${theirs}`);
    expect(mine === reckoned.toString('hex'), `the key says ${reckoned.toString('hex')}`);
    return `${theirs} for ${from} at ${to}`;
  } finally {
    ours.close(listener);
    await kernel.must('close', server);
    await run(['ip', 'address', 'del', to, 'dev', 'syn0'], 5); // the kernel might connect from it
  }
}

async function cookieFrom(site: Site, fits: (s: Passed) => boolean): Promise<string | null> {
  const answer = (s: Passed) => s.flags === 'S.' && fits(s);
  const s = await until('a SYN-ACK', 5000, () => site.passed(answer)[0] ?? null);
  return cookieOf(s, site);
}

/** Asks for a cookie; then text on the SYN is read, and answered, while our ACKs are lost. */
async function weOpen(site: Site, family: Family): Promise<string> {
  const kernel = kernelAgent();
  await allow();
  const { kernel: host, stack } = ADDRESSES[family];
  const port = site.nextPort();
  const server = await kernel.listener(family, host, port, ['IPPROTO_TCP', 'TCP_FASTOPEN', 5]);
  const ours = new OurCalls(site);
  const [first, second] = [ours.socket(family), ours.socket(family)];
  try {
    await ours.sendFast(first, 'one', family, port);
    const one = await kernel.must('accept', server);
    expect((await kernel.must<string>('recv', one, 100)) === 'one', 'the first text differs');
    ours.close(first);
    await kernel.must('close', one);
    const [asked, gave] = opening(site, port);
    expect(asked?.cookie === '' && asked.length === 0, `our SYN had ${asked?.cookie}`);
    const cookie = new FastOpenKeys(KEY).cookie(Address.parse(stack), Address.parse(host));
    const wanted = Buffer.from(cookie).toString('hex');
    expect(gave?.cookie === wanted, `the kernel gave ${gave?.cookie}, not ${wanted}`);

    const since = site.passed((s) => s.dport === port || s.sport === port).length;
    const end = site.lose((s) => s.dport === port && !s.flags.includes('S'));
    expect((await ours.sendFast(second, 'two', family, port)) === 3, 'not all went with the SYN');
    const two = await kernel.must('accept', server);
    expect((await kernel.must<string>('recv', two, 100)) === 'two', 'the text of the SYN differs');
    await kernel.must('send', two, 'at once');
    expect((await ours.read(second)) === 'at once', 'what came before the handshake ended differs');
    const mine = site.passed((s) => s.dport === port || s.sport === port).slice(since);
    const early = mine.filter((s) => s.direction === 'out' && !s.flags.includes('S')).length;
    expect(early === 0, `${early} segments of ours passed before`);
    end();
    const [syn, synAck] = opening(site, port, since);
    expect(syn?.cookie === wanted && syn.length === 3, `SYN: ${syn?.cookie}, ${syn?.length}`);
    const acked = ((synAck?.ack ?? 0) - (syn?.seq ?? 0)) | 0;
    expect(acked === 4, `the SYN-ACK acknowledges ${acked - 1} octets of 3`);
    await ours.write(second, 'more');
    expect((await kernel.must<string>('recv', two, 100)) === 'more', 'what followed differs');
    expect((ours.options(second) & OPT_SYN_DATA) !== 0, 'our tcpi_options have no SYN_DATA');
    const theirs = await kernel.must('options', two);
    expect((theirs & OPT_SYN_DATA) !== 0, "the kernel's tcpi_options have no SYN_DATA");
    await kernel.must('close', two);
    return `cookie ${wanted}; 3 octets on the SYN read and 7 back before our ACK`;
  } finally {
    ours.close(first, second);
    await kernel.must('close', server);
  }
}

interface Opening extends Passed {
  readonly cookie: string | null;
}

/** The SYN and the SYN-ACK on `port`, of those segments there from the one with number `since` on. */
function opening(site: Site, port: number, since = 0): Opening[] {
  return site
    .passed((s) => s.dport === port || s.sport === port)
    .slice(since)
    .filter((s) => s.flags.includes('S'))
    .map((s) => ({ ...s, cookie: cookieOf(s, site) }));
}

/** As {@link weOpen} the other way round; then a listener with our key again, and one with another. */
async function kernelOpens(site: Site, family: Family): Promise<string> {
  await allow();
  await run(['ip', 'tcp_metrics', 'flush', 'all'], 5);
  const { stack, kernel: host } = ADDRESSES[family];
  const key = KEY.map((octet) => octet ^ 0x5a);
  const keys = new FastOpenKeys(key);
  const cookie = Buffer.from(keys.cookie(Address.parse(host), Address.parse(stack)));
  const wanted = cookie.toString('hex');

  const first = await kernelOpensTo(site, family, key, false);
  expect(first.syn.cookie === '' && first.syn.length === 0, `its SYN had ${first.syn.cookie}`);
  expect(first.synAck.cookie === wanted, `we gave ${first.synAck.cookie}, not ${wanted}`);
  const second = await kernelOpensTo(site, family, key, true);
  expect(second.syn.cookie === wanted, `its SYN had ${second.syn.cookie}, not ${wanted}`);
  expect(second.taken === 5, `we took ${second.taken} octets of 5 with the SYN`);
  // A server that begins again, with the same key: the cookie is still good, and the same to who asks.
  await run(['ip', 'tcp_metrics', 'flush', 'all'], 5);
  const again = await kernelOpensTo(site, family, key, false);
  expect(again.syn.cookie === '', `it has not forgotten its cookie: ${again.syn.cookie}`);
  expect(again.synAck.cookie === wanted, `we gave ${again.synAck.cookie} this time`);
  // With another key its cookie is worth nothing, and the text comes after the handshake.
  const other = await kernelOpensTo(site, family, KEY, false);
  expect(other.syn.cookie === wanted && other.syn.length === 5, 'it had no cookie to try');
  expect(other.taken === 0, `we took ${other.taken} octets with a cookie that is not ours`);
  const fresh = Buffer.from(
    new FastOpenKeys(KEY).cookie(Address.parse(host), Address.parse(stack)),
  ).toString('hex');
  expect(other.synAck.cookie === fresh, `we gave ${other.synAck.cookie}, not ${fresh}`);
  return `cookie ${wanted}, twice; 5 octets on the SYN read and answered before the ACK; with another key ${fresh}, and none taken`;
}

interface Opened {
  readonly syn: Opening;
  readonly synAck: Opening;
  /** Octets that our SYN-ACK acknowledged. */
  readonly taken: number;
}

/** A listener of ours, a connection of the kernel's to it, and both gone. */
async function kernelOpensTo(
  site: Site,
  family: Family,
  key: Uint8Array,
  beforeAck: boolean,
): Promise<Opened> {
  const kernel = kernelAgent();
  const port = site.nextPort();
  const ours = new OurCalls(site, { fastOpenServer: true });
  const listener = ours.listener(family, port, ['TCP_FASTOPEN_KEY', key], ['TCP_FASTOPEN', 5]);
  const client = await kernel.must('socket', family);
  const end = beforeAck
    ? site.lose((s) => s.dport === port && !s.flags.includes('S'))
    : () => undefined;
  try {
    await kernel.must('send', client, 'hello', MSG_FASTOPEN, ADDRESSES[family].stack, port);
    const fd = await ours.accept(listener);
    const text = await ours.read(fd);
    expect(text === 'hello', `we read '${text}'`);
    await ours.write(fd, 'at once');
    const back = await kernel.must<string>('recv', client, 100);
    expect(back === 'at once', `the kernel read '${back}'`);
    end();
    await kernel.must('send', client, 'more');
    expect((await ours.read(fd)) === 'more', 'what followed differs');
    const [syn, synAck] = opening(site, port);
    expect(syn !== undefined && synAck !== undefined, 'no SYN and SYN-ACK have passed');
    const taken = ((synAck.ack - syn.seq) | 0) - 1;
    const fast = taken > 0 ? OPT_SYN_DATA : 0;
    expect((ours.options(fd) & OPT_SYN_DATA) === fast, 'our tcpi_options do not say so');
    expect(
      ((await kernel.must('options', client)) & OPT_SYN_DATA) === fast,
      "the kernel's tcpi_options do not say so",
    );
    ours.close(fd);
    return { syn, synAck, taken };
  } finally {
    end();
    ours.close(listener);
    await kernel.must('close', client);
  }
}
