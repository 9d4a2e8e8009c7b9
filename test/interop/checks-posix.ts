import { takeOver } from './foreign.ts';
import { withNamespace } from './namespace.ts';
import type { Report } from './report.ts';

/** Groups of checks, each made in a process and a namespace of its own: see `management-inside.ts`. */
const GROUPS: readonly (readonly [group: string, name: string])[] = [
  ['fast-open', 'Fast Open, with the kernel'],
  ['ecn', 'ECN, with the kernel'],
  ['options', 'socket options, beside the kernel'],
  ['signatures', 'TCP MD5 signatures, with the kernel'],
];

/** What system calls ask for beyond opening, sending and closing: our façade and the kernel talk, or are compared. */
export async function posixChecks(report: Report): Promise<void> {
  await Promise.all(
    GROUPS.map(([group, name]) =>
      report.check(name, 120, async () =>
        withNamespace(async (ns) => {
          const program = 'test/interop/management-inside.ts';
          return `${await takeOver(report, ns, program, [group], 110)} checks`;
        }),
      ),
    ),
  );
}
