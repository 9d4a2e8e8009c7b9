import { join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '..', '..');

/** A file whose text is another one. */
export interface Planted {
  /** The absolute path of the file. */
  readonly file: string;
  readonly source: string;
}

/**
 * A worker of `scripts/` and the whole engine in one text, in which `planted` takes the place of a file: loading it
 * file by file takes ten times as long. Throws when the fault is none that a compiler lets pass.
 */
export async function bundle(
  worker: string,
  planted: Planted | null,
  define: Readonly<Record<string, string>> = {},
): Promise<string> {
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    define,
    build: {
      ssr: `scripts/${worker}`,
      write: false,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { format: 'cjs' } },
    },
    plugins: [
      {
        name: 'fault',
        enforce: 'pre',
        load: (id: string) => (planted !== null && id === planted.file ? planted.source : null),
      },
    ],
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !('output' in first)) throw new Error('vite has built nothing');
  return first.output[0].code;
}
