import type { Profile } from '../tcp/profile.ts';
import { fieldText, readFieldText } from '../tcp/profiles/field-text.ts';
import { FIELDS } from '../tcp/profiles/fields.ts';
import { linux, PROFILES } from '../tcp/profiles/index.ts';
import { violations, withWhatIf } from '../tcp/what-if.ts';

/** The most columns that a line takes, if it can. */
const WIDTH = 100;

/**
 * The lines of an opening comment that say `profile`, without the slashes. Throws RangeError where a value is one
 * that no text gives, such as another table.
 */
export function headerFor(profile: Profile): string[] {
  const name = Object.hasOwn(PROFILES, profile.name) ? profile.name : 'linux';
  const whatIfs = violations(profile).map(({ id }) => id);
  let said = PROFILES[name] ?? linux;
  for (const id of whatIfs) said = withWhatIf(said, id);
  const settings: string[] = [];
  for (const key of Object.keys(FIELDS) as (keyof Profile)[]) {
    const value = profile[key];
    if (key === 'name' || JSON.stringify(value) === JSON.stringify(said[key])) continue;
    const text = fieldText(key, value);
    if (!('value' in readFieldText(text, FIELDS[key]))) {
      throw new RangeError(`no line of a script says what ${key} is here`);
    }
    settings.push(`${key}=${text}`);
  }
  return [
    `Stack: ${name}`,
    ...filled('Set', settings),
    ...(whatIfs.length > 0 ? [`What-if: ${whatIfs.join(', ')}`] : []),
  ];
}

/** As few lines of words as do not become too long. */
function filled(name: string, words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= WIDTH) {
      lines[lines.length - 1] = `${last}, ${word}`;
    } else lines.push(`${name}: ${word}`);
  }
  return lines;
}
