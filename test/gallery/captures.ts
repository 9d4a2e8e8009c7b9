import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pcapng } from '../../src/export/index.ts';
import { EXHIBITS, type Exhibit } from '../../src/gallery/index.ts';
import { performed } from './performed.ts';

const WHY = 'tshark is not installed: see scripts/install-system-packages.sh';
/** The flags of a header from the lowest bit on, as packetdrill writes them. */
const FLAGS = 'FSRP.UEW';
const ORDER = 'SFRPEWU.';

/** A packet, and whether its checksums are right. */
interface Seen {
  readonly flags: string;
  readonly seq: number;
  /** Null without the ACK flag. */
  readonly ack: number | null;
  readonly length: number;
  readonly good: boolean;
}

/** What each host sees, in the order it happened: the trace says so. */
function expected(e: Exhibit): Seen[] {
  const { trace } = performed(e);
  const segments = new Map(trace.segments.map((s) => [s.id, s]));
  return trace.frames.flatMap((f) => {
    const s = segments.get(f.segment ?? '');
    if (s === undefined || (f.kind !== 'sent' && f.kind !== 'arrived')) return [];
    const { flags, seq, length } = s;
    const good = f.kind === 'sent' || s.arrivedBytes === undefined;
    return [{ flags, seq, ack: flags.includes('.') ? s.ack : null, length, good }];
  });
}

function flagsOf(bits: number): string {
  const set = [...FLAGS].filter((_, i) => ((bits >> i) & 1) === 1);
  return [...ORDER].filter((c) => set.includes(c)).join('') || '-';
}

// biome-ignore format: a list
const FIELDS = [
  'tcp.flags', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.len', 'ip.checksum.status', 'tcp.checksum.status',
  '_ws.malformed',
];

/** What tshark makes of a file of several captures, one after another. */
function tshark(file: Uint8Array): (Seen & { readonly malformed: boolean })[] {
  const folder = mkdtempSync(join(tmpdir(), 'synwave-gallery-'));
  try {
    const path = join(folder, 'all.pcapng');
    writeFileSync(path, file);
    const wanted = FIELDS.flatMap((f) => ['-e', f]);
    // All exhibits use the same addresses, so streams make no sense here; nor is their text that of HTTP.
    const checks = [
      ...['ip.check_checksum:TRUE', 'tcp.check_checksum:TRUE'],
      ...['tcp.desegment_tcp_streams:FALSE', 'tcp.analyze_sequence_numbers:FALSE'],
    ];
    const whole = [
      ...['-n', '-r', path, '--disable-protocol', 'http'],
      ...['-T', 'fields', '-E', 'separator=|', ...wanted],
    ];
    const { stdout, stderr, status } = spawnSync(
      'tshark',
      [...whole, ...checks.flatMap((c) => ['-o', c])],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    expect(stderr.replace(/^Running as user.*$/gm, '').trim()).toBe('');
    expect(status).toBe(0);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [bits, seq, ack, length, ip, tcp, malformed] = line.split('|');
        const flags = flagsOf(Number(bits));
        return {
          ...{ flags, seq: Number(seq), ack: flags.includes('.') ? Number(ack) : null },
          ...{ length: Number(length), good: ip === '1' && tcp === '1' },
          malformed: malformed !== '',
        };
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One run of tshark reads the captures of all exhibits. */
export function captures(): void {
  describe('captures of every exhibit', () => {
    it('are read by tshark as the traces have them, and nothing is wrong but what was corrupted', ({
      skip,
    }) => {
      skip(spawnSync('tshark', ['--version']).status !== 0, WHY);
      const files = EXHIBITS.map((e) => pcapng(performed(e).trace, { at: 'both', lang: 'zh' }));
      const seen = tshark(Buffer.concat(files));
      expect(seen.filter((p) => p.malformed && p.good)).toEqual([]);
      let at = 0;
      for (const e of EXHIBITS) {
        const own = expected(e);
        // What arrived corrupted may be wrong in any of its fields.
        const theirs = seen.slice(at, at + own.length).map((q, i) => {
          const { malformed: _, ...rest } = q;
          return own[i]?.good === false ? { ...own[i], good: q.good } : rest;
        });
        expect([e.id, theirs]).toEqual([e.id, own]);
        at += own.length;
      }
      expect(at).toBe(seen.length);
      expect(at).toBeGreaterThan(4000);
    });
  });
}
