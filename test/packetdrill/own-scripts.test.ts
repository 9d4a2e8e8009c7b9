import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { failureText } from '../../src/packetdrill/index.ts';
import { DIAGRAM, STATE_NAMES } from '../../src/tcp/state.ts';
import { page, README } from './drill-index.ts';
import { byFolder, ownScripts, run, versionsOf } from './own-scripts.ts';

/** Edges of the state diagram that no script's packets and calls can make an observer see. */
const UNSEEN: Readonly<Record<string, string>> = {
  'LISTEN > CLOSED': 'a listener has no connection; edges/listen.pkt asks TCP_INFO for its state',
};

const scripts = ownScripts();

for (const [folder, there] of byFolder(scripts)) {
  describe(`test/drill/${folder}`, () => {
    it.each(there.map((s) => [s.path.slice(folder.length + 1), s.title, s] as const))(
      '%s: %s',
      (_name, _title, s) => {
        for (const profile of s.profiles) {
          for (const version of versionsOf(s)) {
            const taken: string[] = [];
            const result = run(s, profile, version, taken);
            const where = `${s.path}, ${profile}, IPv${version}`;
            expect(result.outcome, `${where}\n${failureText(result)}`).toBe('passed');
            expect(result.warnings, where).toEqual([]);
            expect(`, ${taken.join(', ')},`, where).toContain(
              s.takes.length === 0 ? '' : `, ${s.takes.join(', ')},`,
            );
          }
        }
      },
    );
  });
}

describe('our own packetdrill scripts', () => {
  it('take every edge of the state diagram', () => {
    const taken: string[] = [];
    for (const s of scripts.filter((s) => s.path.startsWith('edges/'))) {
      for (const profile of s.profiles) run(s, profile, 4, taken);
    }
    const edges = DIAGRAM.map(([from, to]) => `${STATE_NAMES[from]} > ${STATE_NAMES[to]}`);
    expect(edges.filter((edge) => !taken.includes(edge)).sort()).toEqual(
      Object.keys(UNSEEN).sort(),
    );
    for (const edge of Object.keys(UNSEEN)) expect(readFileSync(README, 'utf8')).toContain(edge);
  });

  it('show each type of segment in each state', () => {
    const folders = [...byFolder(scripts)].filter(([folder]) => folder.startsWith('segments/'));
    const states = STATE_NAMES.map((name) => `segments/${name.toLowerCase()}`);
    expect(folders.map(([folder]) => folder).sort()).toEqual([...states].sort());
    const types = ['ack', 'data', 'fin', 'fin-ack', 'no-flags', 'rst', 'rst-ack', 'syn'];
    for (const [folder, there] of folders) {
      const names = there.map((s) => s.path.slice(folder.length + 1, -'.pkt'.length));
      expect(names, folder).toEqual(expect.arrayContaining([...types, 'syn-ack', 'syn-fin']));
      const hasWindow = !/closed|listen|syn-sent/.test(folder);
      expect(names.includes('ahead'), folder).toBe(hasWindow);
    }
  });

  it('are in the index of their README: npm run drill-index', () => {
    expect(readFileSync(README, 'utf8')).toBe(page());
  });

  it('come out the same on every run', () => {
    for (const s of scripts.filter((_s, i) => i % 7 === 0)) {
      const [profile = 'rfc'] = s.profiles;
      const [version = 4] = versionsOf(s);
      expect(run(s, profile, version)).toEqual(run(s, profile, version));
    }
  });
});
