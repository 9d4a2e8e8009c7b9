import type { Profile } from '../tcp/profile.ts';
import { ScriptError } from './ast.ts';
import type { BenchWatch } from './bench.ts';
import {
  checkSystem,
  definesOf,
  fieldsOf,
  systemOf,
  type Tolerance,
  Unsupported,
} from './config.ts';
import type { Dialect } from './flows.ts';
import { type Changes, headerOf, profileFor } from './header.ts';
import type { ScriptResult } from './outcome.ts';
import { parseScript } from './parse.ts';
import { runScript } from './runner.ts';
import { unreadable } from './stop.ts';
import type { System } from './systems.ts';

/** How a script is read and run; all of it may be left out. */
export interface DrillOptions extends Changes {
  /** Whose TCP the stack is; unless given, the first of those that the script names, or the one it was written for. */
  readonly profile?: System;
  /** For scripts that do not say themselves. */
  readonly version?: 4 | 6;
  readonly tolerance?: Tolerance;
  /** `-D`: what decides `#ifdef`, and what stands for words. */
  readonly defines?: ReadonlyMap<string, string | null>;
  readonly strict?: boolean;
  readonly seed?: number;
  /** False: the log of a script that passes is left empty, which saves time. */
  readonly logsPassed?: boolean;
  readonly watch?: BenchWatch;
}

const NO_DEFINES: ReadonlyMap<string, string | null> = new Map();

/**
 * The version of IP that a script is about by its own account: an option, an address of its own, or a name
 * that ends in `v4` or `v6`; null when it leaves it open.
 */
export function versionOf(path: string, text: string): 4 | 6 | null {
  const option = /--ip_version=ipv([46])/.exec(text)?.[1];
  if (option !== undefined) return option === '6' ? 6 : 4;
  const address = /^\s*--(?:local|remote)_ip=(\S+)/m.exec(text)?.[1];
  if (address !== undefined) return address.includes(':') ? 6 : 4;
  const name = /v([46])\.pkt$/.exec(path)?.[1];
  return name === undefined ? null : name === '6' ? 6 : 4;
}

/**
 * Reads a script and runs it. Whatever the text is, it never throws: it comes out as a result. Throws RangeError for
 * a profile that there is not.
 */
export function drill(path: string, text: string, o: DrillOptions = {}): ScriptResult {
  const { profile, version, tolerance, strict, seed, logsPassed, watch } = o;
  if (profile !== undefined) checkSystem(profile);
  const written = systemOf(text);
  const header = headerOf(text);
  const { profiles, wrong } = header;
  if (wrong !== null) return unreadable(path, new Unsupported(wrong.line, wrong.what), text);
  const first = profiles[0] ?? written;
  const system = profile ?? first;
  const dialect: Dialect =
    system === 'freebsd' || (system === 'rfc' && written === 'freebsd') ? 'nplab' : 'google';
  const family = versionOf(path, text) ?? version ?? 4;
  const defines = definesOf(system, dialect, family, o.defines ?? NO_DEFINES);
  let own: Profile;
  try {
    const fields = dialect === 'nplab' ? fieldsOf(defines) : {};
    own = profileFor(system, system === first, header, o, fields);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unreadable(path, new Unsupported(1, error.message), text);
  }
  try {
    const script = parseScript(path, text, { defines });
    return runScript(script, {
      system,
      profile: own,
      dialect,
      version: family,
      ...(tolerance === undefined ? {} : { tolerance }),
      ...(strict === undefined ? {} : { strict }),
      ...(seed === undefined ? {} : { seed }),
      ...(logsPassed === undefined ? {} : { logsPassed }),
      ...(watch === undefined ? {} : { watch }),
    });
  } catch (error) {
    if (error instanceof ScriptError) return unreadable(path, error, text);
    throw error;
  }
}
