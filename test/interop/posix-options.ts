import { Address } from '../../src/wire/address.ts';
import type { KernelAgent } from './kernel-agent.ts';
import type { InsideCheck } from './management-inside.ts';
import { type Passed, type Site, sleep, until } from './management-site.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { kernelAgent, OurCalls, stillWaits } from './posix-site.ts';
import { expect } from './report.ts';

/** How far our times may be from the kernel's: a part of them, and seconds for what else this machine does. */
const TOLERANCE = 0.1;
const LATE = 0.5;
/** Nobody is there. */
const NOBODY = { 4: ['10.9.0.77', '10.9.0.78'], 6: ['fd00:9::77', 'fd00:9::78'] } as const;

/** Socket options that change what a socket does by itself: measured on the kernel, and on us. */
export const OPTIONS: readonly InsideCheck[] = FAMILIES.flatMap((f) => [
  [`TCP_SYNCNT 1: a SYN is given up after the same time, IPv${f}`, 30, (s) => synCount(s, f, 1)],
  [`TCP_SYNCNT 2: a SYN is given up after the same time, IPv${f}`, 30, (s) => synCount(s, f, 2)],
  [`TCP_SYNCNT 3: a SYN is given up after the same time, IPv${f}`, 40, (s) => synCount(s, f, 3)],
  [`TCP_USER_TIMEOUT 1500: an attempt to connect, IPv${f}`, 30, (s) => synTimeout(s, f)],
  [`TCP_USER_TIMEOUT 1500: text unacknowledged, IPv${f}`, 30, (s) => textTimeout(s, f)],
  [`TCP_LINGER2 3: a connection let go, IPv${f}`, 30, (s) => halfClosed(s, f, 3)],
  [`TCP_LINGER2 -1: a connection let go, IPv${f}`, 30, (s) => halfClosed(s, f, -1)],
  [`SO_LINGER 0: close resets, IPv${f}`, 30, (s) => lingering(s, f, 0)],
  [`SO_LINGER 1: the rest is not given up, IPv${f}`, 30, (s) => lingering(s, f, 1)],
  [`TCP_DEFER_ACCEPT 5: a client that is silent, IPv${f}`, 40, (s) => deferred(s, f, false)],
  [`TCP_DEFER_ACCEPT 5: a client that speaks, IPv${f}`, 30, (s) => deferred(s, f, true)],
]) as InsideCheck[];

/** What came of a socket of the kernel's, and of ours. */
interface Came {
  readonly what: string;
  readonly seconds: number;
}

function alike(theirs: Came, mine: Came): string {
  const words = (c: Came): string => `${c.what} after ${c.seconds.toFixed(2)} s`;
  const text = `the kernel: ${words(theirs)}; we: ${words(mine)}`;
  expect(theirs.what === mine.what, text);
  const differs = Math.abs(theirs.seconds - mine.seconds);
  expect(differs <= TOLERANCE * theirs.seconds + LATE, text);
  return text;
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

async function synCount(site: Site, family: Family, count: number): Promise<string> {
  return await toNobody(site, family, 'TCP_SYNCNT', count);
}

async function synTimeout(site: Site, family: Family): Promise<string> {
  return await toNobody(site, family, 'TCP_USER_TIMEOUT', 1500);
}

/** Both connect to nobody. */
async function toNobody(site: Site, family: Family, name: string, value: number): Promise<string> {
  const kernel = kernelAgent();
  const [ourTarget, kernelsTarget] = NOBODY[family];
  const port = site.nextPort();
  const theirs = await kernel.must('socket', family);
  await set(kernel, theirs, name, value);
  const ours = new OurCalls(site);
  const fd = ours.socket(family);
  ours.set(fd, name, value);
  const answer = kernel.call('connect', theirs, kernelsTarget, port);
  const began = performance.now();
  const to = { address: Address.parse(ourTarget), port };
  const { errno } = await ours.result((p) => p.connect(fd, to));
  const mine = { what: `${errno}`, seconds: secondsSince(began) };
  const { errno: what, seconds } = await answer;
  ours.close(fd);
  await kernel.must('close', theirs);
  const syns = (dst: string): number =>
    site.passed((s) => s.dst === dst && s.dport === port && s.flags === 'S').length;
  const [sent, sentThere] = [syns(ourTarget), syns(kernelsTarget)];
  const text = alike({ what: `${what}`, seconds }, mine);
  expect(sent === sentThere, `${sentThere} SYNs of the kernel's, ${sent} of ours: ${text}`);
  return `${text}; ${sent} SYNs each`;
}

async function set(kernel: KernelAgent, fd: number, name: string, value: unknown): Promise<void> {
  const level = name.startsWith('SO_') ? 'SOL_SOCKET' : 'IPPROTO_TCP';
  await kernel.must('set', fd, level, name, value);
}

/** A connection: `fd` is ours, `theirs` the kernel's, and `listener` of whichever was connected to. */
interface Pair {
  readonly port: number;
  readonly ours: OurCalls;
  readonly fd: number;
  readonly theirs: number;
}

/** One connection for us to be observed on, and one for the kernel. */
async function pairs(site: Site, family: Family): Promise<[theirs: Pair, mine: Pair]> {
  const kernel = kernelAgent();
  const ours = new OurCalls(site);
  const make = async (): Promise<Pair> => {
    const port = site.nextPort();
    const listener = ours.listener(family, port);
    const theirs = await kernel.must('socket', family);
    await kernel.must('connect', theirs, ADDRESSES[family].stack, port);
    const fd = await ours.accept(listener);
    ours.close(listener);
    return { port, ours, fd, theirs };
  };
  return [await make(), await make()];
}

function ofPort(port: number): (s: Passed) => boolean {
  return (s) => s.sport === port || s.dport === port;
}

/** Both write to a peer that is no longer heard of. */
async function textTimeout(site: Site, family: Family): Promise<string> {
  const kernel = kernelAgent();
  const [a, b] = await pairs(site, family);
  await set(kernel, a.theirs, 'TCP_USER_TIMEOUT', 1500);
  b.ours.set(b.fd, 'TCP_USER_TIMEOUT', 1500);
  const ends = [a, b].map((p) => site.lose(ofPort(p.port)));
  try {
    const theirs = (async (): Promise<Came> => {
      const began = performance.now();
      await kernel.must('send', a.theirs, 'text');
      const { errno } = await kernel.call('recv', a.theirs, 10);
      return { what: `${errno}`, seconds: secondsSince(began) };
    })();
    const began = performance.now();
    await b.ours.write(b.fd, 'text');
    const { errno } = await b.ours.result((p) => p.read(b.fd, new Uint8Array(10)));
    const mine = { what: `${errno}`, seconds: secondsSince(began) };
    return alike(await theirs, mine);
  } finally {
    for (const end of ends) end();
    a.ours.close(a.fd, b.fd);
    await kernel.must('close', a.theirs);
    await kernel.must('close', b.theirs);
  }
}

/** Both close what the peer keeps open: how long FIN-WAIT-2 lasts. */
async function halfClosed(site: Site, family: Family, value: number): Promise<string> {
  const kernel = kernelAgent();
  const [a, b] = await pairs(site, family);
  await set(kernel, a.theirs, 'TCP_LINGER2', value);
  b.ours.set(b.fd, 'TCP_LINGER2', value);
  const gone = async (p: Pair, close: () => Promise<unknown>, there: () => Promise<boolean>) => {
    const began = performance.now();
    await close();
    await until(`FIN-WAIT-2 is over`, 15_000, async () => ((await there()) ? null : true));
    const seconds = secondsSince(began);
    return { what: `gone${afterwards(site, p.port)}`, seconds };
  };
  const theirs = gone(
    a,
    () => kernel.must('close', a.theirs),
    async () => (await site.sockets(a.port)).length > 0,
  );
  const mine = gone(
    b,
    async () => b.ours.close(b.fd),
    async () => site.status(b.port).length > 0,
  );
  const text = alike(await theirs, await mine);
  if (value < 0) {
    a.ours.close(a.fd);
    await kernel.must('close', b.theirs);
    return text;
  }
  // What comes then is for nobody.
  await a.ours.must('write', (p) => p.write(a.fd, new Uint8Array(5)));
  await kernel.must('send', b.theirs, 'hello');
  await sleep(300);
  const reset = [a, b].map((p) => site.passed(ofPort(p.port)).at(-1)?.flags);
  expect(reset[0] === 'R' && reset[1] === 'R', `then text is answered ${reset.join(' and ')}`);
  a.ours.close(a.fd);
  await kernel.must('close', b.theirs);
  return `${text}; text that comes then is reset`;
}

/** The resets that went on a port. */
function afterwards(site: Site, port: number): string {
  const resets = site.passed((s) => ofPort(port)(s) && s.flags.includes('R')).length;
  return resets > 0 ? `, ${resets} resets` : '';
}

/** Both close with text that is on the way, and lost: what goes out afterwards. */
async function lingering(site: Site, family: Family, seconds: number): Promise<string> {
  const kernel = kernelAgent();
  const [a, b] = await pairs(site, family);
  await set(kernel, a.theirs, 'SO_LINGER', [1, seconds]);
  b.ours.set(b.fd, 'SO_LINGER', { onoff: 1, linger: seconds });
  const lost: Passed[] = [];
  const end = site.lose((s) => {
    const from =
      (s.direction === 'in' && s.dport === a.port) || (s.direction === 'out' && s.sport === b.port);
    if (from) lost.push(s);
    return from;
  });
  try {
    await kernel.must('send', a.theirs, 'text');
    await b.ours.write(b.fd, 'text');
    await sleep(20); // it goes by itself, and not with the FIN
    const closing = kernel.call('close', a.theirs);
    b.ours.close(b.fd);
    await sleep(2500);
    const { seconds: took } = await closing;
    const flags = (port: number): string => {
      const all = lost.filter(ofPort(port)).map((s) => s.flags);
      return [...new Set(all)].join(' ');
    };
    const states = [(await site.sockets(a.port))[0]?.state, site.status(b.port)[0]?.state];
    const [theirs, mine] = [a, b].map((p, i) => `${flags(p.port)}, ${states[i] ?? 'gone'}`);
    const text = `the kernel's close took ${took.toFixed(2)} s; it: ${theirs}; we: ${mine}`;
    expect(theirs === mine, text);
    expect(Math.abs(took - seconds) < 0.3, text);
    return text;
  } finally {
    end();
    a.ours.close(a.fd);
    await kernel.must('close', b.theirs);
  }
}

/** A listener that accepts only who has said something, or was silent too long. */
async function deferred(site: Site, family: Family, speaks: boolean): Promise<string> {
  const kernel = kernelAgent();
  const ours = new OurCalls(site);
  const port = site.nextPort();
  const defers = ['IPPROTO_TCP', 'TCP_DEFER_ACCEPT', 5] as const;
  const server = await kernel.listener(family, ADDRESSES[family].kernel, port, defers);
  const listener = ours.listener(family, port, ['TCP_DEFER_ACCEPT', 5]);
  const client = ours.socket(family);
  const theirClient = await kernel.must('socket', family);
  try {
    expect((await ours.connect(client, family, port)) === null, 'we did not get through');
    const began = performance.now();
    await kernel.must('connect', theirClient, ADDRESSES[family].stack, port);
    const [theirs, mine] = [kernel.must('accept', server), ours.accept(listener)].map(
      async (accepted): Promise<Came> => {
        await accepted;
        return { what: 'accepted', seconds: secondsSince(began) };
      },
    ) as [Promise<Came>, Promise<Came>];
    expect(await stillWaits(Promise.race([theirs, mine]), 500), 'one was accepted at once');
    if (speaks) {
      await ours.write(client, 'hello');
      await kernel.must('send', theirClient, 'hello');
    }
    const text = alike(await theirs, await mine);
    const synAcks = (direction: 'in' | 'out'): number =>
      site.passed((s) => s.direction === direction && s.sport === port && s.flags === 'S.').length;
    const [there, here] = [synAcks('in'), synAcks('out')];
    expect(there === here, `${there} SYN-ACKs of the kernel's, ${here} of ours: ${text}`);
    return `${text}; ${here} SYN-ACKs each`;
  } finally {
    ours.close(client, listener);
    await kernel.must('close', theirClient);
    await kernel.must('close', server);
  }
}
