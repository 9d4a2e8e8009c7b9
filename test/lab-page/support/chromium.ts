import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium there is: that of the variable CHROMIUM, or one on the PATH or in /usr/bin; null for none. */
export function findChromium(): string | null {
  const { CHROMIUM = '', PATH = '' } = process.env;
  if (CHROMIUM !== '') return existsSync(CHROMIUM) ? CHROMIUM : null;
  const folders = [...PATH.split(delimiter).filter((f) => f !== ''), '/usr/bin'];
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find((place) => existsSync(place)) ?? null;
}

/** Why the page cannot be tested on this machine, or null when it can. */
export function whyNot(): string | null {
  if (findChromium() === null) {
    return `no Chromium: neither the variable CHROMIUM nor ${NAMES.join(', ')} names one`;
  }
  // Elsewhere the system has Chinese fonts of its own.
  if (process.platform !== 'linux') return null;
  try {
    const fonts = execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
    return fonts.trim() === '' ? 'no font with Chinese characters (Debian: fonts-noto-cjk)' : null;
  } catch {
    return 'fc-list, which tells what fonts there are, cannot be run (Debian: fontconfig)';
  }
}
