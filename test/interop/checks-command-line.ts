import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needs, pythonServer } from './checks-transfer.ts';
import { FOLDER, makeSample } from './files.ts';
import { ADDRESSES, FAMILIES, inUrl, withNamespace } from './namespace.ts';
import { has } from './programs.ts';
import { expect, type Report, Skip } from './report.ts';
import { Serving, serving } from './serving.ts';

const SERVE = ['serve', '--tun', 'syn0', '--address', ADDRESSES[4].prefix];

/** What the command line promises beyond transfers: refusals, and leaving nothing behind. */
export async function commandLineChecks(report: Report): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    await report.check(`serve ends with 0 on ${signal}, and the device is gone`, 30, () => {
      return leavesNothing(signal);
    });
  }
  await report.check('serve refuses an address the kernel owns', 20, refusesOwned);
  await report.check('serve refuses a device that is in use', 20, refusesBusyDevice);
  await report.check('serve explains that permission is missing', 20, explainsPermission);
  await report.check('get fails when the host does not answer', 20, getGivesUp);
  await report.check('get fails when the body is short', 20, getSeesShortBody);
  await report.check('get looks names up, and takes the family it has', 30, getLooksUp);
  for (const family of FAMILIES) {
    await report.check(`we answer ping over IPv${family}`, 30, async () => {
      if (!has('ping')) throw new Skip('there is no program ping');
      return await withNamespace(async (ns) => {
        return await serving(ns, ['--echo'], async () => {
          const args = ['-c', '3', '-i', '0.2', '-W', '2', ADDRESSES[family].stack];
          await ns.run(['ping', '-s', '4000', ...args], 10);
          return '';
        });
      });
    });
  }
}

async function leavesNothing(signal: NodeJS.Signals): Promise<string> {
  needs('curl');
  return await withNamespace(async (ns) => {
    const s = await Serving.start(ns, ['--http', FOLDER]);
    await ns.run(['curl', '-sSf', `http://${ADDRESSES[4].stack}/`, '-o', '/dev/null'], 10);
    await s.stop(signal);
    const links = await ns.run(['ip', '-o', 'link'], 10);
    expect(!links.includes('syn0'), `the device is still there: ${links}`);
    return '';
  });
}

async function refusesOwned(): Promise<string> {
  return await withNamespace(async (ns) => {
    await ns.run(['ip', 'addr', 'add', ADDRESSES[4].prefix, 'dev', 'lo'], 10);
    const serve = ns.synwave([...SERVE, '--echo']);
    expect((await serve.end(10)) === 1, `exit code ${serve.code}`);
    expect(serve.stderr.includes('belongs to the kernel'), `it said: ${serve.stderr}`);
    return '';
  });
}

async function refusesBusyDevice(): Promise<string> {
  return await withNamespace(async (ns) => {
    return await serving(ns, ['--echo'], async () => {
      const address = ['--address', '10.10.0.2/24'];
      const second = ns.synwave(['serve', '--tun', 'syn0', ...address, '--echo']);
      expect((await second.end(10)) === 1, `exit code ${second.code}`);
      expect(second.stderr.includes('syn0'), `it said: ${second.stderr}`);
      expect(!/\n\s+at /.test(second.stderr), `a stack trace: ${second.stderr}`);
      return '';
    });
  });
}

async function explainsPermission(): Promise<string> {
  if (!has('setpriv')) throw new Skip('there is no program setpriv');
  const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', '--inh-caps=-all'];
  const node = spawnSync('setpriv', [...nobody, process.execPath, '--version', 'bin/synwave']);
  if (node.status !== 0) throw new Skip('another user cannot run node here');
  return await withNamespace(async (ns) => {
    const command = [process.execPath, 'bin/synwave', ...SERVE, '--echo'];
    const serve = ns.start(['setpriv', ...nobody, ...command]);
    const code = await serve.end(10);
    if (/MODULE_NOT_FOUND|EACCES.*dist/.test(serve.stderr)) {
      throw new Skip('another user cannot read this folder');
    }
    expect(code === 1, `exit code ${code}: ${serve.stderr}`);
    expect(/root|CAP_NET_ADMIN/.test(serve.stderr), `it said: ${serve.stderr}`);
    expect(!/\n\s+at /.test(serve.stderr), `a stack trace: ${serve.stderr}`);
    return '';
  });
}

async function getGivesUp(): Promise<string> {
  return await withNamespace(async (ns) => {
    const stack = ['--tun', 'syn0', '--address', ADDRESSES[4].prefix];
    const url = 'http://10.9.0.77/';
    const get = ns.synwave(['get', url, '--timeout', '2', ...stack]);
    expect((await get.end(15)) === 1, `exit code ${get.code}`);
    expect(/[Nn]o answer|reached|route/.test(get.stderr), `it said: ${get.stderr}`);
    return get.stderr.split('\n')[0] ?? '';
  });
}

/** With a hosts file of its own, which nobody outside its mount namespace sees. */
async function getLooksUp(): Promise<string> {
  needs('python3');
  if (!has('unshare')) throw new Skip('there is no program unshare');
  const sample = makeSample(1);
  const hosts = join(FOLDER, 'hosts');
  writeFileSync(hosts, `${ADDRESSES[6].kernel} server.test\n${ADDRESSES[4].kernel} server.test\n`);
  return await withNamespace(async (ns) => {
    const server = await pythonServer(ns, 4);
    try {
      const mount = 'mount --bind "$1" /etc/hosts && shift && exec "$@"';
      const unshare = ['unshare', '--mount', 'sh', '-c', mount, 'sh', hosts];
      const url = `http://server.test:8000/${sample.name}`;
      const get = ['get', url, '-o', join(FOLDER, 'fetched'), '--json', '--tun', 'syn0'];
      const command = [process.execPath, 'bin/synwave', ...get, '--address', ADDRESSES[4].prefix];
      const answer = JSON.parse(await ns.run([...unshare, ...command], 20)) as { sha256: string };
      expect(answer.sha256 === sample.sha256, 'the SHA-256 differs');
      return '';
    } finally {
      await server.stop('SIGKILL');
    }
  });
}

const SHORT_SERVER = `
const s = require('net').createServer((c) => {
  c.once('data', () => c.end('HTTP/1.1 200 OK\\r\\nContent-Length: 1000\\r\\n\\r\\nonly this'));
});
s.listen(8000, '0.0.0.0', () => console.log('up'));
`;

async function getSeesShortBody(): Promise<string> {
  return await withNamespace(async (ns) => {
    const server = ns.start([process.execPath, '-e', SHORT_SERVER]);
    await server.until('up', 10, () => (server.stdout.includes('up') ? true : null));
    try {
      const stack = ['--tun', 'syn0', '--address', ADDRESSES[4].prefix];
      const url = `http://${inUrl(ADDRESSES[4].kernel)}:8000/`;
      const get = ns.synwave(['get', url, '-o', '/dev/null', ...stack]);
      expect((await get.end(10)) === 1, `exit code ${get.code}: ${get.stderr}`);
      expect(get.stderr.includes('9 B of the 1000 B'), `it said: ${get.stderr}`);
      return '';
    } finally {
      await server.stop('SIGKILL');
    }
  });
}
