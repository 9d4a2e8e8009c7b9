import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { Address, Prefix } from '../wire/address.ts';
import { STACK_USAGE } from './stack-words-usage.ts';
import { Failure, UsageError } from './usage.ts';

/** The `--address` options: the stack's addresses, at most one of each family. */
export function parseAddresses(texts: readonly string[]): Prefix[] {
  if (texts.length === 0) {
    throw new UsageError(STACK_USAGE.noAddress());
  }
  const prefixes = texts.map(parsePrefix);
  for (const version of [4, 6]) {
    if (prefixes.filter((p) => p.address.version === version).length > 1) {
      throw new UsageError(STACK_USAGE.twoAddresses(version));
    }
  }
  return prefixes;
}

function parsePrefix(text: string): Prefix {
  let prefix: Prefix;
  try {
    prefix = Prefix.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(STACK_USAGE.badAddress(text, why));
  }
  const { address } = prefix;
  const unusable =
    address.isUnspecified || address.isMulticast || address.isLoopback || address.isLinkLocal;
  if (unusable || address.isLimitedBroadcast) {
    throw new UsageError(STACK_USAGE.noHostAddress(text));
  }
  kernelSide(prefix);
  return prefix;
}

/**
 * The address the kernel gets on the device: the first of the prefix that a host may have and the
 * stack does not. A prefix of two addresses has no network or broadcast address: RFC 3021, RFC 6164.
 */
export function kernelSide(stack: Prefix): Prefix {
  const bits = stack.address.version === 4 ? 32 : 128;
  if (stack.length === bits || stack.length === 0) {
    const length = stack.address.version === 4 ? 24 : 64;
    throw new UsageError(STACK_USAGE.noRoomForKernel(`${stack}`, length));
  }
  const pair = stack.length === bits - 1;
  const broadcast = stack.broadcast();
  const isNetwork = !pair && stack.network().equals(stack.address);
  if (isNetwork || broadcast?.equals(stack.address) === true) {
    throw new UsageError(STACK_USAGE.notOfHost(`${stack}`, isNetwork, another(stack)));
  }
  const first = stack.host(pair ? 0 : 1);
  const kernel = first.equals(stack.address) ? stack.host(pair ? 1 : 2) : first;
  return new Prefix(kernel, stack.length);
}

function another(stack: Prefix): string {
  return `${stack.host(2)}/${stack.length}`;
}

/** An address of the kernel's, and the device it is on. */
export interface KernelAddress {
  readonly device: string;
  readonly prefix: Prefix;
}

/** Every address the kernel answers for now. */
export function kernelAddresses(): KernelAddress[] {
  try {
    const args = ['-json', 'address', 'show', 'up'];
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return readIpAddress(execFileSync('ip', args, { encoding: 'utf8', stdio: [...stdio] }));
  } catch {
    return addressesWithCarrier(); // no ip program, or one that knows no JSON
  }
}

/** Reads what `ip -json address` prints. */
export function readIpAddress(json: string): KernelAddress[] {
  const devices = JSON.parse(json) as {
    ifname?: string;
    addr_info?: { local?: string; prefixlen?: number }[];
  }[];
  const found: KernelAddress[] = [];
  for (const { ifname: device = '?', addr_info: list = [] } of devices) {
    for (const { local = '', prefixlen } of list) {
      const address = Address.tryParse(local);
      if (address === null || prefixlen === undefined) continue;
      found.push({ device, prefix: new Prefix(address, prefixlen) });
    }
  }
  return found;
}

/** As far as Node can tell: devices without a carrier, a bridge without ports, are not in its list. */
function addressesWithCarrier(): KernelAddress[] {
  const found: KernelAddress[] = [];
  for (const [device, list] of Object.entries(networkInterfaces())) {
    for (const { cidr } of list ?? []) {
      const [text = '', length = ''] = (cidr ?? '').split('/');
      const address = Address.tryParse(text);
      if (address !== null) found.push({ device, prefix: new Prefix(address, Number(length)) });
    }
  }
  return found;
}

/**
 * Refuses addresses that the kernel owns, or whose prefix it already reaches another way.
 *
 * Both would harm: a segment to an address the kernel owns never reaches the device, and the kernel
 * answers with a reset; and a second route to a prefix in use would take its traffic.
 *
 * @param own the device to be opened: what its kernel side has is no other way
 */
export function refuseTaken(
  stack: readonly Prefix[],
  kernel: readonly KernelAddress[] = kernelAddresses(),
  own = '',
): void {
  for (const wanted of stack) {
    for (const { device, prefix } of kernel) {
      if (prefix.address.equals(wanted.address)) {
        throw new Failure(
          `${wanted.address} already belongs to the kernel, on ${device}.`,
          'The kernel would answer for it: it would send RST for connections it does not know. ' +
            `Choose an address of a prefix nobody uses, such as ${unused(wanted, kernel)}.`,
        );
      }
      if (device !== own && overlap(prefix, wanted)) {
        throw new Failure(
          `${wanted} overlaps ${prefix}, which the kernel has on ${device}.`,
          'Routing it to a new device could cut off what is there. Choose a prefix nobody uses, ' +
            `such as ${unused(wanted, kernel)}.`,
        );
      }
    }
  }
}

function overlap(a: Prefix, b: Prefix): boolean {
  return a.contains(b.address) || b.contains(a.address);
}

/** An address for a stack, of the same family as `wanted`, that overlaps nothing the kernel has. */
function unused(wanted: Prefix, kernel: readonly KernelAddress[]): string {
  for (let n = 9; n < 256; n++) {
    const text = wanted.address.version === 4 ? `10.${n}.0.2/24` : `fd00:${n}::2/64`;
    const candidate = Prefix.parse(text);
    if (!kernel.some(({ prefix }) => overlap(prefix, candidate))) return text;
  }
  return wanted.address.version === 4 ? '192.168.77.2/24' : 'fd77::2/64';
}
