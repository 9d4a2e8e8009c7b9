import { describe, expect, it } from 'vitest';
import { ladderSvg, laddersSvg, PALETTES, type SvgOptions } from '../../src/ladder/index.ts';
import { overlap } from '../../src/ladder/labels.ts';
import type { Trace } from '../../src/observe/index.ts';
import { run, type Scenario, type ScenarioFault } from '../../src/sim/index.ts';
import { faults as asked, openAndClose } from '../support/open-and-close.ts';
import { handMade, segment, traceOf } from './hand-made.ts';
import { attributesOf, elementsOf, numbersIn, wellFormed } from './xml-reader.ts';

const simultaneous: Scenario = {
  ...openAndClose,
  id: 'simultaneous-open',
  steps: [
    {
      host: 'A',
      when: { at: 0 },
      do: { call: 'connect', to: 'B', port: 2000, localPort: 1000 },
    },
    {
      host: 'B',
      when: { at: 10_000 },
      do: { call: 'connect', to: 'A', port: 1000, localPort: 2000 },
    },
  ],
  until: 1_000_000,
};

/** Twenty segments of data, of which some are lost, late or doubled, and then a long wait. */
const transfer: Scenario = {
  ...openAndClose,
  id: 'transfer',
  steps: [
    { host: 'B', when: { at: 0 }, do: { call: 'listen', port: 80 } },
    { host: 'A', when: { at: 0 }, do: { call: 'connect', to: 'B', port: 80 } },
    { host: 'A', when: { on: 'connected' }, do: { call: 'send', octets: 29_200 } },
    { host: 'A', when: { at: 900_000 }, do: { call: 'close' } },
    { host: 'B', when: { on: 'ended' }, do: { call: 'close' } },
  ],
};

const FAULTS: readonly ScenarioFault[] = [
  { segment: 'A4', action: 'reorder', by: 60_000 },
  { segment: 'A5', action: 'duplicate' },
  { segment: 'A9', action: 'drop' },
  { segment: 'A11', action: 'corrupt' },
];

const traces: readonly (readonly [name: string, trace: Trace])[] = [
  ['a connection from open to close', run(openAndClose)],
  ['a simultaneous open', run(simultaneous)],
  ['a transfer with faults', run(transfer, { interventions: asked(...FAULTS) })],
  ['what was made by hand', handMade()],
];

const looks: readonly SvgOptions[] = (['light', 'dark'] as const).flatMap((theme) =>
  (['zh', 'en'] as const).map((lang): SvgOptions => ({ theme, lang, numbers: 'xy' })),
);

/** Whatever is written that readers see: no tags, no attributes. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|title|desc)\b[^>]*>([^<]*)</g)].map((m) => m[1] as string);
}

function labelBoxes(svg: string) {
  return [...svg.matchAll(/<g class="label"[^>]*><rect ([^>]*)\/>/g)].map((m) => {
    const of = attributesOf(m[1] as string);
    const n = (key: string): number => Number(of[key]);
    return { x: n('x'), y: n('y'), width: n('width'), height: n('height') };
  });
}

describe('a ladder as an SVG', () => {
  for (const [name, trace] of traces) {
    for (const look of looks) {
      it(`is whole and stands alone: ${name}, ${look.theme}, ${look.lang}`, () => {
        const svg = ladderSvg(trace, look);
        wellFormed(svg);
        expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
        expect(svg).not.toMatch(/NaN|undefined|null|Infinity|\[object/);
        expect(svg).not.toMatch(/<script|<image|<style|href|@import|\bon\w+=/);
        expect(svg.match(/http/g)).toHaveLength(1);
        expect(svg).toContain(`lang="${look.lang === 'zh' ? 'zh-CN' : 'en'}"`);
      });
    }

    it(`has one arrow for each segment, and one for each copy: ${name}`, () => {
      const svg = ladderSvg(trace);
      const own = trace.segments.filter((s) => s.flow === 1);
      const drawn = [...svg.matchAll(/class="arrow segment" data-segment="(\w+)"/g)];
      expect(drawn.map((m) => m[1])).toEqual(own.map((s) => s.id));
      const copies = own.reduce((n, s) => n + s.copiesAt.length, 0);
      expect(svg.match(/class="arrow copy"/g) ?? []).toHaveLength(copies);
    });

    it(`never puts one label on another: ${name}`, () => {
      for (const numbers of ['xy', 'relative', 'raw'] as const) {
        const boxes = labelBoxes(ladderSvg(trace, { numbers, names: true }));
        expect(boxes.length).toBeGreaterThan(3);
        boxes.forEach((a, i) => {
          for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBe(false);
        });
      }
    });
  }

  it('lets every arrow that arrives fall, and gives each kind its colour in both themes', () => {
    for (const theme of ['light', 'dark'] as const) {
      const { kinds } = PALETTES[theme];
      const svg = ladderSvg(handMade(), { theme });
      for (const { attributes, content } of elementsOf(svg, 'g', 'arrow')) {
        const kind = attributes['data-kind'] as keyof typeof kinds;
        expect(content).toContain(kinds[kind]);
        const [, y0, ...rest] = numbersIn(/ d="(M[^"]*)"/.exec(content)?.[1] ?? '');
        expect(rest.at(-1)).toBeGreaterThan(y0 as number);
      }
    }
  });

  it('tells kinds and fates apart without colour', () => {
    const svg = ladderSvg(handMade());
    const lineOf = (id: string): string =>
      elementsOf(svg, 'g', 'arrow').find((e) => e.attributes['data-segment'] === id)?.content ?? '';
    expect(lineOf('A1')).toContain('stroke-dasharray="2 4"');
    expect(lineOf('A2')).toContain('stroke-dasharray="11 5"');
    expect(lineOf('B1').match(/<path/g)).toHaveLength(2);
    expect(lineOf('A4')).toContain('stroke-width="3"');
    expect(lineOf('B3')).toContain('Q');
    expect(lineOf('A5').match(/L/g)?.length).toBeGreaterThan(10);
  });

  it('keeps order: of two segments, what left earlier is not drawn lower', () => {
    for (const [, trace] of traces) {
      const svg = ladderSvg(trace);
      const starts = elementsOf(svg, 'g', 'arrow')
        .filter(({ attributes: { class: own } }) => own === 'arrow segment')
        .map((e) => numbersIn(/ d="(M[^"]*)"/.exec(e.content)?.[1] ?? '')[1] as number);
      starts.forEach((y, i) => {
        if (i > 0) expect(y).toBeGreaterThanOrEqual(starts[i - 1] as number);
      });
    }
  });

  it('draws arrows that crossed as lines that cross', () => {
    const svg = ladderSvg(run(simultaneous));
    const [a, b] = elementsOf(svg, 'g', 'arrow').map((e) => {
      const n = numbersIn(/ d="(M[^"]*)"/.exec(e.content)?.[1] ?? '');
      return {
        x0: n[0] as number,
        y0: n[1] as number,
        x1: n.at(-2) as number,
        y1: n.at(-1) as number,
      };
    });
    if (a === undefined || b === undefined) throw new Error('no arrows');
    expect(a.x0).toBeLessThan(a.x1);
    expect(b.x0).toBeGreaterThan(b.x1);
    expect(a.y0).toBeLessThan(b.y1);
    expect(b.y0).toBeLessThan(a.y1);
  });

  it('names every state beside a ribbon, and shortens long waits', () => {
    const svg = ladderSvg(run(openAndClose));
    const names = elementsOf(svg, 'text', 'state-name').map((e) => e.content);
    expect(names.filter((n) => n === 'ESTABLISHED')).toHaveLength(2);
    for (const state of ['SYN-SENT', 'FIN-WAIT-2', 'TIME-WAIT', 'CLOSE-WAIT', 'LAST-ACK']) {
      expect(names).toContain(state);
      expect(svg).toContain(`data-state="${state}"`);
    }
    expect(elementsOf(svg, 'text', 'wait').map((e) => e.content)).toEqual(['⋯ 60 s ⋯']);
  });

  it('stamps what does not conform with stripes and a badge that has every clause', () => {
    const broken = {
      ...handMade(),
      nonStandard: [
        { host: 'B', whatIf: 'twoWay', clause: 'RFC 9293 section 3.5' },
        { host: 'A', whatIf: 'noTimeWait', clause: 'RFC 9293 section 3.6.1' },
      ],
    };
    const svg = ladderSvg(broken);
    wellFormed(svg);
    expect(svg).toContain('class="hazard"');
    expect(svg).toContain('twoWay on B breaks RFC 9293 section 3.5');
    expect(ladderSvg(broken, { lang: 'zh' })).toContain(
      'A 的 noTimeWait 违反 RFC 9293 第 3.6.1 节',
    );
    const plain = ladderSvg(handMade());
    expect(plain).not.toContain('class="hazard"');
    expect(plain).not.toContain('class="badge"');
  });

  it('has no Chinese in English, and only names of protocols in Latin letters in Chinese', () => {
    const trace = run(openAndClose, {
      seed: 2,
      interventions: asked({ segment: 'A3', action: 'corrupt' }),
    });
    const cjk = /[\u3000-\u9fff\uff00-\uffef]/;
    expect(textsOf(ladderSvg(trace)).filter((t) => cjk.test(t))).toEqual([]);
    const english = textsOf(ladderSvg(trace, { lang: 'zh', title: '四次挥手' })).filter((t) =>
      /\b(?:dropped|lost|data|wait|copy|again|segments?|between|opens|closes|sent|arrived)\b/.test(
        t,
      ),
    );
    expect(english).toEqual([]);
  });

  it('shows calls and what happened to hosts beside their life-lines', () => {
    const svg = ladderSvg(run(openAndClose));
    const calls = elementsOf(svg, 'text', 'note call').map((e) => e.content);
    expect(calls).toContain('connect()');
    expect(calls).toContain('read() &quot;High noon.&quot;');
    expect(ladderSvg(run(openAndClose), { calls: false })).not.toContain('connect()');
    const t = handMade();
    const off = {
      ...{
        at: 1_500_000,
        host: 'B',
        flow: null,
        segment: null,
        cause: null,
        code: 'host/power-off' as const,
        rule: '',
      },
      ...({ kind: 'host', what: 'power-off' } as const),
    };
    const dark = ladderSvg({ ...t, frames: [...t.frames, off] }, { lang: 'zh' });
    expect(dark).toMatch(/class="note host".*断电/);
    expect(dark).toContain('stroke-dasharray="2 5"');
  });

  it('escapes what means something in XML, and drops what XML cannot say', () => {
    const title = 'a < b & "c" \u0000\ud800 end';
    const svg = ladderSvg(handMade(), { title, hostTitles: { A: '<script>' } });
    wellFormed(svg);
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot; \ufffd\ufffd end');
    expect(svg).not.toContain('<script>');
  });

  it('draws several flows below each other, and says how many it leaves out', () => {
    const two = run({
      ...openAndClose,
      steps: [
        ...openAndClose.steps,
        { host: 'A', when: { at: 1000 }, do: { call: 'connect', to: 'B', port: 81, socket: 'x' } },
      ],
    });
    const all = laddersSvg(two);
    expect(all).toContain('10.0.0.2:80<');
    expect(all).toContain('10.0.0.2:81<');
    const one = laddersSvg(two, { most: 1 });
    expect(one).not.toContain('10.0.0.2:81<');
    expect(one).toContain('1 more connection is not drawn');
    expect(laddersSvg(two, { most: 1, lang: 'zh' })).toContain('另有 1 条连接未画出');
    expect(() => ladderSvg(two, { flow: 3 })).toThrow('it has: 1, 2');
    const none = laddersSvg({ ...traceOf([]), flows: [] });
    wellFormed(none);
    expect(none).toContain('no segment was sent');
  });

  it('ends a segment that was lost on its way where that happened', () => {
    const svg = ladderSvg(
      traceOf([
        segment({ id: 'A1', flags: 'S', seq: 0, sentAt: 0 }),
        segment({ id: 'B1', flags: 'S.', seq: 0, ack: 1, sentAt: 50_000 }),
        ...[40_000].map((flown) =>
          segment({
            ...{ id: 'A2', flags: '.', seq: 1, ack: 1, sentAt: 100_000, arrivedAt: null },
            ...{ lostAt: 100_000 + flown, fate: 'lost' as const },
          }),
        ),
      ]),
    );
    const lines = elementsOf(svg, 'g', 'arrow').map((e) => {
      const n = numbersIn(/ d="(M[^"]*)"/.exec(e.content)?.[1] ?? '');
      return Math.abs((n.at(-2) as number) - (n[0] as number));
    });
    const share = (lines[2] as number) / (lines[0] as number);
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(0.87);
  });

  it('names a segment after whoever sent it, also where the address was forged', () => {
    const forged = { ...segment({ id: 'B1', flags: 'R', seq: 0, sentAt: 0 }), id: 'X7', from: 'X' };
    const svg = ladderSvg(traceOf([forged]));
    expect(svg).toContain('>X: X7 RST seq=0<');
    expect(svg).toContain('<title>X7: X to A, RST');
  });
});
