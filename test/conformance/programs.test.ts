import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { octets } from '../support/data.ts';
import { Drill } from '../support/drill.ts';

const SRC = join(import.meta.dirname, '..', '..', 'src');

/** A scenario may ask for urgent octets, to show what they are. */
const SHOWS_URGENT = join(SRC, 'sim', 'actor.ts');

/** The programs among our files: what uses sockets as any user would. */
const programs: readonly string[] = ['node', 'cli', 'sim'].flatMap((folder) =>
  readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(SRC, folder, name))
    .filter((file) => file !== SHOWS_URGENT),
);

/** Those of them in which `what` occurs. */
function using(what: RegExp): string[] {
  return programs.filter((file) => what.test(readFileSync(file, 'utf8')));
}

describe('programs of ours', () => {
  it('do not use the urgent pointer, and nothing has it that is written as usual [SHLD-13]', () => {
    expect(programs.length).toBeGreaterThan(10);
    expect(using(/\.writeUrgent\(|\.send\([^)]*true\)/)).toEqual([]);
    const t = new Drill();
    const s = t.passiveOpen();
    t.do(() => s.write(octets(5000)));
    t.do(() => s.end());
    expect(t.out().join('\n')).not.toContain('U');
  });

  it('leave the Diffserv field of living connections alone, and so does the engine [SHLD-23]', () => {
    expect(using(/\.dscp = |setDscp\(/)).toEqual([]);
    const t = new Drill();
    const s = t.connect({ dscp: 10 });
    t.iss = s.connection.snd.iss;
    t.in('S.', 0, 0, 1, { mss: 1460 });
    t.do(() => s.write(octets(5000)));
    t.wait(1000); // sent again
    t.do(() => s.end());
    t.in('F.', 1, 0, 1);
    const fields = t.link.sent.splice(0).map((p) => {
      const field = (p.bytes[p.from + 1] as number) >> 2;
      p.release();
      return field;
    });
    expect(fields.length).toBeGreaterThan(5);
    expect(new Set(fields)).toEqual(new Set([10]));
  });
});
