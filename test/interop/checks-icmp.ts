import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from './checks-transfer.ts';
import { FOLDER, makeSample, mbits, sha256 } from './files.ts';
import {
  ADDRESSES,
  FAMILIES,
  type Family,
  inUrl,
  type Namespace,
  withNamespace,
} from './namespace.ts';
import { expect, type Report } from './report.ts';
import { serving } from './serving.ts';

/** Somebody beyond the kernel, who is not there. */
const BEYOND: Record<Family, string> = { 4: '10.77.0.1', 6: 'fd00:77::1' };
/** Two networks behind a device, as the kernel's end and the far end have them. */
const FAR: Record<Family, { readonly near: string; readonly far: string; readonly net: string }> = {
  4: { near: '10.8.0.1/24', far: '10.8.0.2/24', net: '10.8.0.0/24' },
  6: { near: 'fd00:8::1/64', far: 'fd00:8::2/64', net: 'fd00:8::/64' },
};

/** What the kernel's routers say, by the kind of route, and the words `get` has for it. */
const REFUSALS: readonly (readonly [route: string, family: Family, says: string, words: RegExp])[] =
  [
    ['unreachable', 4, 'host unreachable', /host cannot be reached/],
    ['throw', 4, 'network unreachable', /no route to that network/],
    ['prohibit', 4, 'administratively prohibited', /host cannot be reached/],
    ['unreachable', 6, 'no route', /no route|cannot be reached/],
    ['prohibit', 6, 'administratively prohibited', /prohibits the way/],
  ];

/** The kernel as a router: it refuses the way, and it has a narrow link. */
export async function icmpChecks(report: Report): Promise<void> {
  for (const [route, family, says, words] of REFUSALS) {
    const name = `get fails at once when the kernel says "${says}", IPv${family}`;
    await report.check(name, 20, () => refused(route, family, words));
  }
  for (const family of FAMILIES) {
    const name = `curl downloads from us beyond a link with an MTU of 1300, IPv${family}`;
    await report.check(name, 60, () => narrow(family));
  }
}

async function forwards(ns: Namespace): Promise<void> {
  const files = ['ipv4/ip_forward', 'ipv6/conf/all/forwarding'];
  for (const f of files) await ns.run(['sh', '-c', `echo 1 > /proc/sys/net/${f}`], 5);
}

async function refused(route: string, family: Family, words: RegExp): Promise<string> {
  return await withNamespace(async (ns) => {
    await forwards(ns);
    await ns.run(['ip', `-${family}`, 'route', 'add', route, BEYOND[family]], 5);
    const stack = ['--tun', 'syn0', '--address', ADDRESSES[family].prefix];
    const began = performance.now();
    const get = ns.synwave(['get', `http://${inUrl(BEYOND[family])}/`, ...stack]);
    expect((await get.end(15)) === 1, `exit code ${get.code}`);
    expect(performance.now() - began < 10_000, 'it took long');
    expect(words.test(get.stderr), `it said: ${get.stderr}`);
    return get.stderr.split('\n')[0] ?? '';
  });
}

/** The far end announces an MSS of 1460: what we send is too big for the kernel's link to it. */
async function narrow(family: Family): Promise<string> {
  needs('curl');
  const sample = makeSample(16);
  const target = join(FOLDER, 'narrow');
  const { near, far, net } = FAR[family];
  return await withNamespace(async (ns) => {
    return await withNamespace(async (beyond) => {
      await forwards(ns);
      const peer = ['peer', 'name', 'far0', 'netns', beyond.name];
      await ns.run(['ip', 'link', 'add', 'near0', 'type', 'veth', ...peer], 5);
      const more = family === 6 ? ['nodad'] : [];
      await ns.run(['ip', 'address', 'add', near, 'dev', 'near0', ...more], 5);
      await beyond.run(['ip', 'address', 'add', far, 'dev', 'far0', ...more], 5);
      await ns.run(['ip', 'link', 'set', 'near0', 'mtu', '1300', 'up'], 5);
      await beyond.run(['ip', 'link', 'set', 'far0', 'up'], 5);
      const via = near.split('/')[0] as string;
      await beyond.run(['ip', `-${family}`, 'route', 'add', 'default', 'via', via], 5);
      return await serving(ns, ['--http', FOLDER], async () => {
        const url = `http://${inUrl(ADDRESSES[family].stack)}/${sample.name}`;
        const began = performance.now();
        await beyond.run(['curl', '-gsSf', '-o', target, url], 50);
        const ms = performance.now() - began;
        expect((await sha256(target)) === sample.sha256, 'the SHA-256 differs');
        rmSync(target);
        return `${mbits(sample.octets, ms)}, through ${net}`;
      });
    });
  });
}
