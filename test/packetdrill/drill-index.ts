import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byFolder, DRILL, ownScripts } from './own-scripts.ts';

/** The page with the index of our own scripts. */
export const README: string = join(DRILL, 'README.md');
const HEADING = '## Index';

/** The page as it should be: what is written by hand, and the scripts as they are now. */
export function page(): string {
  const [head = ''] = readFileSync(README, 'utf8').split(`${HEADING}\n`);
  const scripts = ownScripts();
  const count = `${scripts.length} scripts. \`npm run drill-index\` writes this list.`;
  const lines = [`${HEADING}\n`, `${count}\n`];
  for (const [folder, there] of byFolder(scripts)) {
    lines.push(`### ${folder}\n`, '| script | what it shows | clause | profiles |');
    lines.push('| --- | --- | --- | --- |');
    for (const s of there) {
      const name = s.path.slice(folder.length + 1, -'.pkt'.length);
      const link = `[${name}](${s.path})`;
      lines.push(`| ${link} | ${cell(s.title)} | ${cell(s.clause)} | ${s.profiles.join(', ')} |`);
    }
    lines.push('');
  }
  return `${head}${lines.join('\n')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
