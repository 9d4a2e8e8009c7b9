import type { TcpCounters } from '../../src/tcp/counters.ts';
import { needs } from './checks-transfer.ts';
import { FOLDER, makeSample } from './files.ts';
import { ADDRESSES, type Namespace, withNamespace } from './namespace.ts';
import type { Program } from './programs.ts';
import { expect, type Report } from './report.ts';
import { type ServeEvent, type Serving, serving } from './serving.ts';

/** Half-open entries of the server under attack. */
const SYN_QUEUE = 64;
/** Downloads tried while it is flooded. */
const DOWNLOADS = 20;
/** The flood: SYNs from all over the Internet, one every so many microseconds, and how many at most. */
const INTERVAL = 200;
const MOST = 60_000;

/** A flood of SYNs that nobody completes, sent by `hping3` to our own server, inside a namespace. */
export async function floodChecks(report: Report): Promise<void> {
  const during = 'during a flood of SYNs curl succeeds';
  await report.check(`${during} ${DOWNLOADS} times of ${DOWNLOADS} with SYN cookies`, 60, () => {
    return flooded('full', withCookies);
  });
  await report.check(`${during} never without`, 60, () => flooded('never', withoutCookies));
}

type Attempt = (ns: Namespace, s: Serving, url: string) => Promise<string>;

/** The server is flooded and its SYN queue full for as long as `f` takes. */
async function flooded(cookies: string, f: Attempt): Promise<string> {
  needs('hping3');
  needs('curl');
  const sample = makeSample(1);
  const url = `http://${ADDRESSES[4].stack}/${sample.name}`;
  const settings = [`synQueue=${SYN_QUEUE}`, `synCookies=${cookies}`];
  const args = ['--http', FOLDER, '--status', ...settings.flatMap((s) => ['--set', s])];
  return await withNamespace(async (ns) => {
    return await serving(ns, args, async (s) => {
      await download(ns, url); // it works while there is peace
      const flood = startFlood(ns);
      try {
        await untilFull(s);
        const text = await f(ns, s, url);
        const { rows, counters } = await statusOf(s);
        expect(halfOpen(rows) === SYN_QUEUE, `at the end ${halfOpen(rows)} entries are half-open`);
        expect(!flood.over, `the flood was over too early: ${flood.stderr}`);
        return `${text}; ${counters.segmentsIn} segments came`;
      } finally {
        await flood.stop('SIGKILL');
      }
    });
  });
}

async function withCookies(ns: Namespace, s: Serving, url: string): Promise<string> {
  const before = (await statusOf(s)).counters;
  const began = performance.now();
  for (let i = 0; i < DOWNLOADS; i++) await download(ns, url);
  const ms = Math.round(performance.now() - began);
  const { counters } = await statusOf(s);
  const came = counters.cookiesIn - before.cookiesIn;
  const went = counters.cookiesOut - before.cookiesOut;
  expect(came === DOWNLOADS, `${came} cookies came back, not ${DOWNLOADS}`);
  expect(went > 10 * DOWNLOADS, `only ${went} cookies went out: that is no flood`);
  return `${DOWNLOADS} downloads of 1 MiB in ${ms} ms, ${went} cookies out`;
}

async function withoutCookies(ns: Namespace, _s: Serving, url: string): Promise<string> {
  const tries = Array.from({ length: DOWNLOADS }, () => download(ns, url, 2));
  const results = await Promise.allSettled(tries);
  const failed = results.filter((r) => r.status === 'rejected').length;
  expect(failed === DOWNLOADS, `${DOWNLOADS - failed} of ${DOWNLOADS} downloads came through`);
  return `${failed} of ${failed} downloads failed`;
}

/** Fails unless the whole file comes within so many seconds. */
async function download(ns: Namespace, url: string, seconds = 5): Promise<void> {
  const args = ['-gsSf', '--max-time', String(seconds), '-o', '/dev/null', url];
  await ns.run(['curl', ...args], seconds + 5);
}

function startFlood(ns: Namespace): Program {
  const rate = ['--interval', `u${INTERVAL}`, '--count', String(MOST)];
  const target = ['--syn', '--destport', '80', ADDRESSES[4].stack];
  return ns.start(['hping3', '--quiet', '--rand-source', ...rate, ...target]);
}

async function untilFull(s: Serving): Promise<void> {
  const limit = performance.now() + 10_000;
  for (;;) {
    const entries = halfOpen((await statusOf(s)).rows);
    if (entries === SYN_QUEUE) return;
    expect(performance.now() < limit, `the SYN queue holds ${entries}, not ${SYN_QUEUE}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

interface Status {
  readonly rows: readonly { readonly state: string }[];
  readonly counters: Pick<TcpCounters, 'cookiesIn' | 'cookiesOut' | 'segmentsIn'>;
}

/** Asks the server for its status. */
async function statusOf(s: Serving): Promise<Status> {
  const isStatus = (e: ServeEvent): boolean => e.event === 'status';
  const before = s.events().filter(isStatus).length;
  s.program.kill('SIGUSR1');
  return await s.program.until('status', 10, () => {
    return (s.events().filter(isStatus)[before] ?? null) as Status | null;
  });
}

function halfOpen(rows: Status['rows']): number {
  return rows.filter((r) => r.state === 'SYN-RECEIVED').length;
}
