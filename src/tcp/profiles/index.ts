import type { Profile } from '../profile.ts';
import { freebsd } from './freebsd.ts';
import { linux } from './linux.ts';
import { linuxClassic, linuxSender, notes } from './presets.ts';
import { rfc } from './rfc.ts';

export { withOverrides } from './overrides.ts';
export { freebsd, linux, linuxClassic, linuxSender, notes, rfc };

/** The profiles by name. */
export const PROFILES: Readonly<Record<string, Profile>> = Object.freeze({
  rfc,
  linux,
  freebsd,
  notes,
  'linux-classic': linuxClassic,
  'linux-sender': linuxSender,
});
