/**
 * Synwave against the Linux kernel's TCP and other people's programs, over TUN devices in network
 * namespaces that this program makes and removes. Needs root.
 *
 *     npm run test:interop                    everything
 *     npm run test:interop -- curl            the checks whose name contains "curl"
 */
import { captureChecks } from './checks-capture.ts';
import { commandLineChecks } from './checks-command-line.ts';
import { connectionChecks } from './checks-connections.ts';
import { floodChecks } from './checks-flood.ts';
import { icmpChecks } from './checks-icmp.ts';
import { managementChecks } from './checks-management.ts';
import { posixChecks } from './checks-posix.ts';
import { replayChecks } from './checks-replay.ts';
import { transferChecks } from './checks-transfer.ts';
import { removeFolder } from './files.ts';
import { removeAll, whyNot } from './namespace.ts';
import { killAll, ROOT, run } from './programs.ts';
import { Report } from './report.ts';

function cleanUp(): void {
  killAll();
  removeAll();
  removeFolder();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    cleanUp();
    process.exit(1);
  });
}

const report = new Report(process.argv[2] ?? null);
const reason = whyNot();
if (reason !== null) {
  report.leaveOut('everything', reason);
} else {
  try {
    // What is tested is what is built from the source as it is now.
    await run(
      [process.execPath, `${ROOT}/node_modules/typescript/bin/tsc`, '-p', 'tsconfig.build.json'],
      60,
    );
    await commandLineChecks(report);
    await managementChecks(report);
    await posixChecks(report);
    await replayChecks(report);
    await floodChecks(report);
    await connectionChecks(report);
    await icmpChecks(report);
    await captureChecks(report);
    await transferChecks(report);
  } finally {
    cleanUp();
  }
}
console.log(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`);
process.exit(report.failed > 0 ? 1 : 0);
