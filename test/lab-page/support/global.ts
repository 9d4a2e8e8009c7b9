import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { buildPage, LAB } from '../../../scripts/build-lab.ts';
import { staticFiles } from '../../../src/cli/static-files.ts';
import { whyNot } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the page is served: an origin, without a slash at its end. */
    origin: string;
  }
}

/** Builds the page if it is not built, and serves it until all tests are done. */
export default async function setup(project: TestProject): Promise<() => void> {
  const reason = whyNot();
  if (reason !== null) {
    const line = '!'.repeat(80);
    console.error(`${line}\nTHE PAGE IS NOT TESTED, ALL ITS TESTS ARE SKIPPED: ${reason}\n${line}`);
    return () => {};
  }
  buildPage();
  const server = createServer(staticFiles(LAB));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  project.provide('origin', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
