import { takeOver } from './foreign.ts';
import { ADDRESSES, FAMILIES, withNamespace } from './namespace.ts';
import type { Report } from './report.ts';

/** Connections by the thousand, half-close, reset and refusal: see `inside.ts`, which makes them. */
export async function connectionChecks(report: Report): Promise<void> {
  await report.check('connections of both TCPs, in one process', 600, async () => {
    return await withNamespace(async (ns) => {
      const addresses = FAMILIES.flatMap((f) => ['--address', ADDRESSES[f].prefix]);
      const args = ['--tun', 'syn0', ...addresses];
      return `${await takeOver(report, ns, 'test/interop/inside.ts', args, 590)} checks`;
    });
  });
}
