import type { Lang } from '../base/words.ts';
import type { EventCode } from '../observe/codes.ts';
import type { Trace } from '../observe/trace.ts';
import type { Catalog } from './catalog.ts';
import { EN } from './en/index.ts';
import { LETTERS as LETTERS_EN } from './en/letters.ts';
import { PLAYGROUND as PLAYGROUND_EN } from './en/playground.ts';
import type { AllFacts } from './facts.ts';
import { type Line, type TellOptions, technically, tell } from './tell.ts';
import type { Analogy } from './voices/voice.ts';
import { ZH } from './zh/index.ts';
import { LETTERS as LETTERS_ZH } from './zh/letters.ts';
import { PLAYGROUND as PLAYGROUND_ZH } from './zh/playground.ts';

/**
 * Who tells: `technical` speaks of segments and states; `playground` shouts across a playground with
 * Ming; `letters` writes love letters, and breaks up.
 */
export type Voice = 'technical' | 'playground' | 'letters';

export const VOICES: readonly Voice[] = ['technical', 'playground', 'letters'];

export interface NarrateOptions extends TellOptions {
  readonly lang: Lang;
  /** `technical` by default. */
  readonly voice?: Voice;
}

// A page that needs one language loads its catalog and calls `tell`; here are both, and neither may lack a key.
const CATALOGS: Readonly<Record<Lang, Catalog>> = { zh: ZH, en: EN };

const ANALOGIES: Readonly<Record<Lang, Readonly<Record<Voice, Analogy | null>>>> = {
  zh: { technical: null, playground: PLAYGROUND_ZH, letters: LETTERS_ZH },
  en: { technical: null, playground: PLAYGROUND_EN, letters: LETTERS_EN },
};

/** Tells a run from its trace, line by line, in the order that things happened. */
export function narrate(trace: Trace, o: NarrateOptions): Line[] {
  const { lang } = o;
  const analogy = ANALOGIES[lang][o.voice ?? 'technical'];
  return tell(trace, { lang, catalog: CATALOGS[lang], analogy }, o);
}

/** What the technical voice says of an event. */
export function say(
  code: EventCode,
  facts: AllFacts,
  lang: Lang,
): { readonly one: string; readonly why: string } {
  return technically(code, facts, CATALOGS[lang]);
}
