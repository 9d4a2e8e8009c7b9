import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, ladderText } from '../../src/ladder/index.ts';
import { run } from '../../src/sim/index.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';
import { handMade, segment, traceOf } from './hand-made.ts';

const ESCAPE = String.fromCharCode(27);
const lines = (text: string): string[] => text.split('\n').slice(0, -1);
/** `text` as it stands below, without the line ends around it. */
const drawn = (text: string): string => `\n${text}`;

describe('the ladder of open-and-close', () => {
  it('shows three segments opening, four closing, and every state', () => {
    const text = ladderText(run(openAndClose), { title: 'open-and-close' });
    expect(drawn(text).replace(/10\.0\.0\.1:\d{5}/, '10.0.0.1:40000')).toBe(`
open-and-close

               A 10.0.0.1:40000                             B 10.0.0.2:80
                CLOSED │                                          │ LISTEN
     0 ms     SYN-SENT │── SYN seq=0 ────────────────────────────▶│
    50 ms              │◀────────────────── SYN,ACK seq=0 ack=1 ──│ SYN-RECEIVED
   100 ms  ESTABLISHED │── ACK seq=1 ack=1 ──────────────────────▶│
   150 ms              │                                          │ ESTABLISHED
   200 ms              │── PSH,ACK seq=1 ack=1 len=17 ───────────▶│
   250 ms              │◀────────── PSH,ACK seq=1 ack=18 len=11 ──│
   300 ms              │── ACK seq=18 ack=12 ────────────────────▶│
   400 ms   FIN-WAIT-1 │── FIN,ACK seq=18 ack=12 ────────────────▶│
   450 ms              │◀──────────────────── ACK seq=12 ack=19 ──│ CLOSE-WAIT
   500 ms   FIN-WAIT-2 │                                          │
   650 ms              │◀──────────────── FIN,ACK seq=12 ack=19 ──│ LAST-ACK
   700 ms    TIME-WAIT │── ACK seq=19 ack=13 ────────────────────▶│
   750 ms              │                                          │ CLOSED
                       ┊                 ⋯ 60 s ⋯                 ┊
   60.7 s       CLOSED │                                          │
`);
  });

  it('fits a narrow terminal, in ASCII', () => {
    const text = ladderText(run(openAndClose), { width: 60, ascii: true });
    expect(drawn(text).replace(/10\.0\.0\.1:\d{5}/, '10.0.0.1:40000')).toBe(`
          A 10.0.0.1:40000                  B 10.0.0.2:80
           CLOSED |                               | LISTEN
    0 ms SYN-SENT |-- SYN seq=0 ----------------->|
   50 ms          |<------- SYN,ACK seq=0 ack=1 --| SYN-RCVD
  100 ms    ESTAB |-- ACK seq=1 ack=1 ----------->|
  150 ms          |                               | ESTAB
  200 ms          |-- PSH,ACK 1/1 +17 ----------->|
  250 ms          |<---------- PSH,ACK 1/18 +11 --|
  300 ms          |-- ACK seq=18 ack=12 --------->|
  400 ms  FIN-W-1 |-- FIN,ACK seq=18 ack=12 ----->|
  450 ms          |<--------- ACK seq=12 ack=19 --| CLOSE-W
  500 ms  FIN-W-2 |                               |
  650 ms          |<----- FIN,ACK seq=12 ack=19 --| LAST-ACK
  700 ms   TIME-W |-- ACK seq=19 ack=13 --------->|
  750 ms          |                               | CLOSED
                  :         ... 60 s ...          :
  60.7 s   CLOSED |                               |
`);
  });

  it('shows raw numbers when asked to', () => {
    const trace = run(openAndClose);
    const text = ladderText(trace, { numbers: 'raw' });
    for (const s of trace.segments) expect(text).toContain(String(s.seq));
  });
});

describe('a ladder in text', () => {
  it('ends losses where they end, splits what crosses, and marks what was sent again', () => {
    expect(drawn(ladderText(handMade()))).toBe(`
               A 10.0.0.1:50000                             B 10.0.0.2:80
                CLOSED │                                          │ LISTEN
     0 ms     SYN-SENT │── SYN seq=0 ───────────✗                 │
                       ┊                 ⋯ 1 s ⋯                  ┊
      1 s              │── SYN seq=0 ↻ ──────────────────────────▶│
   1.05 s              │◀────────────────── SYN,ACK seq=0 ack=1 ──│ SYN-RECEIVED
    1.1 s  ESTABLISHED │── ACK seq=1 ack=1 ──────────────────────▶│
   1.15 s              │                                          │ ESTABLISHED
    1.2 s              │── A4 PSH,ACK 1/1 +100 ─╲                 │
   1.22 s              │                ╱─ B2 PSH,ACK 1/1 +1448 ──│
   1.25 s              │                         ╲── A4 ─────────▶│
   1.26 s              │── A4 PSH,ACK seq=1 ack=1 len=100 ⧉ ─────▶│
   1.27 s              │◀──────── B2 ──╱                          │
    1.3 s              │◀─────────────── ACK seq=1449 ack=101 ↯ ──│
    1.4 s       CLOSED │── RST,ACK seq=101 ack=1449 ─────────────▶│
   1.45 s              │                                          │ CLOSED
`);
  });

  it('slants every arrow when asked to, from the line it leaves on to the one it arrives on', () => {
    const trace = traceOf([
      segment({ id: 'A1', flags: 'S', seq: 0, sentAt: 0 }),
      segment({ id: 'B1', flags: 'S.', seq: 0, ack: 1, sentAt: 50_000 }),
    ]);
    expect(drawn(ladderText(trace, { slant: true, ascii: true, width: 60 }))).toBe(`
          A 10.0.0.1:50000                  B 10.0.0.2:80
           CLOSED |                               | CLOSED
    0 ms          |-- A1 SYN seq=0 -\\             |
   50 ms          |                  \\-- A1 ----->|
                  |           /- B1 SYN,ACK 0/1 --|
  100 ms          |<--- B1 --/                    |
`);
  });

  it('draws a segment that never arrived as under way', () => {
    const trace = traceOf([
      segment({ id: 'A1', flags: 'S', seq: 0, sentAt: 0, arrivedAt: null, fate: 'in-flight' }),
    ]);
    expect(ladderText(trace)).toMatch(/── SYN seq=0 ─+⋯ +│/);
  });

  it('says so when a segment arrived and was dropped', () => {
    const interventions = asked({ segment: 'A3', action: 'corrupt' });
    const text = ladderText(run(openAndClose, { seed: 2, interventions }));
    expect(text).toContain('A3 dropped: wrong TCP checksum │');
    expect(text).toContain('len=17 ↯');
  });

  it('stamps what does not conform', () => {
    const text = ladderText({
      ...handMade(),
      nonStandard: [{ host: 'B', whatIf: 'twoWay', clause: 'RFC 9293 3.10.7.4' }],
    });
    expect(lines(text)[0]).toBe('⚠ not standard behaviour: twoWay on B breaks RFC 9293 3.10.7.4');
  });

  it('says so when there is nothing to draw', () => {
    expect(ladderText({ ...traceOf([]), flows: [] })).toBe('no segment was sent\n');
  });

  it('draws each flow by itself, or the one asked for', () => {
    const two = run({
      ...openAndClose,
      steps: [
        ...openAndClose.steps,
        { host: 'A', when: { at: 1000 }, do: { call: 'connect', to: 'B', port: 81, socket: 'x' } },
      ],
    });
    const text = ladderText(two);
    expect(text).toContain('B 10.0.0.2:80');
    expect(text).toContain('B 10.0.0.2:81');
    const second = ladderText(two, { flow: 2 });
    expect(second).not.toContain('TIME-WAIT');
    expect(second).toContain('RST,ACK');
    expect(() => ladderText(two, { flow: 3 })).toThrow('it has: 1, 2');
    const first = ladderText(two, { most: 1 });
    expect(first).not.toContain('B 10.0.0.2:81');
    expect(lines(first).at(-1)).toBe('1 more connection is not drawn');
  });

  it('colours without changing what stands there', () => {
    const plain = ladderText(handMade());
    const colored = ladderText(handMade(), { color: true });
    expect(colored).toContain(`${ESCAPE}[31m`);
    const bare = colored.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '');
    expect(lines(bare).map((l) => l.trimEnd())).toEqual(lines(plain));
  });

  it('becomes a list where there is no room for a ladder', () => {
    const text = ladderText(handMade(), { width: 40, names: true, ascii: true });
    expect(drawn(text)).toBe(`
A 10.0.0.1:50000
B 10.0.0.2:80
    0 ms A>B A1 SYN seq=0 lost
     1 s A>B A2 SYN seq=0 again
  1.05 s B>A B1 SYN,ACK seq=0 ack=1
   1.1 s A>B A3 ACK seq=1 ack=1
   1.2 s A>B A4 P. 1/1 +100 duplicated
  1.22 s B>A B2 PSH,ACK 1/1 +1448
   1.3 s B>A B3 ACK 1449/101 corrupted
   1.4 s A>B A5 RST,ACK seq=101 ack=1449
`);
    const chinese = ladderText(handMade(), { width: 40, lang: 'zh' });
    expect(chinese).toContain('A▶B SYN seq=0 ✗ 丢失');
    expect(() => ladderText(handMade(), { width: 0 })).toThrow('at least 1 column');
  });

  it('draws in two lines what comes only after something else was sent', () => {
    const slow = [
      segment({ id: 'A1', flags: 'S', seq: 0, sentAt: 0, arrivedAt: 1_010_000, fate: 'delayed' }),
      segment({ id: 'A2', flags: 'S', seq: 0, sentAt: 1_000_000, arrivedAt: 1_050_000 }),
    ];
    const lines = ladderText(traceOf(slow), { names: true }).split('\n');
    const at = (text: string) => lines.findIndex((line) => line.includes(text));
    expect(at('── A1 SYN')).toBeLessThan(at('── A2 SYN'));
    expect(lines[at('╲── A1 ─')]).toMatch(/1\.01 s/);
  });

  it('names the forger at the side of an address that is nobody, and what it drops there', () => {
    const forged = run({
      ...openAndClose,
      hosts: [...openAndClose.hosts, { name: 'M', title: { en: 'forger', zh: '伪造者' } }],
      cables: [...openAndClose.cables, { between: ['M', 'B'], delay: 1000 }],
      steps: [
        openAndClose.steps[0] as (typeof openAndClose.steps)[0],
        {
          host: 'M',
          when: { at: 0 },
          do: {
            ...{ call: 'inject', from: '10.0.1.9', to: 'B', sport: 7000, dport: 80 },
            ...{ flags: 'S', seq: 1 },
          },
        },
      ],
      until: 50_000,
    });
    const text = ladderText(forged, { names: true, hostTitles: { M: 'forger M' } });
    expect(text).toContain('forger M 10.0.1.9:7000');
    expect(text).toMatch(/B1 dropped: not for this host │$/m);
    expect(text).toContain(' M1 SYN seq=0 ');
    expect(text).not.toContain('M: M1');
  });

  it('writes numbers with the letters of textbooks', () => {
    const text = ladderText(handMade(), { numbers: 'xy' });
    expect(text).toContain('SYN seq=x ');
    expect(text).toContain('SYN,ACK seq=y ack=x+1');
    expect(text).toContain('ACK seq=y+1449 ack=x+101');
    expect(ladderText(handMade(), { numbers: 'xy', symbols: ['j', 'k'] })).toContain(
      'SYN,ACK seq=k ack=j+1',
    );
  });

  it('shows what happened to hosts always, and calls when asked to', () => {
    const power = {
      ...{ at: 1_300_000, host: 'B', flow: null, segment: null, cause: null, rule: '' },
      ...({ kind: 'host', what: 'power-off', code: 'host/power-off' } as const),
    };
    const t = handMade();
    const at = t.frames.findIndex((f) => f.at > 1_300_000);
    const off = { ...t, frames: [...t.frames.slice(0, at), power, ...t.frames.slice(at)] };
    expect(ladderText(off)).toMatch(/ power off │/);
    expect(ladderText(off, { lang: 'zh' })).toMatch(/ 断电 │/);
    const trace = run(openAndClose);
    expect(ladderText(trace)).not.toContain('connect()');
    const text = ladderText(trace, { calls: true });
    expect(text).toMatch(/│ connect\(\) +│/);
    expect(text).toMatch(/read\(\) "What time is it\?" │/);
    expect(text).toMatch(/ close\(\) │ /);
  });

  it('speaks Chinese, in columns that stay aligned', () => {
    const faults = asked({ segment: 'A3', action: 'corrupt' });
    const trace = run(openAndClose, { seed: 2, interventions: faults });
    const broken = {
      ...trace,
      omitted: 3,
      nonStandard: [{ host: 'B', whatIf: 'twoWay', clause: 'RFC 9293 section 3.5' }],
    };
    const text = ladderText(broken, { lang: 'zh' });
    expect(lines(text)[0]).toBe('⚠ 不符合标准的行为：B 的 twoWay 违反 RFC 9293 第 3.5 节');
    expect(text).toContain('A3 被丢弃：');
    expect(text).toContain('另有 3 个事件未显示');
    const ends = lines(text)
      .filter((line) => line.includes('│'))
      .map((line) => displayWidth(line.slice(0, line.lastIndexOf('│'))));
    expect(new Set(ends).size).toBe(1);
  });

  it('never gets wider than its columns, nor breaks a life-line, whatever happens', () => {
    const actions = fc.constantFrom(
      ...(['drop', 'duplicate', 'corrupt', 'reorder', 'delay'] as const),
    );
    const faults = fc.uniqueArray(
      fc.record({
        segment: fc
          .tuple(fc.constantFrom('A', 'B'), fc.integer({ min: 1, max: 8 }))
          .map((p) => p.join('')),
        action: actions,
        by: fc.integer({ min: 1000, max: 900_000 }),
      }),
      { maxLength: 4, selector: (f) => f.segment },
    );
    const options = fc.record({
      width: fc.integer({ min: 60, max: 140 }),
      ascii: fc.boolean(),
      slant: fc.boolean(),
      names: fc.boolean(),
      numbers: fc.constantFrom('raw' as const, 'relative' as const, 'xy' as const),
      calls: fc.boolean(),
    });
    const hostTitles = { A: '客户端 A', B: '服务器 B' };
    fc.assert(
      fc.property(faults, options, fc.nat(1000), (f, o, seed) => {
        const trace = run(openAndClose, { seed, interventions: asked(...f) });
        const [heading, ...rows] = lines(ladderText(trace, { ...o, hostTitles }));
        expect(displayWidth(heading as string)).toBeLessThanOrEqual(o.width);
        const bars = o.ascii ? /[|:]/ : /[│┊]/;
        const bar = rows[0]?.search(bars) as number;
        for (const row of rows) {
          expect(displayWidth(row)).toBeLessThanOrEqual(o.width);
          expect(row[bar]).toMatch(bars);
          if (o.ascii) expect(row).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a segment of a third host', () => {
  it('says who sent it, for it begins at the life-line of the one in whose name it goes', () => {
    const host = (name: string) => ({ name, title: { zh: name, en: name }, profile: 'rfc' });
    const trace = run({
      id: 'forged',
      title: { zh: '伪造', en: 'forged' },
      hosts: [host('A'), host('B'), host('M')],
      cables: [
        { between: ['A', 'B'], delay: 10_000 },
        { between: ['M', 'B'], delay: 10_000 },
      ],
      steps: [
        { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
        {
          host: 'A',
          when: { at: 0 },
          do: { call: 'connect', to: 'B', port: 80, localPort: 5000 },
        },
        {
          host: 'M',
          when: { at: 50_000 },
          do: {
            ...{ call: 'inject', from: 'A', to: 'B', sport: 5000, dport: 80 },
            ...{ flags: 'R', seq: 7 },
          } as const,
        },
      ],
      until: 100_000,
    });
    const drawn = lines(ladderText(trace, {}));
    expect(drawn.filter((l) => l.includes('─ M: RST ')).length).toBe(1);
    expect(drawn.filter((l) => /─ [AB]: /.test(l))).toEqual([]);
  });
});
