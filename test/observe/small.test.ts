import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/utf8.ts';
import { ladderText } from '../../src/ladder/index.ts';
import {
  fanOut,
  hex,
  metrics,
  numbersOf,
  numberTexts,
  optionsText,
  segmentOptions,
} from '../../src/observe/index.ts';
import { lettersOf, symbolTexts } from '../../src/observe/numbering.ts';
import { run, type Step, World } from '../../src/sim/index.ts';
import { TcpListener } from '../../src/socket/tcp-listener.ts';
import { TcpSocket } from '../../src/socket/tcp-socket.ts';
import { narrate } from '../../src/story/index.ts';
import type { Observer } from '../../src/tcp/observer.ts';
import { Segment } from '../../src/wire/tcp.ts';
import { openAndClose } from '../support/open-and-close.ts';

describe('fan-out', () => {
  const named = (name: string, heard: string[]): Observer => ({
    transition: () => heard.push(`${name} transition`),
    arrived: () => heard.push(`${name} arrived`),
    sent: () => heard.push(`${name} sent`),
    dropped: () => heard.push(`${name} dropped`),
    timer: () => heard.push(`${name} timer`),
    recovery: () => heard.push(`${name} recovery`),
  });

  it('tells each observer, in order', () => {
    const heard: string[] = [];
    const o = fanOut(named('x', heard), undefined, named('y', heard)) as Observer;
    const world = new World();
    const a = world.host('A', { observer: o });
    world.cable(a, world.host('B'));
    TcpSocket.connect(a, { address: '10.0.0.2', port: 1 });
    world.run();
    expect(heard.length).toBeGreaterThan(4);
    for (let i = 0; i < heard.length; i += 2) {
      expect(heard[i + 1]).toBe((heard[i] as string).replace('x', 'y'));
    }
    for (const what of ['transition', 'sent', 'arrived']) expect(heard).toContain(`x ${what}`);
  });

  it('is nothing when there is nobody to tell, and the observer itself when there is one', () => {
    const one = named('x', []);
    expect(fanOut(null, undefined)).toBeNull();
    expect(fanOut(null, one)).toBe(one);
  });
});

describe('options as data', () => {
  /** A segment with these octets as its options. */
  const withOptions = (bytes: Uint8Array): Segment => {
    const seg = new Segment();
    seg.bytes = bytes;
    seg.optionsTo = bytes.length;
    return seg;
  };
  const read = (...octets: number[]) => segmentOptions(withOptions(Uint8Array.from(octets)));

  it('are decoded in the order they stand in', () => {
    expect(read(2, 4, 5, 0xb4, 4, 2, 1, 3, 3, 7)).toEqual([
      { name: 'mss', mss: 1460 },
      { name: 'sackOk' },
      { name: 'nop' },
      { name: 'wscale', shift: 7 },
    ]);
    expect(read(34, 6, 1, 2, 3, 4, 28, 4, 0x80, 5, 0)).toEqual([
      { name: 'tfo', cookie: '01020304' },
      { name: 'uto', timeout: 5, minutes: true },
      { name: 'eol' },
    ]);
  });

  it('are shown as packetdrill writes them', () => {
    const sack = read(1, 1, 5, 10, 0, 0, 0, 20, 0, 0, 0, 30);
    expect(optionsText(sack, 10)).toBe('nop,nop,sack 10:20');
    expect(optionsText(read(254, 4, 0xf9, 0x89))).toBe('FO');
    expect(optionsText(read(8, 10, 255, 255, 255, 255, 0, 0, 0, 9))).toBe(
      'TS val 4294967295 ecr 9',
    );
    expect(optionsText(read(77, 4, 0xab, 0xcd))).toBe('kind 77 abcd');
  });

  it('of a known kind with a wrong length are unknown', () => {
    expect(read(2, 3, 1, 8, 4, 1, 1)).toEqual([
      { name: 'unknown', kind: 2, bytes: '01' },
      { name: 'unknown', kind: 8, bytes: '0101' },
    ]);
  });

  it('do no harm, whatever they are [MUST-7]', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        expect(optionsText(segmentOptions(withOptions(octets)))).not.toContain('NaN');
      }),
    );
  });
});

describe('numbers', () => {
  it('are counted from the SYN of each direction, or raw', () => {
    const t = run(openAndClose);
    const relative = numbersOf(t);
    expect(relative.get('A1')).toEqual({ seq: 0, ack: null, sacks: [] });
    expect(relative.get('B1')).toEqual({ seq: 0, ack: 1, sacks: [] });
    expect(relative.get('A2')).toMatchObject({ seq: 1, ack: 1 });
    const raw = numbersOf(t, true);
    for (const s of t.segments) expect(raw.get(s.id)?.seq).toBe(s.seq);
  });

  it('are written with letters, x for the side that sent first', () => {
    const t = run(openAndClose);
    const texts = numberTexts(t, 'xy');
    expect(texts.get('A1')).toEqual({ seq: 'x', ack: null });
    expect(texts.get('B1')).toEqual({ seq: 'y', ack: 'x+1' });
    expect(texts.get('B2')).toEqual({ seq: 'y+1', ack: 'x+18' });
    expect(numberTexts(t, 'xy', ['u', 'v']).get('A2')).toEqual({ seq: 'u+1', ack: 'v+1' });
    expect(numberTexts(t).get('B1')).toEqual({ seq: '0', ack: '1' });
    expect(numberTexts(t, 'raw').get('A1')?.seq).toBe(String(t.segments[0]?.seq));
  });

  it('have other letters in each of several flows', () => {
    const t = run({
      ...openAndClose,
      steps: [
        ...openAndClose.steps,
        {
          host: 'A',
          when: { at: 5000 },
          do: { call: 'connect', to: 'B', port: 80, socket: 'two' },
        },
      ],
    });
    expect(t.flows.length).toBe(2);
    const texts = symbolTexts(t);
    expect(texts.get('A1')?.seq).toBe('x');
    expect(texts.get('A2')?.seq).toBe('z');
    expect(lettersOf(t, 2)).toEqual(['z', 'w']);
    expect(ladderText(t, { numbers: 'xy' })).toContain('SYN,ACK seq=w ack=z+1');
    expect(ladderText(t, { numbers: 'xy', flow: 2 })).toContain('SYN,ACK seq=y ack=x+1');
    expect(
      narrate(t, { lang: 'en', numbers: 'xy' })
        .map((l) => l.one)
        .join(),
    ).toContain('seq z');
  });

  it('agree in all three modes by subtraction', () => {
    const t = run(openAndClose);
    const relative = numbersOf(t);
    for (const [id, { seq }] of numberTexts(t, 'xy')) {
      const offset = Number(/[+-]\d+$/.exec(seq)?.[0] ?? 0);
      expect(offset).toBe(relative.get(id)?.seq);
    }
  });

  it('get a prime when a direction opens anew, and stay bare in a reset that has none', () => {
    const t = run(openAndClose);
    const [syn, ...rest] = t.segments;
    if (syn === undefined) throw new Error('no segment');
    const again = { ...syn, id: 'A9', seq: (syn.seq + 5000) >>> 0 };
    const more = { ...t, segments: [syn, ...rest, again] };
    expect(numberTexts(more, 'xy').get('A9')?.seq).toBe("x'");
    const answer = { ...syn, from: 'B', to: 'A', sport: syn.dport, dport: syn.sport };
    const reset = { ...answer, id: 'B1', flags: 'R.', seq: 0, ack: (syn.seq + 1) >>> 0 };
    const refused = { ...t, segments: [syn, reset] };
    expect(numberTexts(refused, 'xy').get('B1')).toEqual({ seq: '0', ack: 'x+1' });
  });
});

describe('numbers of forged segments', () => {
  const cables = [...openAndClose.cables, { between: ['X', 'B'] as const, delay: 1000 }];
  const hosts = [...openAndClose.hosts, { name: 'X', title: { en: 'attacker', zh: '攻击者' } }];
  const forged = (flags: string, at: number): Step => ({
    host: 'X',
    when: { at },
    do: { call: 'inject', from: 'A', to: 'B', sport: 5000, dport: 80, flags, seq: 1500 },
  });
  const steps: readonly Step[] = [
    { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
    { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80, localPort: 5000 } },
    forged('R', 300_000),
    forged('S', 2_000_000),
    { host: 'A', when: { at: 3_000_000 }, do: { call: 'send', text: 'hello' } },
  ];
  const [a, ...others] = hosts;
  if (a === undefined) throw new Error('no host');
  const t = run({ ...openAndClose, hosts: [{ ...a, iss: [1000] }, ...others], cables, steps });

  it('are counted as those of the end in whose name they go', () => {
    expect(numbersOf(t).get('X1')?.seq).toBe(500);
    expect(numberTexts(t, 'xy').get('X1')?.seq).toBe('x+500');
  });

  it('from the SYN whose number they guess, also where it comes later', () => {
    const guess = {
      call: 'inject',
      from: 'A',
      to: 'B',
      sport: 5000,
      dport: 80,
      wnd: 1000,
    } as const;
    const blind = run({
      ...openAndClose,
      hosts: [
        { ...a, iss: [1000] },
        { ...(others[0] as typeof a), iss: [7000] },
        ...others.slice(1),
      ],
      cables,
      steps: [
        steps[0] as Step,
        { host: 'X', when: { at: 0 }, do: { ...guess, flags: 'S', seq: 1500 } },
        { host: 'X', when: { at: 1 }, do: { ...guess, flags: '.', seq: 1501, ack: 7001 } },
      ],
      until: 100_000,
    });
    expect(numbersOf(blind).get('X2')).toMatchObject({ seq: 1, ack: 1 });
    expect(numberTexts(blind, 'xy').get('X2')).toEqual({ seq: 'x+1', ack: 'y+1' });
    expect(numberTexts(blind, 'xy').get('B1')).toEqual({ seq: 'y', ack: 'x+1' });
  });

  it('and a forged SYN does not make its numbers begin anew', () => {
    expect(numbersOf(t).get('X2')?.seq).toBe(500);
    expect(t.segments.find((s) => s.id === 'A3')?.length).toBe(5);
    expect(numbersOf(t).get('A3')?.seq).toBe(1);
    expect(numberTexts(t, 'xy').get('A3')?.seq).toBe('x+1');
  });
});

describe('metrics', () => {
  it('sum up a host as plain data', () => {
    const world = new World();
    const a = world.host('A');
    const b = world.host('B');
    world.cable(a, b, { delay: 1000 });
    TcpListener.listen(b, { port: 80 }, () => {});
    TcpSocket.connect(a, { address: '10.0.0.2', port: 80 });
    TcpSocket.connect(a, { address: 'fd00::2', port: 81 });
    world.run(1_000_000);
    const m = metrics(a);
    expect(m.host).toBe('A');
    expect(m.states).toEqual({ ESTABLISHED: 1 });
    expect(m.tcp).toMatchObject({ activeOpens: 2, failedOpens: 1, resetsIn: 1 });
    expect(metrics(b).tcp).toMatchObject({ passiveOpens: 1, resetsOut: 1 });
    expect(metrics(b).drops).toEqual({ 'no-listener': 1 });
    expect(JSON.parse(JSON.stringify(m))).toEqual(m);
  });
});

describe('text and octets', () => {
  it('utf8 agrees with the platform', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (s) => {
        expect([...utf8(s)]).toEqual([...new TextEncoder().encode(s)]);
      }),
    );
    expect([...utf8('\ud800')]).toEqual([0xef, 0xbf, 0xbd]);
  });

  it('hex shows every octet with two digits', () => {
    expect(hex(Uint8Array.of(0, 15, 255))).toBe('000fff');
  });
});
