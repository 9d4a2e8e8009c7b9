import { describe, expect, it } from 'vitest';
import { numberTexts, type Trace } from '../../src/observe/index.ts';
import { run, type Scenario, type Step } from '../../src/sim/index.ts';
import { faults, openAndClose } from '../support/open-and-close.ts';

const listen: Step = { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } };
const connect: Step = {
  host: 'A',
  when: { at: 0 },
  do: { call: 'connect', to: 'B', port: 80, localPort: 5000 },
};
const at = (host: string, time: number, call: Step['do']): Step => ({
  host,
  when: { at: time },
  do: call,
});
const world = (steps: readonly Step[], o: Partial<Scenario> = {}): Trace =>
  run({ ...openAndClose, steps, ...o });
const wire = (t: Trace): string => t.segments.map((s) => `${s.id} ${s.flags}`).join(', ');
const told = (t: Trace, host: string): string[] =>
  t.frames.flatMap((f) =>
    f.kind === 'call' && f.host === host
      ? [`${f.call}${typeof f.detail.error === 'string' ? ` ${f.detail.error}` : ''}`]
      : [],
  );

describe('a host', () => {
  it('goes on with the initial sequence numbers of the story when it is back', () => {
    const again: Step['do'] = { call: 'connect', to: 'B', port: 80, localPort: 5001 };
    const t = world(
      [listen, connect, at('A', 300_000, { call: 'boot' }), at('A', 400_000, again)],
      {
        hosts: openAndClose.hosts.map((h) => ({ ...h, iss: [100, 200] })),
      },
    );
    expect(t.segments.filter((s) => s.flags === 'S').map((s) => s.seq)).toEqual([100, 200]);
  });

  it('that loses its power forgets everything in silence, and knows nobody when it is back', () => {
    const t = world([
      listen,
      connect,
      at('B', 300_000, { call: 'power-off' }),
      at('A', 400_000, { call: 'send', text: 'hello?' }),
      at('B', 500_000, { call: 'boot' }),
    ]);
    expect(t.segments.find((s) => s.id === 'A3')).toMatchObject({ flags: 'P.', fate: 'lost' });
    expect(wire(t)).toBe('A1 S, B1 S., A2 ., A3 P., A4 P., B2 R');
    expect(told(t, 'A')).toEqual(['connect', 'connected', 'send', 'closed ECONNRESET']);
    expect(t.frames.flatMap((f) => (f.kind === 'host' ? [f.what] : []))).toEqual([
      'power-off',
      'boot',
    ]);
  });

  it('whose program is killed closes its sockets, as an operating system does', () => {
    const t = world([listen, connect, at('A', 300_000, { call: 'kill' })]);
    expect(wire(t)).toBe('A1 S, B1 S., A2 ., A3 F., B2 .');
  });

  it('that is unplugged sends into nothing, and what is on the cable is lost too', () => {
    const t = world([
      listen,
      connect,
      at('A', 60_000, { call: 'unplug' }),
      at('A', 2_500_000, { call: 'plug' }),
    ]);
    expect(t.segments.find((s) => s.id === 'B1')?.fate).toBe('lost');
    expect(told(t, 'A').at(-1)).toBe('connected');
  });

  it('takes the initial sequence numbers it is given', () => {
    const hosts = openAndClose.hosts.map((h) => ({ ...h, iss: h.name === 'A' ? [100] : [300] }));
    const [a, b] = world([listen, connect], { hosts }).segments;
    expect([a?.seq, b?.seq, b?.ack]).toEqual([100, 300, 101]);
  });
});

describe('steps', () => {
  it('can be repeated for every socket that is told something', () => {
    const t = world([
      listen,
      at('A', 0, { call: 'load', to: 'B', port: 80, count: 3, every: 10_000 }),
      { host: 'A', when: { on: 'connected', every: true }, do: { call: 'close' } },
      { host: 'B', when: { on: 'ended', every: true }, do: { call: 'close' } },
    ]);
    expect(t.flows).toHaveLength(3);
    expect(t.counts.find((c) => c.host === 'A')?.transitions['TIME-WAIT>CLOSED']).toBe(3);
    const sockets = t.frames.flatMap((f) =>
      f.kind === 'call' && f.call === 'close' && f.host === 'B' ? [f.detail.socket] : [],
    );
    expect(sockets).toEqual(['main', 'main 2', 'main 3']);
  });

  it('can leave connections in the accept queue, and take one', () => {
    const t = world([
      at('B', 0, { call: 'listen', port: 80, accepts: false }),
      connect,
      at('B', 1_000_000, { call: 'accept' }),
    ]);
    const queue = t.frames.flatMap((f) =>
      f.kind === 'tables' && f.host === 'B' ? [[f.at, f.tables.acceptQueue]] : [],
    );
    expect(queue).toContainEqual([150_000, 1]);
    expect(queue.at(-1)).toEqual([1_000_000, 0]);
    expect(told(t, 'B')).toEqual(['listen', 'accept']);
  });

  it('tell why they were taken', () => {
    const t = run(openAndClose);
    const send = t.frames.find((f) => f.kind === 'call' && f.call === 'send' && f.host === 'A');
    expect(t.frames[send?.cause as number]).toMatchObject({ kind: 'call', call: 'connected' });
    const data = t.frames.find((f) => f.kind === 'sent' && f.segment === 'A3');
    expect(t.frames[data?.cause as number]).toBe(send);
  });
});

describe('a run that never comes to rest', () => {
  it('is over after a day', () => {
    const t = run(
      { ...openAndClose, steps: [listen, connect] },
      { interventions: [{ kind: 'set', field: 'keepAlive', value: true }] },
    );
    expect(t.end).toBeLessThanOrEqual(86_400_000_000);
    expect(t.end).toBeGreaterThan(79_000_000_000);
  });
});

describe('forged segments', () => {
  const hosts = [...openAndClose.hosts, { name: 'X', title: { en: 'attacker', zh: '攻击者' } }];
  const cables = [...openAndClose.cables, { between: ['X', 'B'] as const, delay: 1000 }];

  it('go under whatever name their maker likes, and are his all the same', () => {
    const t = world(
      [
        listen,
        connect,
        at('X', 300_000, {
          call: 'inject',
          from: 'A',
          to: 'B',
          sport: 5000,
          dport: 80,
          flags: 'R',
          seq: 12_345,
        }),
      ],
      { hosts, cables },
    );
    const forged = t.segments.find((s) => s.id === 'X1');
    expect(forged).toMatchObject({ from: 'X', to: 'B', flags: 'R', seq: 12_345, flow: 1 });
    expect(t.frames.some((f) => f.kind === 'dropped' && f.segment === 'X1')).toBe(true);
  });

  it('may have a number in the acknowledgment field without the flag; their checksum is right', () => {
    const about = { call: 'inject', from: 'A', to: 'B', dport: 80, flags: 'S', seq: 500 } as const;
    const numbers = [1, 12_345, 0x1234_ffff, 0xffff_fffe, 0xffff_ffff];
    const t = world(
      [listen, ...numbers.map((ack, i) => at('X', 1000 * i, { ...about, sport: 5000 + i, ack }))],
      { hosts, cables, until: 100_000 },
    );
    expect(t.segments.filter((s) => s.from === 'X').map((s) => s.ack)).toEqual(numbers);
    expect(t.segments.filter((s) => s.from === 'B' && s.flags === 'S.')).toHaveLength(5);
  });

  it('flood a listener with SYNs of nobody; a few are kept, all are counted', () => {
    const t = world(
      [listen, at('X', 0, { call: 'flood', to: 'B', port: 80, count: 5000, every: 100 })],
      { hosts, cables, sample: { strangers: 3 }, until: 1_000_000 },
    );
    expect(t.flows).toHaveLength(3);
    expect(t.segments.length).toBeLessThan(20);
    const b = t.counts.find((c) => c.host === 'B');
    expect(b?.arrived).toEqual({ S: 5000 });
    expect(t.frames.length).toBeLessThan(200);
  });
});

describe('a large world', () => {
  it('tells in the end what its tables hold, though they changed a moment ago', () => {
    const t = world(
      [listen, connect, { host: 'B', when: { at: 170_000 }, do: { call: 'unlisten' } }],
      {
        sample: { flows: 1 },
        until: 171_000,
      },
    );
    const held = t.frames.flatMap((f) => (f.kind === 'tables' && f.host === 'B' ? [f.tables] : []));
    expect(held.at(-1)).toMatchObject({ synQueueLimit: 0, connections: 1 });
  });
});

describe('a large world at rest', () => {
  it('has told what it rests with, though it came to that a moment after the last look', () => {
    const step = { call: 'load', to: 'B', port: 80, count: 3, every: 20_000 } as const;
    const t = world([listen, at('A', 0, step)], { sample: { flows: 1 }, until: 60_000_000 });
    const held = t.frames.flatMap((f) =>
      f.kind === 'tables' && f.host === 'B' ? [[f.at, f.tables.connections]] : [],
    );
    expect(held.at(-1)?.[1]).toBe(3);
    expect(held.at(-1)?.[0]).toBeLessThan(1_000_000);
  });
});

describe('a flood that finds no room', () => {
  it('is counted, drop by drop, and not kept', () => {
    const x = { name: 'X', title: { en: 'attacker', zh: '攻击者' } };
    const b = { name: 'B', title: { en: 'server', zh: '服务器' } };
    const t = world(
      [listen, at('X', 0, { call: 'flood', to: 'B', port: 80, count: 5000, every: 100 })],
      {
        hosts: [{ ...b, set: { synCookies: 'never', synQueue: 8 } }, x],
        cables: [{ between: ['X', 'B'], delay: 1000 }],
        sample: { flows: 1, strangers: 2 },
        until: 600_000,
      },
    );
    expect(t.counts[0]?.dropped).toEqual({ 'syn-queue-full': 4992 });
    expect(t.frames.length).toBeLessThan(100);
  });
});

describe('answers to nobody', () => {
  const hosts = [...openAndClose.hosts, { name: 'X', title: { en: 'attacker', zh: '攻击者' } }];
  const cables = [...openAndClose.cables, { between: ['X', 'B'] as const, delay: 1000 }];
  const flood: Step['do'] = { call: 'flood', to: 'B', port: 80, count: 1, every: 1 };

  it('are sent and lost, so that a SYN of nobody takes a place in the queue', () => {
    const t = world([listen, at('X', 0, flood)], { hosts, cables, until: 500_000 });
    expect(t.segments.map((s) => [s.id, s.flags, s.fate])).toEqual([
      ['X1', 'S', 'delivered'],
      ['B1', 'S.', 'lost'],
    ]);
    const held = t.frames.flatMap((f) =>
      f.kind === 'tables' && f.host === 'B' ? [f.tables.synQueue] : [],
    );
    expect(held).toEqual([0, 1]);
    expect(t.counts.find((c) => c.host === 'A')?.arrived).toEqual({});
    expect(numberTexts(t).get('B1')).toEqual({ seq: '0', ack: '1' });
    expect(numberTexts(t, 'xy').get('B1')).toEqual({ seq: 'y', ack: 'x+1' });
  });

  it('are counted with everything else the host sends, and go on after it was started anew', () => {
    const again = at('X', 2_200_000, flood);
    const t = run(
      {
        ...openAndClose,
        hosts,
        cables,
        steps: [
          listen,
          at('X', 0, flood),
          at('B', 2_000_000, { call: 'power-off' }),
          at('B', 2_100_000, { call: 'boot' }),
          at('B', 2_100_000, { call: 'listen', port: 80 }),
          again,
        ],
        until: 2_500_000,
      },
      { interventions: faults({ segment: 'B2', action: 'drop' }) },
    );
    expect(t.interventions.map((i) => i.hit)).toEqual([true]);
    const lost = t.frames.flatMap((f) => (f.kind === 'lost' ? [[f.segment, f.reason]] : []));
    expect(lost).toEqual([
      ['B1', 'cable'],
      ['B2', 'drop'],
      ['B3', 'cable'],
    ]);
  });
});

describe('what hosts hold', () => {
  it('is told when it changes: variables, timers and tables', () => {
    const t = run(openAndClose);
    const vars: Record<string, number> = {};
    for (const f of t.frames) {
      if (f.kind === 'vars' && f.host === 'A' && f.at <= 100_000) Object.assign(vars, f.vars);
    }
    const [syn, synAck] = t.segments;
    expect(vars).toMatchObject({
      iss: syn?.seq,
      nxt: ((syn?.seq as number) + 1) >>> 0,
      irs: synAck?.seq,
      sendQueue: 0,
    });
    const timers = t.frames.flatMap((f) =>
      f.kind === 'timers' && f.host === 'A' ? f.timers.map((x) => [f.at, x.name, x.due]) : [],
    );
    expect(timers[0]).toEqual([0, 'retransmission', 1_000_000]);
    expect(timers.at(-1)).toEqual([700_000, 'time-wait', 60_700_000]);
    const held = t.frames.flatMap((f) =>
      f.kind === 'tables' && f.host === 'B' ? [f.tables.synQueue] : [],
    );
    expect(held.slice(0, 3)).toEqual([0, 1, 0]);
  });
});

describe('an application', () => {
  it('is told that urgent octets are on their way, and how many there are to read', () => {
    const t = world([
      listen,
      connect,
      at('A', 300_000, { call: 'send', text: 'stop!', urgent: true }),
    ]);
    expect(told(t, 'B')).toEqual(['listen', 'accept', 'urgent', 'read']);
    expect(t.frames).toContainEqual(
      expect.objectContaining({ call: 'urgent', detail: { socket: 'main', octets: 5 } }),
    );
  });
});
