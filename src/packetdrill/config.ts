import { didYouMean } from '../base/nearest.ts';
import type { Micros } from '../base/timer-queue.ts';
import type { Profile } from '../tcp/profile.ts';
import { Address } from '../wire/address.ts';
import { type Script, ScriptError, type ScriptOption } from './ast.ts';
import type { Dialect } from './flows.ts';
import { LOCAL_V4, LOCAL_V6, REMOTE_V4, REMOTE_V6 } from './stack.ts';
import { PROFILE_OF, SYSTEMS, type System } from './systems.ts';

/** How far from its time something may happen. */
export interface Tolerance {
  readonly usecs: Micros;
  /** Of the time since the event before, in percent; whichever is more counts. */
  readonly percent: number;
}

/** What a script is run with: its own options, under those of the command line. */
export interface Config {
  readonly system: System;
  /** The stack's TCP. */
  readonly profile: Profile;
  readonly dialect: Dialect;
  readonly version: 4 | 6;
  readonly local: Address;
  readonly remote: Address;
  readonly bindPort: number;
  readonly connectPort: number;
  readonly mtu: number;
  readonly tolerance: Tolerance;
  /** Microseconds of a tick of the stack's timestamps; 0: their values are not compared. */
  readonly timestampTick: Micros;
  readonly scalesEcr: boolean;
  readonly strictSegments: boolean;
  readonly nonFatal: { readonly packet: boolean; readonly syscall: boolean };
  readonly md5Secret: string | null;
  /**
   * What a script does at one moment reaches the stack in one turn, up to the next packet expected: a burst is
   * answered once, and by what the application did about it.
   */
  readonly answersAtOnce: boolean;
}

/** What the command line says over a script's own options. */
export interface Overrides {
  readonly system: System;
  /** The stack's TCP, unless that is the system's. */
  readonly profile?: Profile;
  readonly dialect?: Dialect;
  /** For scripts that do not say themselves. */
  readonly version?: 4 | 6;
  readonly tolerance?: Tolerance;
}

/** A script asks for what the runner does not have: it is unsupported. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
  readonly line: number;

  constructor(line: number, what: string) {
    super(what);
    this.line = line;
  }
}

/** Addresses unless a script says its own: google's driver has others for IPv6, which cookies depend on. */
const ADDRESSES = {
  google: {
    4: { local: LOCAL_V4, remote: REMOTE_V4 },
    6: { local: 'fd3d:a0b:17d6::1', remote: 'fd3d:fa7b:d17d::1' },
  },
  nplab: {
    4: { local: LOCAL_V4, remote: REMOTE_V4 },
    6: { local: LOCAL_V6, remote: REMOTE_V6 },
  },
} as const;

/** google's driver makes the MSS of IPv6 the one of IPv4. */
const GOOGLE_V6_MTU = 1520;
const MTU = 1500;
const LEAST_MTU = 68;
const MOST_MTU = 65_535;
const PORT = 8080;

/** What a script defines in which the stack answers all of a moment at once. */
const AT_ONCE = 'AT_ONCE=yes';

/** Options that say how the original tool runs, and nothing of what it expects. */
const IGNORED: ReadonlySet<string> = new Set([
  ...['verbose', 'dry_run', 'send_omit_free', 'no_cleanup', 'code_command', 'code_format'],
  ...['code_sockopt', 'netmask_ip', 'gateway_ip', 'speed', 'persistent_tun_dev', 'tun_dev'],
  ...['debug', 'init_scripts', 'linklocal', 'gateway_linklocal'],
]);

type Draft = { -readonly [K in keyof Config]: Config[K] };

/** Options by name, and what each does. Throw RangeError for a value that makes no sense. */
const OPTIONS: Readonly<Record<string, (c: Draft, value: string) => void>> = {
  ip_version: (c, v) => readVersion(c, v),
  bind_port: (c, v) => (c.bindPort = integer(v, 1, 65_535)),
  connect_port: (c, v) => (c.connectPort = integer(v, 1, 65_535)),
  local_ip: (c, v) => (c.local = Address.parse(v)),
  remote_ip: (c, v) => (c.remote = Address.parse(v.replace(/\/\d+$/, ''))),
  mtu: (c, v) => (c.mtu = integer(v, LEAST_MTU, MOST_MTU)),
  tolerance_usecs: (c, v) => (c.tolerance = { ...c.tolerance, usecs: integer(v, 1, 1e12) }),
  tolerance_percent: (c, v) => (c.tolerance = { ...c.tolerance, percent: percent(v) }),
  tcp_ts_tick_usecs: (c, v) => (c.timestampTick = integer(v, 0, 1_000_000)),
  tcp_ts_ecr_scaled: (c) => (c.scalesEcr = true),
  strict_segments: (c) => (c.strictSegments = true),
  // The segment size of the original's device for large packets: ours are never larger than the MTU.
  mss: (_c, v) => void integer(v, 0, 65_535),
  non_fatal: (c, v) => (c.nonFatal = nonFatal(v)),
  tcp_md5_secret: (c, v) => (c.md5Secret = v),
  udp_encapsulation: (_c, v) => {
    if (v !== 'tcp') throw new RangeError(`UDP carries 'tcp' here, not '${v}'`);
  },
  is_anyip: () => undefined,
  // Of the symbols a script defines one is for this runner: to others it is a word that never comes.
  define: (c, v) => (c.answersAtOnce ||= v === AT_ONCE),
  D: (c, v) => (c.answersAtOnce ||= v === AT_ONCE),
};

/**
 * Reads a script's options. Throws ScriptError for a value that makes no sense, {@link Unsupported} for an
 * option nobody knows, and what {@link checkSystem} throws.
 */
export function configOf(script: Script, o: Overrides): Config {
  checkSystem(o?.system);
  const dialect = o.dialect ?? (o.system === 'freebsd' ? 'nplab' : 'google');
  const c = defaults(o, dialect, versionOf(script, o.version ?? 4));
  let hasMtu = false;
  for (const option of script.options) {
    apply(c, option, script.path);
    hasMtu ||= option.name === 'mtu';
  }
  if (dialect === 'google' && c.version === 6 && !hasMtu) c.mtu = GOOGLE_V6_MTU;
  if (o.tolerance !== undefined) c.tolerance = o.tolerance;
  for (const a of [c.local, c.remote]) {
    if (a.version === c.version) continue;
    const place = script.options.find((option) => option.value?.includes(`${a}`));
    throw new ScriptError(
      script.path,
      place ?? { line: 1, column: 1 },
      `${a} is no address of IPv${c.version}`,
    );
  }
  return c;
}

/** Throws TypeError where the caller has not said whose TCP the stack is, RangeError for one that there is not. */
export function checkSystem(system: unknown): asserts system is System {
  const known = SYSTEMS.map((name) => `'${name}'`).join(', ');
  if (typeof system !== 'string') {
    throw new TypeError(`runScript: the option 'system' is missing, whose TCP it is: ${known}`);
  }
  if ((SYSTEMS as readonly string[]).includes(system)) return;
  throw new RangeError(`no system '${system}', there are ${known}${didYouMean(system, SYSTEMS)}`);
}

function versionOf(script: Script, otherwise: 4 | 6): 4 | 6 {
  const value = script.options.findLast((option) => option.name === 'ip_version')?.value;
  return value === 'ipv6' ? 6 : value === 'ipv4' ? 4 : otherwise;
}

function defaults(o: Overrides, dialect: Dialect, version: 4 | 6): Draft {
  const { local, remote } = ADDRESSES[dialect][version];
  return {
    system: o.system,
    profile: o.profile ?? PROFILE_OF[o.system],
    dialect,
    version,
    local: Address.parse(local),
    remote: Address.parse(remote),
    bindPort: PORT,
    connectPort: PORT,
    mtu: MTU,
    tolerance: { usecs: 4000, percent: dialect === 'nplab' ? 5 : 12.5 },
    timestampTick: 0,
    scalesEcr: false,
    strictSegments: dialect === 'nplab',
    nonFatal: { packet: false, syscall: false },
    md5Secret: null,
    answersAtOnce: false,
  };
}

function apply(c: Draft, option: ScriptOption, path: string): void {
  if (IGNORED.has(option.name)) return;
  const read = Object.hasOwn(OPTIONS, option.name) ? OPTIONS[option.name] : undefined;
  if (read === undefined) {
    const known = [...IGNORED, ...Object.keys(OPTIONS)].map((name) => `--${name}`);
    const hint = didYouMean(`--${option.name}`, known);
    throw new Unsupported(option.line, `the option --${option.name}${hint}`);
  }
  try {
    read(c, (option.value ?? '').replace(/^"(.*)"$/s, '$1'));
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    throw new ScriptError(path, option, `--${option.name}: ${e.message}`);
  }
}

function readVersion(c: Draft, v: string): void {
  if (v !== 'ipv4' && v !== 'ipv6') throw new RangeError(`'ipv4' or 'ipv6', not '${v}'`);
  c.version = v === 'ipv4' ? 4 : 6;
}

function integer(text: string, least: number, most: number): number {
  const n = /^(?:\d{1,15}|0x[\da-f]{1,8})$/i.test(text) ? Number(text) : Number.NaN;
  if (n >= least && n <= most) return n;
  throw new RangeError(`a whole number from ${least} to ${most}, not '${text}'`);
}

function percent(text: string): number {
  const n = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (n >= 0 && n <= 100) return n;
  throw new RangeError(`a percentage from 0 to 100, not '${text}'`);
}

function nonFatal(text: string): Config['nonFatal'] {
  const of = text.split(',').map((part) => part.trim());
  const wrong = of.find((part) => part !== 'packet' && part !== 'syscall');
  if (wrong !== undefined) throw new RangeError(`'packet' or 'syscall', not '${wrong}'`);
  return { packet: of.includes('packet'), syscall: of.includes('syscall') };
}

/**
 * The system that a script is written for, by the settings and options it names; Linux when nothing tells.
 */
export function systemOf(text: string): 'linux' | 'freebsd' {
  const signs =
    /net\.inet6?\.|kern\.ipc|\bsockstat\b|\btcpdrop\b|--udp_encapsulation|--tcp_md5_secret|TCPI_(?!OPT)[A-Z]/;
  return signs.test(text) ? 'freebsd' : 'linux';
}

/**
 * What stands for words in a script unless the command line says otherwise: the system's name, as nplab's
 * tool defines it (unless `STANDARD` is asked for, its other branch), and the symbols that google's driver
 * gives its scripts.
 */
export function definesOf(
  system: System,
  dialect: Dialect,
  version: 4 | 6,
  own: ReadonlyMap<string, string | null>,
): Map<string, string | null> {
  const defines = new Map<string, string | null>();
  if (dialect === 'google') {
    defines.set('TFO_COOKIE', version === 4 ? '3021b9d889017eeb' : 'c1d1e9742a47a9bc');
    if (version === 4) defines.set('CODE', 'host_unreachable');
    defines.set('CMSG_LEVEL_IP', version === 4 ? 'SOL_IP' : 'SOL_IPV6');
    defines.set('CMSG_TYPE_RECVERR', version === 4 ? 'IP_RECVERR' : 'IPV6_RECVERR');
  } else if (!own.has('STANDARD')) {
    defines.set(system === 'linux' ? 'Linux' : 'FreeBSD', null);
  }
  for (const [name, value] of own) defines.set(name, value);
  return defines;
}

/**
 * What a symbol of the command line means for the profile. FreeBSD's scripts have two branches for a SYN in
 * TIME-WAIT: what the system does, and, where `STANDARD` is defined, what every synchronized state does.
 */
export function fieldsOf(defines: ReadonlyMap<string, string | null>): Partial<Profile> {
  return defines.has('STANDARD') ? { timeWaitSyn: 'answer' } : {};
}
