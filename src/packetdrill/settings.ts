import type { Profile } from '../tcp/profile.ts';
import { withOverrides } from '../tcp/profiles/index.ts';
import type { Address } from '../wire/address.ts';
import type { RouteMetrics } from './shell/route.ts';
import type { DrillStack } from './stack.ts';
import { DEFAULTS } from './sysctl/defaults.ts';
import { FREEBSD_SYSCTLS } from './sysctl/freebsd.ts';
import { LINUX_SYSCTLS } from './sysctl/linux.ts';
import type { Sysctl, Sysctls } from './sysctl/sysctl.ts';

/**
 * The system's settings as a script's shell commands change them: sysctls become fields of the profile that
 * the stack, and the sockets made from then on, go by.
 */
export class Settings {
  readonly #stack: DrillStack;
  readonly #base: Profile;
  readonly #known: Sysctls;
  /** Those that were set, in that order. */
  readonly #values = new Map<string, string>();
  /** What a restoring script would write, or null where there is none. */
  #kept: Map<string, string | null> | null = null;
  #route: Partial<Profile> = {};

  /** The settings at boot: those of `base`. */
  constructor(stack: DrillStack, base: Profile) {
    this.#stack = stack;
    this.#base = base;
    this.#known = knownTo(stack);
  }

  /** Whether the system has a setting of that name. */
  has(name: string): boolean {
    return this.#find(name) !== null && !this.isAbsent(name);
  }

  /** The names of all settings that the system has. */
  names(): string[] {
    return Object.keys(this.#known).filter((name) => this.has(name));
  }

  /** The profile for whose system that is a setting, when it is none of this one's; null for no such. */
  ownerOf(name: string): 'linux' | 'freebsd' | null {
    if (this.#find(name) !== null) return null;
    if (Object.hasOwn(LINUX_SYSCTLS, name)) return 'linux';
    return Object.hasOwn(FREEBSD_SYSCTLS, name) ? 'freebsd' : null;
  }

  /** Whether scripts know it and the system, as it is today, does not. */
  isAbsent(name: string): boolean {
    return this.#find(name)?.kind === 'absent';
  }

  /** What it is set to. Throws RangeError for one that the system does not have. */
  get(name: string): string {
    const set = this.#values.get(name);
    if (set !== undefined) return set;
    const sysctl = this.#find(name);
    if (sysctl === null || sysctl.kind === 'absent') throw new RangeError(`no setting '${name}'`);
    return sysctl.initial;
  }

  /**
   * Sets it. Null when that is done, or what is wrong with the value, for people. Throws RangeError for one
   * that the system does not have.
   */
  set(name: string, value: string): string | null {
    const before = this.get(name);
    const sysctl = this.#find(name) as Sysctl;
    const was = this.#values.get(name);
    try {
      this.#values.set(name, value.trim());
      if (sysctl.kind === 'act') sysctl.act(value.trim(), this.#stack);
      if (sysctl.kind === 'fields') {
        if (this.#changes(sysctl.fields(value.trim(), (other) => this.get(other)))) this.#apply();
        sysctl.also?.(value.trim(), this.#stack);
      }
      if (sysctl.kind === 'fixed' && value.trim() !== sysctl.initial) {
        throw new RangeError(`here it is always ${sysctl.initial}: ${sysctl.why}`);
      }
      return null;
    } catch (e) {
      if (!(e instanceof RangeError) && !(e instanceof TypeError)) throw e;
      if (was === undefined) this.#values.delete(name);
      else this.#values.set(name, was);
      return `${name}: ${value} is refused, it stays ${before}: ${e.message}`;
    }
  }

  /** Remembers what those settings are, for {@link restore}: what is remembered already is forgotten. */
  keep(names: readonly string[]): void {
    this.#kept = new Map(names.map((name) => [name, this.#values.get(name) ?? null]));
  }

  /** Makes them again what they were when they were kept; false when nothing was. */
  restore(): boolean {
    if (this.#kept === null) return false;
    for (const [name, value] of this.#kept) {
      if (value !== null) this.set(name, value);
      else this.#values.delete(name);
    }
    this.#apply();
    return true;
  }

  /** The values that google's scripts begin with, and no path or cookie remembered. */
  useDefaults(): void {
    this.#stack.clearCaches();
    for (const [name, value] of DEFAULTS) this.set(name, value);
    this.#stack.qdisc ??= { kind: 'pfifo', limit: null };
  }

  /** A route to `remote` with these metrics takes the place of the one there was. */
  useRoute(remote: Address, metrics: RouteMetrics): void {
    const { initcwnd, mtu, advmss } = metrics;
    const route: { -readonly [K in keyof Profile]?: Profile[K] } = {};
    if (initcwnd !== null) route.initialWindow = initcwnd;
    this.#route = route;
    this.#stack.setPathMtu(remote, mtu, metrics.locked);
    this.#stack.setAnnouncedMss(remote, advmss);
    this.#apply();
  }

  /** The profile that all this comes to. */
  profile(): Profile {
    const overrides: Partial<Profile> = {};
    const read = (name: string): string => this.get(name);
    for (const [name, value] of this.#values) {
      const sysctl = this.#find(name);
      if (sysctl?.kind === 'fields') Object.assign(overrides, sysctl.fields(value, read));
    }
    return withOverrides(this.#base, { ...overrides, ...this.#route });
  }

  /** Scripts set most settings to what they are. */
  #changes(fields: Partial<Profile>): boolean {
    const { profile } = this.#stack.host;
    return Object.entries(fields).some(([name, value]) => profile[name as keyof Profile] !== value);
  }

  #apply(): void {
    this.#stack.useProfile(this.profile());
  }

  #find(name: string): Sysctl | null {
    return Object.hasOwn(this.#known, name) ? (this.#known[name] as Sysctl) : null;
  }
}

/** Scripts of either system run on the profile that is no system's. */
function knownTo(stack: DrillStack): Sysctls {
  if (stack.system === 'linux') return LINUX_SYSCTLS;
  if (stack.system === 'freebsd') return FREEBSD_SYSCTLS;
  return { ...LINUX_SYSCTLS, ...FREEBSD_SYSCTLS };
}
