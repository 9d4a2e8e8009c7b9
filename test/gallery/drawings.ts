import { expect, it } from 'vitest';
import { FORMATS } from '../../src/cli/run-formats.ts';
import type { Exhibit } from '../../src/gallery/index.ts';
import {
  diagramSvg,
  diagramText,
  displayWidth,
  laddersSvg,
  ladderText,
} from '../../src/ladder/index.ts';
import type { Trace } from '../../src/observe/index.ts';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { wellFormed } from '../ladder/xml-reader.ts';
import { options, performed } from './performed.ts';

const LANGS = ['zh', 'en'] as const;
const THEMES = ['light', 'dark'] as const;
/** Flows that one drawing has at most. */
const DRAWN = 12;
const SLIPS = /NaN|undefined|Infinity|\[object/;
const ASCII = /^[\x20-\x7e\n]*$/;

/** The segments of the flows that are drawn. */
function drawn(trace: Trace): string[] {
  const flows = trace.flows.slice(0, DRAWN).map((f) => f.id);
  return flows.flatMap((id) => trace.segments.filter((s) => s.flow === id).map((s) => s.id));
}

function fits(text: string, width: number): void {
  const wide = text.split('\n').filter((line) => displayWidth(line) > width);
  expect(wide).toEqual([]);
}

export function drawings(e: Exhibit): void {
  it('is drawn as an SVG in both languages and themes, with an arrow for each segment', () => {
    const { trace } = performed(e);
    const segments = drawn(trace);
    for (const lang of LANGS) {
      for (const theme of THEMES) {
        const svg = laddersSvg(trace, { lang, theme, title: e.title[lang], numbers: 'xy' });
        wellFormed(svg);
        expect(svg).not.toMatch(SLIPS);
        const arrows = [...svg.matchAll(/class="arrow segment" data-segment="([^"]*)"/g)];
        expect(arrows.map((m) => m[1])).toEqual(segments);
      }
    }
  });

  it('shows the way of each host through the state diagram, as an SVG and as text', () => {
    const { trace } = performed(e);
    for (const { name } of trace.hosts) {
      for (const lang of LANGS) {
        for (const theme of THEMES) {
          const svg = diagramSvg(trace, name, { lang, theme });
          wellFormed(svg);
          expect(svg).not.toMatch(SLIPS);
          for (const state of STATE_NAMES) expect(svg).toContain(state);
        }
        const text = diagramText(trace, name, { lang });
        expect(text).not.toMatch(SLIPS);
        fits(text, 80);
      }
      expect(diagramText(trace, name, { ascii: true })).toMatch(ASCII);
    }
  });

  it('fits a terminal of any width, as a ladder or as a list', () => {
    const { trace } = performed(e);
    for (const lang of LANGS) {
      for (const width of [40, 60, 80, 120]) {
        const text = ladderText(trace, { lang, width, calls: true });
        fits(text, width);
        expect(text).not.toMatch(SLIPS);
      }
    }
    expect(ladderText(trace, { ascii: true, calls: true })).toMatch(ASCII);
    expect(ladderText(trace, { ascii: true, width: 40 })).toMatch(ASCII);
  });

  it('is told by the command line in 80 columns, and in ASCII when asked', () => {
    const p = performed(e);
    for (const lang of LANGS) {
      for (const format of ['ladder', 'narrate', 'states'] as const) {
        const text = FORMATS[format].write(e, p, options(e, { lang }));
        fits(text, 80);
        expect(text).not.toMatch(SLIPS);
      }
    }
    for (const format of ['ladder', 'narrate', 'states'] as const) {
      const text = FORMATS[format].write(e, p, options(e, { ascii: true }));
      fits(text, 80);
      const odd = text.split('\n').filter((line) => !ASCII.test(line));
      expect(odd).toEqual([]);
    }
  });
}
