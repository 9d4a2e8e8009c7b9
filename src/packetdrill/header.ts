import { didYouMean, nearest } from '../base/nearest.ts';
import type { Profile } from '../tcp/profile.ts';
import { readFieldText } from '../tcp/profiles/field-text.ts';
import { FIELDS } from '../tcp/profiles/fields.ts';
import { PROFILES, withOverrides } from '../tcp/profiles/index.ts';
import { WHAT_IFS, type WhatIfId, withWhatIf } from '../tcp/what-if.ts';
import { systemOf } from './config.ts';
import { PROFILE_OF, SYSTEMS, type System } from './systems.ts';

/** What a script's opening comment says of the stack it is for. */
export interface Header {
  /** `Profiles:`, each once; empty when it names none. */
  readonly profiles: readonly System[];
  /** `Stack:`, the name of a profile that takes the place of the system's; null when it names none. */
  readonly stack: string | null;
  /** `Set:`, values of a profile that are otherwise. */
  readonly set: Partial<Profile>;
  /** `What-if:`, the rules that are broken. */
  readonly whatIfs: readonly WhatIfId[];
  /** The first word that is none of what its line is made of, where others are, or where it is nearly one. */
  readonly wrong: { readonly what: string; readonly line: number } | null;
}

/** A word of a header's line: whether it is one, what is to be done with it, or what is wrong with it. */
interface Reader {
  /** Whether the word may be meant for this line, though it is wrong. */
  isNear(word: string): boolean;
  /** Takes the word; says what is wrong with it, null when nothing is. */
  take(word: string): string | null;
}

const LINE = /^\/\/\s*(Profile|Stack|Set|What-if)s?:(.*)$/;

/**
 * Reads the lines `// Profiles: rfc, linux`, `// Stack: linux-classic`, `// Set: minRto=1s, sack=false` and
 * `// What-if: twoWay` among the comments that a script begins with. To other tools they are comments, and a
 * comment whose words are none of these, or nearly so, stays one here.
 */
export function headerOf(text: string): Header {
  const draft = new Draft();
  let line = 0;
  for (let from = 0; from < text.length; ) {
    line++;
    const end = text.indexOf('\n', from);
    const own = text.slice(from, end < 0 ? text.length : end).trim();
    if (own !== '' && !own.startsWith('//')) break;
    const [, name, words] = LINE.exec(own) ?? [];
    if (name !== undefined && words !== undefined) draft.read(name, words, line);
    if (end < 0) break;
    from = end + 1;
  }
  return draft;
}

class Draft implements Header {
  profiles: System[] = [];
  stack: string | null = null;
  set: Record<string, unknown> = {};
  whatIfs: WhatIfId[] = [];
  wrong: Header['wrong'] = null;

  read(name: string, text: string, line: number): void {
    if (name === 'Profile' && this.profiles.length > 0) return;
    if (name === 'Stack' && this.stack !== null) return;
    const words = text.split(/[\s,]+/).filter((word) => word !== '');
    const reader = this.#reader(name);
    const wrongs = words.map((word) => reader.take(word));
    const wrong = wrongs.find((what) => what !== null);
    // A sentence may well have a word in it that is nearly the name of something.
    const isNear = (word: string): boolean => reader.isNear(word);
    const isLike = name === 'Profile' || name === 'Set' ? words.some(isNear) : words.every(isNear);
    const isMeant = wrongs.includes(null) || isLike;
    if (wrong != null && isMeant) this.wrong ??= { what: wrong, line };
  }

  #reader(name: string): Reader {
    if (name === 'Set') return { isNear: isNearSetting, take: (word) => this.#setting(word) };
    const names: readonly string[] =
      { Profile: SYSTEMS, Stack: Object.keys(PROFILES) }[name] ?? Object.keys(WHAT_IFS);
    const kind = name === 'What-if' ? 'what-if' : 'profile';
    return {
      isNear: (word) => nearest(word, names) !== '',
      take: (word) => {
        if (!names.includes(word)) return `the ${kind} ${word}${didYouMean(word, names)}`;
        if (name === 'Stack') this.stack ??= word;
        else {
          const list: string[] = name === 'Profile' ? this.profiles : this.whatIfs;
          if (!list.includes(word)) list.push(word);
        }
        return null;
      },
    };
  }

  #setting(word: string): string | null {
    const [name = '', text = ''] = word.split(/=(.*)/s);
    if (!Object.hasOwn(FIELDS, name)) {
      return `the setting ${name}${didYouMean(name, Object.keys(FIELDS))}`;
    }
    const read = readFieldText(text, FIELDS[name as keyof Profile]);
    if (!('value' in read)) return `the setting ${word}, which ${name} cannot be`;
    this.set[name] = read.value;
    return null;
  }
}

/** Prose has no equals signs behind words that are nearly the names of fields. */
function isNearSetting(word: string): boolean {
  const at = word.indexOf('=');
  const name = word.slice(0, Math.max(0, at));
  return at > 0 && (Object.hasOwn(FIELDS, name) || nearest(name, Object.keys(FIELDS)) !== '');
}

/**
 * The profiles a script is to be played under, once each: those its opening comment names, or the system it is
 * written for, by the settings, commands and options in it.
 */
export function profilesOf(text: string): readonly System[] {
  const { profiles } = headerOf(text);
  return profiles.length > 0 ? profiles : [systemOf(text)];
}

/** What a command line may change beside a script's opening comment, over it. */
export type Changes = Partial<Pick<Header, 'set' | 'whatIfs'>>;

/**
 * The TCP of a stack for a script that is played as `system`: the one its `Stack:` names, where it is played as
 * the first it is for, or the system's; with all that its opening comment and `changes` say, under `fields`.
 * Throws RangeError for values that do not go together.
 */
export function profileFor(
  system: System,
  isFirst: boolean,
  { stack, set, whatIfs }: Header,
  changes: Changes,
  fields: Partial<Profile>,
): Profile {
  const named = stack === null || !isFirst ? undefined : PROFILES[stack];
  const values = { ...fields, ...set, ...changes.set };
  let profile = named ?? PROFILE_OF[system];
  // Nearly all scripts take it as it is.
  if (Object.keys(values).length > 0) profile = withOverrides(profile, values);
  for (const id of [...whatIfs, ...(changes.whatIfs ?? [])]) profile = withWhatIf(profile, id);
  return profile;
}
