import { nearest } from '../base/nearest.ts';
import { systemOf } from './config.ts';
import { SYSTEMS, type System } from './stack.ts';

/** What a script's opening comment says of the profiles it is for. */
export interface Header {
  /** Those it names, each once; empty when it names none. */
  readonly profiles: readonly System[];
  /** The first name that is none, when others are, or when it is nearly one. */
  readonly wrong: { readonly name: string; readonly line: number } | null;
}

const NOTHING: Header = { profiles: [], wrong: null };

/**
 * Reads the line `// Profiles: rfc, linux` among the comments that a script begins with. To other tools it is a
 * comment, and a comment whose words are no profiles, or nearly so, stays one here.
 */
export function headerOf(text: string): Header {
  let line = 0;
  for (let from = 0; from < text.length; ) {
    line++;
    const end = text.indexOf('\n', from);
    const own = text.slice(from, end < 0 ? text.length : end).trim();
    if (own !== '' && !own.startsWith('//')) break;
    const names = /^\/\/\s*Profiles?:(.*)$/.exec(own)?.[1];
    if (names !== undefined) return read(names, line);
    if (end < 0) break;
    from = end + 1;
  }
  return NOTHING;
}

function read(names: string, line: number): Header {
  const words = names.split(/[\s,]+/).filter((word) => word !== '');
  const isSystem = (word: string): word is System => (SYSTEMS as readonly string[]).includes(word);
  const profiles = [...new Set(words.filter(isSystem))];
  const wrong = words.find((word) => !isSystem(word));
  const isMeant = profiles.length > 0 || words.some((word) => nearest(word, SYSTEMS) !== '');
  return { profiles, wrong: wrong === undefined || !isMeant ? null : { name: wrong, line } };
}

/**
 * The profiles a script is to be played under, once each: those its opening comment names, or the system it is
 * written for, by the settings, commands and options in it.
 */
export function profilesOf(text: string): readonly System[] {
  const { profiles } = headerOf(text);
  return profiles.length > 0 ? profiles : [systemOf(text)];
}
