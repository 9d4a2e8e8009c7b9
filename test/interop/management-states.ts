import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { FlowStatus } from '../../src/tcp/calls/flow-status.ts';
import type { InsideCheck } from './management-inside.ts';
import { type Passed, type Site, sleep, until } from './management-site.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { expect } from './report.ts';
import type { SsRow } from './ss.ts';

/** A connection with one end in each TCP, and the ports that tell it from others. */
interface Pair {
  readonly site: Site;
  readonly ours: TcpSocket;
  readonly kernel: Socket;
  /** The port that it has on one side, and nothing else on either. */
  readonly port: number;
}

type PairCheck = readonly [name: string, f: (p: Pair) => Promise<string>];

const CHECKS: readonly PairCheck[] = [
  ['established, with what is queued', queued],
  ['established, with keep-alive timers', keepAliveTimers],
  ['we close half: FIN-WAIT-2, and CLOSE-WAIT there', ourHalfClose],
  ['the kernel closes half: FIN-WAIT-2, and CLOSE-WAIT here', kernelsHalfClose],
  ['we let go: FIN-WAIT-2 for 60 s, and CLOSE-WAIT there', ourOrphan],
  ['the kernel lets go: FIN-WAIT-2 for 60 s, and CLOSE-WAIT here', kernelsOrphan],
  ['our FIN is lost: FIN-WAIT-1', ourFinLost],
  ["the kernel's FIN is lost: FIN-WAIT-1", kernelsFinLost],
  ['our last FIN is lost: LAST-ACK', ourLastFinLost],
  ["the kernel's last FIN is lost: LAST-ACK", kernelsLastFinLost],
  ['both close, our FIN is lost: CLOSING', ourClosing],
  ["both close, the kernel's FIN is lost: CLOSING", kernelsClosing],
  ['we close first: TIME-WAIT here, and a FIN again restarts it', ourTimeWait],
  ['the kernel closes first: TIME-WAIT there, and a FIN again restarts it', kernelsTimeWait],
  ['a late FIN to our TIME-WAIT brings a reset that ends it (RFC 1337)', ourAssassination],
  ["a late FIN to the kernel's TIME-WAIT does too (RFC 1337)", kernelsAssassination],
];

/** The states of the end of a connection, as `ss -tano` and as our status show them. */
export const STATES: readonly InsideCheck[] = FAMILIES.flatMap((f) =>
  CHECKS.flatMap(([name, check]): InsideCheck[] => [
    [`${name}; we connected, IPv${f}`, 30, (s) => weConnected(s, f, check)],
    [`${name}; the kernel did, IPv${f}`, 30, (s) => kernelConnected(s, f, check)],
  ]),
);

async function weConnected(
  site: Site,
  family: Family,
  f: (p: Pair) => Promise<string>,
): Promise<string> {
  const port = site.nextPort();
  const server: Server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
  server.listen({ host: ADDRESSES[family].kernel, port });
  await once(server, 'listening');
  site.driver.enter();
  const ours = TcpSocket.connect(site.host, { address: ADDRESSES[family].kernel, port });
  const [kernel] = (await once(server, 'connection')) as [Socket];
  server.close();
  return await use({ site, ours, kernel, port }, f);
}

async function kernelConnected(
  site: Site,
  family: Family,
  f: (p: Pair) => Promise<string>,
): Promise<string> {
  const port = site.nextPort();
  site.driver.enter();
  const accepted: TcpSocket[] = [];
  const where = { address: ADDRESSES[family].stack, port };
  const listener = TcpListener.listen(site.host, where, (s) => accepted.push(s));
  const kernel = connect({ host: ADDRESSES[family].stack, port, allowHalfOpen: true });
  kernel.pause();
  const ours = await until('accepted', 5000, () => accepted[0] ?? null);
  await until('connected', 5000, () => (kernel.connecting ? null : true));
  site.driver.enter();
  listener.close();
  return await use({ site, ours, kernel, port }, f);
}

async function use(p: Pair, f: (p: Pair) => Promise<string>): Promise<string> {
  p.kernel.on('error', () => {});
  try {
    await until('established', 5000, () => (p.ours.isOpen ? true : null));
    return await f(p);
  } finally {
    p.kernel.resetAndDestroy();
    p.site.driver.enter();
    p.ours.abort();
  }
}

/** Calls something of ours. */
function weDo(p: Pair, f: (s: TcpSocket) => void): void {
  p.site.driver.enter();
  f(p.ours);
}

/** Waits until our state and the kernel's are these; '' is none, for what is over is not shown. */
async function shown(
  { site, port }: Pair,
  ours: string,
  kernels: string,
): Promise<{ ours: FlowStatus | null; kernels: SsRow | null }> {
  let seen = '';
  const wanted = `${ours || 'nothing'} here, ${kernels || 'nothing'} there`;
  try {
    return await until(wanted, 4000, async () => {
      const there = (await site.sockets(port)).filter((r) => r.state !== 'LISTEN');
      const here = site.status(port);
      seen = `${here[0]?.state ?? 'nothing'} here, ${there[0]?.state ?? 'nothing'} there`;
      expect(here.length <= 1 && there.length <= 1, `more than one of port ${port}: ${seen}`);
      return seen === wanted ? { ours: here[0] ?? null, kernels: there[0] ?? null } : null;
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}; it is ${seen}`);
  }
}

/** The name and the seconds left of our timer, in `ss`'s words. */
function ourTimer(row: FlowStatus | null): { name: string; left: number } | null {
  if (row?.timer === null || row === null) return null;
  return { name: row.timer.name, left: row.timer.remaining / 1e6 };
}

function expectTimer(
  t: { name: string; left: number } | null,
  name: string | null,
  least: number,
  most: number,
): void {
  if (name === null) {
    expect(t === null, `the timer ${t?.name} runs, for ${t?.left} s`);
    return;
  }
  expect(t !== null, `no timer runs, not even ${name}`);
  expect(t.name === name, `the timer is ${t.name}, not ${name}`);
  expect(t.left >= least && t.left <= most, `${name} has ${t.left} s left`);
}

async function queued(p: Pair): Promise<string> {
  weDo(p, (s) => void s.write(new Uint8Array(700)));
  p.kernel.write(new Uint8Array(300));
  return await until('300/0 here, 700/0 there', 4000, async () => {
    const { ours, kernels } = await shown(p, 'ESTABLISHED', 'ESTABLISHED');
    const here = `${ours?.receiveQueue}/${ours?.sendQueue} here`;
    const text = `${here}, ${kernels?.receiveQueue}/${kernels?.sendQueue} there`;
    return text === '300/0 here, 700/0 there' ? text : null;
  });
}

async function keepAliveTimers(p: Pair): Promise<string> {
  weDo(p, (s) => s.setKeepAlive(true, { idle: 30e6 }));
  p.kernel.setKeepAlive(true, 30_000);
  const { ours, kernels } = await shown(p, 'ESTABLISHED', 'ESTABLISHED');
  expectTimer(ourTimer(ours), 'keep-alive', 25, 30);
  expectTimer(kernels?.timer ?? null, 'keepalive', 25, 30);
  return '';
}

async function ourHalfClose(p: Pair): Promise<string> {
  weDo(p, (s) => s.end());
  const { ours, kernels } = await shown(p, 'FIN-WAIT-2', 'CLOSE-WAIT');
  expectTimer(ourTimer(ours), null, 0, 0);
  expectTimer(kernels?.timer ?? null, null, 0, 0);
  return '';
}

async function kernelsHalfClose(p: Pair): Promise<string> {
  p.kernel.end();
  const { ours, kernels } = await shown(p, 'CLOSE-WAIT', 'FIN-WAIT-2');
  expectTimer(ourTimer(ours), null, 0, 0);
  expectTimer(kernels?.timer ?? null, null, 0, 0);
  return '';
}

async function ourOrphan(p: Pair): Promise<string> {
  weDo(p, (s) => s.release());
  const { ours } = await shown(p, 'FIN-WAIT-2', 'CLOSE-WAIT');
  expectTimer(ourTimer(ours), 'fin-wait-2', 50, 60);
  return '';
}

async function kernelsOrphan(p: Pair): Promise<string> {
  p.kernel.destroy();
  const { kernels } = await shown(p, 'CLOSE-WAIT', 'FIN-WAIT-2');
  expectTimer(kernels?.timer ?? null, 'timewait', 50, 60);
  return '';
}

/** FINs of one direction are lost for as long as `f` takes. */
async function withoutFins(
  { site, port }: Pair,
  direction: 'in' | 'out',
  f: () => Promise<string>,
): Promise<string> {
  const isLost = (s: Passed): boolean => {
    const mine = s.sport === port || s.dport === port;
    return mine && s.direction === direction && s.flags.includes('F');
  };
  const stop = site.lose(isLost);
  try {
    return await f();
  } finally {
    stop();
  }
}

function ourFinLost(p: Pair): Promise<string> {
  return withoutFins(p, 'out', async () => {
    weDo(p, (s) => s.end());
    const { ours } = await shown(p, 'FIN-WAIT-1', 'ESTABLISHED');
    expectTimer(ourTimer(ours), 'retransmission', 0, 5);
    expect(ours?.sendQueue === 1, `Send-Q is ${ours?.sendQueue}, not 1 for the FIN`);
    return '';
  });
}

function kernelsFinLost(p: Pair): Promise<string> {
  return withoutFins(p, 'in', async () => {
    p.kernel.end();
    const { kernels } = await shown(p, 'ESTABLISHED', 'FIN-WAIT-1');
    expectTimer(kernels?.timer ?? null, 'on', 0, 5);
    expect(kernels?.sendQueue === 1, `Send-Q is ${kernels?.sendQueue}, not 1 for the FIN`);
    return '';
  });
}

function ourLastFinLost(p: Pair): Promise<string> {
  return withoutFins(p, 'out', async () => {
    p.kernel.end();
    await shown(p, 'CLOSE-WAIT', 'FIN-WAIT-2');
    weDo(p, (s) => s.end());
    const { ours } = await shown(p, 'LAST-ACK', 'FIN-WAIT-2');
    expectTimer(ourTimer(ours), 'retransmission', 0, 5);
    return '';
  });
}

function kernelsLastFinLost(p: Pair): Promise<string> {
  return withoutFins(p, 'in', async () => {
    weDo(p, (s) => s.end());
    await shown(p, 'FIN-WAIT-2', 'CLOSE-WAIT');
    p.kernel.end();
    const { kernels } = await shown(p, 'FIN-WAIT-2', 'LAST-ACK');
    expectTimer(kernels?.timer ?? null, 'on', 0, 5);
    return '';
  });
}

function ourClosing(p: Pair): Promise<string> {
  return withoutFins(p, 'out', async () => {
    weDo(p, (s) => s.end());
    await shown(p, 'FIN-WAIT-1', 'ESTABLISHED');
    p.kernel.end();
    const { ours } = await shown(p, 'CLOSING', 'FIN-WAIT-2');
    expectTimer(ourTimer(ours), 'retransmission', 0, 5);
    return '';
  });
}

function kernelsClosing(p: Pair): Promise<string> {
  return withoutFins(p, 'in', async () => {
    p.kernel.end();
    await shown(p, 'ESTABLISHED', 'FIN-WAIT-1');
    weDo(p, (s) => s.end());
    const { kernels } = await shown(p, 'FIN-WAIT-2', 'CLOSING');
    expectTimer(kernels?.timer ?? null, 'on', 0, 5);
    return '';
  });
}

/** Seconds after which the FIN of who closed last comes again. */
const AGAIN = 3;

/** What answers a late FIN is answered with a reset, for the other side has forgotten the connection. */
function withoutResets({ site, port }: Pair): () => void {
  return site.lose((s) => (s.sport === port || s.dport === port) && s.flags.includes('R'));
}

async function ourTimeWait(p: Pair): Promise<string> {
  weDo(p, (s) => s.end());
  await shown(p, 'FIN-WAIT-2', 'CLOSE-WAIT');
  p.kernel.end();
  withoutResets(p);
  const first = ourTimer((await shown(p, 'TIME-WAIT', '')).ours);
  expectTimer(first, 'time-wait', 55, 60);
  await sleep(AGAIN * 1000);
  const before = ourTimer((await shown(p, 'TIME-WAIT', '')).ours)?.left ?? 0;
  p.site.toUs(finOf(p, 'in'));
  const after = ourTimer((await shown(p, 'TIME-WAIT', '')).ours);
  expectTimer(after, 'time-wait', before + AGAIN - 1, 60);
  return `${before.toFixed(1)} s left, then ${after?.left.toFixed(1)} s`;
}

async function kernelsTimeWait(p: Pair): Promise<string> {
  p.kernel.end();
  await shown(p, 'CLOSE-WAIT', 'FIN-WAIT-2');
  weDo(p, (s) => s.end());
  withoutResets(p);
  const first = (await shown(p, '', 'TIME-WAIT')).kernels?.timer ?? null;
  expectTimer(first, 'timewait', 55, 60);
  await sleep(AGAIN * 1000);
  const before = (await shown(p, '', 'TIME-WAIT')).kernels?.timer?.left ?? 0;
  p.site.toKernel(finOf(p, 'out'));
  const after = (await shown(p, '', 'TIME-WAIT')).kernels?.timer ?? null;
  expectTimer(after, 'timewait', before + AGAIN - 1, 60);
  return `${before.toFixed(1)} s left, then ${after?.left.toFixed(1)} s`;
}

async function ourAssassination(p: Pair): Promise<string> {
  weDo(p, (s) => s.end());
  await shown(p, 'FIN-WAIT-2', 'CLOSE-WAIT');
  p.kernel.end();
  // On a busy machine our last ACK is late, and the kernel sends its FIN twice by itself.
  const allow = withoutResets(p);
  await shown(p, 'TIME-WAIT', '');
  allow();
  p.site.toUs(finOf(p, 'in'));
  await shown(p, '', '');
  return '';
}

async function kernelsAssassination(p: Pair): Promise<string> {
  p.kernel.end();
  await shown(p, 'CLOSE-WAIT', 'FIN-WAIT-2');
  weDo(p, (s) => s.end());
  const allow = withoutResets(p);
  await shown(p, '', 'TIME-WAIT');
  allow();
  p.site.toKernel(finOf(p, 'out'));
  await shown(p, '', '');
  return '';
}

/** The packet with which one side closed. */
function finOf({ site, port }: Pair, direction: 'in' | 'out'): Uint8Array {
  const fin = site
    .passed((s) => s.sport === port || s.dport === port)
    .find((s) => s.direction === direction && s.flags.includes('F'));
  if (fin === undefined) throw new Error('no FIN was seen');
  return fin.octets;
}
