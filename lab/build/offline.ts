import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

const WORKER = join(import.meta.dirname, '..', 'offline', 'sw.ts');

/**
 * What the built page needs on any host: its `policy`, which not every host sends, and `sw.js`, which knows
 * every file there is, so that the page opens without a network.
 */
export function offline(policy: string): Plugin {
  return {
    name: 'offline',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
        injectTo: 'head-prepend',
      },
    ],
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir = '' }) {
        writeFileSync(join(dir, 'sw.js'), await workerFor(dir));
      },
    },
  };
}

/** The service worker of the page in `dir`: one script, for not all browsers take modules there. */
async function workerFor(dir: string): Promise<string> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => file.slice(dir.length + 1).replaceAll(sep, '/'))
    .filter((file) => file !== 'sw.js' && !file.startsWith('.'))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(dir, file)));
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    define: {
      FILES: JSON.stringify(files.map((file) => (file === 'index.html' ? '' : file))),
      BUILD: JSON.stringify(hash.digest('hex').slice(0, 16)),
    },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: { input: WORKER, output: { format: 'iife' } },
    },
  });
  const [first] = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  const chunk = first?.output[0];
  if (chunk === undefined) throw new Error('the service worker is empty');
  return chunk.code;
}
