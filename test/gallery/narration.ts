import { expect, it } from 'vitest';
import type { Exhibit } from '../../src/gallery/index.ts';
import { narrate, VOICES } from '../../src/story/index.ts';
import { performed } from './performed.ts';

const CJK = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
const SLIPS = /undefined|NaN|\[object|\$\{|\?\?/;

export function narration(e: Exhibit): void {
  it('is told in both languages by every voice, with a bubble for each segment', () => {
    const { trace } = performed(e);
    const sent = trace.frames.flatMap((f) => (f.kind === 'sent' ? [f.segment] : [])).sort();
    for (const lang of ['zh', 'en'] as const) {
      for (const voice of VOICES) {
        const lines = narrate(trace, { lang, voice });
        const texts = lines.flatMap((l) => [l.one, l.why]);
        expect(texts.filter((t) => t.trim() === '' || SLIPS.test(t))).toEqual([]);
        if (lang === 'en') expect(texts.filter((t) => CJK.test(t))).toEqual([]);
        else expect(lines.filter((l) => !CJK.test(l.one)).map((l) => l.one)).toEqual([]);
        const bubbles = lines.flatMap((l) => (l.bubble ? [l.segment] : [])).sort();
        expect(bubbles).toEqual(sent);
      }
    }
  });
}
