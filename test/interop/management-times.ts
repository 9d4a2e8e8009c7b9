import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { release } from 'node:os';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import type { InsideCheck } from './management-inside.ts';
import { type Passed, type Site, sleep, until } from './management-site.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { expect, Skip } from './report.ts';

/** When a SYN is sent again by default since Linux 6.5, as far as one waits here; seconds. */
const SYN_TIMES = [1, 2, 3, 4, 5, 7, 11];
const SYN_ACK_TIMES = [1, 3, 7, 15];
/** How far our times may be from the kernel's. */
const TOLERANCE = 0.05;

/** Addresses of the device's prefix where nobody is: what is sent there is never answered. */
const NOBODY = {
  4: { ours: '10.9.0.77', kernels: '10.9.0.78', client: '10.9.0.79' },
  6: { ours: 'fd00:9::77', kernels: 'fd00:9::78', client: 'fd00:9::79' },
} as const;

/** Profile `linux` beside the kernel: how long a SYN and a SYN-ACK that nobody answers are waited for. */
export const TIMES: readonly InsideCheck[] = FAMILIES.flatMap((f) => [
  [`our SYN and the kernel's are sent again at the same times, IPv${f}`, 60, twice(syns, f)],
  [`our SYN-ACK and the kernel's are, IPv${f}`, 60, twice(synAcks, f)],
]) as InsideCheck[];

/** Other work on this machine may make one of us late: a second chance. */
function twice(
  f: (site: Site, family: Family) => Promise<string>,
  family: Family,
): (site: Site) => Promise<string> {
  return async (site) => {
    await sleep(500); // what is loaded and compiled at first is out of the way then
    try {
      return await f(site, family);
    } catch (error) {
      if (error instanceof Skip) throw error;
      return await f(site, family);
    }
  };
}

/** The kernel connects to nobody, and so do we: what either sends shows when. */
async function syns(site: Site, family: Family): Promise<string> {
  needsLinearTimeouts();
  const { ours: ourTarget, kernels: kernelsTarget } = NOBODY[family];
  const port = site.nextPort();
  const socket = connect({ host: kernelsTarget, port });
  socket.on('error', () => {});
  site.driver.enter();
  const mine = TcpSocket.connect(site.host, { address: ourTarget, port });
  try {
    const fits = (dst: string) => (s: Passed) =>
      s.dst === dst && s.dport === port && s.flags[0] === 'S';
    return await compare(site, fits(kernelsTarget), fits(ourTarget), SYN_TIMES);
  } finally {
    socket.destroy();
    site.driver.enter();
    mine.release();
  }
}

/** A SYN of nobody's comes to the kernel's listener, and one to ours. */
async function synAcks(site: Site, family: Family): Promise<string> {
  const { stack, kernel } = ADDRESSES[family];
  const { client } = NOBODY[family];
  const [port, sport] = [site.nextPort(), site.nextPort()];
  const server: Server = createServer().listen({ host: kernel, port });
  await once(server, 'listening');
  site.driver.enter();
  const listener = TcpListener.listen(site.host, { address: stack, port }, () => {});
  try {
    site.toKernel(site.syn(client, sport, kernel, port));
    site.toUs(site.syn(client, sport, stack, port));
    const fits = (src: string) => (s: Passed) =>
      s.src === src && s.sport === port && s.flags === 'S.';
    return await compare(site, fits(kernel), fits(stack), SYN_ACK_TIMES);
  } finally {
    server.close();
    listener.close();
  }
}

async function compare(
  site: Site,
  kernels: (s: Passed) => boolean,
  ours: (s: Passed) => boolean,
  nominal: readonly number[],
): Promise<string> {
  const wanted = nominal.length + 1;
  const limit = ((nominal.at(-1) as number) + 4) * 1000;
  await until(`${wanted} segments of each`, limit, () => {
    const least = Math.min(site.passed(kernels).length, site.passed(ours).length);
    return least >= wanted ? true : null;
  });
  const [theirs, mine] = [kernels, ours].map((f) => timesOf(site.passed(f).slice(0, wanted)));
  const text = `the kernel at ${show(theirs)}; we at ${show(mine)} s`;
  nominal.forEach((_, i) => {
    const [t, m] = [theirs?.[i] ?? 0, mine?.[i] ?? 0];
    expect(Math.abs(m - t) <= TOLERANCE * t, `number ${i + 1} differs by over 5 %: ${text}`);
  });
  return text;
}

/** Seconds from the first to each of the others. */
function timesOf(segments: readonly Passed[]): number[] {
  const [first, ...more] = segments;
  return more.map((s) => (s.at - (first as Passed).at) / 1000);
}

function show(times: readonly number[] | undefined): string {
  return (times ?? []).map((t) => t.toFixed(2)).join(', ');
}

/** The waits of profile `linux` are those of Linux 6.5 and later, as it comes. */
function needsLinearTimeouts(): void {
  const read = (name: string): string => {
    try {
      return readFileSync(`/proc/sys/net/ipv4/${name}`, 'utf8').trim();
    } catch {
      return 'none';
    }
  };
  const linear = read('tcp_syn_linear_timeouts');
  if (linear === 'none') throw new Skip(`the kernel is ${release()}, older than 6.5`);
  if (linear !== '4') throw new Skip(`tcp_syn_linear_timeouts is ${linear} here, not 4`);
}
