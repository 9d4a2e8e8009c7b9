/** Runs packetdrill scripts of ours in a thread of their own, which can be ended when one is stuck. */
import { parentPort, workerData } from 'node:worker_threads';
import { ownScripts, run, versionsOf } from '../../test/packetdrill/own-scripts.ts';

const { paths } = workerData as { readonly paths: readonly string[] };
for (const s of ownScripts()) {
  if (!paths.includes(s.path)) continue;
  const passes = s.profiles.every((profile) =>
    versionsOf(s).every((version) => run(s, profile, version).outcome === 'passed'),
  );
  parentPort?.postMessage({ path: s.path, passes });
}
