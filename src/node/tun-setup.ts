import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { Address, type Prefix } from '../wire/address.ts';
import { TunError } from './tun-error.ts';

/**
 * Brings up the TUN device and gives the kernel's side of it its addresses; their prefixes become
 * routes through the device. Only this device is touched. Throws {@link TunError}.
 *
 * @param device an open Tun, whose MTU the kernel is told too; or a device's name
 */
export function bringUp(
  device: string | { readonly name: string; readonly mtu: number },
  kernelPrefixes: readonly Prefix[],
): void {
  const name = typeof device === 'string' ? device : device.name;
  // No link-local address: with it the kernel would speak neighbour discovery to a link without neighbours.
  ipIfPossible('link', 'set', 'dev', name, 'addrgenmode', 'none');
  if (typeof device !== 'string') ip('link', 'set', 'dev', name, 'mtu', String(device.mtu));
  ip('link', 'set', 'dev', name, 'up');
  for (const prefix of kernelPrefixes) {
    const text = `${prefix.address}/${prefix.length}`;
    // Without nodad an IPv6 address could not be used for the first second or two.
    const more = prefix.address.version === 6 ? ['nodad'] : [];
    ip('address', 'replace', text, 'dev', name, ...more);
  }
}

/**
 * Whether the kernel answers for `address` itself. A stack must not use such an address: the kernel
 * would reset its connections.
 */
export function kernelOwns(address: Address): boolean {
  try {
    const out = runIp(['-json', 'route', 'get', String(address)]);
    const routes = JSON.parse(out) as { type?: string }[];
    if (routes.some((route) => route.type === 'local')) return true;
  } catch {
    // No route there, or no ip program.
  }
  for (const list of Object.values(networkInterfaces())) {
    for (const entry of list ?? []) {
      if (Address.tryParse(entry.address.split('%')[0] ?? '')?.equals(address)) return true;
    }
  }
  return false;
}

/** Removes the device `name`, if it is there. Closing an open device does the same. */
export function remove(name: string): void {
  ipIfPossible('link', 'delete', 'dev', name);
}

function runIp(args: readonly string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function ip(...args: string[]): void {
  try {
    runIp(args);
  } catch (error) {
    const failed = error as NodeJS.ErrnoException & { stderr?: string };
    if (failed.code === 'ENOENT') {
      throw new TunError('IP_FAILED', 'the program ip is not there', 'install iproute2');
    }
    const said = (failed.stderr ?? failed.message).trim().split('\n').pop() ?? '';
    const what = `"ip ${args.join(' ')}" failed: ${said}`;
    if (/not permitted/i.test(said)) {
      throw new TunError(
        'NO_PERMISSION',
        what,
        'run as root, or give both programs the capability CAP_NET_ADMIN',
      );
    }
    throw new TunError('IP_FAILED', what, 'try the same command by hand');
  }
}

function ipIfPossible(...args: string[]): void {
  try {
    runIp(args);
  } catch {
    // Where IPv6 is off there is nothing to prevent; a device that is not there is removed.
  }
}
