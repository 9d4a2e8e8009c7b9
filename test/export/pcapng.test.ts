import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PcapngExportOptions, pcapng } from '../../src/export/index.ts';
import { hex, type Trace } from '../../src/observe/index.ts';
import { type ReadOption, readBlocks, readOptions, readPackets } from '../capture/blocks.ts';
import { ASSORTED, asIfBroken, asIfInjected, onSlowLine, recorded } from './runs.ts';

const COMMENT = 1;
const EPB_FLAGS = 2;
const IF_NAME = 2;

function comment(options: readonly ReadOption[]): string | null {
  const found = options.find((o) => o.code === COMMENT);
  return found === undefined ? null : new TextDecoder().decode(found.value);
}

interface Read {
  readonly at: number;
  readonly host: string;
  readonly way: 'in' | 'out';
  readonly bytes: string;
  readonly comment: string | null;
}

/** What stands in a file: its comment, its interfaces, its packets with their times in microseconds. */
function read(file: Uint8Array) {
  const blocks = readBlocks(file);
  const hosts = blocks
    .filter((b) => b.type === 1)
    .map((b) => {
      const name = readOptions(b.body, 8).find((o) => o.code === IF_NAME);
      return new TextDecoder().decode(name?.value);
    });
  const packets = readPackets(file).map((p): Read => {
    const flags = p.options.find((o) => o.code === EPB_FLAGS)?.value[0];
    return {
      at: Number(p.timestamp / 1000n),
      host: hosts[p.iface] as string,
      way: flags === 1 ? 'in' : 'out',
      bytes: hex(p.bytes),
      comment: comment(p.options),
    };
  });
  const head = blocks[0] as { readonly body: Uint8Array };
  return { comment: comment(readOptions(head.body, 16)), hosts, packets };
}

function segment(trace: Trace, id: string) {
  const found = trace.segments.find((s) => s.id === id);
  if (found === undefined) throw new Error(`no segment ${id}`);
  return found;
}

/** The comments at one place, of those packets that have one. */
function comments(trace: Trace, at: string, lang: 'en' | 'zh' = 'en'): string[] {
  const all = read(pcapng(trace, { at, lang })).packets.map((p) => p.comment);
  return all.filter((c) => c !== null);
}

describe('a capture of a run', () => {
  it('shows at a host what it sent and what reached it, when it did, in order', () => {
    const trace = recorded(ASSORTED['text is doubled']);
    const { hosts, packets } = read(pcapng(trace, { at: 'B', lang: 'en' }));
    expect(hosts).toEqual(['B']);
    const expected = trace.segments.flatMap((s) => {
      if (s.from === 'B') return [{ at: s.sentAt, way: 'out', bytes: s.bytes }];
      const times = [s.arrivedAt, ...s.copiesAt].filter((at) => at !== null);
      return times.map((at) => ({ at, way: 'in', bytes: s.bytes }));
    });
    expected.sort((a, b) => a.at - b.at || (a.way === 'in' ? -1 : 1));
    expect(packets.map(({ at, way, bytes }) => ({ at, way, bytes }))).toEqual(expected);
  });

  it('has an interface for each host when it is taken at both', () => {
    const trace = recorded();
    const { hosts, packets } = read(pcapng(trace, { at: 'both', lang: 'en' }));
    expect(hosts).toEqual(['A', 'B']);
    expect(packets.length).toBe(2 * trace.segments.length);
    expect(packets.map((p) => p.at)).toEqual(packets.map((p) => p.at).sort((a, b) => a - b));
    for (const at of hosts) {
      const alone = read(pcapng(trace, { at, lang: 'en' })).packets;
      expect(packets.filter((p) => p.host === at)).toEqual(alone);
    }
  });

  it('adds the epoch to every time', () => {
    const epoch = 1_700_000_000_000_000;
    const { packets } = read(pcapng(recorded(), { at: 'A', lang: 'en', epoch }));
    expect(packets.slice(0, 2).map((p) => p.at)).toEqual([epoch, epoch + 100_000]);
  });

  it('says nothing about packets that nobody touched', () => {
    expect(comments(recorded(), 'both')).toEqual([]);
    const { comment } = read(pcapng(recorded(), { at: 'both', lang: 'en' }));
    expect(comment).toBe('A simulated run of open-and-close, seed 1, seen at A and B.');
  });

  it('says at the sender that a packet is lost, and that the next is a retransmission', () => {
    const trace = recorded(ASSORTED['text is lost']);
    expect(comments(trace, 'A')).toEqual([
      'A3: lost on the way: never arrived at B',
      'A4: retransmission: carries sequence numbers that were sent before',
    ]);
    expect(comments(trace, 'B')).toEqual([
      'A4: retransmission: carries sequence numbers that were sent before',
    ]);
    expect(comments(trace, 'A', 'zh')).toEqual([
      'A3：途中丢失，没有到达 B',
      'A4：重传：这些序号以前发过',
    ]);
  });

  it('shows a corrupted packet at the sender as it was sent, at the receiver as it arrived', () => {
    const trace = recorded(ASSORTED['text is corrupted']);
    const { bytes, arrivedBytes, sentAt, arrivedAt } = segment(trace, 'A3');
    const { packets } = read(pcapng(trace, { at: 'both', lang: 'en' }));
    const [left, reached] = ['A', 'B'].map((host) => {
      const at = host === 'A' ? sentAt : arrivedAt;
      return packets.find((p) => p.host === host && p.at === at && p.comment?.startsWith('A3'));
    });
    expect(left?.bytes).toBe(bytes);
    expect(reached?.bytes).toBe(arrivedBytes);
    const differing = BigInt(`0x${bytes}`) ^ BigInt(`0x${arrivedBytes}`);
    expect(differing.toString(2).replaceAll('0', '')).toBe('1');
    expect(left?.comment).toBe('A3: corrupted on the way: shown here as it was sent');
    expect(reached?.comment).toBe('A3: corrupted on the way: shown here as it arrived');
  });

  it('tells a copy from the packet it was made of', () => {
    const trace = recorded(ASSORTED['text is doubled']);
    expect(comments(trace, 'A')).toEqual(['A3: doubled on the way: arrives twice']);
    expect(comments(trace, 'B')).toEqual([
      'A3: doubled on the way: this is the first to arrive',
      'A3: a copy made on the way: A sent it only once',
    ]);
  });

  it('says how long a packet was held back, and which were overtaken', () => {
    const late = recorded([{ segment: 'B1', action: 'delay', by: 400_000 }]);
    expect(comments(late, 'B')[0]).toBe(
      'B1: held back on the way: arrives 450 ms after it was sent',
    );
    expect(comments(late, 'A')).toContain('B1: held back on the way: sent 450 ms before');
    const overtaken = recorded(ASSORTED['the answer is overtaken']);
    expect(comments(overtaken, 'B')).toContain('B2: reordered on the way: others overtake it');
  });

  it('says of a packet from outside that no host sent it', () => {
    const trace = asIfInjected(recorded(), 'A3');
    expect(comments(trace, 'both')).toEqual([
      '?1: injected from outside: no host of this run sent it',
    ]);
  });

  it('never passes for real TCP when a clause was broken on purpose', () => {
    const trace = asIfBroken(recorded());
    const text = 'not real TCP: B runs with the what-if twoWay, which breaks RFC 9293 section 3.5';
    for (const at of ['A', 'B', 'both']) {
      const { comment, packets } = read(pcapng(trace, { at, lang: 'en' }));
      expect(comment).toMatch(new RegExp(`^${text}\\. A simulated run`));
      const ids = new Map(trace.segments.map((s) => [s.bytes, s]));
      for (const p of packets) {
        const s = ids.get(p.bytes);
        expect(p.comment).toBe(s?.from === 'B' ? `${s.id}: ${text}` : null);
      }
    }
    expect(read(pcapng(trace, { at: 'A', lang: 'zh' })).comment).toMatch(
      /^不是真正的 TCP：B 打开了“假如”twoWay，违反 RFC 9293 section 3\.5。/,
    );
  });

  it('lists what was done to the run, and what found nothing to be done to', () => {
    const trace = recorded([
      { segment: 'A3', action: 'drop' },
      { segment: 'B99', action: 'corrupt' },
    ]);
    const { comment } = read(pcapng(trace, { at: 'A', lang: 'en' }));
    expect(comment).toContain('Done to it: drop A3, corrupt B99 (there was no such segment).');
  });

  it('admits that the recorder did not keep everything', () => {
    const { comment } = read(pcapng({ ...recorded(), omitted: 3 }, { at: 'A', lang: 'en' }));
    expect(comment).toContain('Incomplete: 3 frames and segments were not kept.');
  });

  it('refuses a trace without octets, and a host that is not in it', () => {
    const bare = onSlowLine();
    expect(() => pcapng(bare, { at: 'both', lang: 'en' })).toThrow(TypeError);
    expect(() => pcapng(bare, { at: 'both', lang: 'en' })).toThrow('keepBytes');
    expect(() => pcapng(recorded(), { at: 'C', lang: 'en' })).toThrow(
      new RangeError("no host 'C' in this run; there are A, B"),
    );
  });
});

/** What tshark says of every packet: its comment, and whether anything is wrong with it. */
function tshark(file: Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'synwave-export-'));
  try {
    const path = join(folder, 'run.pcapng');
    writeFileSync(path, file);
    const fields = ['frame.comment', '_ws.malformed', 'ip.checksum.status', 'tcp.checksum.status'];
    const args = ['-n', '-r', path, '-T', 'json', ...fields.flatMap((f) => ['-e', f])];
    const checks = ['ip.check_checksum:TRUE', 'tcp.check_checksum:TRUE'];
    const { stdout, stderr, status } = spawnSync(
      'tshark',
      [...args, ...checks.flatMap((c) => ['-o', c])],
      { encoding: 'utf8' },
    );
    expect(stderr.replace(/^Running as user.*$/gm, '').trim()).toBe('');
    expect(status).toBe(0);
    const packets = JSON.parse(stdout) as { _source: { layers: Record<string, string[]> } }[];
    return packets.map(({ _source: { layers } }) => ({
      comment: layers['frame.comment']?.[0] ?? null,
      isGood:
        layers['_ws.malformed'] === undefined &&
        layers['ip.checksum.status']?.[0] === '1' &&
        layers['tcp.checksum.status']?.[0] === '1',
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('tshark', () => {
  const isThere = spawnSync('tshark', ['--version']).status === 0;
  const why = 'tshark is not installed: see scripts/install-system-packages.sh';

  /** Every comment is read as we wrote it, and nothing is wrong but what arrived corrupted. */
  function agrees(trace: Trace, o: PcapngExportOptions): void {
    const file = pcapng(trace, { epoch: 1_700_000_000_000_000, ...o });
    const seen = tshark(file);
    const ours = read(file).packets;
    expect(seen.map((p) => p.comment)).toEqual(ours.map((p) => p.comment));
    const corrupted = /shown here as it arrived|这里是到达时的样子/;
    expect(seen.map((p) => p.isGood)).toEqual(
      ours.map((p) => p.comment === null || !corrupted.test(p.comment)),
    );
  }

  for (const [name, faults] of Object.entries(ASSORTED)) {
    it(`finds nothing wrong in a capture but what was corrupted: ${name}`, ({ skip }) => {
      skip(!isThere, why);
      agrees(recorded(faults), { at: 'both', lang: 'en' });
    });
  }

  it('reads the comments in both languages, at either host, of a run that breaks TCP', ({
    skip,
  }) => {
    skip(!isThere, why);
    const trace = asIfBroken(recorded(ASSORTED['one of each'], 2));
    for (const lang of ['en', 'zh'] as const) {
      for (const at of ['A', 'B', 'both']) agrees(trace, { at, lang });
    }
  });
});
