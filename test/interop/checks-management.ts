import { needs } from './checks-transfer.ts';
import { takeOver } from './foreign.ts';
import { withNamespace } from './namespace.ts';
import type { Report } from './report.ts';

/** Groups of checks, each made in a process and a namespace of its own: see `management-inside.ts`. */
const GROUPS: readonly (readonly [group: string, name: string, programs: readonly string[]])[] = [
  ['times', 'retransmission times of SYN and SYN-ACK, beside those of the kernel', []],
  ['queues', 'a full accept queue, beside the kernel', ['ss']],
  ['states', 'the states of the end of a connection, beside the kernel', ['ss']],
  ['keepalive', 'keep-alive, beside the kernel', ['ss']],
];

/**
 * What opens, watches over and ends connections, seen from both sides: by `ss`, and by our status. The
 * groups run side by side, for most of what they do is wait.
 */
export async function managementChecks(report: Report): Promise<void> {
  await Promise.all(
    GROUPS.map(([group, name, programs]) =>
      report.check(name, 120, async () => {
        programs.forEach(needs);
        return await withNamespace(async (ns) => {
          const program = 'test/interop/management-inside.ts';
          return `${await takeOver(report, ns, program, [group], 110)} checks`;
        });
      }),
    ),
  );
}
