import { describe, expect, it } from 'vitest';
import { isQuiet, numbersText } from '../../src/ladder/diagram.ts';
import { ROUTES } from '../../src/ladder/diagram-places.ts';
import { hasWire } from '../../src/ladder/diagram-text.ts';
import {
  causeText,
  diagramSvg,
  diagramText,
  displayWidth,
  EDGES,
  edgeCauseText,
  edgeKey,
  endOf,
  pathOf,
} from '../../src/ladder/index.ts';
import type { Trace } from '../../src/observe/index.ts';
import { run } from '../../src/sim/index.ts';
import { DIAGRAM, STATE_NAMES } from '../../src/tcp/state.ts';
import { openAndClose } from '../support/open-and-close.ts';
import { handMade, traceOf } from './hand-made.ts';
import { elementsOf, wellFormed } from './xml-reader.ts';

/** One host that makes every transition there is, which no host ever did. */
function everywhere(): Trace {
  return traceOf(
    [],
    EDGES.map((e, i) => [i * 1000, 'A', e.from, e.to] as const),
  );
}

describe('the numbers of the steps that took one line', () => {
  it('are all there when they are few, and the first two and the last when they are many', () => {
    expect(numbersText([4])).toBe('4');
    expect(numbersText([1, 6, 11])).toBe('1,6,11');
    expect(numbersText([1, 6, 11, 16, 61])).toBe('1,6..61');
    const often = traceOf(
      [],
      Array.from({ length: 40 }, (_, i) =>
        i % 2 === 0
          ? ([i * 1000, 'A', 'CLOSED', 'SYN-SENT'] as const)
          : ([i * 1000, 'A', 'SYN-SENT', 'CLOSED'] as const),
      ),
    );
    const [first] = diagramText(often, 'A').split('\n');
    expect(first).toContain('1,3..39');
    expect(diagramSvg(often, 'A')).toContain('>1,3..39<');
  });
});

describe('a diagram of what broke a rule on purpose', () => {
  it('says so above itself, as an SVG and as text', () => {
    const nonStandard = [{ host: 'B', whatIf: 'twoWay', clause: 'RFC 9293 section 3.5' }];
    const broken = { ...run(openAndClose), nonStandard };
    const svg = diagramSvg(broken, 'A');
    wellFormed(svg);
    expect(svg).toContain('class="hazard"');
    expect(svg).toContain('twoWay on B breaks RFC 9293 section 3.5');
    expect(diagramText(broken, 'A', { ascii: true })).toMatch(/^! not standard behaviour: twoWay/);
    expect(diagramSvg(run(openAndClose), 'A')).not.toContain('hazard');
  });
});

describe('the path of a host', () => {
  it('has every transition in order, with its time and what brought it about', () => {
    const path = pathOf(run(openAndClose), 'A');
    expect(path.map((s) => s.n)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(path.map((s) => s.to)).toEqual([
      'SYN-SENT',
      'ESTABLISHED',
      'FIN-WAIT-1',
      'FIN-WAIT-2',
      'TIME-WAIT',
      'CLOSED',
    ]);
    expect(path[1]).toMatchObject({ at: 100_000, segment: { id: 'B1', flags: 'S.' } });
    expect(causeText(path[1] as never, 'en')).toBe('rcv SYN,ACK (B1)');
    expect(causeText(path[1] as never, 'zh')).toBe('收到 SYN,ACK (B1)');
    expect(causeText(path[2] as never, 'en')).toBe('close()');
    expect(causeText(path[5] as never, 'en')).toBe('time-wait timer');
    expect(endOf(path)).toBe('CLOSED');
  });

  it('is that of the flow asked for, or of the first in which the host did anything', () => {
    const two = run({
      ...openAndClose,
      steps: [
        ...openAndClose.steps,
        { host: 'A', when: { at: 1000 }, do: { call: 'connect', to: 'B', port: 81, socket: 'x' } },
      ],
    });
    expect(pathOf(two, 'A', 2).map((s) => s.to)).toEqual(['SYN-SENT', 'CLOSED']);
    expect(pathOf(two, 'A')).toHaveLength(6);
    expect(pathOf(two, 'B', 2)).toEqual([]);
    expect(pathOf(two, 'nobody')).toEqual([]);
    expect(endOf([])).toBe(null);
  });
});

describe('the state diagram', () => {
  it('has a line for every transition of the engine, and none besides', () => {
    expect(EDGES).toHaveLength(DIAGRAM.length);
    expect(Object.keys(ROUTES).sort()).toEqual(EDGES.map(edgeKey).sort());
    for (const e of EDGES) expect(hasWire(e)).toBe(!isQuiet(e));
  });

  it('says every cause in Chinese', () => {
    for (const { cause } of EDGES) {
      if (cause !== 'CLOSE') expect(edgeCauseText(cause, 'zh')).toMatch(/[\u4e00-\u9fff]/);
      expect(edgeCauseText(cause, 'en')).toBe(cause);
    }
  });

  it('is whole and stands alone as an SVG, in both themes and languages', () => {
    for (const theme of ['light', 'dark'] as const) {
      for (const lang of ['zh', 'en'] as const) {
        for (const trace of [null, run(openAndClose), handMade(), everywhere()]) {
          const svg = diagramSvg(trace, 'A', { theme, lang, title: 'a < b' });
          wellFormed(svg);
          expect(svg).not.toMatch(/NaN|undefined|null|<script|href/);
          const states = elementsOf(svg, 'g', 'node').map((e) => e.attributes['data-state']);
          expect([...new Set(states)].sort()).toEqual([...STATE_NAMES].sort());
        }
      }
    }
  });

  it('fills the states a host was in, and numbers the transitions it made', () => {
    const svg = diagramSvg(run(openAndClose), 'B');
    const visited = elementsOf(svg, 'g', 'node visited').map((e) => e.attributes['data-state']);
    expect(visited.sort()).toEqual([
      'CLOSE-WAIT',
      'CLOSED',
      'ESTABLISHED',
      'LAST-ACK',
      'LISTEN',
      'SYN-RECEIVED',
    ]);
    expect(svg.match(/class="edge taken"/g)).toHaveLength(5);
    expect(svg.match(/class="last"/g)).toHaveLength(1);
    expect(svg).toContain('>rcv FIN,ACK (A5)<');
    expect(diagramSvg(everywhere(), 'A').match(/class="edge taken"/g)).toHaveLength(EDGES.length);
    expect(diagramSvg(null, 'A')).not.toContain('class="edge taken"');
    expect(diagramSvg(null, 'A', { bare: true })).not.toContain('passive OPEN');
  });

  it('is drawn in text, with brackets around the states of the path', () => {
    expect(`\n${diagramText(run(openAndClose), 'A')}`).toBe(`
                ┌───────────────── [CLOSED]  ────────1──────┐
                │                    ▲   ▲                  │
                │   ┌────────────────┘   └───────────────┐  │
                ▼   │                                    │  ▼
             LISTEN  ──────────────────────────────────▶ [SYN-SENT]
           ▲    │                                          │     │
           │    │                                          │     │
           │    ▼                                          │     │
          SYN-RECEIVED  ◀──────────────────────────────────┘     2
            │       │                                            │
            │       └──────────▶ [ESTABLISHED] ◀─────────────────┘
            │                       │     │
            ▼                       │     │
          [FIN-WAIT-1] ◀──────3─────┘     └───────────▶  CLOSE-WAIT
           4  │     └──────────────────┐                      │
              ▼                        ▼                      ▼
          [FIN-WAIT-2]              CLOSING               LAST-ACK
                │                      │                      │
                │                      ▼                      ▼
                └───────5───────▶ [TIME-WAIT]  ────6────▶ [CLOSED]*

Besides these lines, RST, ABORT or a timeout leads from SYN-RECEIVED and every
later state to CLOSED.

  1      0 ms  CLOSED       → SYN-SENT      active OPEN: snd SYN
  2    100 ms  SYN-SENT     → ESTABLISHED   rcv SYN,ACK (B1)
  3    400 ms  ESTABLISHED  → FIN-WAIT-1    close()
  4    500 ms  FIN-WAIT-1   → FIN-WAIT-2    rcv ACK (B3)
  5    700 ms  FIN-WAIT-2   → TIME-WAIT     rcv FIN,ACK (B4)
  6    60.7 s  TIME-WAIT    → CLOSED        time-wait timer
`);
  });

  it('never takes more than 80 columns, and stays in ASCII when asked to', () => {
    for (const trace of [null, run(openAndClose), handMade(), everywhere()]) {
      for (const lang of ['zh', 'en'] as const) {
        const lines = diagramText(trace, 'A', { lang, title: 't' }).split('\n');
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
      }
      expect(diagramText(trace, 'A', { ascii: true })).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });
});
