import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json } from '../../src/export/index.ts';
import type { CallDetail, Trace, TraceFrame, TraceVars } from '../../src/observe/index.ts';
import { World } from '../../src/sim/index.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { ASSORTED, asIfBroken, asIfInjected, onSlowLine, recorded } from './runs.ts';
import { everySchema, faults } from './schema.ts';

/** As much of a schema as is looked into here. */
interface Open {
  readonly [keyword: string]: unknown;
  readonly $defs: Readonly<Record<'frame' | 'state' | 'vars' | 'callDetail', Open>>;
  readonly type: unknown;
  readonly properties: { readonly kind?: Open };
  readonly additionalProperties: unknown;
  readonly oneOf: readonly Open[];
  readonly const: unknown;
  readonly enum: readonly string[];
}

const FILE = join(import.meta.dirname, '../../docs/trace.schema.json');
const SCHEMA = JSON.parse(readFileSync(FILE, 'utf8')) as Open;
const DEFS = SCHEMA.$defs;

/** What the schema finds wrong with a trace that was written and read. */
function faultsOf(trace: Trace): string[] {
  return faults(SCHEMA, JSON.parse(json(trace)));
}

function names(def: 'vars' | 'callDetail'): string[] {
  return Object.keys(DEFS[def].properties).sort();
}

/** The kinds there are, kept complete by the compiler. */
const KINDS: Record<TraceFrame['kind'], true> = {
  sent: true,
  arrived: true,
  dropped: true,
  lost: true,
  impaired: true,
  state: true,
  timer: true,
  recovery: true,
  call: true,
  host: true,
  vars: true,
  timers: true,
  tables: true,
};

const VARS: Required<TraceVars> = {
  iss: 4_294_967_295,
  irs: 1,
  una: 2,
  nxt: 3,
  sndWnd: 65_535,
  rcvNxt: 4,
  rcvWnd: 0,
  cwnd: 14_600,
  ssthresh: 1_073_725_440,
  srtt: 100_000,
  rto: 300_000,
  sendQueue: 1,
  receiveQueue: 0,
};

const DETAIL: Required<CallDetail> = {
  socket: 'main',
  to: 'B',
  port: 80,
  octets: 3,
  text: 'abc',
  bytes: '00ff',
  backlog: 511,
  error: 'ECONNRESET',
};

/** Everything that a trace can hold, once. */
function everything(): Trace {
  const code = 'vars' as const;
  const base = {
    at: 1.5,
    host: 'A',
    flow: 1,
    segment: null,
    cause: 0,
    code,
    rule: 'RFC 9293',
  };
  const frames: TraceFrame[] = [
    { ...base, kind: 'sent', segment: 'A1', cause: null },
    { ...base, kind: 'arrived', segment: '?1', flow: null },
    { ...base, kind: 'dropped', reason: 'bad-tcp-checksum' },
    { ...base, kind: 'lost', reason: 'drop', host: '' },
    { ...base, kind: 'impaired', what: 'delay' },
    ...STATE_NAMES.map((to) => ({ ...base, kind: 'state' as const, from: 'CLOSED', to })),
    { ...base, kind: 'timer', timer: 'retransmission' },
    { ...base, kind: 'recovery', event: 'timeout' },
    { ...base, kind: 'call', call: 'send', detail: DETAIL },
    { ...base, kind: 'call', call: 'closed', detail: { error: null } },
    ...(['power-off', 'boot', 'kill', 'unplug', 'plug'] as const).map((what) => ({
      ...base,
      kind: 'host' as const,
      what,
    })),
    { ...base, kind: 'vars', vars: VARS },
    { ...base, kind: 'vars', vars: {} },
    { ...base, kind: 'timers', timers: [{ name: 'keepalive', due: 7_200_000_000 }] },
    {
      ...base,
      kind: 'tables',
      tables: {
        synQueue: 1,
        synQueueLimit: 2,
        acceptQueue: 3,
        acceptQueueLimit: 4,
        connections: 5,
        timeWait: 6,
        synText: 7,
      },
      halfOpen: [{ address: '198.18.0.1', port: 1024, retries: 5, due: 63_000_000 }],
      states: { LISTEN: 1, 'CLOSE-WAIT': 5000 },
    },
  ];
  const trace = asIfBroken(recorded(ASSORTED['one of each']));
  const segments = trace.segments.map((s, i) => ({
    ...s,
    flags: ['-', 'S', 'SF', 'R.', 'FP.', 'SEW', 'PU.', 'SEWA'][i] ?? s.flags,
    options: [
      { name: 'eol' },
      { name: 'nop' },
      { name: 'sackOk' },
      { name: 'mss', mss: 1460 },
      { name: 'wscale', shift: 14 },
      {
        name: 'sack',
        blocks: [
          [1, 2],
          [4_294_967_295, 3],
        ],
      },
      { name: 'ts', val: 4_294_967_295, ecr: 0 },
      { name: 'tfo', cookie: '' },
      { name: 'uto', timeout: 32_767, minutes: true },
      { name: 'unknown', kind: 255, bytes: '00ff' },
    ] satisfies Trace['segments'][number]['options'],
  }));
  return { ...trace, frames, segments, omitted: 2 };
}

describe('the schema of traces', () => {
  it('accepts the traces of real runs, under faults of every kind, with octets or without', () => {
    const kinds = new Set<string>();
    for (const [name, faults] of Object.entries(ASSORTED)) {
      const trace = recorded(faults, 5);
      const { segments } = trace;
      const bare = { ...trace, segments: segments.map(({ bytes, arrivedBytes, ...s }) => s) };
      for (const f of trace.frames) kinds.add(f.kind);
      for (const t of [trace, bare, asIfBroken(trace)]) expect(faultsOf(t), name).toEqual([]);
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining(['sent', 'arrived', 'dropped', 'lost', 'impaired', 'state', 'call']),
    );
  });

  it('accepts a slow line, which makes fractions of microseconds, and what came from outside', () => {
    const slow = onSlowLine();
    expect(slow.segments.some((s) => !Number.isInteger(s.arrivedAt))).toBe(true);
    expect(faultsOf(slow)).toEqual([]);
    expect(faultsOf(asIfInjected(recorded(), 'A3'))).toEqual([]);
  });

  it('accepts a run of which not everything was kept, and one in which nothing happened', () => {
    const world = new World({ record: { limit: 4 } });
    const [a, b] = [world.host('A'), world.host('B')];
    world.cable(a, b);
    expect(faultsOf(world.recorder?.trace() as Trace)).toEqual([]);
    TcpSocket.connect(a, { address: '10.0.0.2', port: 80 });
    world.run();
    const trace = world.recorder?.trace() as Trace;
    expect(trace.omitted).toBeGreaterThan(0);
    expect(faultsOf(trace)).toEqual([]);
  });

  it('accepts everything that a trace can hold', () => {
    expect(faultsOf(everything())).toEqual([]);
  });

  it('knows the frames, variables and details that there are, and no others', () => {
    const kinds = DEFS.frame.oneOf.map((form) => form.properties.kind?.const);
    expect(kinds.sort()).toEqual(Object.keys(KINDS).sort());
    expect(names('vars')).toEqual(Object.keys(VARS).sort());
    expect(names('callDetail')).toEqual(Object.keys(DETAIL).sort());
    expect([...DEFS.state.enum].sort()).toEqual([...STATE_NAMES].sort());
  });

  it('refuses a field that it does not know, wherever it is', () => {
    const all = everything();
    const whole = JSON.parse(json({ ...all, segments: all.segments.slice(0, 2) })) as unknown;
    let places = 0;
    (function visit(part: unknown): void {
      if (typeof part !== 'object' || part === null) return;
      if (!Array.isArray(part)) {
        const open = part as { news?: string };
        // What is counted under names has whatever names there are: numbers only.
        open.news = 'a string';
        expect(faults(SCHEMA, whole)).not.toEqual([]);
        delete open.news;
        places++;
      }
      for (const inner of Object.values(part)) visit(inner);
    })(whole);
    expect(places).toBeGreaterThan(70);
    expect(faults(SCHEMA, whole)).toEqual([]);
  });

  it('refuses what lacks a field, or has one of another type', () => {
    for (const field of Object.keys(recorded())) {
      const { [field]: _gone, ...rest } = JSON.parse(json(recorded())) as Record<string, unknown>;
      expect(faults(SCHEMA, rest)).toContain(`$ lacks ${field}`);
      expect(faults(SCHEMA, { ...rest, [field]: { odd: true } })).not.toEqual([]);
    }
  });

  it('says of every object whether it may have other fields', () => {
    for (const s of everySchema(SCHEMA)) {
      const { type, properties, additionalProperties } = s as unknown as Open;
      if (type !== 'object') continue;
      if (properties === undefined) expect(additionalProperties).toBeTypeOf('object');
      else expect(additionalProperties).toBe(false);
    }
  });
});

describe('a trace in JSON', () => {
  it('is read back as it was', () => {
    const trace = everything();
    expect(JSON.parse(json(trace))).toEqual(trace);
    expect(JSON.parse(json(trace, 2))).toEqual(trace);
    expect(json(trace).split('\n')).toHaveLength(2);
    expect(json(trace, 2).split('\n').length).toBeGreaterThan(100);
  });
});
