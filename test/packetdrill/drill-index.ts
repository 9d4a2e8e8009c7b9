import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_NAMES } from '../../src/tcp/state.ts';
import { byFolder, DRILL, type OwnScript, ownScripts } from './own-scripts.ts';

/** The page with the index of our own scripts. */
export const README: string = join(DRILL, 'README.md');
const TABLE = '## Segments in states';
const HEADING = '## Index';

/** What arrives, in each state; the names of the scripts. */
const TYPES: Readonly<Record<string, string>> = {
  syn: 'SYN',
  'syn-ack': 'SYN-ACK',
  ack: 'ACK',
  data: 'text',
  ahead: 'text ahead of RCV.NXT, in the window',
  fin: 'FIN without ACK',
  'fin-ack': 'FIN',
  rst: 'RST',
  'rst-ack': 'RST with ACK',
  'syn-fin': 'SYN with FIN',
  'no-flags': 'no flag at all',
};
/** States that have no window: nothing is ahead. */
const WINDOWLESS: readonly string[] = ['CLOSED', 'LISTEN', 'SYN-SENT'];

/** The page as it should be: what is written by hand, and the scripts as they are now. */
export function page(): string {
  const [head = ''] = readFileSync(README, 'utf8').split(`${TABLE}\n`);
  const scripts = ownScripts();
  const count = `${scripts.length} scripts. \`npm run drill-index\` writes this list.`;
  const lines = [...segmentTable(scripts), `${HEADING}\n`, `${count}\n`];
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

/** The script for each type of segment in each state, by the first letters of its profiles. */
function segmentTable(scripts: readonly OwnScript[]): string[] {
  const byPath = new Map(scripts.map((s) => [s.path, s]));
  const states = [...STATE_NAMES];
  const rows = Object.entries(TYPES).map(([name, what]) => {
    const cells = states.map((state) => {
      const s = byPath.get(`segments/${state.toLowerCase()}/${name}.pkt`);
      if (s !== undefined) return `[${s.profiles.map((p) => p[0]).join(' ')}](${s.path})`;
      return name === 'ahead' && WINDOWLESS.includes(state) ? 'no window' : '**none**';
    });
    return `| ${what} | ${cells.join(' | ')} |`;
  });
  return [
    `${TABLE}\n`,
    'What each state does with each type of segment, left of the window, at RCV.NXT, within it and beyond it, and with',
    'an ACK of what was sent, and what was not. `r`, `l` and `f` are `rfc`, `linux` and `freebsd`; where FreeBSD is',
    'missing it answers otherwise or has other names for the states; its own suite goes through them.\n',
    `| segment | ${states.join(' | ')} |`,
    `| --- |${states.map(() => ' --- |').join('')}`,
    ...rows,
    '',
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
