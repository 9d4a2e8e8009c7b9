import { ADDRESSES, FAMILIES, withNamespace } from './namespace.ts';
import { expect, type Report } from './report.ts';

/** Connections by the thousand, half-close, reset and refusal: see `inside.ts`, which makes them. */
export async function connectionChecks(report: Report): Promise<void> {
  await report.check('connections of both TCPs, in one process', 600, async () => {
    return await withNamespace(async (ns) => {
      const addresses = FAMILIES.flatMap((f) => ['--address', ADDRESSES[f].prefix]);
      const program = ['--import', 'tsx', 'test/interop/inside.ts', '--tun', 'syn0'];
      const inside = ns.start([process.execPath, ...program, ...addresses]);
      let told = 0;
      const tell = (): void => {
        const lines = inside.stdout.split('\n').slice(0, -1);
        for (const line of lines.slice(told)) {
          const { name, error, detail } = JSON.parse(line) as Record<string, string | null>;
          report.foreign(name ?? '?', error ?? null, detail ?? '');
        }
        told = lines.length;
      };
      try {
        await inside.until('end', 590, () => {
          tell();
          return inside.over ? true : null;
        });
        expect(inside.code === 0, `it ended with ${inside.code}: ${inside.stderr}`);
        return `${told} checks`;
      } finally {
        inside.kill('SIGKILL');
      }
    });
  });
}
