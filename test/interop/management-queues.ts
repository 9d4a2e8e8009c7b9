import { connect } from 'node:net';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { Listener } from '../../src/tcp/passive/listener.ts';
import { Address } from '../../src/wire/address.ts';
import type { InsideCheck } from './management-inside.ts';
import { type Site, sleep, until } from './management-site.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { has, Program } from './programs.ts';
import { expect, Skip } from './report.ts';

/** Clients that want in at a listener with backlog 1: twice what it admits, for Linux takes one more. */
const CLIENTS = 4;

/** A listener of the kernel's that never accepts. Its arguments: address, port. */
const DEAF_SERVER = `
import socket, sys
host, port = sys.argv[1], int(sys.argv[2])
s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET)
s.bind((host, port))
s.listen(1)
print('up', flush=True)
import time; time.sleep(60)
`;

/** A full accept queue: what both sides show, with us as the server and with the kernel. */
export const QUEUES: readonly InsideCheck[] = FAMILIES.flatMap((f) => [
  [`4 connect at once where backlog is 1, IPv${f}: both sides agree`, 30, (s) => atOnce(s, f)],
  [`4 connect in turn where backlog is 1, IPv${f}: both sides agree`, 30, (s) => inTurn(s, f)],
  [`9 SYNs of nobody where backlog is 1, IPv${f}: both show 2`, 30, (s) => ofNobody(s, f)],
]) as InsideCheck[];

/** What is shown of one port, as sorted words; `server` is the side that listens. */
interface Shown {
  readonly server: string;
  readonly clients: string;
}

/**
 * All SYNs come before anyone is established. Two are half-open; the others get cookies, and when these come
 * back the accept queue is full: the clients believe that they are connected, and the server knows nothing.
 */
async function atOnce(site: Site, family: Family): Promise<string> {
  const ours = await withOurListener(site, family, async (port, listener) => {
    const sockets = Array.from({ length: CLIENTS }, () => kernelClient(family, port));
    try {
      await until('4 connected', 3000, () => (sockets.every((s) => s.open) ? true : null));
      const shown = await whenSettled(site, port, 'ours');
      for (const s of sockets) s.socket.write('!'); // who waits for the server to speak would wait for ever
      await admitsTheRest(site, port, listener);
      return shown;
    } finally {
      for (const s of sockets) s.socket.destroy();
    }
  });
  const kernels = await withDeafServer(site, family, async (port) => {
    site.driver.enter();
    const sockets = Array.from({ length: CLIENTS }, () => ourClient(site, family, port));
    await until('4 connected', 3000, () => (sockets.every((s) => s.isOpen) ? true : null));
    return await whenSettled(site, port, 'kernel');
  });
  return agree(ours, kernels, {
    server: 'LISTEN 2/1, 2 ESTABLISHED',
    clients: '4 ESTABLISHED',
  });
}

/** When the queue is full, a SYN is not even answered. */
async function inTurn(site: Site, family: Family): Promise<string> {
  const ours = await withOurListener(site, family, async (port, listener) => {
    const sockets: { open: boolean; socket: { destroy(): unknown } }[] = [];
    try {
      for (let i = 0; i < CLIENTS; i++) {
        const s = kernelClient(family, port);
        sockets.push(s);
        if (i < 2) await until('connected', 3000, () => (s.open ? true : null));
      }
      const shown = await whenSettled(site, port, 'ours');
      await admitsTheRest(site, port, listener);
      return shown;
    } finally {
      for (const s of sockets) s.socket.destroy();
    }
  });
  const kernels = await withDeafServer(site, family, async (port) => {
    for (let i = 0; i < CLIENTS; i++) {
      site.driver.enter();
      const s = ourClient(site, family, port);
      if (i < 2) await until('connected', 3000, () => (s.isOpen ? true : null));
    }
    return await whenSettled(site, port, 'kernel');
  });
  return agree(ours, kernels, {
    server: 'LISTEN 2/1, 2 ESTABLISHED',
    clients: '2 ESTABLISHED, 2 SYN-SENT',
  });
}

/** SYNs that are never completed: as many are kept as the accept queue could take, the others get cookies. */
async function ofNobody(site: Site, family: Family): Promise<string> {
  const { kernel, stack } = ADDRESSES[family];
  const from = family === 4 ? '10.9.0.80' : 'fd00:9::80';
  const flood = async (port: number, to: string): Promise<number> => {
    for (let i = 0; i < 9; i++) {
      const syn = site.syn(from, 1000 + i, to, port);
      if (to === kernel) site.toKernel(syn);
      else site.toUs(syn);
    }
    await sleep(300);
    return site.passed((s) => s.src === to && s.sport === port && s.flags === 'S.').length;
  };
  const text = (rows: readonly { state: string; timer: { retries: number } | null }[]): string =>
    rows
      .map((r) => `${r.state}${r.timer === null ? '' : ` ${r.timer.retries}`}`)
      .sort()
      .join(', ');
  let [here, there, mine, theirs] = ['', '', 0, 0];
  await withOurListener(site, family, async (port) => {
    mine = await flood(port, stack);
    here = text(site.status(port));
    return { server: '', clients: '' };
  });
  await withDeafServer(site, family, async (port) => {
    theirs = await flood(port, kernel);
    there = text(await site.sockets(port));
    return { server: '', clients: '' };
  });
  const wanted = 'LISTEN, SYN-RECEIVED 0, SYN-RECEIVED 0';
  expect(there === wanted && theirs === 9, `the kernel: ${theirs} answers, ${there}`);
  expect(here === wanted && mine === 9, `we: ${mine} answers, ${here}`);
  return `9 answers each; ${wanted}`;
}

function agree(ours: Shown, kernels: Shown, wanted: Shown): string {
  const text = (s: Shown): string => `server ${s.server}; clients ${s.clients}`;
  expect(text(kernels) === text(wanted), `the kernel as server: ${text(kernels)}`);
  expect(text(ours) === text(wanted), `we as server: ${text(ours)}`);
  return text(wanted);
}

/** What both sides show of `port` after 300 ms, in which what is under way has arrived. */
async function whenSettled(site: Site, port: number, server: 'ours' | 'kernel'): Promise<Shown> {
  await sleep(300);
  const kernels = await site.sockets(port);
  const mine = site.status(port);
  const listening = server === 'ours' ? mine : kernels;
  const connecting = server === 'ours' ? kernels : mine;
  return { server: summary(listening), clients: summary(connecting) };
}

function summary(
  rows: readonly { state: string; receiveQueue: number; sendQueue: number }[],
): string {
  const counts = new Map<string, number>();
  const words: string[] = [];
  for (const { state, receiveQueue, sendQueue } of rows) {
    if (state === 'LISTEN') words.push(`LISTEN ${receiveQueue}/${sendQueue}`);
    else counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  for (const [state, n] of [...counts].sort()) words.push(`${n} ${state}`);
  return words.join(', ');
}

/** Once the application accepts, the clients that waited get in: by the next SYN, or the next SYN-ACK. */
async function admitsTheRest(site: Site, port: number, listener: Listener): Promise<void> {
  let accepted = 0;
  await until('all 4 accepted', 8000, () => {
    site.driver.enter();
    while (listener.accept() !== null) accepted++;
    return accepted === CLIENTS ? true : null;
  });
  const [mine, kernels] = [site.status(port), await site.sockets(port)];
  expect(summary(mine) === 'LISTEN 0/1, 4 ESTABLISHED', `then we have ${summary(mine)}`);
  expect(summary(kernels) === '4 ESTABLISHED', `then the kernel has ${summary(kernels)}`);
}

async function withOurListener(
  site: Site,
  family: Family,
  f: (port: number, listener: Listener) => Promise<Shown>,
): Promise<Shown> {
  site.driver.enter();
  const local = Address.parse(ADDRESSES[family].stack);
  const localPort = site.nextPort();
  const listener = site.host.tcp.listen({ local, localPort, backlog: 1, onConnection: () => {} });
  try {
    return await f(localPort, listener);
  } finally {
    site.driver.enter();
    listener.close();
  }
}

async function withDeafServer(
  site: Site,
  family: Family,
  f: (port: number) => Promise<Shown>,
): Promise<Shown> {
  if (!has('python3')) throw new Skip('there is no program python3');
  const port = site.nextPort();
  const { kernel } = ADDRESSES[family];
  const server = new Program(['python3', '-c', DEAF_SERVER, kernel, String(port)]);
  try {
    await server.until('up', 15, () => (server.stdout.includes('up') ? true : null));
    return await f(port);
  } finally {
    await server.stop('SIGKILL');
  }
}

function kernelClient(
  family: Family,
  port: number,
): { open: boolean; socket: ReturnType<typeof connect> } {
  const socket = connect({ host: ADDRESSES[family].stack, port });
  const client = { open: false, socket };
  socket.on('connect', () => {
    client.open = true;
  });
  socket.on('error', () => {});
  return client;
}

function ourClient(site: Site, family: Family, port: number): TcpSocket {
  return TcpSocket.connect(site.host, { address: ADDRESSES[family].kernel, port });
}
