import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcapng } from '../../src/export/index.ts';
import type { TraceSegment } from '../../src/observe/trace.ts';
import { Player } from './support/play.ts';

let player: Player;

beforeAll(async () => {
  player = await Player.begin();
});

afterAll(() => player.lab.close());

/** What pointing at each octet, and at each field, lights up. */
interface Pointing {
  /** By octet: the fields, and the bits that are shown one by one where there are several. */
  readonly octets: readonly {
    readonly fields: readonly string[];
    readonly bits: number;
    readonly says: boolean;
  }[];
  /** By field: the octets. */
  readonly fields: Readonly<Record<string, readonly number[]>>;
}

/** Selects a segment, opens the inspector, and points at everything in it. */
async function pointAtAll(id: string): Promise<Pointing> {
  await player.end();
  await player.lab.click(`row-select-${id}`);
  await player.page.getByTestId('byte-0').waitFor();
  return await player.page.evaluate(async () => {
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const point = async (at: Element): Promise<void> => {
      at.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
      for (let i = 0; i < 5; i++) await null;
    };
    const octets: { fields: string[]; bits: number; says: boolean }[] = [];
    for (const cell of all('[data-testid^="byte-"]')) {
      await point(cell);
      const lit = all('.inspector-field.is-in').map((f) => f.dataset['testid'] ?? '');
      const view = document.querySelector('[data-testid=bit-view]');
      const digits = [...(view?.querySelectorAll('li > code') ?? [])].map(
        (c) => c.textContent ?? '',
      );
      const says = document.querySelector('[data-testid=detail-says]')?.textContent ?? '';
      octets.push({ fields: lit, bits: digits.length, says: says.length > 20 });
    }
    const fields: Record<string, number[]> = {};
    for (const field of all('.inspector-field')) {
      await point(field);
      fields[field.dataset['testid'] ?? ''] = all('.inspector-octet.is-in').map((c) =>
        Number(c.dataset['at']),
      );
    }
    return { octets, fields };
  });
}

/** Segments of all shapes: options of every kind, text, a damaged one, a RST, an urgent one. */
const SHAPES = [
  ['open-and-close', ['A1', 'B1', 'A2', 'A3']],
  ['ablate/no-tw-paws', ['A1', 'A4']],
  ['hdr/checksum', ['A3']],
  ['hdr/urg', ['A3']],
  ['rst/blind', ['X1', 'B2']],
] as const;

describe('the inspector', () => {
  it.each(SHAPES)(
    'explains every octet once, and points both ways: %s %j',
    async (id, segments) => {
      await player.open(id);
      await player.press('v');
      await player.lab.click('panel-segment');
      for (const s of segments) {
        const { octets, fields } = await pointAtAll(s);
        const own = (await player.trace()).segments.find((x) => x.id === s);
        expect(octets.length).toBe((own?.bytes?.length ?? 0) / 2);
        octets.forEach(({ fields: lit, bits, says }, at) => {
          const where = `${s} octet ${at}: ${lit.join(' ')}`;
          expect(lit.length, where).toBeGreaterThan(0);
          // One field is explained in full; of several each has its bits.
          if (lit.length === 1) expect(says, where).toBe(true);
          else expect(bits, where).toBe(lit.length);
          for (const f of lit) expect(fields[f], where).toContain(at);
        });
        for (const [f, lit] of Object.entries(fields)) {
          for (const at of lit) expect(octets[at]?.fields, `${s} ${f}`).toContain(f);
        }
      }
      await player.press('v');
    },
  );

  it('has the numbers that the trace has', async () => {
    await player.open('open-and-close');
    await player.press('v');
    await player.lab.click('panel-segment');
    const t = await player.trace();
    await player.end();
    for (const s of t.segments.slice(0, 6)) {
      await player.lab.click(`row-select-${s.id}`);
      const value = async (field: string): Promise<number> =>
        Number((await player.text(`field-tcp-${field}`)).match(/= (\d+)/)?.[1]);
      expect(await value('seq')).toBe(s.seq);
      expect(await value('sport')).toBe(s.sport);
      expect(await value('dport')).toBe(s.dport);
      const of = octetsOf(s);
      const computed = hex(checksum(of));
      await player.page.getByTestId('checksum').evaluate((d) => {
        (d as HTMLDetailsElement).open = true;
      });
      expect(await player.text('checksum-value')).toBe(computed);
      expect(await player.text('checksum-header')).toBe(hex(((of[36] ?? 0) << 8) | (of[37] ?? 0)));
      expect(await player.text('checksum-header')).toBe(computed);
    }
    await player.press('v');
  });

  it('says of a damaged one that its checksum does not agree', async () => {
    await player.open('hdr/checksum');
    await player.lab.click('panel-segment');
    await player.end();
    const s = (await player.trace()).segments.find(
      (x) => x.arrivedBytes !== undefined,
    ) as TraceSegment;
    await player.page.getByTestId(`segment-${s.id}`).focus();
    await player.press('v');
    await player.lab.click(`row-select-${s.id}`);
    await player.page.getByTestId('checksum').waitFor();
    expect(await player.text('checksum-verdict')).toMatch(/✗/);
    await player.lab.click('as-sent');
    expect(await player.text('checksum-verdict')).toMatch(/✓/);
    await player.press('v');
  });
});

function octetsOf(s: TraceSegment): Uint8Array {
  return Buffer.from(s.bytes ?? '', 'hex');
}

function hex(n: number): string {
  return `0x${n.toString(16).padStart(4, '0')}`;
}

/** What the checksum of a TCP segment in IPv4 must be, by RFC 9293 section 3.1. */
function checksum(packet: Uint8Array): number {
  const length = packet.length - 20;
  const summed = [
    ...packet.subarray(12, 20),
    0,
    6,
    length >> 8,
    length & 255,
    ...packet.subarray(20),
  ];
  summed[12 + 16] = 0;
  summed[12 + 17] = 0;
  let sum = 0;
  for (let i = 0; i < summed.length; i += 2) {
    sum += ((summed[i] ?? 0) << 8) | (summed[i + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

describe('the capture that one downloads', () => {
  it.each(['close/lost-ack4', 'open/simultaneous', 'hdr/any-fault'])(
    'is that of the run, octet for octet: %s',
    async (id) => {
      await player.open(id);
      const file = await download();
      expect(file.equals(pcapng(await player.trace(), { at: 'both', lang: 'en' }))).toBe(true);
    },
  );

  it('is read by tshark with the flags and numbers of the table', async ({ skip }) => {
    skip(spawnSync('tshark', ['--version']).status !== 0, 'tshark is not installed');
    await player.open('close/lost-ack4');
    const seen = tshark(await download());
    const { segments, frames } = await player.trace();
    const wanted = frames.flatMap((f) => {
      const s = segments.find((x) => x.id === f.segment);
      if (s === undefined || (f.kind !== 'sent' && f.kind !== 'arrived')) return [];
      const bits = [...s.flags].reduce((n, x) => n | (BITS[x] ?? 0), 0);
      return [
        `0x${bits.toString(16).padStart(4, '0')}|${s.seq}|${s.flags.includes('.') ? s.ack : 0}|1|`,
      ];
    });
    expect(seen).toEqual(wanted);
  });
});

const BITS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, '.': 16, U: 32 };

/** The capture of the run, as the export menu gives it. */
async function download(): Promise<Buffer> {
  await player.lab.click('open-export');
  await player.lab.click('export-pcapng');
  const [file] = await Promise.all([
    player.page.waitForEvent('download'),
    player.lab.click('export-download'),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  await player.page.keyboard.press('Escape');
  await player.page.getByTestId('export').waitFor({ state: 'detached' });
  return Buffer.concat(chunks);
}

/** A line for each packet: flags, numbers, whether its checksum is right, and what is malformed. */
function tshark(file: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'synwave-page-'));
  try {
    const path = join(folder, 'run.pcapng');
    writeFileSync(path, file);
    const fields = [
      'tcp.flags',
      'tcp.seq_raw',
      'tcp.ack_raw',
      'tcp.checksum.status',
      '_ws.malformed',
    ];
    const { stdout } = spawnSync(
      'tshark',
      [
        ...['-n', '-r', path, '--disable-protocol', 'http', '-o', 'tcp.check_checksum:TRUE'],
        ...['-T', 'fields', '-E', 'separator=|', ...fields.flatMap((f) => ['-e', f])],
      ],
      { encoding: 'utf8' },
    );
    return stdout.trimEnd().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
