import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const TSC = join(MODULES, 'typescript', 'bin', 'tsc');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  files: string[];
  exports: Record<string, unknown>;
};
/** Every way to import something of the package: 'synwave', 'synwave/wire' and so on. */
const ENTRIES = Object.keys(PACKAGE.exports)
  .filter((key) => key !== './package.json')
  .map((key) => `synwave${key.slice(1)}`);

const home = mkdtempSync(join(tmpdir(), 'synwave-package-'));
/** An empty project that has the package and nothing else. */
const project = join(home, 'project');

/** Runs a program in the project; its output, or an Error with all it said. */
function run(
  program: string,
  args: readonly string[],
  cwd = project,
  env: NodeJS.ProcessEnv = process.env,
): string {
  try {
    return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
  } catch (e) {
    const { stdout, stderr } = e as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? e}`);
  }
}

/** Builds and packs what is in src now, away from dist, which others may be using. */
function pack(): string {
  const stage = join(home, 'stage');
  mkdirSync(stage);
  for (const name of ['package.json', 'README.md', 'LICENSE', ...PACKAGE.files]) {
    if (name !== 'dist') cpSync(join(ROOT, name), join(stage, name), { recursive: true });
  }
  const config = join(ROOT, 'tsconfig.build.json');
  run(process.execPath, [TSC, '-p', config, '--outDir', join(stage, 'dist')], ROOT);
  const vite = join(MODULES, 'vite', 'bin', 'vite.js');
  const page = ['build', '--outDir', join(stage, 'dist', 'lab'), '--logLevel', 'error'];
  run(process.execPath, [vite, ...page], ROOT, { ...process.env, NODE_ENV: 'production' });
  const args = [
    'pack',
    '--ignore-scripts',
    '--json',
    '--loglevel=error',
    '--pack-destination',
    home,
  ];
  const [packed] = JSON.parse(run('npm', args, stage)) as { filename: string }[];
  return join(home, packed?.filename ?? '');
}

beforeAll(() => {
  const tarball = pack();
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }');
  const quiet = ['--offline', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...quiet, tarball]);
}, 120_000);

afterAll(() => rmSync(home, { recursive: true, force: true }), 60_000);

/** Compiles `files` as a user with the strictest settings would; throws with what the compiler said. */
function compile(name: string, files: readonly string[], options: Record<string, unknown>): void {
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    types: [],
    ...options,
  };
  writeFileSync(join(project, `${name}.json`), JSON.stringify({ compilerOptions, files }));
  run(process.execPath, [TSC, '-p', `${name}.json`]);
}

/** A program that imports all of `entries`. */
function imports(entries: readonly string[]): string {
  return entries.map((e, i) => `export * as m${i} from '${e}';\n`).join('');
}

/** The programs in the documents, each with what it prints, which stands below it. */
const EXAMPLES = ['README.md', 'docs/posix.md', 'docs/packetdrill.md'].flatMap((file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = [...text.matchAll(/^```ts\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)];
  return found.map(([, code = '', says = '']) => ({ file, code, says }));
});

/** Node's types, which a user of synwave/node has installed. */
const WITH_NODE = { types: ['node'], typeRoots: [join(MODULES, '@types')] };

describe('the package, installed in an empty project', () => {
  it('brings nothing else along', () => {
    const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(packages)).toEqual(['', 'node_modules/synwave']);
  });

  it.each(ENTRIES)('gives JavaScript what %s exports', (entry) => {
    const code = `console.log(Object.keys(await import('${entry}')).length)`;
    expect(Number(run(process.execPath, ['--input-type=module', '-e', code]))).toBeGreaterThan(0);
  });

  it('lets nothing be imported that it does not export', () => {
    const code = "await import('synwave/dist/index.js')";
    const start = (): string => run(process.execPath, ['--input-type=module', '-e', code]);
    expect(start).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });

  it('runs a world from JavaScript', () => {
    writeFileSync(
      join(project, 'world.js'),
      `import { TcpListener, TcpSocket } from 'synwave';
       import { World } from 'synwave/sim';
       const w = new World();
       const [a, b] = [w.host('A'), w.host('B')];
       w.cable(a, b, { delay: 10_000 });
       TcpListener.listen(b, { port: 80 }, (s) => { s.onend = () => s.end(); });
       const s = TcpSocket.connect(a, { address: '10.0.0.2', port: 80 });
       s.onconnect = () => s.end();
       s.onclose = (error) => console.log(error, w.now);
       w.run();`,
    );
    expect(run(process.execPath, ['world.js'])).toBe('null 40000\n');
  });

  it.each(EXAMPLES)('runs the example of $file, and it says what is written there', (example) => {
    writeFileSync(join(project, 'example.js'), example.code);
    expect(run(process.execPath, ['example.js']).trim()).toBe(example.says.trim());
  });

  it('runs its command', () => {
    const bin = join(project, 'node_modules', '.bin', 'synwave');
    expect(run(bin, ['run', 'open-and-close'])).toContain('ESTABLISHED');
  });

  it('serves its page, whole: whatever it may load is there', async () => {
    const bin = join(project, 'node_modules', 'synwave', 'bin', 'synwave');
    const args = [bin, 'lab', '--port', '0', '--json'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const { url } = JSON.parse(String(line)) as { url: string };
      const worker = await (await fetch(`${url}sw.js`)).text();
      const files = worker.match(/assets\/[\w.-]+\.(?:js|css)/g) ?? [];
      expect(files.length).toBeGreaterThan(10);
      for (const file of ['', 'icon.svg', ...files]) {
        const { status, headers } = await fetch(url + file);
        expect([file, status]).toEqual([file, 200]);
        expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      }
      expect((await fetch(`${url}.vite/manifest.json`)).status).toBe(404);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
  });

  it('has types for every entry point, which a strict project takes with all their own', () => {
    writeFileSync(join(project, 'all.ts'), imports(ENTRIES));
    compile('all', ['all.ts'], { ...WITH_NODE, noEmit: true, skipLibCheck: false });
  });

  it('needs neither the types of Node nor those of a browser, below synwave/node', () => {
    const engine = ENTRIES.filter((e) => !e.startsWith('synwave/node'));
    writeFileSync(join(project, 'engine.ts'), imports(engine));
    compile('engine', ['engine.ts'], { noEmit: true, skipLibCheck: false });
  });

  it('tests a user’s own server against loss, a reset, a peer that vanished and a late FIN', () => {
    cpSync(join(ROOT, 'examples', 'own-server.ts'), join(project, 'own-server.ts'));
    compile('example', ['own-server.ts'], WITH_NODE);
    expect(run(process.execPath, ['own-server.js'])).toContain('as they should be');
  });
});
