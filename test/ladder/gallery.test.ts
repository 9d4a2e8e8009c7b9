import { describe, expect, it } from 'vitest';
import { markdown, mermaid } from '../../src/export/index.ts';
import { EXHIBITS, perform } from '../../src/gallery/index.ts';
import {
  diagramSvg,
  diagramText,
  displayWidth,
  ladderSvg,
  laddersSvg,
  ladderText,
} from '../../src/ladder/index.ts';
import { wellFormed } from './xml-reader.ts';

describe('every exhibit can be drawn', () => {
  for (const exhibit of EXHIBITS) {
    it(exhibit.id, () => {
      const { trace } = perform(exhibit);
      const [first] = trace.flows;
      for (const lang of ['zh', 'en'] as const) {
        const title = exhibit.title[lang];
        const svg = laddersSvg(trace, { lang, title, numbers: 'xy' });
        wellFormed(svg);
        expect(svg).not.toMatch(/NaN|undefined|\[object/);
        for (const width of [40, 60, 80, 120]) {
          const text = ladderText(trace, { lang, width, calls: true });
          for (const line of text.split('\n'))
            expect(displayWidth(line)).toBeLessThanOrEqual(width);
        }
        expect(markdown(trace, { lang, title })).toContain(trace.segments[0]?.id ?? '# ');
      }
      if (first !== undefined) {
        const own = trace.segments.filter((s) => s.flow === first.id);
        const arrows = ladderSvg(trace, { flow: first.id }).match(/class="arrow segment"/g) ?? [];
        expect(arrows).toHaveLength(own.length);
        const messages = mermaid(trace, { flow: first.id }).match(/^ {2}\w+-[->x)]+\w+: /gm) ?? [];
        expect(messages).toHaveLength(own.length);
      }
      expect(ladderText(trace, { ascii: true, calls: true })).toMatch(/^[\x20-\x7e\n]*$/);
      for (const { name } of trace.hosts) {
        wellFormed(diagramSvg(trace, name));
        expect(diagramText(trace, name, { ascii: true })).toMatch(/^[\x20-\x7e\n]*$/);
      }
    });
  }
});
