import { expect, it } from 'vitest';
import { INTERVENTION_OPTIONS, readInterventions } from '../../src/cli/intervention-options.ts';
import { FORMATS } from '../../src/cli/run-formats.ts';
import { readOptions } from '../../src/cli/usage.ts';
import type { Exhibit } from '../../src/gallery/index.ts';
import type { Intervention } from '../../src/sim/index.ts';
import { options, performed } from './performed.ts';

/** The commands at the end of a report, as a shell reads them. */
function commandsOf(report: string): string[][] {
  const whole = report.replace(/ \\\n +/g, ' ');
  const lines = whole
    .split('\n')
    .filter((line) => line.startsWith('  synwave run ') && !/=(TIME|N)( |$)/.test(line));
  return lines.map((line) =>
    line
      .replace(/ {3}# .*/, '')
      .trim()
      .split(' ')
      .slice(2),
  );
}

export function commands(e: Exhibit): void {
  it('offers commands that do what they say', () => {
    const report = FORMATS.ladder.write(e, performed(e), options(e));
    const understood = commandsOf(report as string).map(([id, ...args]) => {
      expect(id).toBe(e.id);
      return readInterventions(readOptions(args, INTERVENTION_OPTIONS), e);
    });
    const standard = { interventions: [], values: {}, standard: true };
    const sorted = (list: readonly unknown[]): unknown[] =>
      [...list].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
    const offered = [
      ...(e.standardChecks === undefined ? [] : [standard]),
      ...(e.tries ?? []).map(({ interventions, values = {} }) => ({ interventions, values })),
      ...(e.whatIfs ?? []).map((w) => ({
        interventions: [{ kind: 'what-if' as const, ...w }],
        values: {},
      })),
    ];
    // A what-if without a host is meant for the one that the exhibit offers it at.
    const hostOf = (id: string) => e.whatIfs?.find((w) => w.id === id)?.host;
    const placed = (i: Intervention): Intervention => {
      const host = i.kind === 'what-if' ? (i.host ?? hostOf(i.id)) : undefined;
      return host === undefined ? i : ({ ...i, host } as Intervention);
    };
    const wanted = offered.map((o) => ({
      // And no report offers the book where there is nothing to take back.
      ...{ standard: false, isNothingBack: false, ...o },
      interventions: sorted(o.interventions.map(placed)),
    }));
    expect(understood.map((u) => ({ ...u, interventions: sorted(u.interventions) }))).toEqual(
      wanted,
    );
  });
}
