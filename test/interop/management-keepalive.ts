import { connect } from 'node:net';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import type { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { InsideCheck } from './management-inside.ts';
import { DEVICE, type Passed, type Site, sleep, until } from './management-site.ts';
import { ADDRESSES } from './namespace.ts';
import { has, Program, run } from './programs.ts';
import { expect, Skip } from './report.ts';

/** Keep-alive towards a peer that lives, and towards one that is unplugged. */
export const KEEP_ALIVE: readonly InsideCheck[] = [
  ["our keep-alive probes are answered, and the kernel's are", 20, answered],
  ['a peer unplugged is given up after the same time by both', 30, unplugged],
];

/** A client of the kernel's that waits with probes. Its arguments: address, port, idle, interval, count. */
const WAITING_CLIENT = `
import socket, sys, time, errno
host, port, idle, interval, count = sys.argv[1], *map(int, sys.argv[2:])
s = socket.create_connection((host, port))
began = time.monotonic()
s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, idle)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, interval)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, count)
print('up', flush=True)
try:
    s.recv(1)
    print('end', flush=True)
except OSError as e:
    print(errno.errorcode[e.errno], time.monotonic() - began, flush=True)
`;

/** Seconds; the kernel counts no smaller ones. */
const IDLE = 1;
const INTERVAL = 1;
const COUNT = 3;

async function answered(site: Site): Promise<string> {
  const { port, accepted, listener } = listen(site);
  const kernel = connect({ host: ADDRESSES[4].stack, port });
  try {
    kernel.setKeepAlive(true, 1000); // its interval is 1 s too
    const ours = await until('accepted', 5000, () => accepted[0] ?? null);
    const began = performance.now();
    site.driver.enter();
    ours.setKeepAlive(true, { idle: 400_000, interval: 300_000, count: 3 });
    await sleep(2400);
    // Each probe, and its answer, is a sign of life: only the side with the shorter wait has to ask.
    const mine = probes(site, port, 'out');
    expect(mine.length >= 4 && mine.length <= 6, `${mine.length} probes of ours in 2.4 s`);
    const here = site.status(port).find((r) => r.remotePort !== 0);
    const there = await site.sockets(port);
    expect(here?.state === 'ESTABLISHED', `here it is ${here?.state}`);
    expect(there[0]?.state === 'ESTABLISHED', `there it is ${there[0]?.state}`);
    expect(there[0]?.timer?.name === 'keepalive', `there the timer is ${there[0]?.timer?.name}`);
    site.driver.enter();
    ours.setKeepAlive(false);
    await sleep(2600);
    const theirs = probes(site, port, 'in').filter((s) => s.at - began > 2400);
    expect(
      theirs.length >= 1 && theirs.length <= 3,
      `${theirs.length} probes of the kernel's in 2.6 s`,
    );
    const after = (await site.sockets(port))[0];
    expect(after?.state === 'ESTABLISHED', `there it is ${after?.state} then`);
    expect(after.timer?.retries === 0, `${after.timer?.retries} probes were not answered`);
    return `${mine.length} of ours, ${theirs.length} of the kernel's`;
  } finally {
    kernel.destroy();
    listener.close();
  }
}

/** Segments without text at one below what is next, after the opening. */
function probes(site: Site, port: number, direction: 'in' | 'out'): Passed[] {
  const mine = site.passed(
    (s) => s.direction === direction && (s.sport === port || s.dport === port),
  );
  const [first] = mine;
  return mine.filter((s) => s.flags === '.' && s.length === 0 && s.seq === first?.seq);
}

async function unplugged(site: Site): Promise<string> {
  if (!has('python3')) throw new Skip('there is no program python3');
  const { port, accepted, listener } = listen(site);
  const numbers = [port, IDLE, INTERVAL, COUNT].map(String);
  const client = new Program(['python3', '-c', WAITING_CLIENT, ADDRESSES[4].stack, ...numbers]);
  try {
    const ours = await until('accepted', 10_000, () => accepted[0] ?? null);
    let [error, after] = ['', 0];
    const began = performance.now();
    ours.onclose = (code) => {
      error = code ?? 'closed';
      after = (performance.now() - began) / 1000;
    };
    site.driver.enter();
    ours.setKeepAlive(true, { idle: IDLE * 1e6, interval: INTERVAL * 1e6, count: COUNT });
    await client.until('up', 5, () => (client.stdout.includes('up') ? true : null));
    await run(['ip', 'link', 'set', DEVICE, 'down'], 5);
    await client.end(15);
    const [theirs = '', seconds = '0'] = client.stdout.split('\n')[1]?.split(' ') ?? [];
    await until('our error', 5000, () => (error === '' ? null : true));
    const kernels = Number(seconds);
    const text = `we: ${error} after ${after.toFixed(2)} s; the kernel: ${theirs} after ${kernels.toFixed(2)} s`;
    expect(error === 'ETIMEDOUT', text);
    // Where the device is down, the kernel knows more than we do.
    expect(/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(theirs), text);
    const wanted = IDLE + COUNT * INTERVAL;
    for (const t of [after, kernels]) expect(Math.abs(t - wanted) < 0.1 * wanted, text);
    return text;
  } finally {
    await client.stop('SIGKILL');
    listener.close();
  }
}

function listen(site: Site): { port: number; accepted: TcpSocket[]; listener: TcpListener } {
  const port = site.nextPort();
  const accepted: TcpSocket[] = [];
  site.driver.enter();
  const where = { address: ADDRESSES[4].stack, port };
  const listener = TcpListener.listen(site.host, where, (s) => accepted.push(s));
  return { port, accepted, listener };
}
