import { setTimeout as sleep } from 'node:timers/promises';
import { PcapngWriter } from '../capture/pcapng.ts';
import { Impair, type Impairments, parseImpairments } from '../link/impair.ts';
import type { Link } from '../link/link.ts';
import { Host } from '../net/host.ts';
import { Driver } from '../node/driver.ts';
import { createNet } from '../node/net/index.ts';
import { openTun } from '../node/tun.ts';
import { bringUp } from '../node/tun-setup.ts';
import { captureLink } from '../observe/capture.ts';
import { abort } from '../tcp/calls/index.ts';
import type { Profile } from '../tcp/profile.ts';
import { FIN_WAIT_2 } from '../tcp/state.ts';
import { Address, Prefix } from '../wire/address.ts';
import { kernelAddresses, kernelSide, parseAddresses, refuseTaken } from './addresses.ts';
import { CaptureFile } from './capture-file.ts';
import { describe } from './problems.ts';
import { PROFILE_OPTIONS, readProfile } from './profile-options.ts';
import { STACK_USAGE } from './stack-words-usage.ts';
import { Failure, type Given, type OptionTable, UsageError } from './usage.ts';

/** The options of a command that has a stack on a TUN device. */
export const STACK_OPTIONS = {
  tun: { type: 'string' },
  address: { type: 'string', multiple: true },
  impair: { type: 'string' },
  pcap: { type: 'string' },
  ...PROFILE_OPTIONS,
} as const satisfies OptionTable;

/** What the stack is to be. */
export interface StackPlan {
  readonly tun: string;
  readonly addresses: readonly Prefix[];
  /** The kernel's addresses on the device, one for each of `addresses`. */
  readonly kernel: readonly Prefix[];
  readonly impairments: Impairments | null;
  readonly pcap: string | null;
  /** How its TCP behaves. */
  readonly profile: Profile;
}

/** A stack of our own on a device of its own. */
export interface Stack {
  readonly plan: StackPlan;
  readonly host: Host;
  readonly driver: Driver;
  readonly net: ReturnType<typeof createNet>;
  /** Fails when someone else removes the device. */
  readonly lost: Promise<never>;
  /** Waits, not long, until what we have closed is acknowledged. */
  settle(): Promise<void>;
  /** Resets the connections there are, so that no peer waits for us. */
  reset(): Promise<void>;
  /** Takes the device away and closes the capture; peers of connections left hear nothing more. */
  close(): void;
}

/** Longest time for farewells, milliseconds. */
const FAREWELL = 1000;

/** Reads the options above; throws UsageError. */
export function planStack(given: Given): StackPlan {
  const tun = given.text('tun');
  if (tun === undefined) throw new UsageError(STACK_USAGE.noTun());
  if (!/^[A-Za-z0-9_.-]{1,15}$/.test(tun) || tun === '.' || tun === '..') {
    throw new UsageError(STACK_USAGE.badTun(tun));
  }
  const addresses = parseAddresses(given.all('address'));
  return {
    tun,
    addresses,
    kernel: addresses.map(kernelSide),
    impairments: readImpairments(given.text('impair')),
    pcap: given.text('pcap') ?? null,
    profile: readProfile(given),
  };
}

function readImpairments(text: string | undefined): Impairments | null {
  if (text === undefined) return null;
  try {
    return { direction: 'both', ...parseImpairments(text) };
  } catch (error) {
    throw new UsageError(STACK_USAGE.badImpairments(describe(error).message));
  }
}

/**
 * Opens the device, gives the kernel its addresses on it, and puts a host on the other side.
 *
 * @param onProblem told of what goes wrong later and does not end the stack
 */
export async function openStack(
  plan: StackPlan,
  onProblem: (message: string) => void,
): Promise<Stack> {
  refuseTaken(plan.addresses, kernelAddresses(), plan.tun);
  const driver = new Driver();
  const capture = plan.pcap === null ? null : openCapture(plan.pcap, onProblem);
  const tun = openTun({ name: plan.tun, driver });
  try {
    bringUp(tun, plan.kernel);
    const host = new Host({
      clock: driver.clock,
      random: driver.random,
      pool: driver.pool,
      name: plan.tun,
      profile: plan.profile,
    });
    let link: Link = tun;
    if (capture !== null) link = captured(link, capture, driver, tun.name);
    if (plan.impairments !== null) {
      link = new Impair(link, driver.clock, driver.random, plan.impairments);
    }
    const device = host.attach(link, plan.addresses, { name: tun.name });
    // What is beyond the kernel answers through it: there is no other way out.
    for (const { address } of plan.addresses) host.addRoute(defaultRoute(address.version), device);
    const { connections } = host.tcp.demux;
    const settle = async (): Promise<void> => {
      const until = performance.now() + FAREWELL;
      const waits = (): boolean => connections.values().some((c) => c.state !== FIN_WAIT_2);
      while (waits() && performance.now() < until) await sleep(5);
    };
    const reset = async (): Promise<void> => {
      driver.enter();
      for (const c of connections.values()) abort(c);
      driver.turn();
      const { delay = 0, jitter = 0 } = plan.impairments ?? {};
      const onTheWay = Math.ceil((delay + jitter) / 1000);
      if (onTheWay > 0) await sleep(Math.min(onTheWay + 5, FAREWELL));
    };
    const close = (): void => {
      tun.close();
      driver.close();
      capture?.close();
    };
    const lost = new Promise<never>((_resolve, reject) => {
      tun.onlost = reject;
    });
    lost.catch(() => {});
    const net = createNet({ host, driver });
    return { plan, host, driver, net, lost, settle, reset, close };
  } catch (error) {
    tun.close();
    capture?.close();
    throw error;
  }
}

function defaultRoute(version: 4 | 6): Prefix {
  return new Prefix(Address.parse(version === 4 ? '0.0.0.0' : '::'), 0);
}

function openCapture(path: string, onProblem: (message: string) => void): CaptureFile {
  try {
    return new CaptureFile(path, (error) =>
      onProblem(`the capture ${path} ends here: ${describe(error).message}`),
    );
  } catch (error) {
    throw new Failure(
      `--pcap ${describe(error).message}`,
      'Give a file that can be written, such as --pcap trace.pcapng.',
    );
  }
}

/** `link`, with everything that passes it written to `file`. */
function captured(link: Link, file: CaptureFile, driver: Driver, name: string): Link {
  const writer = new PcapngWriter((bytes) => file.write(bytes), { epoch: driver.epoch });
  return captureLink(link, writer, { name, clock: driver.clock });
}
