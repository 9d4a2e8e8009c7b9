import type { Profile } from '../tcp/profile.ts';
import { freebsd, linuxSender, rfc } from '../tcp/profiles/index.ts';

/** The system that a stack behaves as; `rfc` is none, and takes the scripts of either. */
export type System = 'linux' | 'freebsd' | 'rfc';

export const SYSTEMS: readonly System[] = ['linux', 'freebsd', 'rfc'];

/** Whose TCP it is. Scripts for Linux see how it makes pieces of what is written. */
export const PROFILE_OF: Readonly<Record<System, Profile>> = { linux: linuxSender, freebsd, rfc };
