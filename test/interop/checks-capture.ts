import { join } from 'node:path';
import { needs, pythonServer } from './checks-transfer.ts';
import { FOLDER, makeSample } from './files.ts';
import {
  ADDRESSES,
  FAMILIES,
  type Family,
  inUrl,
  type Namespace,
  withNamespace,
} from './namespace.ts';
import { run } from './programs.ts';
import { expect, type Report } from './report.ts';
import { serving } from './serving.ts';

/** A segment as tshark reads it. */
interface Seen {
  readonly stream: string;
  /** The port it comes from. */
  readonly port: string;
  readonly seq: number;
  readonly acks: number;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly ack: boolean;
  readonly reset: boolean;
  readonly length: number;
}

/** Captures of our own, judged by a program that is not ours. */
export async function captureChecks(report: Report): Promise<void> {
  for (const family of FAMILIES) {
    await report.check(`tshark reads what serve captured over IPv${family}`, 120, async () => {
      return await judged(join(FOLDER, `serve-${family}.pcapng`), (file) =>
        captureServe(family, file),
      );
    });
    await report.check(`tshark reads what get captured over IPv${family}`, 120, async () => {
      return await judged(join(FOLDER, `get-${family}.pcapng`), (file) => captureGet(family, file));
    });
  }
}

async function judged(file: string, capture: (file: string) => Promise<void>): Promise<string> {
  needs('tshark');
  needs('curl');
  await capture(file);
  const faults = await tshark(file, [
    ...['-Y', '_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0'],
    ...['-T', 'fields', '-e', 'frame.number', '-e', '_ws.col.Info'],
  ]);
  expect(faults === '', `malformed, or a bad checksum:\n${faults}`);
  const segments = await readSegments(file);
  const streams = new Set(segments.map((s) => s.stream));
  expect(streams.size === 1, `${streams.size} connections, not 1`);
  return `${segments.length} segments; ${opening(segments)}, ${closing(segments)}`;
}

function opening(segments: readonly Seen[]): string {
  const [first, second, third] = segments;
  const syn = first?.syn === true && !first.ack;
  const synAck = second?.syn === true && second.ack;
  // The third may carry the first text.
  const ack = third?.ack === true && !third.syn && !third.fin;
  expect(syn && synAck && ack, 'it does not open with SYN, SYN-ACK, ACK');
  expect(segments.filter((s) => s.syn).length === 2, 'there are more than two SYNs');
  return '3 open it';
}

/** The segments that close it: both FINs, and for each the first that acknowledges it. */
function closing(segments: readonly Seen[]): string {
  const fins = segments.filter((s) => s.fin);
  expect(fins.length === 2 && fins[0]?.port !== fins[1]?.port, 'there are not two FINs, one each');
  expect(!segments.some((s) => s.reset), 'there is a reset');
  const close = new Set<Seen>(fins);
  for (const fin of fins) {
    const after = segments.slice(segments.indexOf(fin) + 1);
    const end = fin.seq + fin.length + 1;
    const ack = after.find((s) => s.port !== fin.port && s.ack && s.acks === end);
    expect(ack !== undefined, 'a FIN is not acknowledged');
    close.add(ack);
  }
  expect(close.has(segments.at(-1) as Seen), 'something follows the last ACK');
  expect(close.size === 3 || close.size === 4, `${close.size} segments close it, not 3 or 4`);
  return `${close.size} close it`;
}

async function captureServe(family: Family, file: string): Promise<void> {
  const url = `http://${inUrl(ADDRESSES[family].stack)}/`;
  const sample = makeSample(1);
  await withNamespace(async (ns: Namespace) => {
    await serving(ns, ['--http', FOLDER, '--pcap', file], async (s) => {
      const target = join(FOLDER, 'downloaded');
      await ns.run(['curl', '-gsSf', '-o', target, `${url}${sample.name}`], 30);
      await s.event('close', () => true);
    });
  });
}

async function captureGet(family: Family, file: string): Promise<void> {
  const { kernel, prefix } = ADDRESSES[family];
  const sample = makeSample(1);
  await withNamespace(async (ns: Namespace) => {
    const server = await pythonServer(ns, family);
    const url = `http://${inUrl(kernel)}:8000/${sample.name}`;
    const stack = ['--tun', 'syn0', '--address', prefix, '--pcap', file];
    try {
      const get = ns.synwave(['get', url, '-o', join(FOLDER, 'fetched'), ...stack]);
      const code = await get.end(30);
      expect(code === 0, `get ended with ${code}: ${get.stderr}`);
    } finally {
      await server.stop('SIGKILL');
    }
  });
}

async function tshark(file: string, args: readonly string[]): Promise<string> {
  // Without putting streams together: tshark calls retransmitted text a malformed overlap otherwise.
  const validate = [
    ...['-o', 'tcp.check_checksum:TRUE'],
    ...['-o', 'ip.check_checksum:TRUE'],
    ...['-o', 'tcp.desegment_tcp_streams:FALSE'],
  ];
  return (await run(['tshark', '-n', '-r', file, ...validate, ...args], 60)).trim();
}

async function readSegments(file: string): Promise<Seen[]> {
  const flags = ['syn', 'fin', 'ack', 'reset'].flatMap((f) => ['-e', `tcp.flags.${f}`]);
  const numbers = ['srcport', 'seq', 'ack', 'len'].flatMap((f) => ['-e', `tcp.${f}`]);
  const fields = ['-e', 'tcp.stream', ...flags, ...numbers];
  const text = await tshark(file, ['-Y', 'tcp', '-T', 'fields', ...fields]);
  return text.split('\n').map((line) => {
    const [stream = '', syn, fin, ack, reset, port = '', seq, acks, length] = line.split('\t');
    const set = (value: string | undefined): boolean => value === '1' || value === 'True';
    return {
      ...{ stream, syn: set(syn), fin: set(fin), ack: set(ack), reset: set(reset) },
      ...{ port, seq: Number(seq), acks: Number(acks), length: Number(length) },
    };
  });
}
