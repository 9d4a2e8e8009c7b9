import type { Profile } from '../../src/tcp/profile.ts';
import type { InsideCheck } from './management-inside.ts';
import { type Passed, type Site, sleep } from './management-site.ts';
import { ADDRESSES, FAMILIES, type Family } from './namespace.ts';
import { ecnOf, kernelAgent, OPT_ECN, OurCalls } from './posix-site.ts';
import { expect } from './report.ts';

/** The bits of the IP header: RFC 3168 section 5. */
const NOT_ECT = 0;
const ECT_0 = 2;
/** Octets each way. */
const BULK = 400_000;

/** What the kernel's tcp_ecn and our `ecn` make of each other. */
interface Agreement {
  readonly client: 'we' | 'the kernel';
  readonly sysctl: number;
  readonly ecn: Profile['ecn'];
  readonly syn: string;
  readonly synAck: string;
}

const AGREEMENTS: readonly Agreement[] = [
  { client: 'we', sysctl: 2, ecn: 'request', syn: 'SEW', synAck: 'SE.' },
  { client: 'we', sysctl: 0, ecn: 'request', syn: 'SEW', synAck: 'S.' },
  { client: 'we', sysctl: 1, ecn: 'accept', syn: 'S', synAck: 'S.' },
  { client: 'the kernel', sysctl: 1, ecn: 'accept', syn: 'SEW', synAck: 'SE.' },
  { client: 'the kernel', sysctl: 1, ecn: 'never', syn: 'SEW', synAck: 'S.' },
  { client: 'the kernel', sysctl: 2, ecn: 'request', syn: 'S', synAck: 'S.' },
];

/** Explicit congestion notification, RFC 3168, between us and the kernel. In turn: they share a setting. */
export const ECN: readonly InsideCheck[] = FAMILIES.flatMap((f) =>
  AGREEMENTS.map((a): InsideCheck => {
    const marked = a.synAck.includes('E') ? ', and tell each other of marks' : '';
    const name = `tcp_ecn ${a.sysctl} and our '${a.ecn}', ${a.client} connecting: ${a.syn}, ${a.synAck}${marked}`;
    return [`${name}, IPv${f}`, 20, (s) => agree(s, f, a)];
  }),
);

/** A connection, with our descriptor and the kernel's. */
interface Pair {
  readonly ours: OurCalls;
  readonly fd: number;
  readonly theirs: number;
  readonly port: number;
}

async function agree(site: Site, family: Family, a: Agreement): Promise<string> {
  const kernel = kernelAgent();
  await kernel.must('sysctl', 'tcp_ecn', a.sysctl);
  const ours = new OurCalls(site, { ecn: a.ecn });
  const port = site.nextPort();
  const { fd, theirs, end } = await (a.client === 'we' ? weConnect : itConnects)(
    ours,
    family,
    port,
  );
  try {
    const [syn, synAck] = segments(site, port);
    expect(syn?.flags === a.syn, `the SYN is ${syn?.flags}`);
    expect(synAck?.flags === a.synAck, `the SYN-ACK is ${synAck?.flags}`);
    const wanted = a.synAck.includes('E') ? OPT_ECN : 0;
    expect((ours.options(fd) & OPT_ECN) === wanted, 'our tcpi_options do not say so');
    const options = await kernel.must('options', theirs);
    expect((options & OPT_ECN) === wanted, "the kernel's tcpi_options do not say so");
    const pair = { ours, fd, theirs, port };
    const told = [await weSend(site, pair, wanted !== 0), await itSends(site, pair, wanted !== 0)];
    await sleep(100);
    const all = segments(site, port);
    const marked = all.filter((s) => s.length === 0 && ecnOf(s) !== NOT_ECT);
    expect(marked.length === 0, `${marked.length} segments without text may be marked`);
    return told.join('; ');
  } finally {
    ours.close(fd);
    await kernel.must('close', theirs);
    await end();
  }
}

type Connected = Pick<Pair, 'fd' | 'theirs'> & { end(): Promise<unknown> };

async function weConnect(ours: OurCalls, family: Family, port: number): Promise<Connected> {
  const kernel = kernelAgent();
  const server = await kernel.listener(family, ADDRESSES[family].kernel, port);
  const fd = ours.socket(family);
  expect((await ours.connect(fd, family, port)) === null, 'we did not get through');
  const theirs = await kernel.must('accept', server);
  return { fd, theirs, end: () => kernel.must('close', server) };
}

async function itConnects(ours: OurCalls, family: Family, port: number): Promise<Connected> {
  const kernel = kernelAgent();
  const listener = ours.listener(family, port);
  const theirs = await kernel.must('socket', family);
  await kernel.must('connect', theirs, ADDRESSES[family].stack, port);
  const fd = await ours.accept(listener);
  return { fd, theirs, end: async () => ours.close(listener) };
}

function segments(site: Site, port: number): Passed[] {
  return site.passed((s) => s.sport === port || s.dport === port);
}

/** Text of ours, of which a router marks one segment. */
async function weSend(site: Site, p: Pair, ecn: boolean): Promise<string> {
  const octets = Uint8Array.from({ length: BULK }, (_, i) => i % 251);
  const since = segments(site, p.port).length;
  const end = marksOne(site, p.port, 'out');
  const got = kernelAgent().must<[number, number]>('drain', p.theirs, BULK);
  await p.ours.must('write', (x) => x.write(p.fd, octets));
  const [n, wrong] = await got;
  end();
  expect(n === BULK && wrong === 0, `the kernel read ${n} octets`);
  return `we sent: ${story(segments(site, p.port).slice(since), 'out', ecn)}`;
}

async function itSends(site: Site, p: Pair, ecn: boolean): Promise<string> {
  const since = segments(site, p.port).length;
  const end = marksOne(site, p.port, 'in');
  const sent = kernelAgent().must('send', p.theirs, BULK);
  const into = new Uint8Array(BULK);
  const { MSG_WAITALL = 0 } = p.ours.posix.numbers;
  const n = await p.ours.must('recv', (x) => x.recv(p.fd, into, BULK, MSG_WAITALL));
  await sent;
  end();
  expect(n === BULK && into.every((octet, i) => octet === i % 251), `we read ${n} octets`);
  return `the kernel sent: ${story(segments(site, p.port).slice(since), 'in', ecn)}`;
}

/** Marks the fourth segment with text that may be marked. */
function marksOne(site: Site, port: number, direction: 'in' | 'out'): () => void {
  let seen = 0;
  return site.mark(
    (s) =>
      s.direction === direction &&
      (s.sport === port || s.dport === port) &&
      s.length > 0 &&
      ecnOf(s) === ECT_0 &&
      ++seen === 4,
  );
}

/** A mark is echoed until the sender says that it sends less; without ECN there is none of it. */
function story(all: readonly Passed[], sender: 'in' | 'out', ecn: boolean): string {
  const text = all.filter((s) => s.direction === sender && s.length > 0);
  const answers = all.filter((s) => s.direction !== sender);
  const able = text.filter((s) => ecnOf(s) !== NOT_ECT).length;
  const echoes = answers.filter((s) => s.flags.includes('E'));
  const reduced = text.filter((s) => s.flags.includes('W'));
  if (!ecn) {
    const none = able + echoes.length + reduced.length === 0;
    expect(none, `${able} may be marked, ${echoes.length} ECE, ${reduced.length} CWR`);
    return `${text.length} segments, none that may be marked`;
  }
  const summary = `${able} of ${text.length} segments ECT or CE, ${echoes.length} ACKs ECE, ${reduced.length} CWR`;
  expect(able > 0.9 * text.length, `too few may be marked: ${summary}`);
  const at = all.findIndex((s) => s.direction === sender && ecnOf(s) === 3);
  const [echo, cwr] = [echoes[0], reduced[0]].map((s) => (s === undefined ? -1 : all.indexOf(s)));
  expect(at >= 0 && at < (echo as number), `no ECE after the mark: ${summary}`);
  expect((echo as number) < (cwr as number), `no CWR after the ECE: ${summary}`);
  expect(reduced.length === 1, `not one CWR: ${summary}`);
  const last = answers.at(-1);
  expect(last !== undefined && !last.flags.includes('E'), `ECE to the end: ${summary}`);
  return summary;
}
