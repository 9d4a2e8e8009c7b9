import type { Lang } from '../base/words.ts';
import { UsageError } from './usage.ts';

/** What of the environment says which language someone speaks. */
interface Locale {
  readonly LC_ALL?: string | undefined;
  readonly LC_MESSAGES?: string | undefined;
  readonly LANG?: string | undefined;
}

/** The language asked for, or that of the locale: `zh` when it is Chinese, else `en`. */
export function readLang(given: string | undefined, env: Locale = process.env as Locale): Lang {
  if (given === 'zh' || given === 'en') return given;
  if (given !== undefined) throw new UsageError(`--lang ${given}: there are zh and en.`);
  // POSIX: the first of these that is set and not empty counts.
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((l) => l !== undefined && l !== '');
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
}
