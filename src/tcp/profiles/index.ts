import type { Profile } from '../profile.ts';
import { linux } from './linux.ts';
import { rfc } from './rfc.ts';

export { linux, rfc };

/** The profiles by name. */
export const PROFILES: Readonly<Record<string, Profile>> = Object.freeze({ rfc, linux });

/** `base` with some values replaced; what a host or a test overrides. */
export function withOverrides(base: Profile, overrides: Partial<Profile>): Profile {
  return Object.freeze({ ...base, ...overrides });
}
