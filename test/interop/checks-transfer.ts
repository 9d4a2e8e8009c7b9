import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, makeSample, mbits, type Sample, sha256 } from './files.ts';
import {
  ADDRESSES,
  FAMILIES,
  type Family,
  inUrl,
  type Namespace,
  withNamespace,
} from './namespace.ts';
import { has, type Program } from './programs.ts';
import { expect, type Report, Skip } from './report.ts';
import { serving } from './serving.ts';

/** A network that loses, shuffles and repeats: what TCP is for. */
const BAD_NETWORK = 'loss=1%,jitter=5ms,reorder=1%,duplicate=1%';

/** Large transfers in both directions, by programs that are not ours. */
export async function transferChecks(report: Report): Promise<void> {
  await transfers(report, makeSample(256), [], '', 120);
  const bad = ['--impair', BAD_NETWORK];
  await transfers(report, makeSample(16), bad, ', on a bad network', 180);
}

async function transfers(
  report: Report,
  sample: Sample,
  impair: readonly string[],
  where: string,
  seconds: number,
): Promise<void> {
  const size = `${sample.octets >> 20} MiB`;
  for (const family of FAMILIES) {
    const end = `over IPv${family}${where}`;
    await report.check(`curl downloads ${size} from us ${end}`, seconds, async () => {
      return await curlDownloads(family, sample, impair, seconds);
    });
    await report.check(`curl uploads ${size} to us ${end}`, seconds, async () => {
      return await curlUploads(family, sample, impair, seconds);
    });
    await report.check(`synwave get fetches ${size} ${end}`, seconds, async () => {
      return await getFetches(family, sample, impair, seconds);
    });
  }
  rmSync(sample.path);
}

async function curlDownloads(
  family: Family,
  sample: Sample,
  impair: readonly string[],
  seconds: number,
): Promise<string> {
  needs('curl');
  const target = join(FOLDER, 'downloaded');
  const url = `http://${inUrl(ADDRESSES[family].stack)}/${sample.name}`;
  return await withNamespace(async (ns) => {
    return await serving(ns, ['--http', FOLDER, ...impair], async () => {
      const began = performance.now();
      await ns.run(['curl', '-gsSf', '-o', target, url], seconds);
      const ms = performance.now() - began;
      expect((await sha256(target)) === sample.sha256, 'the SHA-256 differs');
      rmSync(target);
      return mbits(sample.octets, ms);
    });
  });
}

async function curlUploads(
  family: Family,
  sample: Sample,
  impair: readonly string[],
  seconds: number,
): Promise<string> {
  needs('curl');
  const url = `http://${inUrl(ADDRESSES[family].stack)}/upload`;
  return await withNamespace(async (ns) => {
    return await serving(ns, ['--http', FOLDER, ...impair], async () => {
      const began = performance.now();
      const text = await ns.run(['curl', '-gsSf', '-T', sample.path, url], seconds);
      const ms = performance.now() - began;
      const answer = JSON.parse(text) as { octets: number; sha256: string };
      expect(answer.octets === sample.octets, `${answer.octets} octets arrived`);
      expect(answer.sha256 === sample.sha256, 'the SHA-256 differs');
      return mbits(sample.octets, ms);
    });
  });
}

async function getFetches(
  family: Family,
  sample: Sample,
  impair: readonly string[],
  seconds: number,
): Promise<string> {
  needs('python3');
  const { kernel, prefix, stack: stackAddress } = ADDRESSES[family];
  const target = join(FOLDER, 'fetched');
  const url = `http://${inUrl(kernel)}:8000/${sample.name}`;
  return await withNamespace(async (ns) => {
    const server = await pythonServer(ns, family);
    try {
      const stack = ['--tun', 'syn0', '--address', prefix, ...impair];
      const get = ns.synwave(['get', url, '-o', target, '--json', ...stack]);
      const code = await get.end(seconds);
      expect(code === 0, `exit code ${code}: ${get.stderr}`);
      const result = JSON.parse(get.stdout) as { octets: number; sha256: string; ms: number };
      expect(result.sha256 === sample.sha256, 'the SHA-256 that get tells differs');
      expect((await sha256(target)) === sample.sha256, 'the SHA-256 of the file differs');
      rmSync(target);
      // Its log names the client: a fetch by the kernel's own TCP would prove nothing.
      const log = server.stderr;
      expect(log.includes(stackAddress), `the server did not talk to our stack: ${log}`);
      return mbits(sample.octets, result.ms);
    } finally {
      await server.stop('SIGKILL');
    }
  });
}

/** Python's web server over the samples, on all of the kernel's addresses of that family. */
export async function pythonServer(ns: Namespace, family: Family): Promise<Program> {
  const bind = family === 4 ? '0.0.0.0' : '::';
  const args = ['-u', '-m', 'http.server', '8000', '--bind', bind, '--directory', FOLDER];
  const server = ns.start(['python3', ...args]);
  await server.until('address', 15, () => (server.stdout.includes('Serving HTTP') ? true : null));
  return server;
}

export function needs(program: string): void {
  if (!has(program)) throw new Skip(`there is no program ${program}`);
}
