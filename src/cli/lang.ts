import type { Lang } from '../base/words.ts';
import { UsageError } from './usage.ts';
import { USAGE } from './usage-words.ts';

/** What of the environment says which language someone speaks. */
export interface Locale {
  readonly LC_ALL?: string | undefined;
  readonly LC_MESSAGES?: string | undefined;
  readonly LANG?: string | undefined;
}

/** The language asked for, or that of the locale: `zh` when it is Chinese, else `en`. */
export function readLang(given: string | undefined, env: Locale = process.env as Locale): Lang {
  if (given === 'zh' || given === 'en') return given;
  if (given !== undefined) throw new UsageError(USAGE.noLanguage(given));
  // POSIX: the first of these that is set and not empty counts.
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((l) => l !== undefined && l !== '');
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
}

/** The arguments without `--lang`, and what it said, the last time if it stands there more than once. */
export function splitLang(args: readonly string[]): { lang: string | undefined; rest: string[] } {
  let lang: string | undefined;
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--') return { lang, rest: [...rest, ...args.slice(i)] };
    if (arg.startsWith('--lang=')) lang = arg.slice('--lang='.length);
    else if (arg === '--lang') lang = args[++i];
    else rest.push(arg);
  }
  return { lang, rest };
}

/** The language to say that something is wrong in, even where it is `--lang` that is. */
export function langOf(args: readonly string[], locale: Locale): Lang {
  const { lang } = splitLang(args);
  return readLang(lang === 'zh' || lang === 'en' ? lang : undefined, locale);
}
