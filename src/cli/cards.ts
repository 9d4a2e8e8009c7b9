import type { Trace } from '../observe/index.ts';
import { MNEMONICS, STEPS, TIME_WAIT_REASONS } from '../story/index.ts';
import type { FormatOptions } from './run-formats.ts';

/**
 * What to remember a run by, each bound to the segments of it that it speaks of: sentences for the letters, the
 * table of analogies for the playground, and for the technical voice the reasons for TIME-WAIT that were met.
 */
export function cards(
  trace: Trace,
  { lang, voice }: Pick<FormatOptions, 'lang' | 'voice'>,
): string[] {
  // The first segment, or else the host, that each event is about.
  const met = new Map<string, string>();
  for (const f of trace.frames) if (!met.has(f.code)) met.set(f.code, f.segment ?? f.host);
  const [open, close, comma] = lang === 'zh' ? ['（', '）', '、'] : [' (', ')', ', '];
  const bound = (codes: readonly string[]): string => {
    const places = new Set(codes.flatMap((code) => met.get(code) ?? []));
    return `${open}${[...places].join(comma)}${close}`;
  };
  const isMet = (codes: readonly string[]): boolean => codes.some((code) => met.has(code));
  switch (voice) {
    case 'letters':
      return MNEMONICS.filter((m) => isMet(m.codes)).flatMap((m) => [
        `${m.question[lang]}${lang === 'zh' ? '' : ' '}${m.sentence[lang]}${bound(m.codes)}`,
        ...(m.but === null ? [] : [m.but[lang]]),
      ]);
    case 'playground':
      return STEPS.filter((row) => met.has(row.code)).map((row) => {
        const cells = [row.step, row.term, row.analogy, row.purpose].map((words) => words[lang]);
        return `${cells.join(' | ')}${bound([row.code])}`;
      });
    default:
      return TIME_WAIT_REASONS.filter((r) =>
        isMet(r.codes.filter((c) => c !== 'state/time-wait-over')),
      ).flatMap((r) => [`${r.reason[lang]}${bound(r.codes)}`, r.because[lang]]);
  }
}
